"""How often shingles are seen: what cannot reach the threshold is out, what may be held gets an anchor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows, taken
from cleaner.duplicates.shingles import U64, Ints

_SLOTS = 26
"""Bits of a shingle's hash by which it is counted. Two shingles in one slot count as one seen twice, which
lets a paragraph through and never holds one back."""
_MOST = 255
_PART = 4096
_HASH = np.uint64((1 << 56) - 1)
_COUNT = np.uint64(56)


class Seen(NamedTuple):
    """For each of the chosen paragraphs: how many of its shingles are seen elsewhere, or twice in it
    (never too few), and 56 bits of its rarest one."""

    shared: Ints
    anchors: U64


def seen(rows: Rows, chosen: Ints) -> Seen:
    """Counts the shingles of the chosen rows, none of which may be empty."""
    table = np.zeros(1 << _SLOTS, np.uint8)
    for _, hashes in _parts(rows, chosen):
        ordered = np.sort(_slots(hashes))
        edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
        slots = ordered[edges[:-1]]
        table[slots] = np.minimum(table[slots] + np.diff(edges), _MOST)
    shared = np.zeros(len(chosen), np.int64)
    anchors = np.zeros(len(chosen), np.uint64)
    for part, hashes in _parts(rows, chosen):
        counts = table[_slots(hashes)]
        lengths = rows.lengths[chosen[part]]
        starts = np.cumsum(lengths) - lengths
        shared[part] = np.add.reduceat(counts > 1, starts, dtype=np.int64)
        ranked = counts.astype(np.uint64) << _COUNT | hashes & _HASH
        anchors[part] = np.minimum.reduceat(ranked, starts) & _HASH
    return Seen(shared, anchors)


class Holding(NamedTuple):
    """Paragraph `holders[i]` holds the shingle `anchors[i]`."""

    holders: Ints
    anchors: U64


def holding(rows: Rows, chosen: Ints, anchors: U64) -> Holding:
    """Where the anchors occur in the chosen rows."""
    marked = np.zeros(1 << _SLOTS, np.bool_)
    marked[_slots(anchors)] = True
    wanted = np.unique(anchors)
    holders = [np.empty(0, np.int64)]
    found = [np.empty(0, np.uint64)]
    for part, hashes in _parts(rows, chosen):
        places = np.flatnonzero(marked[_slots(hashes)])
        values = hashes[places] & _HASH
        exact = wanted[np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)] == values
        ends = np.cumsum(rows.lengths[chosen[part]])
        holders.append(chosen[part][np.searchsorted(ends, places[exact], "right")])
        found.append(values[exact])
    return Holding(np.concatenate(holders), np.concatenate(found))


def _parts(rows: Rows, chosen: Ints) -> Iterator[tuple[slice, U64]]:
    for start in range(0, len(chosen), _PART):
        yield slice(start, start + _PART), taken(rows, chosen[start : start + _PART]).shingles


def _slots(hashes: U64) -> NDArray[np.uint32]:
    return (hashes & np.uint64((1 << _SLOTS) - 1)).astype(np.uint32)
