"""UTF-8 that was read in a single-byte encoding: where it stands in a line, and what it was.

A program that reads UTF-8 one byte a character makes two to four of each character outside ASCII, and
those follow the rigid pattern of UTF-8's bytes. So an encoding is tried by looking for that pattern, spelled
in the characters that it reads those bytes as.

>>> [(span.start, span.end, span.meant) for span in find_misread("dÃ©jÃ\\xa0 vu", "cp1252")]
[(1, 3, 'é'), (4, 6, 'à')]
>>> [span.meant for span in find_misread("РєРЅРёРіР°", "cp1251")]
['книга']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import Final, NamedTuple

# A cost is a prior: it has to be made up by the likeness of what the encoding reads.
COSTS: Final = {
    "cp1252": 0.0,
    "cp1254": 3.0,
    "cp1250": 4.0,
    "cp1251": 4.0,
    "cp1256": 4.0,
    "cp437": 4.0,
    "mac_roman": 4.0,
    "cp1253": 6.0,
    "cp1257": 6.0,
    "cp850": 8.0,
    "cp1255": 8.0,
    "cp1258": 8.0,
    "iso8859-2": 8.0,
    "cp852": 10.0,
    "iso8859-15": 10.0,
    "koi8-r": 10.0,
}
"""The encodings that text is misread in, and how much less likely each is than cp1252, in nats: the
Western ones are the default of most programs, those of DOS and of single countries are rare by now."""


class MisreadSpan(NamedTuple):
    """`line[start:end]` is UTF-8 read in the wrong encoding; it meant `meant`."""

    start: int
    end: int
    meant: str


# Characters of 2, 3 and 4 bytes as the Unicode Standard has them (table 3-7): no overlong forms (C0, C1, E0
# 80), no surrogates (ED A0), nothing past U+10FFFF (F4 90). Python refuses these, and `decode` would raise.
_FIRST: Final = range(0xC2, 0xF5)
_NEXT: Final = range(0x80, 0xC0)
_UTF8: Final = (
    (range(0xC2, 0xE0), _NEXT),
    (range(0xE0, 0xE1), range(0xA0, 0xC0), _NEXT),
    (range(0xED, 0xEE), range(0x80, 0xA0), _NEXT),
    ((*range(0xE1, 0xED), 0xEE, 0xEF), _NEXT, _NEXT),
    (range(0xF0, 0xF1), range(0x90, 0xC0), _NEXT, _NEXT),
    (range(0xF1, 0xF4), _NEXT, _NEXT, _NEXT),
    (range(0xF4, 0xF5), range(0x80, 0x90), _NEXT, _NEXT),
)
"""The bytes of a character outside ASCII: each row one shape, each field the bytes that may stand there."""
_CACHE_SIZE = 1 << 12


def find_misread(line: str, encoding: str) -> Iterator[MisreadSpan]:
    """Yield where the characters of a line are what `encoding` reads UTF-8 as."""
    for match in _pattern_of(encoding).finditer(line):
        yield MisreadSpan(*match.span(), _read_meant(match.group(), encoding))


def find_encodings(line: str) -> Iterator[str]:
    """Yield the encodings in which two neighbours of a line can be the first bytes of a character, in order.

    Of those that read the line's characters alike, the first stands for all.
    """
    begins, goes_on = _masks()
    found = 0
    for first, second in set(pairwise(line)):
        if first in begins and second in goes_on:
            found |= begins[first] & goes_on[second]
    if not found:
        return
    seen: set[tuple[int, ...]] = set()
    # A column has the bytes of the characters in one encoding.
    columns = zip(*map(_bytes_in_all, set(line)), strict=True)
    for index, (encoding, column) in enumerate(zip(COSTS, columns, strict=True)):
        if found >> index & 1 and column not in seen:
            seen.add(column)
            yield encoding


@lru_cache(maxsize=_CACHE_SIZE)
def _bytes_in_all(character: str) -> tuple[int, ...]:
    """Return the byte of a character in each encoding, in order; 0 where it has none."""
    return tuple(_bytes_of(encoding).get(ord(character), 0) for encoding in COSTS)


@cache
def _masks() -> tuple[dict[str, int], dict[str, int]]:
    """The encodings (a bit for each) in which a character can begin one of UTF-8, and in which it goes on."""
    begins: dict[str, int] = {}
    goes_on: dict[str, int] = {}
    for index, encoding in enumerate(COSTS):
        for masks, wanted in ((begins, _FIRST), (goes_on, _NEXT)):
            for character in _characters_of(encoding, wanted):
                masks[character] = masks.get(character, 0) | 1 << index
    return begins, goes_on


@lru_cache(maxsize=_CACHE_SIZE)
def _read_meant(misread: str, encoding: str) -> str:
    byte_of = _bytes_of(encoding)
    return bytes([byte_of[ord(character)] for character in misread]).decode("utf-8")


@cache
def _pattern_of(encoding: str) -> re.Pattern[str]:
    """Characters of UTF-8 outside ASCII, one after the other, as `encoding` reads them."""
    shapes = ("".join(map(partial(_class_of, encoding), shape)) for shape in _UTF8)
    # First one class that all begin with: the engine finds its characters fast.
    return re.compile(f"(?={_class_of(encoding, _FIRST)})(?:{'|'.join(shapes)})+")


def _characters_of(encoding: str, wanted: Iterable[int]) -> frozenset[str]:
    codes = set(wanted)
    return frozenset(chr(code) for code, byte in _bytes_of(encoding).items() if byte in codes)


def _class_of(encoding: str, wanted: Iterable[int]) -> str:
    """The characters that some bytes are read as, as a class of a pattern that may match nothing."""
    characters = "".join(sorted(_characters_of(encoding, wanted)))
    return f"[{re.escape(characters)}]" if characters else "(?!)"


@cache
def _bytes_of(encoding: str) -> dict[int, int]:
    """From character to byte. C1 controls are the bytes that they are named after, in every encoding:
    browsers read undefined bytes so, and Latin-1 all of 80 to 9F."""
    table = {code: code for code in range(0x80, 0xA0)}
    # Defined bytes of the encoding come second and win over the controls.
    for byte in range(0x80, 0x100):
        for character in bytes([byte]).decode(encoding, "ignore"):
            table[ord(character)] = byte
    return table


@cache
def list_characters() -> str:
    """Every character outside ASCII that a byte can be read as."""
    return "".join(sorted({chr(code) for encoding in COSTS for code in _bytes_of(encoding)}))
