"""Text of one single-byte encoding that was read in another: `Ïðèâåò` for `Привет`, `þimdi` for `şimdi`.

There is no pattern of bytes to go by, as in UTF-8; so this asks for a line that no language could have
written. Two cases are that clear:

* most letters of a line are accented Latin ones, which make fluent Russian, Greek, Arabic or Hebrew;
* Icelandic letters (ð, þ, ý) beside letters that Icelandic does not have and Turkish does (ç, ü), with none
  of the accents that no line of Icelandic is without.
"""

from __future__ import annotations

import re
from codecs import charmap_encode
from functools import cache
from typing import Final

from cleaner.stages.encoding.likeness import likeness

# Encodings of alphabets whose letters stand, nearly all, where cp1252 has accented ones. Those of Central
# Europe (cp1250) are not among them: most letters of their languages are ASCII, so no share of accents shows
# them.
ALPHABETS: Final = ("cp1251", "koi8-r", "cp1253", "cp1256", "cp1255")
_READ_AS = "cp1252"
_ACCENTED = re.compile("[À-ÖØ-öø-ÿ]")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_LETTERS = 10
"""Letters of the other alphabet that a line must have."""
_LEAST_ACCENTED_SHARE = 0.7
"""Share of a line's letters: Latin languages have a quarter of accented ones at most."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_LEAST_WORDS = 2
"""Words of four letters that a line must have: a row of accents by themselves has none."""
_MOST_DISTINCT_SHARE = 0.8
"""Share of different letters among a line's, at most: ten letters of prose have a few of them twice."""
_LEAST_GAIN_PER_LETTER = 1.0
"""Nats a letter by which the other reading must be the likelier one."""

# cp1254 differs from cp1252 in six letters: ğ ş ı Ğ Ş İ stand where cp1252 has ð þ ý Ð Þ Ý.
_ICELANDIC_FOR_TURKISH = re.compile("[ðþÐÞýÝ]")
# Without ý: Turkmen has it beside ç and ü, as letters of its own.
_THORN_OR_ETH = re.compile("[ðþÐÞ]")
_NOT_ICELANDIC = re.compile("[çüâîûêÇÜÂÎÛÊ]")
_ICELANDIC = re.compile("[áéíóúæøåÁÉÍÓÚÆØÅ]")
_LEAST_TURKISH_LETTERS = 3
"""Icelandic letters that a line must have before it can be Turkish."""


def reread(line: str) -> str:
    """The line in the encoding that it was written in; the line itself unless that is beyond doubt.

    >>> reread("Êíèãà ëåæèò íà ñòîëå"), reread("Bu iþ için daðlarýn güneþi gerek")
    ('Книга лежит на столе', 'Bu iş için dağların güneşi gerek')
    >>> reread("Það er þörf á því"), reread("Noël, l’été à Ménerbes")
    ('Það er þörf á því', 'Noël, l’été à Ménerbes')
    """
    accented = len(_ACCENTED.findall(line))
    if accented >= _LEAST_TURKISH_LETTERS and _is_turkish(line):
        return _read_in(_write_back(line), "cp1254") or line
    if accented < _LEAST_LETTERS or accented < _LEAST_ACCENTED_SHARE * len(_LETTER.findall(line)):
        return line
    data = _write_back(line)
    readings = [reading for encoding in ALPHABETS if (reading := _read_in(data, encoding))]
    best = max(readings, key=likeness, default=line)
    return (
        best
        if _is_prose(best) and likeness(best) - likeness(line) > _LEAST_GAIN_PER_LETTER * accented
        else line
    )


def _is_prose(line: str) -> bool:
    """Whether there are words, letters come back, and not all are capitals: a table of accents has none
    of the three.
    """
    if len(_WORD.findall(line)) < _LEAST_WORDS:
        return False
    letters = _LETTER.findall(line.lower())
    if len(set(letters)) > _MOST_DISTINCT_SHARE * len(letters):
        return False
    return sum(map(str.islower, line)) >= sum(map(str.isupper, line))


def _read_in(data: bytes | None, encoding: str) -> str | None:
    """The bytes of a line in another encoding; None where it does not have them."""
    try:
        return None if data is None else data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _write_back(line: str) -> bytes | None:
    """The line written back to bytes, with bytes that cp1252 does not have as C1; None if it has others."""
    try:
        return charmap_encode(line, "strict", _western_bytes())[0]
    except UnicodeEncodeError:
        return None


@cache
def _western_bytes() -> dict[int, int]:
    """From character to byte of cp1252, and from each C1 control to the byte of its number: bytes that
    cp1252 leaves undefined (81, 8D, 8F, 90, 9D) are read as these.
    """
    table = {code: code for code in range(0x80, 0xA0)}
    for byte in range(0x100):
        for character in bytes([byte]).decode(_READ_AS, "ignore"):
            table[ord(character)] = byte
    return table


def _is_turkish(line: str) -> bool:
    return (
        len(_ICELANDIC_FOR_TURKISH.findall(line)) >= _LEAST_TURKISH_LETTERS
        and _THORN_OR_ETH.search(line) is not None
        and _NOT_ICELANDIC.search(line) is not None
        and not _ICELANDIC.search(line)
    )
