"""The prefilter: how often its shingles occur in the corpus says whether a paragraph may have a partner.

A paragraph of which too few shingles occur elsewhere cannot reach the threshold with any other, and is not
signed. One of which all occur elsewhere may be contained in another; it gets an *anchor*, its rarest shingle,
which whatever contains it must hold.

Shingles are counted in *slots*: the low `SLOT_BITS` bits of their hashes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.corpus_context import SLOT_BITS
from cleaner.duplicates.overlap import ShingleRows, find_runs
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints

_MAX_COUNT = 255
"""Where counting ends: a count is one byte, and what occurs more often is as useless as an anchor."""
_HASH = np.uint64((1 << 56) - 1)
_LOW = np.uint64(0xFFFFFFFF)
_COUNT_SHIFT = np.uint64(56)
"""A count in the top byte, the hash below it: the smallest of such numbers is the rarest shingle."""


class RowFrequencies(NamedTuple):
    """Of each row: how many of its shingles are seen elsewhere, or twice in it (never too few), and the low
    32 bits of the rarest of its shingles."""

    shared: Ints
    anchors: U64


class PrefilterResult(NamedTuple):
    """Of some rows: the places of those that are worth a signature (`passing`), the places of those that
    others may contain, and the anchor of each of these, 32 bits."""

    passing: Ints
    contained: Ints
    anchors: NDArray[np.uint32]


class SlotCounts(NamedTuple):
    """How often each of some slots occurs, in the order of the slots."""

    slots: NDArray[np.uint32]
    counts: Ints


def count_slots(shingles: NDArray[np.unsignedinteger]) -> SlotCounts:
    """Counts shingles, or their low halves, by slot. A pure function, for any thread to run."""
    ordered = np.sort(_compute_slots(shingles))
    edges = find_runs(ordered)
    return SlotCounts(ordered[edges[:-1]], np.diff(edges))


def make_count_table() -> NDArray[np.uint8]:
    """Returns a table in which nothing is counted: a byte for each slot, 64 MiB."""
    return np.zeros(1 << SLOT_BITS, np.uint8)


class ShingleFrequencies:
    """How often shingles occur in a corpus, up to 255 times: a new table to be filled, or one that is."""

    def __init__(self, counts: NDArray[np.uint8] | None = None) -> None:
        self._counts = make_count_table() if counts is None else counts

    def add(self, slot_counts: SlotCounts) -> None:
        """Adds the counts of some shingles; in the table itself, also where it was given."""
        slots, counts = slot_counts
        self._counts[slots] = np.minimum(self._counts[slots] + counts, _MAX_COUNT)

    def prefilter(self, rows: ShingleRows, settings: Settings) -> PrefilterResult:
        """Finds the rows that may have a partner; no row may be empty.

        Where the longer one of a pair has to hold nearly all of the shorter (a containment below 1, which is
        looked for in the bands) it can have little in common with it, so that all are worth a signature.
        """
        row_frequencies = self.look_up(rows)
        containment = settings.containment
        least = 0.0 if containment is not None and containment < 1 else settings.threshold
        # What another contains whole has no shingle that occurs in it alone.
        contained = (
            row_frequencies.shared == rows.lengths
            if containment == 1
            else np.zeros(len(rows.lengths), np.bool_)
        )
        passing = np.flatnonzero(row_frequencies.shared / rows.lengths >= least)
        return PrefilterResult(
            passing, np.flatnonzero(contained), row_frequencies.anchors[contained].astype(np.uint32)
        )

    def look_up(self, rows: ShingleRows) -> RowFrequencies:
        """Looks rows up; none may be empty."""
        counts, starts = self._counts[_compute_slots(rows.shingles)], rows.offsets[:-1]
        ranked = counts.astype(np.uint64) << _COUNT_SHIFT | rows.shingles & _LOW
        # A shingle that occurs once in the corpus occurs in this row alone.
        shared = np.add.reduceat(counts > 1, starts, dtype=np.int64)
        return RowFrequencies(shared, np.minimum.reduceat(ranked, starts) & _LOW)

    def rank(self, rows: ShingleRows) -> ShingleRows:
        """Returns the rows with each shingle as a number that is lower the rarer it is: its count, then 56
        bits."""
        counts = self._counts[_compute_slots(rows.shingles)].astype(np.uint64)
        ranked = counts << _COUNT_SHIFT | rows.shingles & _HASH
        return ShingleRows(ranked, rows.offsets, rows.lengths)


def add_count_tables(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Returns the table of what two tables counted, whatever the order in which several are added.

    >>> add_count_tables(np.array([1, 200], np.uint8), np.array([0, 100], np.uint8)).tolist()
    [1, 255]
    """
    # The addend is cut to what is left below 255: a byte would wrap around.
    total: NDArray[np.uint8] = a + np.minimum(b, np.uint8(_MAX_COUNT) - a)
    return total


