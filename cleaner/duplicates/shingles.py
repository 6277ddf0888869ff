"""Shingle hashes of whole batches of paragraphs, without a Python object a word.

A batch is one buffer of folded text. A word's hash is a polynomial over its code points, taken as a
difference of prefix sums times an inverse power; a shingle's hash is the same over the (mixed) hashes of
its words. Both are arithmetic modulo 2**64 with the constants below, hence the same on every machine, in
every version and whatever the batch. Two different shingles collide with probability 2**-64.

Batches are small enough for their arrays to stay in the processor's cache; that is three times as fast as one
pass over a large buffer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.batching import BATCH, split_into_batches
from cleaner.duplicates.normal_form import ALONE, GAP, WORD, classify, fold
from cleaner.duplicates.settings import Shingle

U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]

_LETTER_BASE = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio: the base of the polynomial over a word's code points. Both bases are
odd, so that they have an inverse modulo 2**64. A stored index depends on all of these constants."""
_WORD_BASE = 0xD1342543DE82EF95
"""A multiplier with good spectra (Steele and Vigna 2021): the base of the polynomial over words."""
_MIX_1, _MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
"""MurmurHash3's 64-bit finalizer (`fmix64`)."""
_SPACE = 32


class HashedBatch(NamedTuple):
    """A batch of paragraphs: the `shingles` of one after the other, with repeats, and how many each has
    (`lengths`). Shingles are 64 bits; a caller may keep the low halves alone.

    `forms[i]` is the hash of the whole normal form, 0 for a paragraph without words.
    """

    shingles: NDArray[np.unsignedinteger]
    lengths: Ints
    forms: U64


def hash_texts(texts: Iterable[str], shingle: Shingle) -> HashedBatch:
    """Hashes texts of which there may be more than a batch holds."""
    hashed = [hash_batch(batch, shingle) for batch in split_into_batches(texts)]
    if len(hashed) == 1:
        return hashed[0]
    none = HashedBatch(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.uint64))
    return HashedBatch(*map(np.concatenate, zip(none, *hashed, strict=True)))


def hash_batch(texts: Sequence[str], shingle: Shingle) -> HashedBatch:
    """Hashes the texts of one batch.

    >>> a, b = "One, two, three!", "zero one two three"
    >>> batch = hash_batch([a, b], Shingle("word", 2))
    >>> batch.lengths.tolist(), sorted(set(batch.shingles[:2].tolist()) - set(batch.shingles[2:].tolist()))
    ([2, 3], [])
    """
    points, ends = _join_code_points(texts)
    kinds = _classify(points)
    starts, stops = _find_words(kinds)
    sums = _sum_prefixes(points, _LETTER_BASE)
    words = _mix(_hash_spans(sums, starts, stops, _LETTER_BASE))
    # From code points to words: before word `word_ends[i]` all words of text i stand.
    word_ends = np.searchsorted(starts, ends)
    forms = _hash_forms(words, word_ends)
    if shingle.unit == "word":
        return HashedBatch(*_hash_windows(words, word_ends, shingle.size), forms)
    letters, letter_ends = _hash_letters(points, kinds, ends)
    return HashedBatch(*_hash_windows(letters, letter_ends, shingle.size), forms)


def _join_code_points(texts: Sequence[str]) -> tuple[NDArray[np.unsignedinteger], Ints]:
    """Returns the folded code points of all texts, each text followed by a line feed, and where each ends
    (after the line feed). One, two or four bytes a code point, whatever the batch needs."""
    folded = [fold(text) for text in texts]
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)) + 1)
    line = "\n".join(folded) + "\n"
    if line.isascii():
        return np.frombuffer(line.encode("ascii"), np.uint8), ends
    wide = line.encode("utf-16-le", "surrogatepass")
    if len(wide) == 2 * len(line):
        return np.frombuffer(wide, np.uint16), ends
    # Something beyond U+FFFF takes two units there: places would not be those of code points.
    return np.frombuffer(line.encode("utf-32-le", "surrogatepass"), np.uint32), ends


_UNKNOWN = 255


@cache
def _get_kind_table() -> NDArray[np.uint8]:
    """Returns the kind of each code point (1.1 MB), which is filled as code points are met."""
    table = np.full(0x110000, _UNKNOWN, np.uint8)
    table[:128] = [classify(point) for point in range(128)]
    return table


def _classify(points: NDArray[np.unsignedinteger]) -> NDArray[np.uint8]:
    """Returns `GAP`, `WORD` or `ALONE` for each code point."""
    table = _get_kind_table()
    kinds: NDArray[np.uint8] = table[points]
    if points.dtype != np.uint8:
        unknown = kinds == _UNKNOWN
        if unknown.any():
            for point in np.unique(points[unknown]).tolist():
                table[point] = classify(point)
            kinds = table[points]
    return kinds


