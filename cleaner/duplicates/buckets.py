"""Buckets: paragraphs grouped by the keys of their bands, one band at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Column
from cleaner.duplicates.overlap import find_repeated, find_runs
from cleaner.duplicates.resources import Resources
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

    def __init__(self, bands: int, resources: Resources) -> None:
        self._bands, self._resources = bands, resources
        self._keys, self._members = (Column(np.uint32, resources.create_file) for _ in range(2))
        self._lengths: list[int] = []

    def add(self, keys: U32, members: Ints) -> None:
        """Appends a block: `keys[k, i]` is the key of band k of the paragraph `members[i]`."""
        self._keys.append(keys.ravel())
        self._members.append(members)
        self._lengths.append(len(members))

    def read_buckets(self) -> Iterator[Buckets]:
        """Yields the buckets of each band, by key."""
        # The same for all bands, and in memory while they are read.
        members = self._members.read(0, len(self._members))
        columns = (self._read_band(band, len(members)) for band in range(self._bands))
        yield from self._resources.map_ahead(partial(group_by_key, members=members), columns)

    def _read_band(self, band: int, length: int) -> U32:
        """Gathers the keys of a band, a slice of each block."""
        keys = np.empty(length, np.uint32)
        start = place = 0
        for count in self._lengths:
            first = place + band * count
            keys[start : start + count] = self._keys.read(first, first + count)
            start, place = start + count, place + self._bands * count
        return keys


def group_by_key(keys: NDArray[np.unsignedinteger], members: NDArray[np.integer]) -> Buckets:
    """Returns the buckets of one column of keys.

    >>> buckets = group_by_key(np.array([7, 5, 7, 9, 5], np.uint32), np.arange(5))
    >>> buckets.members.tolist(), buckets.edges.tolist()
    ([1, 4, 0, 2], [0, 2, 4])
    """
    # Most keys occur once, and are not worth an argsort.
    places = find_repeated(keys)
    order = places[np.argsort(keys[places], kind="stable")]
    counts = np.diff(find_runs(keys[order]))
    # A few single keys are among them (`find_repeated`), and go.
    shared = counts > 1
    return Buckets(
        members[order[np.repeat(shared, counts)]].astype(np.int64),
        np.concatenate((np.zeros(1, np.int64), np.cumsum(counts[shared]))),
    )
