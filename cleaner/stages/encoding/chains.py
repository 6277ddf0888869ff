"""UTF-8 that was read in a single-byte encoding: where it stands in a line, and what it was.

Whoever reads UTF-8 one byte a character makes two to four characters of each that was outside ASCII, and
those follow the rigid pattern of UTF-8's bytes. So an encoding is tried by writing the line in it and
looking for that pattern; every character is one byte, so places in the bytes are places in the line.

>>> [(span.start, span.end, span.meant) for span in spans("dÃ©jÃ\\xa0 vu", "cp1252")]
[(1, 3, 'é'), (4, 6, 'à')]
>>> [span.meant for span in spans("РєРЅРёРіР°", "cp1251")]
['книга']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

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


class Misread(NamedTuple):
    """`line[start:end]` is UTF-8 read in the wrong encoding; it meant `meant`."""

    start: int
    end: int
    meant: str


def spans(line: str, encoding: str) -> Iterator[Misread]:
    """Where the line, written in `encoding`, has the pattern of UTF-8."""
    for match in _pattern(encoding).finditer(line):
        data = bytes(map(_bytes_of(encoding).__getitem__, map(ord, match.group())))
        yield Misread(match.start(), match.end(), data.decode("utf-8"))


@cache
def _bytes_of(encoding: str) -> dict[int, int]:
    """From character to byte. C1 controls are the bytes that they are named after, in every encoding:
    browsers read undefined bytes so, and Latin-1 all of 80 to 9F."""
    table = {code: code for code in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        for character in bytes([byte]).decode(encoding, "ignore"):
            table[ord(character)] = byte
    return table


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    """The pattern of UTF-8, in the characters that stand for its bytes."""

    def of(first: int, last: int) -> str:
        characters = (chr(code) for code, byte in _bytes_of(encoding).items() if first <= byte <= last)
        return f"[{re.escape(''.join(characters))}]"

    follows = of(0x80, 0xBF)
    three = f"(?:{of(0xE0, 0xE0)}{of(0xA0, 0xBF)}|{of(0xED, 0xED)}{of(0x80, 0x9F)}|{of(0xE1, 0xEC)}{follows}"
    three += f"|{of(0xEE, 0xEF)}{follows}){follows}"
    four = f"(?:{of(0xF0, 0xF0)}{of(0x90, 0xBF)}|{of(0xF1, 0xF3)}{follows}|{of(0xF4, 0xF4)}{of(0x80, 0x8F)})"
    return re.compile(f"(?:{of(0xC2, 0xDF)}{follows}|{three}|{four}{follows}{{2}})+")


@cache
def characters() -> str:
    """Every character outside ASCII that a byte can be read as."""
    return "".join(sorted({chr(code) for encoding in COSTS for code in _bytes_of(encoding)}))
