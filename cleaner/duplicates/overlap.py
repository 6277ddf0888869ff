"""Exact overlaps of many pairs of paragraphs at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.shingles import Ints

_CELLS = 1 << 17
"""Shingles sorted at once; a megabyte, which stays in the cache."""
_MARKS = 22


class Rows(NamedTuple):
    """The shingles of some paragraphs, with repeats: row i is `shingles[offsets[i]:offsets[i + 1]]`."""

    shingles: NDArray[np.unsignedinteger]
    offsets: Ints
    lengths: Ints

    @classmethod
    def of(cls, shingles: NDArray[np.unsignedinteger], lengths: Ints) -> Rows:
        """Rows of these lengths, one after the other."""
        return cls(shingles, np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))), lengths)

    def taken(self, chosen: Ints) -> Rows:
        """The chosen rows, in their order; without a copy where they follow each other."""
        lengths = self.lengths[chosen]
        if len(chosen) and chosen[-1] - chosen[0] == len(chosen) - 1:
            return Rows.of(self.shingles[self.offsets[chosen[0]] : self.offsets[chosen[-1] + 1]], lengths)
        starts = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(self.offsets[chosen] - starts, lengths)
        return Rows.of(self.shingles[places], lengths)


def runs(ordered: NDArray[np.integer]) -> Ints:
    """Where runs of equal values start in a sorted array, and its end: run i is `result[i]:result[i + 1]`."""
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    start = np.zeros(min(1, len(ordered)), np.int64)
    return np.concatenate((start, changes, np.array([len(ordered)])))


def repeated(values: NDArray[np.unsignedinteger]) -> Ints:
    """Places of all values that stand there more than once, and of few others; in order.

    Sorting values is ten times as fast as sorting places, so that only the places that matter are sorted.
    """
    ordered = np.sort(values)
    marked = np.zeros(1 << _MARKS, np.bool_)
    mask = values.dtype.type((1 << _MARKS) - 1)
    marked[ordered[1:][ordered[1:] == ordered[:-1]] & mask] = True
    del ordered
    parts = (
        np.flatnonzero(marked[values[start : start + _CELLS] & mask]) + start
        for start in range(0, len(values), _CELLS)
    )
    return np.concatenate([np.empty(0, np.int64), *parts])


def sizes(rows: Rows) -> Ints:
    """How many different shingles each row has."""
    found = np.zeros(len(rows.lengths), np.int64)
    for part in _parts(rows.lengths):
        found[part] = _different(_gathered(rows, part))
    return found


def united(rows: Rows, a: Ints, b: Ints) -> Ints:
    """How many different shingles the rows a[i] and b[i] have together."""
    found = np.zeros(len(a), np.int64)
    for part in _parts(np.maximum(rows.lengths[a], rows.lengths[b])):
        cells = np.concatenate((_gathered(rows, a[part]), _gathered(rows, b[part])), axis=1)
        found[part] = _different(cells)
    return found


def _parts(lengths: Ints) -> Iterator[Ints]:
    """Places of rows of about the same length, so many that their padded shingles fit `_CELLS`."""
    order = np.argsort(lengths)
    first = 0
    while first < len(order):
        # The last of a part is its longest, and pads the others.
        most = _CELLS // max(1, int(lengths[order[first]]))
        ahead = lengths[order[first : first + most]]
        cells = ahead * np.arange(1, len(ahead) + 1)
        last = first + max(1, int(np.searchsorted(cells, _CELLS, "right")))
        yield order[first:last]
        first = last


def _gathered(rows: Rows, chosen: Ints) -> NDArray[np.unsignedinteger]:
    lengths = rows.lengths[chosen]
    places = np.arange(lengths.max(initial=0))
    inside = places < lengths[:, None]
    cells = np.full(inside.shape, np.iinfo(rows.shingles.dtype).max, rows.shingles.dtype)
    cells[inside] = rows.shingles[(rows.offsets[chosen][:, None] + places)[inside]]
    return cells


def _different(cells: NDArray[np.unsignedinteger]) -> Ints:
    """Different values in each row, the padding not counted."""
    cells.sort(axis=1)
    changes: Ints = np.count_nonzero(cells[:, 1:] != cells[:, :-1], axis=1)
    if not cells.shape[1]:
        return changes
    padded: Ints = (cells[:, -1] == np.iinfo(cells.dtype).max).astype(np.int64)
    return changes + 1 - padded
