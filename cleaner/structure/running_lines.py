"""Running heads and feet: short lines that stand beside page numbers and form feeds again and again.

This is the one kind that rests on a whole document. The evidence counts only lines that touch a page number
or a form feed, without a blank line between; `cut_blocks` never brings lines together there. So taking other
blocks out neither adds to the count nor takes from it, as long as the page furniture of a document stays or
leaves together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from cleaner.structure import marks
from cleaner.structure.line_reader import Line

LEAST: Final = 3
"""Times that a line has to recur: twice, and it could be said twice."""
_WIDEST: Final = 100
_NUMBERS: Final = re.compile(r"(?:[\d\s]++|\b[ivxlc]{1,7}+\b)++")


def find_running_lines(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """Return how often each running line recurs, by its place in `lines`. Numbers do not count: pages have
    their own.

    >>> from cleaner.structure.line_reader import read_lines
    >>> text = "".join(f"and so on\\n\\n{n} A History of Salt\\n\\f\\n" for n in (1, 2, 3))
    >>> find_running_lines(text, read_lines(text))
    {1: 3, 4: 3, 7: 3}
    """
    ends = {place for place, line in enumerate(lines) if line.shape.marks & marks.PAGE}
    heads = {
        place
        for place, line in enumerate(lines)
        if line.shape.marks & (marks.FEED | marks.PAGE) == marks.FEED and line.shape.cells <= _WIDEST
    }
    if not ends and len(heads) < LEAST:
        return {}
    running = _count_keys(text, lines, heads | _find_touching(lines, ends))
    # A foot may touch nothing but the head of the next page.
    return running | _count_keys(text, lines, _find_touching(lines, ends | running.keys()) | running.keys())


def strip_numbers(content: str) -> str:
    """Return what is left of a line without its numbers: the same on each page.

    >>> strip_numbers("12  A History of Salt")
    'a history of salt'
    """
    return _NUMBERS.sub(" ", content.casefold()).strip()


def _count_keys(text: str, lines: Sequence[Line], places: Collection[int]) -> dict[int, int]:
    keys = {place: strip_numbers(text[lines[place].start : lines[place].end]) for place in sorted(places)}
    counts = Counter(keys.values())
    return {place: counts[key] for place, key in keys.items() if counts[key] >= LEAST}


def _find_touching(lines: Sequence[Line], ends: Collection[int]) -> set[int]:
    """Return the places of short lines with one of `ends` right above or below them."""
    count = len(lines)
    return {
        place
        for end in ends
        for place in (end - 1, end + 1)
        # A page number is none that runs: it is not asked for more.
        if place not in ends and 0 <= place < count
        if lines[place].number - lines[end].number in (-1, 1) and _may_run(lines[place])
    }


def _may_run(line: Line) -> bool:
    return not line.has(marks.PAGE) and line.shape.cells <= _WIDEST
