"""Which lines of a text are boilerplate, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.stages.boilerplate.phrases import phrases
from cleaner.text import runs_on

LONGEST = 600
"""Characters past which a line is prose whatever it says."""

EDGE = 400
"""Characters of other text that may stand between an end of the text and a line that counts as at its edge:
a title, a byline, a standfirst; a note on the author."""


class Line(NamedTuple):
    """A line at `text[start:after]`; `text` is its content without the white space around it."""

    start: int
    after: int
    text: str


class Removal(NamedTuple):
    """`text[start:end]` goes; `line` is the line that is meant."""

    start: int
    end: int
    rule: str
    line: str


def removals(text: str, start: int = 0) -> Iterator[Removal]:
    """The boilerplate lines of `text[start:]`, in order; none if nothing else would be left."""
    lines = _lines(text, start)
    found = _boilerplate(lines)
    if not found or len(found) == sum(1 for line in lines if line.text):
        return
    kept = -1  # the last line before, blank or not, that stays
    eaten = -1
    for index, line in enumerate(lines):
        if index == eaten:
            continue
        if index not in found:
            kept = index
            continue
        above = lines[kept].text if kept >= 0 else ""
        below_index = _next_kept(lines, found, index)
        below = lines[below_index].text if below_index < len(lines) else ""
        if _is_part_of_a_sentence(above, line.text, below):
            kept = index
            continue
        end = line.after
        following = index + 1
        if not above and following < len(lines) - 1 and not lines[following].text:
            end, eaten = lines[following].after, following
        elif above and below and below_index == following and runs_on(above, below):
            end = line.start + len(text[line.start : line.after].rstrip("\r\n"))
        yield Removal(line.start, end, found[index], line.text)


def _lines(text: str, start: int) -> list[Line]:
    lines: list[Line] = []
    for piece in text[start:].split("\n"):
        after = min(start + len(piece) + 1, len(text))
        lines.append(Line(start, after, piece.strip()))
        start = after
    if lines and lines[-1].start == lines[-1].after:
        lines.pop()
    return lines


def _boilerplate(lines: Sequence[Line]) -> dict[int, str]:
    """Lines that look like boilerplate where they stand, with the rule of each."""
    at_edge = _edge(lines, range(len(lines))) | _edge(lines, range(len(lines) - 1, -1, -1))
    found: dict[int, str] = dict(at_edge)
    for index, line in enumerate(lines):
        if index not in found and line.text and len(line.text) <= LONGEST:
            phrase = phrases().match(line.text, at_edge=False)
            if phrase:
                found[index] = phrase.rule
    return found


def _edge(lines: Sequence[Line], order: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    other = 0
    for index in order:
        line = lines[index].text
        if not line:
            continue
        phrase = phrases().match(line, at_edge=True) if len(line) <= LONGEST else None
        if phrase:
            found[index] = phrase.rule
        else:
            other += len(line)
            if other > EDGE:
                break
    return found


def _next_kept(lines: Sequence[Line], found: dict[int, str], index: int) -> int:
    index += 1
    while index < len(lines) and index in found:
        index += 1
    return index


def _is_part_of_a_sentence(above: str, line: str, below: str) -> bool:
    """Whether a line is the middle or the end of a sentence that someone has wrapped.

    >>> _is_part_of_a_sentence("He asked his readers to", "share this article", "with their friends.")
    True
    """
    if below[:1].islower():
        return True
    return line[:1].islower() and bool(above) and above[-1] not in '.!?:…"”’»)]'