def mark_anchors(anchors: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Returns anchors as 8 MiB of bits, which `|` joins: a bit is set where an anchor has its slot."""
    marks = np.zeros(1 << SLOT_BITS, np.bool_)
    marks[_compute_slots(anchors)] = True
    bits: NDArray[np.uint8] = np.packbits(marks, bitorder="little")
    return bits


def find_marked(rows: ShingleRows, marks: NDArray[np.uint8]) -> tuple[Ints, NDArray[np.uint32]]:
    """Finds the shingles whose slots are marked: as two columns, the row of each and its low 32 bits, with
    repeats. Some are no anchor, since slots are fewer than shingles."""
    slots = _compute_slots(rows.shingles)
    # Bit `slot % 8` of byte `slot // 8`.
    bits = marks[slots >> np.uint32(3)] >> (slots & np.uint32(7)).astype(np.uint8) & np.uint8(1)
    places = np.flatnonzero(bits)
    holders = np.searchsorted(rows.offsets, places, "right") - 1
    return holders, rows.shingles[places].astype(np.uint32)


class AnchorFinder:
    """Finds the rows that hold anchors, of which all are known at once."""

    def __init__(self, anchors: NDArray[np.uint32]) -> None:
        self._anchors = np.unique(anchors)
        self._marks = mark_anchors(anchors)

    def find(self, rows: ShingleRows) -> tuple[Ints, NDArray[np.uint32]]:
        """As `find_marked`, but for what is no anchor. There must be an anchor."""
        holders, values = find_marked(rows, self._marks)
        # A bit says "perhaps"; the few shingles that are left are searched for.
        nearest = np.minimum(np.searchsorted(self._anchors, values), len(self._anchors) - 1)
        exact = self._anchors[nearest] == values
        return holders[exact], values[exact]


def find_prefixes(ranked: ShingleRows, threshold: float) -> tuple[U64, Ints]:
    """Returns the rarest different shingles of each row, so many that a pair at the threshold shares one: as
    two columns, shingle and row."""
    owners = np.repeat(np.arange(len(ranked.lengths)), ranked.lengths)
    order = np.lexsort((ranked.shingles, owners))
    values, owners = ranked.shingles[order], owners[order]
    new = np.ones(len(values), np.bool_)
    new[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    values, owners = values[new], owners[new]
    sizes = np.bincount(owners, minlength=len(ranked.lengths))
    # A hair less than the threshold asks for, since 0.6 * 5 is a hair more than 3.
    needed = np.ceil(threshold * sizes - 1e-9).astype(np.int64)
    # Of n shingles `needed` must be shared: n - needed may be missing, and one more is shared.
    rank = np.arange(len(values)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = rank <= (sizes - needed)[owners]
    return values[first], owners[first]


def _compute_slots(hashes: NDArray[np.unsignedinteger]) -> NDArray[np.uint32]:
    return hashes.astype(np.uint32) & np.uint32((1 << SLOT_BITS) - 1)
