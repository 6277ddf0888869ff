"""Hashed n-grams of a paragraph: of words and marks, and of the letters of what stands between two spaces."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from zlib import crc32

from cleaner.stages.comments.reading import zeroed

WORDS, LETTERS = 1 << 18, 1 << 16
"""Buckets of n-grams of words, and of letters."""

_SIZES = (2, 3, 4, 5)
_LONGEST = 40
"""Characters of a token that are looked at; what is longer is no word."""
_REMEMBERED = 1 << 16
"""Tokens whose sum is remembered."""
_FEW = 32
"""Tokens up to which numpy is not worth its calls."""
_COUNTED = 32
"""Bits above which a sum of letters holds the number of its n-grams."""


def word_grams(tokens: Sequence[str]) -> set[int]:
    """Buckets of the words and marks of a text, and of each two that follow each other; its two ends count
    as words, for adverts begin and end alike.

    >>> len(word_grams(["buy", "now", ",", "buy", "now"]))
    10
    """
    found = zeroed(" ".join(("\x02", *tokens, "\x03"))).encode("utf-8", "surrogatepass").split(b" ")
    alone = list(map(crc32, found))
    spaced = map(crc32, repeat(b" "), alone)
    return {hashed % WORDS for hashed in chain(alone, map(crc32, found[1:], spaced))}


def letter_grams(token: str) -> list[int]:
    """Buckets of the character n-grams (2 to 5) of what stands between two spaces, spaces included.

    >>> len(letter_grams("post"))
    14
    """
    padded = f" {token[:_LONGEST]} "
    if token.isascii():
        data = padded.encode("ascii")
        return [crc32(data[i : i + n]) % LETTERS for n in _SIZES for i in range(len(data) - n + 1)]
    grams = [padded[i : i + n] for n in _SIZES for i in range(len(padded) - n + 1)]
    return [crc32(gram.encode("utf-8", "surrogatepass")) % LETTERS for gram in grams]


class LetterSums(dict[str, int]):
    """What the weights of the letters of a token add up to, remembered: the number of its n-grams above
    the 32nd bit, plus the sum.

    >>> sums = LetterSums(array("b", [1]) * LETTERS)
    >>> sums.of({"post", "now"})
    (24, 24)
    """

    def __init__(self, weights: array[int]) -> None:
        super().__init__()
        self.weights = weights

    def of(self, tokens: set[str]) -> tuple[int, int]:
        """The sum of the weights of some tokens, and how many n-grams these are."""
        packed = sum(map(self.__getitem__, tokens))
        count = (packed + (1 << _COUNTED - 1)) >> _COUNTED
        return packed - (count << _COUNTED), count

    def __missing__(self, token: str) -> int:
        self._make_room()
        buckets = letter_grams(token)
        self[token] = packed = (len(buckets) << _COUNTED) + sum(map(self.weights.__getitem__, buckets))
        return packed

    def _make_room(self) -> None:
        if len(self) >= _REMEMBERED:
            self.clear()

    def learn(self, tokens: set[str]) -> None:
        """Looks at many tokens at once, which is quicker than one after the other."""
        new = [token[:_LONGEST] for token in tokens if token not in self and token.isascii()]
        if len(new) > _FEW:
            self._make_room()
            self.update(zip(new, self._summed(new), strict=True))

    def _summed(self, tokens: Sequence[str]) -> Iterable[int]:
        """The sums of ASCII tokens. The hash of an n-gram is the exclusive or of what each of its bytes gives
        for its place, so that those of all n-grams of one length come out of a few passes over all bytes.
        """
        import numpy as np

        weights = np.frombuffer(self.weights, np.int8)
        data = np.frombuffer(f" {'  '.join(tokens)} ".encode("ascii") + bytes(max(_SIZES)), np.uint8)
        sizes = np.array([len(token) + 2 for token in tokens])
        ends = sizes.cumsum()
        left = np.repeat(ends, sizes)
        left -= np.arange(len(left))
        given = [np.frombuffer(table, np.uint16).take(data) for table in _PLACES]
        added = np.zeros(len(left), np.int16)
        for size in _SIZES:
            hashed = given[size - 1][: len(left)] ^ crc32(bytes(size)) % LETTERS
            for place in range(1, size):
                hashed ^= given[size - 1 - place][place : place + len(left)]
            added += weights.take(hashed) * (left >= size)
        counts = sum(np.maximum(sizes + (1 - size), 0) for size in _SIZES)
        packed = np.add.reduceat(added, ends - sizes, dtype=np.int64) + (counts << _COUNTED)
        sums: list[int] = packed.tolist()
        return sums


def _places() -> Iterator[array[int]]:
    """For a byte with 0, 1, ... others behind it, what it changes in the hash of as many zero bytes."""
    for behind in range(max(_SIZES)):
        zeros = bytes(behind)
        nothing = crc32(b"\0" + zeros)
        yield array("H", ((crc32(bytes([byte]) + zeros) ^ nothing) % LETTERS for byte in range(256)))


_PLACES = tuple(_places())
