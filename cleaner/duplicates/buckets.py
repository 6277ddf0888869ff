"""Paragraphs by the keys of their bands, one band at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Shelf
from cleaner.duplicates.overlap import repeated, runs
from cleaner.duplicates.resources import Room
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.signatures import U32


class Buckets(NamedTuple):
    """Buckets of two paragraphs or more, one after the other: bucket i is
    `members[edges[i]:edges[i + 1]]`, in order."""

    members: Ints
    edges: Ints


class BandKeys:
    """The band keys of a corpus, in blocks as they came, each block with one band after the other.

    One band is a column of four bytes a paragraph: it fits in memory wherever the sketches do (16 to 32 bytes
    a paragraph), so that bands are read and grouped one after the other.
    """

    def __init__(self, bands: int, room: Room) -> None:
        self._bands, self._room = bands, room
        self._keys, self._members = (Shelf(np.uint32, room.scratch) for _ in range(2))
        self._lengths: list[int] = []

    def add(self, keys: U32, members: Ints) -> None:
        """Appends a block: `keys[k, i]` is the key of band k of the paragraph `members[i]`."""
        self._keys.append(keys.ravel())
        self._members.append(members)
        self._lengths.append(len(members))

    def buckets(self) -> Iterator[Buckets]:
        """Yields the buckets of each band, by key."""
        members = self._members.read(0, len(self._members))
        columns = (self._band(band, len(members)) for band in range(self._bands))
        yield from self._room.ahead(partial(bucketed, members=members), columns)

    def _band(self, band: int, length: int) -> U32:
        keys = np.empty(length, np.uint32)
        start = place = 0
        for own in self._lengths:
            first = place + band * own
            keys[start : start + own] = self._keys.read(first, first + own)
            start, place = start + own, place + self._bands * own
        return keys


def bucketed(keys: NDArray[np.unsignedinteger], members: NDArray[np.integer]) -> Buckets:
    """The buckets of one column of keys.

    >>> found = bucketed(np.array([7, 5, 7, 9, 5], np.uint32), np.arange(5))
    >>> found.members.tolist(), found.edges.tolist()
    ([1, 4, 0, 2], [0, 2, 4])
    """
    places = repeated(keys)
    order = places[np.argsort(keys[places], kind="stable")]
    return several(keys[order], members[order])


def several(ordered: NDArray[np.unsignedinteger], members: NDArray[np.integer]) -> Buckets:
    """Runs of equal keys, but for those of one."""
    counts = np.diff(runs(ordered))
    more = counts > 1
    return Buckets(
        members[np.repeat(more, counts)].astype(np.int64),
        np.concatenate((np.zeros(1, np.int64), np.cumsum(counts[more]))),
    )
