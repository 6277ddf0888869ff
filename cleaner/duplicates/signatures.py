"""MinHash signatures and the keys of their bands, for a batch at a time.

The scheme is datasketch's ``affine32``: a shingle's 32-bit hash is mixed once, permutation k is ``a[k] * h
+ b[k]`` modulo 2**32, and the signature holds the smallest value of each. Rows are bit for bit what
``datasketch.MinHash(num_perm, seed, scheme="affine32")`` computes from the same hashes, so that
``MinHash(hashvalues=row, scheme="affine32")`` and its storages take them as they are.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.settings import Bands
from cleaner.duplicates.shingles import U64

U32 = NDArray[np.uint32]

_CHUNK = 1024
"""Shingles worked at once: 128 permutations of them are half a megabyte, which stays in the cache."""
_FMIX_1, _FMIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
"""The multipliers of MurmurHash3's 32-bit finalizer (`fmix32`), as in datasketch."""
_BAND_BASE = 0x9FB21C651E98DF25
"""An odd 64-bit number with bits all over: the base of the polynomial over a band's values (a constant of
XXH3). A stored index depends on it."""


@cache
def draw_permutations(number: int, seed: int) -> tuple[U32, U32]:
    """Draws datasketch's multipliers (odd) and addends, in the order in which it draws them."""
    draw = np.random.RandomState(seed)
    multipliers = draw.randint(0, 1 << 31, number, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, draw.randint(0, 1 << 32, number, dtype=np.uint32)


def compute_signatures(rows: ShingleRows, number: int, seed: int, used: int | None = None) -> U32:
    """Returns one signature a row; the low 32 bits of a shingle are its hash.

    A paragraph without shingles has all ones, as in datasketch. Of the `number` permutations only the first
    `used` are computed.
    """
    a, b = (values[: used or number, None] for values in draw_permutations(number, seed))
    signatures = np.full((len(rows.lengths), len(a)), np.uint32(0xFFFFFFFF))
    offsets = rows.offsets
    hashes = _mix(rows.shingles.astype(np.uint32))
    # One buffer for all chunks: (permutations, shingles), rows of the result being columns of it.
    products = np.empty((len(a), 2 * _CHUNK), np.uint32)
    first = 0
    # `reduceat` has no empty segments, so that rows without shingles are passed over.
    filled = np.flatnonzero(rows.lengths)
    starts = offsets[filled]
    while first < len(filled):
        # As many whole rows as fit a chunk, at least one: a row may be longer than the chunk.
        last = int(np.searchsorted(starts, starts[first] + _CHUNK, "right")) - 1
        last = min(max(last, first + 1), len(filled))
        begin, end = int(starts[first]), int(offsets[filled[last - 1] + 1])
        if products.shape[1] < end - begin:
            products = np.empty((len(a), end - begin), np.uint32)
        values = np.multiply(a, hashes[begin:end], out=products[:, : end - begin])
        np.add(values, b, out=values)
        signatures[filled[first:last]] = np.minimum.reduceat(values, starts[first:last] - begin, axis=1).T
        first = last
    return signatures


def _mix(hashes: U32) -> U32:
    """Applies MurmurHash3's 32-bit finalizer."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes *= _FMIX_1
    hashes ^= hashes >> np.uint32(13)
    hashes *= _FMIX_2
    hashes ^= hashes >> np.uint32(16)
    return hashes


def compute_band_keys(signatures: U32, bands: Bands) -> U64:
    """Returns `result[k, i]`, the key of band k of signature i: 64 bits for its values and for k."""
    powers = [pow(_BAND_BASE, power, 1 << 64) for power in range(1, bands.rows + 1)]
    keys = np.empty((bands.bands, len(signatures)), np.uint64)
    for band in range(bands.bands):
        # The number of the band is the constant term: equal values in two bands are no common bucket.
        key = np.full(len(signatures), band + 1, np.uint64)
        for row, power in enumerate(powers, band * bands.rows):
            key += signatures[:, row] * np.uint64(power)
        # Half of a key may be used alone (`candidates`), so that its bits are mixed.
        key ^= key >> np.uint64(32)
        key *= np.uint64(_BAND_BASE)
        keys[band] = key ^ (key >> np.uint64(29))
    return keys
