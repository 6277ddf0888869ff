"""How often shingles are seen: what cannot reach the threshold is out, what may be held gets an anchor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows, runs
from cleaner.duplicates.shingles import U64, Ints

_SLOTS = 26
"""Bits of a shingle's hash by which it is counted. Two shingles in one slot count as one seen twice, which
lets a paragraph through and never holds one back."""
_MOST = 255
_HASH = np.uint64((1 << 56) - 1)
_COUNT = np.uint64(56)


class Seen(NamedTuple):
    """Of some paragraphs: how many of their shingles are seen elsewhere, or twice in one of them (never too
    few), and 56 bits of the rarest one of each."""

    shared: Ints
    anchors: U64


class Screen:
    """Counts shingles, up to 255 times, in a table of 64 MiB."""

    def __init__(self) -> None:
        self._counts = np.zeros(1 << _SLOTS, np.uint8)

    def count(self, shingles: U64) -> None:
        """Counts a batch in."""
        ordered = np.sort(_slots(shingles))
        edges = runs(ordered)
        slots = ordered[edges[:-1]]
        self._counts[slots] = np.minimum(self._counts[slots] + np.diff(edges), _MOST)

    def seen(self, rows: Rows) -> Seen:
        """Looks rows up; none may be empty."""
        counts = self._counts[_slots(rows.shingles)]
        starts = rows.offsets[:-1]
        ranked = counts.astype(np.uint64) << _COUNT | rows.shingles & _HASH
        return Seen(
            np.add.reduceat(counts > 1, starts, dtype=np.int64), np.minimum.reduceat(ranked, starts) & _HASH
        )


class Anchors:
    """Finds where some shingles, given by 56 of their bits, occur."""

    def __init__(self, anchors: U64) -> None:
        self._wanted = np.unique(anchors)
        self._marked = np.zeros(1 << _SLOTS, np.bool_)
        self._marked[_slots(anchors)] = True

    def held(self, rows: Rows) -> tuple[Ints, U64]:
        """Rows and the anchors that they hold, as two columns."""
        places = np.flatnonzero(self._marked[_slots(rows.shingles)])
        values = rows.shingles[places] & _HASH
        nearest = np.minimum(np.searchsorted(self._wanted, values), len(self._wanted) - 1)
        exact = self._wanted[nearest] == values
        holders = np.searchsorted(rows.offsets, places[exact], "right") - 1
        return holders, values[exact]


def _slots(hashes: U64) -> NDArray[np.uint32]:
    return (hashes & np.uint64((1 << _SLOTS) - 1)).astype(np.uint32)