def _find_words(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Returns where the words start and stop. The last code point is always a gap."""
    alone = kinds == ALONE
    word = kinds == WORD if alone.any() else kinds != GAP
    # Starts and stops take turns; a batch that begins with a word has no change there.
    edges = np.flatnonzero(word[1:] != word[:-1]) + 1
    if word[0]:
        edges = np.concatenate((np.zeros(1, np.int64), edges))
    starts, stops = edges[::2], edges[1::2]
    if alone.any():
        places = np.flatnonzero(alone)
        starts = np.concatenate((starts, places))
        stops = np.concatenate((stops, places + 1))
        order = np.argsort(starts)
        starts, stops = starts[order], stops[order]
    return starts, stops


class _Powers(NamedTuple):
    """The powers of an odd base, and of its inverse, modulo 2**64: `up[i] * down[i] == 1`."""

    up: U64
    down: U64


_POWERS: dict[int, _Powers] = {}


def _get_powers(base: int, length: int) -> _Powers:
    """Returns at least `length` powers of a base."""
    powers = _POWERS.get(base)
    if powers is None or len(powers.up) < length:
        size = max(2 * BATCH, length)
        inverse = pow(base, -1, 1 << 64)
        powers = _Powers(_multiply_up(base, size), _multiply_up(inverse, size))
        # One enormous paragraph may ask for more than is worth to be kept (16 bytes a power).
        if size <= 4 * BATCH:
            _POWERS[base] = powers
    return powers


def _multiply_up(base: int, size: int) -> U64:
    series = np.full(size, base, np.uint64)
    series[0] = 1
    return np.multiply.accumulate(series)


def _sum_prefixes(values: NDArray[np.unsignedinteger], base: int) -> U64:
    """Returns sums: `result[i]` is that of the first i values, each times the base to the power of its
    place."""
    sums = np.empty(len(values) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(values * _get_powers(base, len(values)).up[: len(values)], out=sums[1:])
    return sums


def _hash_spans(sums: U64, starts: Ints, stops: Ints, base: int) -> U64:
    """Returns the polynomial of each span: a difference of sums, times an inverse power, so that it does not
    depend on where the span stands."""
    down = _get_powers(base, len(sums)).down
    return (sums[stops] - sums[starts]) * down[starts]


def _mix(values: U64) -> U64:
    """Applies MurmurHash3's 64-bit finalizer, in place: the low bits of a polynomial alone are no hash."""
    for multiplier in (_MIX_1, _MIX_2):
        values ^= values >> _SHIFT
        values *= multiplier
    values ^= values >> _SHIFT
    return values


def _hash_forms(words: U64, ends: Ints) -> U64:
    """Returns one hash for the words of each text in their order; 0 where there are none."""
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    polynomials = _hash_spans(_sum_prefixes(words, _WORD_BASE), starts, ends, _WORD_BASE)
    forms = _mix(polynomials ^ (ends - starts).astype(np.uint64))
    forms[starts == ends] = 0
    return forms


def _hash_windows(values: U64, ends: Ints, size: int) -> tuple[U64, Ints]:
    """Returns the hash of every run of `size` values that lies in one text, and how many each text has."""
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    counts = np.maximum(ends - starts - size + 1, 0)
    last = len(values) - size + 1
    if last <= 0:
        return np.empty(0, np.uint64), counts
    sums = _sum_prefixes(values, _WORD_BASE)
    # All runs of the batch as one slice, which is faster than spans; those across texts go afterwards.
    hashes = (sums[size:] - sums[:last]) * _get_powers(_WORD_BASE, last).down[:last]
    if counts.sum() < last:
        inside = np.ones(last, np.bool_)
        across = ends[:-1, None] - np.arange(1, size)
        inside[across[(across >= 0) & (across < last)]] = False
        hashes = hashes[inside]
    return _mix(hashes), counts


def _hash_letters(
    points: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8], ends: Ints
) -> tuple[U64, Ints]:
    """Returns the characters of the normal form, mixed, with one space for each gap inside a text, and where
    each text ends among them."""
    inner = kinds != GAP
    before = np.concatenate((np.zeros(1, np.bool_), inner[:-1]))
    # Of a gap the first code point stands for all; it is a space, whatever it was.
    chosen = inner | before
    line = np.where(inner, points, _SPACE)[chosen].astype(np.uint64)
    letter_ends = np.cumsum(chosen)[ends - 1]
    starts = np.concatenate((np.zeros(1, np.int64), letter_ends[:-1]))
    # The gap behind the last word of a text (the line feed, at least) is no space inside it.
    trailing = letter_ends[letter_ends > starts] - 1
    whole = np.ones(len(line), np.bool_)
    whole[trailing] = False
    shorter = np.cumsum(np.concatenate((np.zeros(1, np.int64), (letter_ends > starts).astype(np.int64))))[1:]
    # One is added, since `_mix` leaves 0 as it is, and a NUL must count.
    return _mix(line[whole] + np.uint64(1)), letter_ends - shorter
