"""The lines of a text that are boilerplate, and the spans to remove with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.stages.boilerplate.phrases import NO_MATCH, LineMatch, Phrase, load_phrases, match_line
from cleaner.stages.boilerplate.rules import OFF
from cleaner.text import find_blocks, runs_on

# Ten times as much, and lines in the middle of a story are taken for those of a page.
HEAD, TAIL = 400, 200
"""Characters of other text between the head or the tail of a text and a line that still counts as at its
edge: a title, a byline, a standfirst; the first lines of a note on the author."""

# With 2, a list of two firms (`Facebook`, `Twitter`) is a share bar.
COMPANY = 3
"""Lines that a row must have where all of them are of the kind that needs company."""


class PageLine(NamedTuple):
    """A line at `text[start:after]` with its line break; `text` is its content, stripped."""

    start: int
    after: int
    text: str


class Removal(NamedTuple):
    """A span `text[start:end]` to remove, with its rule (the part of the id after the dot) and the line."""

    start: int
    end: int
    rule: str
    line: str


def find_removals(text: str, start: int = 0) -> Iterator[Removal]:
    """Yield the removals of the boilerplate lines of `text[start:]`, in order; none if nothing else stays."""
    if not start and not _may_have_boilerplate(text):
        return
    lines = _split_lines(text, start)
    found = {index: phrase.rule for index, phrase in _find_boilerplate(lines).items()}
    # A text of boilerplate alone stays: nothing would be left of it.
    if not found or len(found) == sum(1 for line in lines if line.text):
        return
    lines_below = _find_lines_below(lines, found)
    above = ""  # the last line before that stays, "" for a blank one
    removed_blank = -1  # the blank line that went with the line before it
    for index, line in enumerate(lines):
        if index == removed_blank:
            continue
        below = lines_below[index]
        if index not in found or _is_part_of_a_sentence(above, line.text, below):
            above = line.text
            continue
        end, following = line.after, index + 1
        # Of the blank lines around the line one stays, to part its neighbours.
        if not above and following < len(lines) - 1 and not lines[following].text:
            end, removed_blank = lines[following].after, following
        elif above and below and following not in found and runs_on(above, below):
            # Without a blank line between them the two neighbours would look hard-wrapped: the break stays.
            end = line.start + len(text[line.start : line.after].rstrip("\r\n"))
            above = ""
        yield Removal(line.start, end, found[index], line.text)
        if found[index] in OFF:
            # It stays by default, and the blank line after it too; the next lines are to see both.
            above = "" if removed_blank == following else line.text


def _may_have_boilerplate(text: str) -> bool:
    """The prefilter: whether a line looks like boilerplate, wherever it stands."""
    if "\r" in text:
        return True  # `find_blocks` cuts such a text into other lines
    index = load_phrases()
    lines = [text[start:end] for block in find_blocks(text) for start, end in block]
    # Lines that are alike are judged once: texts of short lines have many of them.
    if any(match_line(line) is not NO_MATCH for line in set(lines) if not index.is_plain(line)):
        return True
    return _has_floating_phrase(lines, HEAD) or _has_floating_phrase(reversed(lines), TAIL)


def _has_floating_phrase(lines: Iterable[str], reach: int) -> bool:
    """Whether a line within reach is a phrase that begins with any words; no line is another phrase."""
    other = 0
    for line in lines:
        if load_phrases().match_floating(line):
            return True
        other += len(line)
        if other > reach:
            break
    return False


def _split_lines(text: str, start: int) -> list[PageLine]:
    lines: list[PageLine] = []
    for piece in text[start:].split("\n"):
        after = min(start + len(piece) + 1, len(text))
        if after > start:
            lines.append(PageLine(start, after, piece.strip()))
        start = after
    return lines


def _find_boilerplate(lines: Sequence[PageLine]) -> dict[int, Phrase]:
    """Find the lines that look like boilerplate where they stand, each with its phrase, by line index."""
    matches = {index: match_line(line.text) for index, line in enumerate(lines) if line.text}
    found = _find_at_edge(lines, matches, HEAD) | _find_at_edge(lines, dict(reversed(matches.items())), TAIL)
    for index, match in matches.items():
        if match.anywhere:
            found[index] = match.anywhere
    return _drop_lonely(lines, found) if found else found


def _find_at_edge(
    lines: Sequence[PageLine], matches: Mapping[int, LineMatch], reach: int
) -> dict[int, Phrase]:
    """Find the boilerplate lines at the end of a text where `matches` begin.

    Up to `reach` characters of other text may stand before and between them.
    """
    found: dict[int, Phrase] = {}
    other = 0
    for index, match in matches.items():
        line = lines[index].text
        phrase = match.at_edge or load_phrases().match_floating(line)
        if phrase:
            found[index] = phrase
        else:
            other += len(line)
            if other > reach:
                break
    return found


def _drop_lonely(lines: Sequence[PageLine], found: dict[int, Phrase]) -> dict[int, Phrase]:
    """Return `found` without the lines that need company and have none.

    A row is a run of found lines; blank lines do not end it. Its lines have company if one of them needs
    none, or if there are enough of them.
    """
    company: dict[int, Phrase] = {}
    row: dict[int, Phrase] = {}

    def end_row() -> None:
        if len(row) >= COMPANY or any(phrase.place != "company" for phrase in row.values()):
            company.update(row)
        row.clear()

    for index, line in enumerate(lines):
        if index in found:
            row[index] = found[index]
        elif line.text:
            end_row()
    end_row()
    return company


def _find_lines_below(lines: Sequence[PageLine], found: Mapping[int, str]) -> list[str]:
    """Return for each line the first one after it that stays: "" for a blank one or none."""
    below = [""] * len(lines)
    for index in range(len(lines) - 2, -1, -1):
        below[index] = below[index + 1] if index + 1 in found else lines[index + 1].text
    return below


def _is_part_of_a_sentence(above: str, line: str, below: str) -> bool:
    """Whether a line is the middle or the end of a hard-wrapped sentence.

    >>> _is_part_of_a_sentence("He asked his readers to", "share this article", "with their friends.")
    True
    """
    # No boilerplate is followed by half a sentence; the line is the middle of one.
    if below[:1].islower():
        return True
    return line[:1].islower() and bool(above) and above[-1] not in '.!?:…"”’»)]'
