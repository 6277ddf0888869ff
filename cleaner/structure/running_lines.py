"""Running heads and feet: short lines that stand beside page numbers and form feeds again and again.

This is the one kind that rests on a whole document. The evidence counts only lines that touch a page number or
a form feed, without a blank line between; `cut_blocks` never brings lines together there. So taking other
blocks out neither adds to the count nor takes from it, as long as the page furniture of a document stays
or leaves together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from cleaner.structure import marks
from cleaner.structure.line_reader import Line

_LEAST: Final = 3
"""Times that a line has to recur: twice, and it could be said twice."""
_WIDEST: Final = 100
_NUMBERS: Final = re.compile(r"[\d\s]+|\b[ivxlc]{1,7}\b")


def find_running_lines(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """Return how often each running line recurs, by its place in `lines`. Numbers do not count: pages have their own.

    >>> from cleaner.structure.line_reader import read_lines
    >>> text = "".join(f"and so on\\n\\n{n} A History of Salt\\n\\f\\n" for n in (1, 2, 3))
    >>> find_running_lines(text, read_lines(text))
    {1: 3, 4: 3, 7: 3}
    """
    keys = {
        place: _NUMBERS.sub(" ", text[lines[place].start : lines[place].end].casefold()).strip()
        for place in _find_candidates(lines)
    }
    counts = Counter(keys.values())
    return {place: counts[key] for place, key in keys.items() if counts[key] >= _LEAST}


def _find_candidates(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the places of short lines that touch the end of a page, each once, in order."""
    page = marks.PAGE | marks.FEED
    last = -1
    for place, (line, following) in enumerate(pairwise(lines)):
        touches = following.number == line.number + 1
        if _may_run(line) and last != place and (line.has(marks.FEED) or (touches and following.has(page))):
            yield (last := place)
        if touches and line.has(page) and _may_run(following):
            yield (last := place + 1)


def _may_run(line: Line) -> bool:
    return not line.has(marks.PAGE) and line.shape.cells <= _WIDEST
