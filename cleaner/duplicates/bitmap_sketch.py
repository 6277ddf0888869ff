"""Bitmap sketches: a few words of bits a paragraph, which bound from above what two paragraphs can share.

Bit b is set where a paragraph has a shingle whose hash ends in b. Every bit that one paragraph has and the
other has not stands for at least one shingle that the other lacks: that bounds the intersection. Most
paragraphs that share a band by chance are refused by it, without their shingles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints

WIDE_UP_TO = 3_000_000
"""Paragraphs up to which a sketch has four words, and from which on two: 100 to 200 MB for most corpora."""
_HAIR = 1e-6
"""Room for rounding: a bound may let a pair through, and must not refuse one that is alike."""


def choose_width(paragraphs: int) -> int:
    """Returns how many words a sketch has in a corpus of so many paragraphs: a power of two."""
    return 4 if paragraphs <= WIDE_UP_TO else 2


def compute_sketches(rows: ShingleRows, width: int) -> U64:
    """Returns the sketches of rows, `(rows, width)` words of 64 bits; no row may be empty.

    >>> rows = ShingleRows.from_lengths(np.array([1, 65, 3], np.uint32), np.array([2, 1]))
    >>> compute_sketches(rows, 2).tolist()
    [[2, 2], [8, 0]]
    """
    sketches = np.zeros((len(rows.lengths), width), np.uint64)
    if len(sketches):
        # The low byte of a hash is enough for 256 bits: six bits say which of a word, two say which word.
        hashes = rows.shingles.astype(np.uint8)
        bits = np.uint64(1) << (hashes & np.uint8(63)).astype(np.uint64)
        words = hashes >> np.uint8(6) & np.uint8(width - 1)
        for word in range(width):
            sketches[:, word] = np.bitwise_or.reduceat(bits * (words == word), rows.offsets[:-1])
    return sketches


class SketchedRows(NamedTuple):
    """The sketches of some paragraphs (all 0 for one that was not signed) and how many shingles each has,
    repeats included."""

    words: U64
    lengths: NDArray[np.integer]


def may_be_alike(a: SketchedRows, b: SketchedRows, settings: Settings) -> NDArray[np.bool_]:
    """The glance: says whether a[i] and b[i] could share enough for a verdict; never a no to such as do."""
    common = _count_bits(a.words & b.words)
    bits_a, bits_b = _count_bits(a.words), _count_bits(b.words)
    only_a, only_b = bits_a - common, bits_b - common
    # The most that they can share, and the best Jaccard similarity that goes with it.
    largest = np.minimum(a.lengths - only_a, b.lengths - only_b)
    possible: NDArray[np.bool_] = largest + _HAIR >= settings.threshold * (largest + only_a + only_b)
    if settings.containment is not None:
        possible |= largest + _HAIR >= settings.containment * (largest + np.minimum(only_a, only_b))
    # Of a paragraph that has no sketch nothing is known.
    possible |= (bits_a == 0) | (bits_b == 0)
    return possible


class Sketches:
    """The sketches of a corpus of `paragraphs`, or of a part of it; a paragraph that has none could be like
    any other."""

    def __init__(
        self, lengths: NDArray[np.uint32], settings: Settings, paragraphs: int | None = None
    ) -> None:
        self.width = choose_width(len(lengths) if paragraphs is None else paragraphs)
        self._lengths = lengths
        self._settings = settings
        self._words = np.zeros((len(lengths), self.width), np.uint64)

    def put(self, paragraphs: Ints, words: U64) -> None:
        """Stores the sketches of some paragraphs."""
        self._words[paragraphs] = words

    def least_sizes(self, paragraphs: Ints) -> Ints:
        """Returns a number of different shingles that each paragraph surely has."""
        return _count_bits(self._words[paragraphs])

    def may_be_alike(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Says whether the paragraphs a[i] and b[i] could share enough for a verdict."""
        return may_be_alike(self._take(a), self._take(b), self._settings)

    def _take(self, paragraphs: Ints) -> SketchedRows:
        return SketchedRows(self._words[paragraphs], self._lengths[paragraphs])


def _count_bits(words: U64) -> Ints:
    counts: Ints = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counts
