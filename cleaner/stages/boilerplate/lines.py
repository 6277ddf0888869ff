"""Which lines of a text are boilerplate, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.stages.boilerplate.phrases import NOTHING, Likeness, Phrase, phrases
from cleaner.stages.boilerplate.rules import OFF
from cleaner.text import find_blocks, runs_on

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
    if not start and not _may_have_boilerplate(text):
        return
    lines = _lines(text, start)
    found = {index: phrase.rule for index, phrase in _boilerplate(lines).items()}
    if not found or len(found) == sum(1 for line in lines if line.text):
        return
    kept_below = _kept_below(lines, found)
    above = ""  # the last line before that stays, "" for a blank one
    eaten = -1
    for index, line in enumerate(lines):
        if index == eaten:
            continue
        below = kept_below[index]
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
            above = "" if eaten == following else line.text


def _may_have_boilerplate(text: str) -> bool:
    """The screen: whether any line looks like boilerplate, or one at the head or the tail does."""
    if "\r" in text:
        return True  # its lines are other ones to `find_blocks`
    lists = phrases()
    lines = [text[start:end] for block in find_blocks(text) for start, end in block]
    if any(lists.likeness(line) is not NOTHING for line in lines if not lists.is_plain(line)):
        return True
    return _floats(lines, HEAD) or _floats(reversed(lines), TAIL)


def _floats(lines: Iterable[str], reach: int) -> bool:
    """Whether a line within reach is a phrase that begins with any words, where no line is another one."""
    other = 0
    for line in lines:
        if phrases().floating(line):
            return True
        other += len(line)
        if other > reach:
            break
    return False


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
    lists = phrases()
    likeness = {index: lists.likeness(line.text) for index, line in enumerate(lines) if line.text}
    found = _edge(lines, likeness, HEAD) | _edge(lines, dict(reversed(likeness.items())), TAIL)
    for index, like in likeness.items():
        if like.anywhere:
            found[index] = like.anywhere
    return _in_company(lines, found) if found else found


def _edge(lines: Sequence[Line], likeness: Mapping[int, Likeness], reach: int) -> dict[int, Phrase]:
    """Those at one end of a text, from that end on; the text's own few lines there are passed over."""
    found: dict[int, Phrase] = {}
    other = 0
    for index, like in likeness.items():
        line = lines[index].text
        phrase = like.at_edge or phrases().floating(line)
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


def _kept_below(lines: Sequence[Line], found: Mapping[int, str]) -> list[str]:
    """For each line the first one after it that stays: "" for a blank one or none."""
    below = [""] * len(lines)
    for index in range(len(lines) - 2, -1, -1):
        below[index] = below[index + 1] if index + 1 in found else lines[index + 1].text
    return below


def _is_part_of_a_sentence(above: str, line: str, below: str) -> bool:
    """Whether a line is the middle or the end of a sentence that someone has wrapped.

    >>> _is_part_of_a_sentence("He asked his readers to", "share this article", "with their friends.")
    True
    """
    if below[:1].islower():
        return True
    return line[:1].islower() and bool(above) and above[-1] not in '.!?:…"”’»)]'
