"""UTF-8 that was read in a single-byte encoding: where it stands in a line, and what it was.

A program that reads UTF-8 one byte a character makes two to four of each character outside ASCII, and
those follow the rigid pattern of UTF-8's bytes. So an encoding is tried by writing in it what is not ASCII in
the line and looking for that pattern; every character is one byte, so places in the bytes are places in the
line.

>>> [(span.start, span.end, span.meant) for span in find_misread(find_runs("dÃ©jÃ\\xa0 vu"), "cp1252")]
[(1, 3, 'é'), (4, 6, 'à')]
>>> [span.meant for span in find_misread(find_runs("РєРЅРёРіР°"), "cp1251")]
['книга']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
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


_RUN: Final = re.compile("[^\x00-\x7f]{2,}")
# Characters of 2, 3 and 4 bytes as the Unicode Standard has them (table 3-7): no overlong forms (C0, C1, E0
# 80), no surrogates (ED A0), nothing past U+10FFFF (F4 90). Python refuses these, and `decode` would raise.
_UTF8: Final = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]"
    rb"|(?:\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]"
    rb"|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2})+"
)
"""Characters of UTF-8 outside ASCII, one after the other."""


def find_runs(line: str) -> list[tuple[int, str]]:
    """Return the runs outside ASCII with their places: of two characters or more, since one byte is no
    character."""
    return [(match.start(), match.group()) for match in _RUN.finditer(line)]


def find_misread(runs: Iterable[tuple[int, str]], encoding: str) -> Iterator[MisreadSpan]:
    """Yield where the runs of a line (`find_runs`), written in `encoding`, have the pattern of UTF-8."""
    byte_of = _bytes_of(encoding).get
    for place, run in runs:
        # A character that no byte is read as becomes NUL, which is in no pattern.
        data = bytes([byte_of(code, 0) for code in map(ord, run)])
        for match in _UTF8.finditer(data):
            yield MisreadSpan(place + match.start(), place + match.end(), match.group().decode("utf-8"))


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
