"""Hashed n-grams of a paragraph: of its words and marks, and of the letters of what stands between spaces."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from zlib import crc32

from cleaner.stages.comments.model_input import zero_digits

WORDS, LETTERS = 1 << 18, 1 << 16
"""Buckets of n-grams of words, and of letters."""

_SIZES = (2, 3, 4, 5)
_LONGEST = 40
"""Characters of a token that are read; what is longer is no word."""
_CACHE_SIZE = 1 << 16
"""Tokens in the cache of sums."""
_FEW = 32
"""Tokens up to which numpy costs more than it spares."""
_COUNTED = 32
"""Bits above which a sum of letters holds the number of its n-grams."""


def hash_word_grams(tokens: Sequence[str]) -> set[int]:
    """Hash the words and marks of a text to buckets, and each two that follow each other; its two ends count
    as words, for adverts begin and end alike.

    >>> len(hash_word_grams(["buy", "now", ",", "buy", "now"]))
    10
    """
    # U+0002 and U+0003 are the ends: controls that the stage `encoding` leaves in no text. Two words are
    # hashed by going on from the hash of the first (with a space) through the second, so each is read once.
    found = zero_digits(" ".join(("\x02", *tokens, "\x03"))).encode("utf-8", "surrogatepass").split(b" ")
    alone = list(map(crc32, found))
    spaced = map(crc32, repeat(b" "), alone)
    return {hashed % WORDS for hashed in chain(alone, map(crc32, found[1:], spaced))}


def hash_letter_grams(token: str) -> list[int]:
    """Hash the character n-grams (2 to 5) to buckets, of what stands between two spaces, spaces included.

    >>> len(hash_letter_grams("post"))
    14
    """
    padded = f" {token[:_LONGEST]} "
    if token.isascii():
        # Bytes are characters here, and slices of bytes are hashed without encoding each.
        data = padded.encode("ascii")
        return [crc32(data[i : i + n]) % LETTERS for n in _SIZES for i in range(len(data) - n + 1)]
    grams = [padded[i : i + n] for n in _SIZES for i in range(len(padded) - n + 1)]
    return [crc32(gram.encode("utf-8", "surrogatepass")) % LETTERS for gram in grams]


class LetterSums(dict[str, int]):
    """A cache of the sum of the letter weights of a token: the number of its n-grams above the 32nd bit, plus
    the sum.

    >>> sums = LetterSums(array("b", [1]) * LETTERS)
    >>> sums.of({"post", "now"})
    (24, 24)
    """

    def __init__(self, weights: array[int]) -> None:
        super().__init__()
        self.weights = weights

    def of(self, tokens: set[str]) -> tuple[int, int]:
        """Return the sum of the weights of some tokens, and the number of their n-grams."""
        packed = sum(map(self.__getitem__, tokens))
        count = (packed + (1 << _COUNTED - 1)) >> _COUNTED
        return packed - (count << _COUNTED), count

    def __missing__(self, token: str) -> int:
        self._make_room()
        buckets = hash_letter_grams(token)
        self[token] = packed = (len(buckets) << _COUNTED) + sum(map(self.weights.__getitem__, buckets))
        return packed

    def _make_room(self) -> None:
        if len(self) >= _CACHE_SIZE:
            self.clear()

    def learn(self, tokens: set[str]) -> None:
        """Add many tokens at once, which is quicker than one after the other."""
        new = [token[:_LONGEST] for token in tokens if token not in self and token.isascii()]
        if len(new) > _FEW:
            self._make_room()
            self.update(zip(new, self._sum_letters(new), strict=True))

    def _sum_letters(self, tokens: Sequence[str]) -> Iterable[int]:
        """Sum the weights of ASCII tokens, packed as in the cache. The hash of an n-gram is the exclusive or
        of what each of its bytes gives for its place, so that those of all n-grams of one length come out of
        a few passes over all bytes.
        """
        import numpy as np

        # (LETTERS,) weights; (bytes,) all tokens, each with a space at both ends.
        weights = np.frombuffer(self.weights, np.int8)
        data = np.frombuffer(f" {'  '.join(tokens)} ".encode("ascii") + bytes(max(_SIZES)), np.uint8)
        sizes = np.array([len(token) + 2 for token in tokens])
        ends = sizes.cumsum()
        # (bytes,) bytes from each byte to the end of its token: an n-gram longer than that is none.
        left = np.repeat(ends, sizes)
        left -= np.arange(len(left))
        # Five arrays (bytes,): what a byte changes in the hash with 0 to 4 bytes behind it.
        changes = [np.frombuffer(table, np.uint16).take(data) for table in _BYTE_TABLES]
        added = np.zeros(len(left), np.int16)
        for size in _SIZES:
            hashed = changes[size - 1][: len(left)] ^ crc32(bytes(size)) % LETTERS
            for place in range(1, size):
                hashed ^= changes[size - 1 - place][place : place + len(left)]
            added += weights.take(hashed) * (left >= size)
        counts = sum(np.maximum(sizes + (1 - size), 0) for size in _SIZES)
        # (tokens,) one sum for each stretch of bytes of a token.
        packed = np.add.reduceat(added, ends - sizes, dtype=np.int64) + (counts << _COUNTED)
        sums: list[int] = packed.tolist()
        return sums


def _make_byte_tables() -> Iterator[array[int]]:
    """Yield, for 0 to 4 bytes behind a byte, what each value of the byte changes in the hash of zero
    bytes."""
    for behind in range(max(_SIZES)):
        zeros = bytes(behind)
        nothing = crc32(b"\0" + zeros)
        yield array("H", ((crc32(bytes([byte]) + zeros) ^ nothing) % LETTERS for byte in range(256)))


_BYTE_TABLES = tuple(_make_byte_tables())
