"""Which lines of a text are boilerplate, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.stages.boilerplate.phrases import Phrase, phrases
from cleaner.stages.boilerplate.rules import OFF
from cleaner.text import runs_on

LONGEST = 600
"""Characters past which a line is prose whatever it says."""

HEAD, TAIL = 400, 200
"""Characters of other text that may stand between the head or the tail of a text and a line that counts as
at its edge: a title, a byline, a standfirst; the first lines of a note on the author."""

COMPANY = 3
"""Lines of one row that are needed where all of them are of the kind that wants company."""


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
    found = {index: phrase.rule for index, phrase in _boilerplate(lines).items()}
    if not found or len(found) == sum(1 for line in lines if line.text):
        return
    above = ""  # the last line before that stays, "" for a blank one
    eaten = -1
    for index, line in enumerate(lines):
        if index == eaten:
            continue
        below = _next_kept(lines, found, index)
        if index not in found or _is_part_of_a_sentence(above, line.text, below):
            above = line.text
            continue
        end, following = line.after, index + 1
        if not above and following < len(lines) - 1 and not lines[following].text:
            end, eaten = lines[following].after, following
        elif above and below and following not in found and runs_on(above, below):
            end = line.start + len(text[line.start : line.after].rstrip("\r\n"))
            above = ""
        yield Removal(line.start, end, found[index], line.text)
        if found[index] in OFF:
            above = line.text


def _lines(text: str, start: int) -> list[Line]:
    lines: list[Line] = []
    for piece in text[start:].split("\n"):
        after = min(start + len(piece) + 1, len(text))
        if after > start:
            lines.append(Line(start, after, piece.strip()))
        start = after
    return lines


def _boilerplate(lines: Sequence[Line]) -> dict[int, Phrase]:
    """Lines that look like boilerplate where they stand, with what they look like."""
    found = _edge(lines, range(len(lines)), HEAD) | _edge(lines, range(len(lines) - 1, -1, -1), TAIL)
    for index, line in enumerate(lines):
        if index not in found and line.text and len(line.text) <= LONGEST:
            phrase = phrases().match(line.text, at_edge=False)
            if phrase:
                found[index] = phrase
    return _in_company(lines, found)


def _edge(lines: Sequence[Line], order: Iterable[int], reach: int) -> dict[int, Phrase]:
    found: dict[int, Phrase] = {}
    other = 0
    for index in order:
        line = lines[index].text
        phrase = phrases().match(line, at_edge=True) if line and len(line) <= LONGEST else None
        if phrase:
            found[index] = phrase
        else:
            other += len(line)
            if other > reach:
                break
    return found


def _in_company(lines: Sequence[Line], found: dict[int, Phrase]) -> dict[int, Phrase]:
    """Without the lines that want company and have none: in a row, blank lines left out of account, with
    neither a line that stands for itself nor enough of their own kind."""
    kept: dict[int, Phrase] = {}
    row: dict[int, Phrase] = {}

    def settle() -> None:
        if len(row) >= COMPANY or any(phrase.place != "company" for phrase in row.values()):
            kept.update(row)
        row.clear()

    for index, line in enumerate(lines):
        if index in found:
            row[index] = found[index]
        elif line.text:
            settle()
    settle()
    return kept


def _next_kept(lines: Sequence[Line], found: Mapping[int, str], index: int) -> str:
    """The first line after `index` that stays, "" for a blank one or none."""
    index += 1
    while index < len(lines) and index in found:
        index += 1
    return lines[index].text if index < len(lines) else ""


def _is_part_of_a_sentence(above: str, line: str, below: str) -> bool:
    """Whether a line is the middle or the end of a sentence that someone has wrapped.

    >>> _is_part_of_a_sentence("He asked his readers to", "share this article", "with their friends.")
    True
    """
    if below[:1].islower():
        return True
    return line[:1].islower() and bool(above) and above[-1] not in '.!?:…"”’»)]'
