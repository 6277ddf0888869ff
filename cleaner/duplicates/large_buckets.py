"""Large buckets: more paragraphs than can all be compared with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Column
from cleaner.duplicates.resources import CreateFile
from cleaner.duplicates.shingles import Ints

_READ = 1 << 18
"""Members read at once: 1 MiB, or one bucket where that has more."""


class LargeBucketBlock(NamedTuple):
    """Consecutive large buckets, the first of them number `first`.

    The possible heads of bucket i of the block are `values` from `heads[i]` on, `head_counts[i]` many; its
    members likewise. Both are in the order of the corpus, and may be the same slice.
    """

    first: int
    values: NDArray[np.uint32]
    heads: Ints
    head_counts: Ints
    members: Ints
    member_counts: Ints

    def find_heads_among_members(self) -> Ints:
        """Returns, for the place of a head in `values`, the place where it stands among the members of its
        bucket, or its own place where it is no member."""
        places = np.arange(len(self.values))
        [apart] = np.nonzero(self.heads != self.members)
        if len(apart):
            heads, head_codes = self._encode(apart, self.heads, self.head_counts)
            members, member_codes = self._encode(apart, self.members, self.member_counts)
            # Codes of members are sorted, since buckets and their members are in order.
            nearest = np.minimum(np.searchsorted(member_codes, head_codes), len(member_codes) - 1)
            same = member_codes[nearest] == head_codes
            places[heads[same]] = members[nearest[same]]
        return places

    def _encode(self, buckets: Ints, starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
        """Returns the places of some buckets, and bucket and value of each as one number, in order."""
        [(rows, places)] = expand_ranges(starts[buckets], counts[buckets], len(self.values))
        return places, rows << 32 | self.values[places]


class LargeBuckets:
    """Possible heads and members of each large bucket, in the order of the corpus.

    A head that the ordered pass keeps is compared with all members.
    """

    def __init__(self, create_file: CreateFile | None) -> None:
        self._values: Column[np.uint32] = Column(np.uint32, create_file)
        # Rows: start and count of the heads, start and count of the members; a column a bucket.
        self._spans = [np.empty((4, 0), np.int64)]

    def add(self, members: Ints, counts: Ints) -> None:
        """Adds buckets of which all members may be heads, one after the other."""
        starts = len(self._values) + np.cumsum(counts) - counts
        self._spans.append(np.stack((starts, counts, starts, counts)))
        self._values.append(members.astype(np.uint32))

    def add_one(self, heads: Ints, members: Ints) -> None:
        """Adds one bucket."""
        start = len(self._values)
        span = (start, len(heads), start + len(heads), len(members))
        self._spans.append(np.array(span, np.int64)[:, None])
        self._values.append(heads.astype(np.uint32))
        self._values.append(members.astype(np.uint32))

    def close(self) -> None:
        """Ends adding; the methods below are for afterwards."""
        self._spans = [np.concatenate(self._spans, axis=1)]

    def __len__(self) -> int:
        return sum(spans.shape[1] for spans in self._spans)

    def read_members(self, bucket: int) -> NDArray[np.uint32]:
        """Returns the members of a bucket."""
        start, count = self._spans[0][2:, bucket].tolist()
        return self._values.read(start, start + count)

    def read_blocks(self) -> Iterator[LargeBucketBlock]:
        """Yields all buckets, some at a time."""
        [spans] = self._spans
        heads, head_counts, members, member_counts = spans
        stops = members + member_counts
        first = 0
        while first < len(stops):
            # As many whole buckets as fit, at least one.
            begin = int(heads[first])
            last = max(first + 1, int(np.searchsorted(stops, begin + _READ, "right")))
            part = slice(first, last)
            values = self._values.read(begin, int(stops[last - 1]))
            yield LargeBucketBlock(
                first,
                values,
                heads[part] - begin,
                head_counts[part],
                members[part] - begin,
                member_counts[part],
            )
            first = last

    def find_buckets_of(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Returns the possible heads that are chosen and the bucket of each, as two columns, by head."""
        heads, buckets = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
        for block in self.read_blocks():
            for rows, places in expand_ranges(block.heads, block.head_counts, _READ):
                is_chosen = chosen[block.values[places]]
                heads.append(block.values[places[is_chosen]])
                buckets.append((rows[is_chosen] + block.first).astype(np.uint32))
        column = np.concatenate(heads)
        order = np.argsort(column, kind="stable")
        return column[order], np.concatenate(buckets)[order]


def expand_ranges(starts: Ints, counts: Ints, limit: int) -> Iterator[tuple[Ints, Ints]]:
    """Yields the places `starts[i]` to before `starts[i] + counts[i]` of all rows i, as columns of rows and
    places, at most so many at a time.

    >>> ranges = np.array([5, 0]), np.array([3, 2])
    >>> [(rows.tolist(), places.tolist()) for rows, places in expand_ranges(*ranges, 4)]
    [([0, 0, 0, 1], [5, 6, 7, 0]), ([1], [1])]
    """
    ends = np.cumsum(counts)
    begins = ends - counts
    total = int(ends[-1]) if len(ends) else 0
    for start in range(0, total, limit):
        stop = min(start + limit, total)
        # The rows that this part of the result touches, the first and the last perhaps in part.
        first = int(np.searchsorted(ends, start, "right"))
        last = int(np.searchsorted(ends, stop - 1, "right")) + 1
        inside = np.minimum(ends[first:last], stop) - np.maximum(begins[first:last], start)
        rows = np.repeat(np.arange(first, last), inside)
        yield rows, np.arange(start, stop) + (starts - begins)[rows]
