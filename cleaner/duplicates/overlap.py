"""Exact overlaps of many pairs of paragraphs at once: sizes, shared shingles, Jaccard similarity.

A paragraph is a row of 64-bit shingle hashes, with repeats. Counting different values means sorting rows;
rows of about the same length are padded to one matrix and sorted together, since a call of numpy for each
row would cost more than the sorting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import Ints, hash_texts

_CELLS = 1 << 17
"""Shingles sorted at once; a megabyte, which stays in the cache."""
_MARK_BITS = 22
"""Bits of a value by which `find_repeated` marks it: 4 MiB of marks. A value that shares them with a repeated
one is sorted for nothing: one in 16 of the others, where 256,000 values repeat."""


class ShingleRows(NamedTuple):
    """The shingles of some paragraphs, with repeats: row i is `shingles[offsets[i]:offsets[i + 1]]`, and
    `lengths[i]` many. Shingles are 64 bits, or their low 32 where nothing is measured."""

    shingles: NDArray[np.unsignedinteger]
    offsets: Ints
    lengths: Ints

    @classmethod
    def from_lengths(cls, shingles: NDArray[np.unsignedinteger], lengths: Ints) -> ShingleRows:
        """Cuts a column of shingles into rows of these lengths, one after the other."""
        return cls(shingles, np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))), lengths)

    def take(self, chosen: Ints) -> ShingleRows:
        """Returns the chosen rows, in their order; without a copy where they follow each other."""
        lengths = self.lengths[chosen]
        # The ends tell most that do not follow each other; [0, 2, 1, 3] has the ends of what does.
        if len(chosen) and chosen[-1] - chosen[0] == len(chosen) - 1 and (np.diff(chosen) == 1).all():
            shingles = self.shingles[self.offsets[chosen[0]] : self.offsets[chosen[-1] + 1]]
            return ShingleRows.from_lengths(shingles, lengths)
        # For each shingle of the result, its place here: the start of its row plus its place in the row.
        starts = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(self.offsets[chosen] - starts, lengths)
        return ShingleRows.from_lengths(self.shingles[places], lengths)


class PairOverlaps(NamedTuple):
    """Of each pair: how many different shingles the two have (`left`, `right`), how many they share, and
    whether they are alike, that is, whether `compare` may give a verdict other than distinct."""

    left: Ints
    right: Ints
    shared: Ints
    alike: NDArray[np.bool_]


class TextPairs(NamedTuple):
    """Pairs of some texts: `a[i]` and `b[i]` are places among these, which are read once, in order."""

    texts: Iterable[str]
    a: Ints
    b: Ints


def measure_pairs(rows: ShingleRows, sizes: Ints, a: Ints, b: Ints, settings: Settings) -> PairOverlaps:
    """Measures the rows a[i] with b[i]; `sizes` counts the different shingles of each row, none of them 0."""
    left, right = sizes[a], sizes[b]
    union = count_union(rows, a, b)
    shared = left + right - union
    smaller = np.minimum(left, right)
    alike = shared / union >= settings.threshold
    if settings.containment is not None:
        # Either may be the longer one: which is the earlier does not matter yet.
        alike |= shared / smaller >= settings.containment
    alike &= smaller >= settings.min_shingles
    return PairOverlaps(left, right, shared, alike)


def measure_texts(pairs: TextPairs, settings: Settings) -> PairOverlaps:
    """Measures pairs of texts, of which none is without a shingle. For any process to run."""
    batch = hash_texts(pairs.texts, Shingle.of(settings.shingle))
    rows = ShingleRows.from_lengths(batch.shingles, batch.lengths)
    return measure_pairs(rows, count_distinct(rows), pairs.a, pairs.b, settings)


def find_runs(ordered: NDArray[np.integer]) -> Ints:
    """Returns where runs of equal values start in a sorted array, and its end: run i is
    `result[i]:result[i + 1]`."""
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    start = np.zeros(min(1, len(ordered)), np.int64)
    return np.concatenate((start, changes, np.array([len(ordered)])))


def find_repeated(values: NDArray[np.unsignedinteger]) -> Ints:
    """Returns the places of all values that occur more than once, and of few others; in order.

    Sorting values is ten times as fast as sorting places, so that only the places that matter are sorted.
    """
    ordered = np.sort(values)
    marked = np.zeros(1 << _MARK_BITS, np.bool_)
    mask = values.dtype.type((1 << _MARK_BITS) - 1)
    marked[ordered[1:][ordered[1:] == ordered[:-1]] & mask] = True
    del ordered  # as large as the column itself, which may hold every paragraph of a corpus
    parts = (
        np.flatnonzero(marked[values[start : start + _CELLS] & mask]) + start
        for start in range(0, len(values), _CELLS)
    )
    return np.concatenate([np.empty(0, np.int64), *parts])


def count_distinct(rows: ShingleRows) -> Ints:
    """Counts the different shingles of each row."""
    counts = np.zeros(len(rows.lengths), np.int64)
    for part in _group_by_length(rows.lengths):
        counts[part] = _count_distinct_cells(_pad_rows(rows, part))
    return counts


def count_union(rows: ShingleRows, a: Ints, b: Ints) -> Ints:
    """Counts the different shingles that the rows a[i] and b[i] have together."""
    counts = np.zeros(len(a), np.int64)
    for part in _group_by_length(np.maximum(rows.lengths[a], rows.lengths[b])):
        cells = np.concatenate((_pad_rows(rows, a[part]), _pad_rows(rows, b[part])), axis=1)
        counts[part] = _count_distinct_cells(cells)
    return counts


def _group_by_length(lengths: Ints) -> Iterator[Ints]:
    """Yields places of rows of about the same length, so many that their padded shingles fit `_CELLS`."""
    order = np.argsort(lengths)
    first = 0
    while first < len(order):
        # The last of a part is its longest, and pads the others: n rows take n times its length.
        most = _CELLS // max(1, int(lengths[order[first]]))
        ahead = lengths[order[first : first + most]]
        cells = ahead * np.arange(1, len(ahead) + 1)
        last = first + max(1, int(np.searchsorted(cells, _CELLS, "right")))
        yield order[first:last]
        first = last


def _pad_rows(rows: ShingleRows, chosen: Ints) -> NDArray[np.unsignedinteger]:
    """Returns the chosen rows as a matrix, as wide as the longest, padded with the largest value."""
    lengths = rows.lengths[chosen]
    places = np.arange(lengths.max(initial=0))
    inside = places < lengths[:, None]
    cells = np.full(inside.shape, np.iinfo(rows.shingles.dtype).max, rows.shingles.dtype)
    cells[inside] = rows.shingles[(rows.offsets[chosen][:, None] + places)[inside]]
    return cells


def _count_distinct_cells(cells: NDArray[np.unsignedinteger]) -> Ints:
    """Counts the different values of each row of a matrix, which it sorts; the padding is not counted."""
    cells.sort(axis=1)
    changes: Ints = np.count_nonzero(cells[:, 1:] != cells[:, :-1], axis=1)
    if not cells.shape[1]:
        return changes
    # The padding sorts last, and is one value of its own in each row that has some.
    padded: Ints = (cells[:, -1] == np.iinfo(cells.dtype).max).astype(np.int64)
    return changes + 1 - padded
