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

from cleaner.duplicates.batching import BATCH, batches
from cleaner.duplicates.normal_form import ALONE, GAP, WORD, fold, kind
from cleaner.duplicates.settings import Shingle

U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]

_LETTER_BASE = 0x9E3779B97F4A7C15
_WORD_BASE = 0xD1342543DE82EF95
_MIX_1, _MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
_SPACE = 32


class Hashed(NamedTuple):
    """A batch of paragraphs: the shingles of one after the other, with repeats, and how many each has.
    Who asks for it gets the low halves of shingles alone.

    `forms[i]` is the hash of the whole normal form, 0 for a paragraph without words.
    """

    shingles: NDArray[np.unsignedinteger]
    lengths: Ints
    forms: U64


def hashed_all(texts: Iterable[str], shingle: Shingle) -> Hashed:
    """The hashes of texts of which there may be more than a batch holds."""
    found = [hashed(batch, shingle) for batch in batches(texts)]
    if len(found) == 1:
        return found[0]
    none = Hashed(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.uint64))
    return Hashed(*map(np.concatenate, zip(none, *found, strict=True)))


def hashed(texts: Sequence[str], shingle: Shingle) -> Hashed:
    """The hashes of a batch.

    >>> a, b = "One, two, three!", "zero one two three"
    >>> batch = hashed([a, b], Shingle("word", 2))
    >>> batch.lengths.tolist(), sorted(set(batch.shingles[:2].tolist()) - set(batch.shingles[2:].tolist()))
    ([2, 3], [])
    """
    points, ends = _points(texts)
    kinds = _kinds(points)
    starts, stops = _bounds(kinds)
    sums = _prefixes(points, _LETTER_BASE)
    tokens = _mixed(_spans(sums, starts, stops, _LETTER_BASE))
    counts = np.searchsorted(starts, ends)
    forms = _forms(tokens, counts)
    if shingle.unit == "word":
        return Hashed(*_windows(tokens, counts, shingle.size), forms)
    letters, letter_ends = _letters(points, kinds, ends)
    return Hashed(*_windows(letters, letter_ends, shingle.size), forms)


def _points(texts: Sequence[str]) -> tuple[NDArray[np.unsignedinteger], Ints]:
    """Folded code points, each paragraph followed by a line feed, and where each ends (after it)."""
    folded = [fold(text) for text in texts]
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)) + 1)
    line = "\n".join(folded) + "\n"
    if line.isascii():
        return np.frombuffer(line.encode("ascii"), np.uint8), ends
    wide = line.encode("utf-16-le", "surrogatepass")
    if len(wide) == 2 * len(line):
        return np.frombuffer(wide, np.uint16), ends
    return np.frombuffer(line.encode("utf-32-le", "surrogatepass"), np.uint32), ends


_UNKNOWN = 255


@cache
def _table() -> NDArray[np.uint8]:
    table = np.full(0x110000, _UNKNOWN, np.uint8)
    table[:128] = [kind(point) for point in range(128)]
    return table


def _kinds(points: NDArray[np.unsignedinteger]) -> NDArray[np.uint8]:
    table = _table()
    kinds: NDArray[np.uint8] = table[points]
    if points.dtype != np.uint8:
        unknown = kinds == _UNKNOWN
        if unknown.any():
            for point in np.unique(points[unknown]).tolist():
                table[point] = kind(point)
            kinds = table[points]
    return kinds


def _bounds(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where the words start and stop. The last code point is always a gap."""
    alone = kinds == ALONE
    word = kinds == WORD if alone.any() else kinds != GAP
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
    up: U64
    down: U64


_POWERS: dict[int, _Powers] = {}


def _powers(base: int, length: int) -> _Powers:
    """Powers of an odd base and of its inverse, modulo 2**64, at least `length` of each."""
    known = _POWERS.get(base)
    if known is None or len(known.up) < length:
        size = max(2 * BATCH, length)
        inverse = pow(base, -1, 1 << 64)
        known = _Powers(_series(base, size), _series(inverse, size))
        if size <= 4 * BATCH:
            _POWERS[base] = known
    return known


def _series(base: int, size: int) -> U64:
    series = np.full(size, base, np.uint64)
    series[0] = 1
    return np.multiply.accumulate(series)


def _prefixes(values: NDArray[np.unsignedinteger], base: int) -> U64:
    """`result[i]` is the sum of the first i values, each times the base to the power of its place."""
    sums = np.empty(len(values) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(values * _powers(base, len(values)).up[: len(values)], out=sums[1:])
    return sums


def _spans(sums: U64, starts: Ints, stops: Ints, base: int) -> U64:
    """The polynomial of each span, brought to the power 0."""
    down = _powers(base, len(sums)).down
    return (sums[stops] - sums[starts]) * down[starts]


def _mixed(values: U64) -> U64:
    """MurmurHash3's 64-bit finalizer, in place."""
    for multiplier in (_MIX_1, _MIX_2):
        values ^= values >> _SHIFT
        values *= multiplier
    values ^= values >> _SHIFT
    return values


def _forms(tokens: U64, ends: Ints) -> U64:
    """One hash for each paragraph's words in order."""
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    forms = _mixed(
        _spans(_prefixes(tokens, _WORD_BASE), starts, ends, _WORD_BASE) ^ (ends - starts).astype(np.uint64)
    )
    forms[starts == ends] = 0
    return forms


def _windows(values: U64, ends: Ints, size: int) -> tuple[U64, Ints]:
    """The hash of every run of `size` values that lies in one paragraph, and the paragraphs' counts."""
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    counts = np.maximum(ends - starts - size + 1, 0)
    last = len(values) - size + 1
    if last <= 0:
        return np.empty(0, np.uint64), counts
    sums = _prefixes(values, _WORD_BASE)
    hashes = (sums[size:] - sums[:last]) * _powers(_WORD_BASE, last).down[:last]
    if counts.sum() < last:
        inside = np.ones(last, np.bool_)
        across = ends[:-1, None] - np.arange(1, size)
        inside[across[(across >= 0) & (across < last)]] = False
        hashes = hashes[inside]
    return _mixed(hashes), counts


def _letters(points: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8], ends: Ints) -> tuple[U64, Ints]:
    """The characters of the normal form, mixed, with one space for each gap inside a paragraph."""
    inner = kinds != GAP
    before = np.concatenate((np.zeros(1, np.bool_), inner[:-1]))
    kept = inner | before
    line = np.where(inner, points, _SPACE)[kept].astype(np.uint64)
    letter_ends = np.cumsum(kept)[ends - 1]
    starts = np.concatenate((np.zeros(1, np.int64), letter_ends[:-1]))
    trailing = letter_ends[letter_ends > starts] - 1
    whole = np.ones(len(line), np.bool_)
    whole[trailing] = False
    shorter = np.cumsum(np.concatenate((np.zeros(1, np.int64), (letter_ends > starts).astype(np.int64))))[1:]
    return _mixed(line[whole] + np.uint64(1)), letter_ends - shorter
