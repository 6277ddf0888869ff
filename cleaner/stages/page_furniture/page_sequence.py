"""Numbers that rise page by page: of one form, each one more than the last, at about equal distances."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from cleaner.stages.page_furniture.page_numbers import PageNumber

_STEPS: Final = (1, 2, 3)
"""How much the next number is more: left and right pages have heads of their own, and a page can lack its
number where a figure fills it."""
_SHORTEST: Final = 500
"""Characters of a page, at least, where no form feed ends it: a stanza, a message and a row are shorter."""
_LONGEST: Final = 20_000
"""Characters of a page, at most: a page of the densest print has some 10,000."""
_REMEMBERED: Final = 8
"""Lines with one number that are remembered: tables repeat small numbers without end."""
_UNEVEN: Final = 3.0
"""How many times the median a page may have, or the median of it: pages with figures hold less text."""


class PageSequence(NamedTuple):
    """Page numbers of one form that rise, in order; two or more."""

    members: tuple[PageNumber, ...]

    @property
    def style(self) -> str:
        """The style of its numbers."""
        return self.members[0].style

    @property
    def is_gapless(self) -> bool:
        """Whether hardly a number is left out: most steps are by one."""
        steps = [after.number - before.number for before, after in pairwise(self.members)]
        return 3 * steps.count(1) >= 2 * len(steps)

    @property
    def shortest(self) -> float:
        """Characters of the shortest page."""
        return min(
            (after.start - before.start) / (after.number - before.number)
            for before, after in pairwise(self.members)
        )

    def overlaps(self, other: PageSequence) -> bool:
        """Whether the pages of two sequences are partly the same."""
        return (
            self.members[0].start < other.members[-1].start
            and other.members[0].start < self.members[-1].start
        )

    @property
    def is_even(self) -> bool:
        """Whether nearly all pages are about as long as each other."""
        lengths = [
            (after.start - before.start) / (after.number - before.number)
            for before, after in pairwise(self.members)
        ]
        middle = median(lengths)
        uneven = sum(not middle / _UNEVEN <= length <= middle * _UNEVEN for length in lengths)
        return 5 * uneven <= len(lengths)


def find_sequences(numbers: Sequence[PageNumber], feeds: Mapping[int, int]) -> list[PageSequence]:
    """Return the sequences among page numbers, longest first.

    `feeds` has the places of lines near form feeds, and how many form feeds stand before each. Where form
    feeds end pages, a page may be of any length.
    """
    counts = Counter(number.form for number in numbers)
    by_form: dict[str, list[PageNumber]] = defaultdict(list)
    for number in numbers:
        if counts[number.form] > 1:
            by_form[number.form].append(number)
    found = [sequence for same in by_form.values() for sequence in _find_rising(same, feeds)]
    return sorted(found, key=lambda sequence: -len(sequence.members))


def _find_rising(numbers: Sequence[PageNumber], feeds: Mapping[int, int]) -> Iterator[PageSequence]:
    """Yield the longest rising sequences of numbers of one form; a number is in one of them."""
    lengths = [1] * len(numbers)
    before: list[int | None] = [None] * len(numbers)
    seen: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))
    for at, number in enumerate(numbers):
        for step in _STEPS:
            for earlier in reversed(seen.get(number.number - step, ())):
                if lengths[earlier] < lengths[at] or not _is_page(numbers[earlier], number, feeds):
                    continue
                # Of equally long ones the nearest, and the smallest step: it was looked at first.
                if lengths[earlier] + 1 > lengths[at]:
                    lengths[at], before[at] = lengths[earlier] + 1, earlier
        seen[number.number].append(at)
    used: set[int] = set()
    for last in sorted(range(len(numbers)), key=lambda at: -lengths[at]):
        members = []
        at_now: int | None = last
        while at_now is not None and at_now not in used:
            members.append(at_now)
            at_now = before[at_now]
        used.update(members)
        if len(members) > 1:
            yield PageSequence(tuple(numbers[at] for at in reversed(members)))


def _is_page(first: PageNumber, second: PageNumber, feeds: Mapping[int, int]) -> bool:
    """Whether what stands between two page numbers can be pages."""
    step = second.number - first.number
    length = second.start - first.start
    if length > _LONGEST * step:
        return False
    if first.place in feeds and second.place in feeds:
        # A number can stand above a form feed here and below it there.
        return 1 <= feeds[second.place] - feeds[first.place] <= step + 1
    return length >= _SHORTEST * step
