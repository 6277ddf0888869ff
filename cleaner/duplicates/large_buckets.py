"""Crowded buckets: more paragraphs than can all be compared with each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Shelf
from cleaner.duplicates.shingles import Ints

_READ = 1 << 18
"""Members read at once."""


class Some(NamedTuple):
    """Consecutive crowds, the first of them number `first`: the heads of crowd i of them are `values` from
    `heads[i]` on, `head_counts[i]` many; its members likewise. Both are in order, and may be the same."""

    first: int
    values: NDArray[np.uint32]
    heads: Ints
    head_counts: Ints
    members: Ints
    member_counts: Ints

    def membership(self) -> Ints:
        """For the place of a head, the place where it stands among the members of its crowd, or its own."""
        found = np.arange(len(self.values))
        [apart] = np.nonzero(self.heads != self.members)
        if len(apart):
            heads, codes = self._codes(apart, self.heads, self.head_counts)
            members, known = self._codes(apart, self.members, self.member_counts)
            nearest = np.minimum(np.searchsorted(known, codes), len(known) - 1)
            same = known[nearest] == codes
            found[heads[same]] = members[nearest[same]]
        return found

    def _codes(self, crowds: Ints, starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
        """Places of some crowds, and crowd and value of each as one number, in order."""
        [(rows, places)] = spans(starts[crowds], counts[crowds], len(self.values))
        return places, rows << 32 | self.values[places]


class Crowds:
    """Heads and members of each crowd, in order. Kept heads are compared with all members."""

    def __init__(self, scratch: Path | None) -> None:
        self._values: Shelf[np.uint32] = Shelf(np.uint32, scratch)
        self._spans = [np.empty((4, 0), np.int64)]

    def add(self, members: Ints, counts: Ints) -> None:
        """Crowds of which all members are heads, one after the other."""
        starts = len(self._values) + np.cumsum(counts) - counts
        self._spans.append(np.stack((starts, counts, starts, counts)))
        self._values.append(members.astype(np.uint32))

    def add_one(self, heads: Ints, members: Ints) -> None:
        """One crowd."""
        start = len(self._values)
        span = (start, len(heads), start + len(heads), len(members))
        self._spans.append(np.array(span, np.int64)[:, None])
        self._values.append(heads.astype(np.uint32))
        self._values.append(members.astype(np.uint32))

    def close(self) -> None:
        """There are no more."""
        self._spans = [np.concatenate(self._spans, axis=1)]

    def __len__(self) -> int:
        return sum(spans.shape[1] for spans in self._spans)

    def members(self, crowd: int) -> NDArray[np.uint32]:
        """The members of a crowd."""
        start, count = self._spans[0][2:, crowd].tolist()
        return self._values.read(start, start + count)

    def read(self) -> Iterator[Some]:
        """All crowds, some at a time."""
        [spans] = self._spans
        heads, head_counts, members, member_counts = spans
        stops = members + member_counts
        first = 0
        while first < len(stops):
            begin = int(heads[first])
            last = max(first + 1, int(np.searchsorted(stops, begin + _READ, "right")))
            part = slice(first, last)
            values = self._values.read(begin, int(stops[last - 1]))
            yield Some(
                first,
                values,
                heads[part] - begin,
                head_counts[part],
                members[part] - begin,
                member_counts[part],
            )
            first = last

    def headed(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The chosen heads and their crowds, as two columns, by head."""
        heads, crowds = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
        for some in self.read():
            for rows, places in spans(some.heads, some.head_counts, _READ):
                wanted = chosen[some.values[places]]
                heads.append(some.values[places[wanted]])
                crowds.append((rows[wanted] + some.first).astype(np.uint32))
        column = np.concatenate(heads)
        order = np.argsort(column, kind="stable")
        return column[order], np.concatenate(crowds)[order]


def spans(starts: Ints, counts: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
    """The places `starts[i]` to before `starts[i] + counts[i]` of all rows i, as columns of rows and places,
    at most so many at a time.

    >>> [(rows.tolist(), places.tolist()) for rows, places in spans(np.array([5, 0]), np.array([3, 2]), 4)]
    [([0, 0, 0, 1], [5, 6, 7, 0]), ([1], [1])]
    """
    ends = np.cumsum(counts)
    begins = ends - counts
    total = int(ends[-1]) if len(ends) else 0
    for start in range(0, total, most):
        stop = min(start + most, total)
        first = int(np.searchsorted(ends, start, "right"))
        last = int(np.searchsorted(ends, stop - 1, "right")) + 1
        inside = np.minimum(ends[first:last], stop) - np.maximum(begins[first:last], start)
        rows = np.repeat(np.arange(first, last), inside)
        yield rows, np.arange(start, stop) + (starts - begins)[rows]
