"""Running heads and feet: lines that recur page after page where pages end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from cleaner.stages.page_furniture.page_evidence import REACH, STACKED, PageEvidence, may_run
from cleaner.stages.page_furniture.page_numbers import CODE
from cleaner.structure import marks
from cleaner.structure.line_reader import Line
from cleaner.structure.running_lines import LEAST

_LETTERS: Final = 4
"""Letters of a running head, at least, where a letter is no word: labels of figures have fewer."""
_MOST: Final = 5
"""Lines of furniture at the end of a page, on average and at most. Letters that were printed one to a page
recur line by line: these are no furniture."""


def find_heads(evidence: PageEvidence, ends: Sequence[int], feeds: frozenset[int]) -> dict[int, int]:
    """Return the lines that recur near the ends of pages, and how often each does.

    A line recurs when it stands at the ends of pages that follow each other, and hardly anywhere else. Its
    figures count: a sum that is carried forward and a footnote (`12 Ibid.`) are said but once. The first page
    has its head only if a form feed stands before it: else it may be the title of the text.
    """
    found: dict[str, list[int]] = defaultdict(list)
    near = _find_near(len(evidence.lines), ends, feeds)
    for place in sorted(near):
        line = evidence.lines[place]
        # A colon is that of a heading: what follows on each page is another thing.
        is_possible = may_run(line) or (feeds and _is_apart(evidence.lines, place, ends))
        if not is_possible or line.has(marks.COLON) or not _is_named(key := evidence.fold(place)):
            continue
        if not CODE.search(key):
            found[key].append(place)
    # Most lines near the ends of pages stand there once.
    recurring = {key: places for key, places in found.items() if len(places) > 1}
    total = Counter(map(evidence.fold, range(len(evidence.lines) if recurring else 0)))
    heads = {}
    for key, places in recurring.items():
        # How many pages end before a line: the same for all of a page.
        pages = sorted({bisect_right(ends, place) for place in places})
        if _runs(pages) and 5 * len(places) >= 4 * (total[key] - 1):
            heads.update(dict.fromkeys(places, len(places)))
    return heads if len(heads) <= _MOST * len(ends) else {}


def find_like(evidence: PageEvidence, numbered: Collection[int]) -> Mapping[int, int]:
    """Return the lines near form feeds that are as those with page numbers, but for the number.

    The first pages can have Roman numbers, and a last one of its own.
    """
    times = Counter(key for place in numbered if _is_named(key := evidence.strip(place)))
    return {
        place: times[key] for place in evidence.near_feeds if times[key := evidence.strip(place)] >= LEAST
    }


def _find_near(count: int, ends: Sequence[int], feeds: frozenset[int]) -> set[int]:
    """Return the lines near the ends of pages, and those above the end of the text."""
    near = set(range(max(ends[-1] + 1, count - REACH), count)) if len(ends) >= LEAST else set()
    for end in ends:
        reach = REACH if end in feeds else STACKED
        near.update(range(max(0, end - reach), min(end + reach + 1, count)))
    return near


def _is_apart(lines: Sequence[Line], place: int, ends: Sequence[int]) -> bool:
    """Whether a blank line parts a line from the text of its page: what touches it may be the end of a
    footnote."""
    after = bisect_left(ends, place)
    is_foot = after < len(ends) and (not after or ends[after] - place < place - ends[after - 1])
    beside = place - 1 if is_foot else place + 1
    return not 0 <= beside < len(lines) or abs(lines[beside].number - lines[place].number) > 1


def _is_named(key: str) -> bool:
    """Whether a line without its numbers has a word."""
    letters = sum(map(str.isalpha, key))
    return letters >= _LETTERS or (letters > 1 and not key.isascii())


def _runs(pages: Sequence[int]) -> bool:
    """Whether a line recurs on pages that follow each other; left and right pages have their own."""
    steps = [after - before <= 2 for before, after in pairwise(pages)]
    return any(all(steps[at : at + LEAST - 1]) for at in range(len(steps) - LEAST + 2))
