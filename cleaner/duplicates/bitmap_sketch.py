"""What tells at a glance that two paragraphs share little: a few words of bits for each.

Bit b is set where a paragraph has a shingle whose hash ends in b. Every bit that one paragraph has and the
other has not stands for a shingle, or several, that the other lacks: that bounds from above what the two can
share. Most paragraphs that meet in a band by chance are told apart by it, without their shingles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints
from cleaner.duplicates.signatures import U32, band_keys, signatures

FEW = 3_000_000
"""Paragraphs up to which a sketch has four words, and from which on two: 100 to 200 MB for most corpora."""


class Signed(NamedTuple):
    """Of a batch: `keys[k, i]`, the low half of the key of band k of row i, and `sketches[i]`."""

    keys: U32
    sketches: U64


def signed(rows: Rows, settings: Settings, width: int) -> Signed:
    """Signs a batch; no row may be empty. A pure function, for any process to work on.

    Half of a key is enough: two that agree in it by chance are a pair to look at, no more.
    """
    bands = settings.bands
    made = signatures(rows, settings.permutations, settings.seed, bands.bands * bands.rows)
    return Signed(band_keys(made, bands).astype(np.uint32), sketched(rows, width))


def sketched(rows: Rows, width: int) -> U64:
    """So many words a row.

    >>> rows = Rows.of(np.array([1, 65, 3], np.uint32), np.array([2, 1]))
    >>> sketched(rows, 2).tolist()
    [[2, 2], [8, 0]]
    """
    made = np.zeros((len(rows.lengths), width), np.uint64)
    if len(made):
        hashes = rows.shingles.astype(np.uint8)
        bits = np.uint64(1) << (hashes & np.uint8(63)).astype(np.uint64)
        words = hashes >> np.uint8(6) & np.uint8(width - 1)
        for word in range(width):
            made[:, word] = np.bitwise_or.reduceat(bits * (words == word), rows.offsets[:-1])
    return made


def words_of(paragraphs: int) -> int:
    """How many words a sketch has in a corpus of so many paragraphs."""
    return 4 if paragraphs <= FEW else 2


class Sketched(NamedTuple):
    """The sketches of some paragraphs (all 0 for one that was not signed) and how many shingles each has."""

    words: U64
    lengths: NDArray[np.integer]


def alike(one: Sketched, other: Sketched, settings: Settings) -> NDArray[np.bool_]:
    """Whether one[i] and other[i] could share enough for a verdict; never a no to such as do."""
    common = _bits(one.words & other.words)
    bits_a, bits_b = _bits(one.words), _bits(other.words)
    only_a, only_b = bits_a - common, bits_b - common
    most = np.minimum(one.lengths - only_a, other.lengths - only_b)
    # A hair of room, since floating point is not exact.
    possible: NDArray[np.bool_] = most + 1e-6 >= settings.threshold * (most + only_a + only_b)
    if settings.containment is not None:
        possible |= most + 1e-6 >= settings.containment * (most + np.minimum(only_a, only_b))
    possible |= (bits_a == 0) | (bits_b == 0)
    return possible


class Sketches:
    """The sketches of a corpus of `paragraphs`, or of a part of it; a paragraph that has none could be like
    any other."""

    def __init__(
        self, lengths: NDArray[np.uint32], settings: Settings, paragraphs: int | None = None
    ) -> None:
        self.width = words_of(len(lengths) if paragraphs is None else paragraphs)
        self._lengths = lengths
        self._settings = settings
        self._words = np.zeros((len(lengths), self.width), np.uint64)

    def put(self, paragraphs: Ints, words: U64) -> None:
        """Remembers some."""
        self._words[paragraphs] = words

    def least(self, paragraphs: Ints) -> Ints:
        """A number of different shingles that each paragraph surely has."""
        return _bits(self._words[paragraphs])

    def alike(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Whether the paragraphs a[i] and b[i] could share enough for a verdict."""
        return alike(self._of(a), self._of(b), self._settings)

    def _of(self, paragraphs: Ints) -> Sketched:
        return Sketched(self._words[paragraphs], self._lengths[paragraphs])


def _bits(words: U64) -> Ints:
    counts: Ints = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counts
