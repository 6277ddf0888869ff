"""How often shingles are seen: what cannot reach the threshold is out, what may be held gets an anchor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.corpus_context import SLOTS
from cleaner.duplicates.overlap import Rows, runs
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints

_MOST = 255
_HASH = np.uint64((1 << 56) - 1)
_LOW = np.uint64(0xFFFFFFFF)
_COUNT = np.uint64(56)


class Seen(NamedTuple):
    """Of some paragraphs: how many of their shingles are seen elsewhere, or twice in one of them (never too
    few), and the low 32 bits of the rarest one of each."""

    shared: Ints
    anchors: U64


class Sifted(NamedTuple):
    """Of some rows: the places of those that are worth a signature; of those all of whose shingles are seen
    elsewhere, and the rarest shingle of each of these."""

    passed: Ints
    inner: Ints
    anchors: NDArray[np.uint32]


class Tally(NamedTuple):
    """How often the slots of some shingles are among them, in the order of the slots."""

    slots: NDArray[np.uint32]
    counts: Ints


def tallied(shingles: NDArray[np.unsignedinteger]) -> Tally:
    """Shingles, or their low halves, to be counted in."""
    ordered = np.sort(_slots(shingles))
    edges = runs(ordered)
    return Tally(ordered[edges[:-1]], np.diff(edges))


class Screen:
    """Counts shingles, up to 255 times, in a table of 64 MiB, or looks them up in one that was counted."""

    def __init__(self, counts: NDArray[np.uint8] | None = None) -> None:
        self._counts = np.zeros(1 << SLOTS, np.uint8) if counts is None else counts

    def count(self, found: Tally) -> None:
        """Counts some shingles in."""
        slots, counts = found
        self._counts[slots] = np.minimum(self._counts[slots] + counts, _MOST)

    def sifted(self, rows: Rows, settings: Settings) -> Sifted:
        """What may meet others; no row may be empty.

        Where the longer one of a pair has to hold nearly all of the shorter (a containment below 1, which is
        looked for in the bands) it can have little in common with it, so that all are worth a signature.
        """
        seen = self.seen(rows)
        containment = settings.containment
        least = 0.0 if containment is not None and containment < 1 else settings.threshold
        held = seen.shared == rows.lengths if containment == 1 else np.zeros(len(rows.lengths), np.bool_)
        passed = np.flatnonzero(seen.shared / rows.lengths >= least)
        return Sifted(passed, np.flatnonzero(held), seen.anchors[held].astype(np.uint32))

    def seen(self, rows: Rows) -> Seen:
        """Looks rows up; none may be empty."""
        counts, starts = self._counts[_slots(rows.shingles)], rows.offsets[:-1]
        ranked = counts.astype(np.uint64) << _COUNT | rows.shingles & _LOW
        shared = np.add.reduceat(counts > 1, starts, dtype=np.int64)
        return Seen(shared, np.minimum.reduceat(ranked, starts) & _LOW)

    def ranked(self, rows: Rows) -> Rows:
        """The rows with each shingle as a number that is lower the rarer it is: its count, then 56 bits."""
        counts = self._counts[_slots(rows.shingles)].astype(np.uint64)
        return Rows(counts << _COUNT | rows.shingles & _HASH, rows.offsets, rows.lengths)


class Anchors:
    """Finds where some shingles, given by their low 32 bits, occur."""

    def __init__(self, anchors: NDArray[np.uint32]) -> None:
        self._wanted = np.unique(anchors)
        self._marked = np.zeros(1 << SLOTS, np.bool_)
        self._marked[_slots(anchors)] = True

    def held(self, rows: Rows) -> tuple[Ints, NDArray[np.uint32]]:
        """Rows and the anchors that they hold, as two columns."""
        places = np.flatnonzero(self._marked[_slots(rows.shingles)])
        values = rows.shingles[places].astype(np.uint32)
        nearest = np.minimum(np.searchsorted(self._wanted, values), len(self._wanted) - 1)
        exact = self._wanted[nearest] == values
        holders = np.searchsorted(rows.offsets, places[exact], "right") - 1
        return holders, values[exact]


def added(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The table of what two tables counted, whatever the order in which several are added.

    >>> added(np.array([1, 200], np.uint8), np.array([0, 100], np.uint8)).tolist()
    [1, 255]
    """
    total: NDArray[np.uint8] = one + np.minimum(other, np.uint8(_MOST) - one)
    return total


def marked(anchors: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Anchors as 8 MiB of bits, which `|` joins: a bit is set where an anchor has its slot."""
    found = np.zeros(1 << SLOTS, np.bool_)
    found[_slots(anchors)] = True
    bits: NDArray[np.uint8] = np.packbits(found, bitorder="little")
    return bits


def holding(rows: Rows, marks: NDArray[np.uint8]) -> tuple[Ints, NDArray[np.uint32]]:
    """Rows, and the low 32 bits of those of their shingles whose slot is marked, repeats included, as two
    columns."""
    slots = _slots(rows.shingles)
    places = np.flatnonzero(
        marks[slots >> np.uint32(3)] >> (slots & np.uint32(7)).astype(np.uint8) & np.uint8(1)
    )
    holders = np.searchsorted(rows.offsets, places, "right") - 1
    return holders, rows.shingles[places].astype(np.uint32)


def prefixes(ranked: Rows, threshold: float) -> tuple[U64, Ints]:
    """The rarest different shingles of each row, so many that a pair at the threshold shares one: as columns,
    shingle and row."""
    owners = np.repeat(np.arange(len(ranked.lengths)), ranked.lengths)
    order = np.lexsort((ranked.shingles, owners))
    values, owners = ranked.shingles[order], owners[order]
    new = np.ones(len(values), np.bool_)
    new[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    values, owners = values[new], owners[new]
    sizes = np.bincount(owners, minlength=len(ranked.lengths))
    # A hair less than the threshold asks for, since 0.6 * 5 is a hair more than 3.
    needed = np.ceil(threshold * sizes - 1e-9).astype(np.int64)
    rank = np.arange(len(values)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = rank <= (sizes - needed)[owners]
    return values[first], owners[first]


def _slots(hashes: NDArray[np.unsignedinteger]) -> NDArray[np.uint32]:
    return hashes.astype(np.uint32) & np.uint32((1 << SLOTS) - 1)
