"""Bytes become text once, here, and every byte can be had back.

`decode` decides what the bytes are written in, in this order, and records the decision with its reason:

1. a byte order mark;
2. the pattern that NULs make in UTF-16 and UTF-32 without one;
3. strict UTF-8 (ASCII is the common case and costs one look);
4. *mostly* UTF-8: a few bytes of something else in a text whose other bytes make UTF-8 characters. Every
   detector turns such a file to mojibake as a whole. The stray bytes become surrogate escapes
   (U+DC80..U+DCFF), for the stage `encoding` to repair one by one;
5. English with few bytes outside ASCII, in the Western encoding in which they stand where letters and
   signs may stand: cp1252, unless names of another language tell. Statistical detectors need more than a
   handful of bytes, English rarely has more;
6. chardet, for everything else.

**Decoding changes no character.** A byte order mark, CR and NUL stay in the text; removing them is an edit.
Where encoding the text does not give the bytes back (a second code for one character, an escape
sequence that says nothing new), `DecodedText.patches` does.

>>> decoded = decode("It isn’t.".encode("cp1252"))
>>> decoded.text, decoded.encoding, decoded.reason
('It isn’t.', 'cp1252', 'English with 1 sign of Windows')
>>> encode(decoded)
b'It isn\\x92t.'
"""

from __future__ import annotations

import codecs
import re

from cleaner.errors import UsageError
from cleaner.formats.decoded_text import DecodedText, Patch, decode_as, encode, find_codec
from cleaner.formats.western_encodings import ASCII, detect_english
from cleaner.rule import Rule
from cleaner.structure import ANYWHERE
from cleaner.text import Edit
from cleaner.wording import format_count

__all__ = ["FORM_RULES", "DecodedText", "Patch", "decode", "encode", "report_encoding"]

NOT_UTF8 = Rule(
    id="encoding.not-utf8",
    certainty="certain",
    what="A file that is not written in UTF-8 (or ASCII, which is UTF-8 too). The cleaned file is.",
    why="A corpus in several encodings is read wrong by every program that expects one.",
    leaves_alone="UTF-8 with or without a byte order mark, and UTF-8 with single stray bytes in it.",
    kinds=ANYWHERE,
    example=("café", "café"),
)
UNCERTAIN = Rule(
    id="encoding.uncertain",
    certainty="note",
    what="A file whose encoding could only be guessed. `--encoding` overrules the guess.",
    why="A wrong guess turns every letter outside ASCII into another one.",
    leaves_alone="Files with a byte order mark, UTF-8, and files whose bytes fit one encoding far better.",
    kinds=ANYWHERE,
    example=("café", "café"),
)
FORM_RULES = (NOT_UTF8, UNCERTAIN)
"""Findings about the form of a file: made where bytes are decoded, since no stage sees bytes."""


def report_encoding(decoded: DecodedText) -> tuple[Edit, ...]:
    """Report what is to be said about the encoding of a file, as edits that change nothing.

    >>> [edit.rule for edit in report_encoding(decode(b"caf\\xe9 owners in the square", "latin-1"))]
    ['encoding.not-utf8']
    >>> report_encoding(decode("café".encode()))
    ()
    """
    reports: list[Edit] = []
    evidence = {"encoding": decoded.encoding, "reason": decoded.reason}
    if decoded.encoding != "utf-8":
        reports.append(Edit(0, 0, None, NOT_UTF8.id, evidence))
    if not decoded.confident:
        reports.append(Edit(0, 0, None, UNCERTAIN.id, evidence))
    return tuple(reports)


def decode(data: bytes, encoding: str | None = None) -> DecodedText:
    """Decode bytes in the encoding that they are found to be in, in the order that the module's text gives.

    An `encoding` overrules every test but is never an error: what does not fit it becomes a surrogate escape.
    Raises `UsageError` if there is no such encoding.

    >>> decoded = decode(b"caf\\xc3\\xa9, na\\xefve")
    >>> decoded.text, decoded.encoding, decoded.reason
    ('café, na\\udcefve', 'utf-8', 'UTF-8 with 1 stray byte')
    """
    if encoding is not None:
        return decode_as(data, _codec_name(encoding, data), "as told")
    if data.isascii() and b"\0" not in data and not _ESCAPES.search(data):
        return DecodedText(data.decode("ascii"), "utf-8", "ASCII")
    return (
        _detect_by_mark(data)
        or _detect_by_nuls(data)
        or _detect_by_escapes(data)
        or _detect_utf8(data)
        or detect_english(data)
        or _detect_by_statistics(data)
    )


_ESCAPES = re.compile(rb"\x1b\$|\x1b\([IJ]|~\{")
"""What 7-bit encodings of Chinese, Japanese and Korean switch with: without one of these, ASCII is ASCII."""
_SEVEN_BIT = ("iso2022", "hz")
"""What the names of these encodings begin with."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", 1),
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 1),
    (codecs.BOM_UTF16_BE, "utf-16-be", 1),
)


def _detect_by_mark(data: bytes) -> DecodedText | None:
    """The encoding of a byte order mark."""
    for mark, encoding, unit in _MARKS:
        # FF FE 00 00 is also UTF-16 that begins with a NUL; only whole units make it UTF-32.
        if data.startswith(mark) and len(data) % unit == 0:
            return decode_as(data, encoding, "byte order mark")
    return None


# Encoding, bytes of a unit, the NULs of a unit that holds ASCII, and where they begin in it.
_WIDE = (
    ("utf-32-le", 4, b"\0\0\0", 1),
    ("utf-32-be", 4, b"\0\0\0", 0),
    ("utf-16-le", 2, b"\0", 1),
    ("utf-16-be", 2, b"\0", 0),
)
_SAMPLE = 4096
"""Bytes that are looked at for NULs."""
_NUL_SHARE = 0.2
"""Share of the units of a wide encoding that hold ASCII: spaces and line breaks alone reach it in most
languages that are written in words."""


def _detect_by_nuls(data: bytes) -> DecodedText | None:
    """UTF-16 or UTF-32 without a mark, by where the NULs of its ASCII characters stand."""
    sample = data[:_SAMPLE]
    if b"\0" not in sample:
        return None
    for encoding, unit, nuls, at in _WIDE:
        units = [sample[i : i + unit] for i in range(0, len(sample) - unit + 1, unit)]
        ascii_units = sum(piece[at : at + unit - 1] == nuls and 0 < piece[at - 1] < 128 for piece in units)
        if len(data) % unit or ascii_units < max(1, _NUL_SHARE * len(units)):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A text has no NUL: one that is left over belongs to another encoding, or to no text.
        if "\0" not in text:
            return decode_as(data, encoding, "the places of its NULs")
    return None


def _detect_by_escapes(data: bytes) -> DecodedText | None:
    """A 7-bit encoding of Chinese, Japanese or Korean, where its escape sequences stand in ASCII."""
    if not data.isascii() or not _ESCAPES.search(data):
        return None
    decoded = _detect_by_statistics(data)
    return decoded if decoded.encoding.startswith(_SEVEN_BIT) else None


_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_MOSTLY = 0.6
"""Share of the bytes outside ASCII that make UTF-8 characters in a text that is mostly UTF-8. Text of
other encodings reaches .47 by chance (EUC-JP); two sequences and one stray byte are .8."""


def _detect_utf8(data: bytes) -> DecodedText | None:
    """UTF-8, also with a few stray bytes."""
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", "strict UTF-8")
    except UnicodeDecodeError:
        pass
    high = len(data.translate(None, ASCII))
    stray = len(_UTF8_CHARACTER.sub(b"", data).translate(None, ASCII))
    if high - stray < _MOSTLY * high:
        return None
    return decode_as(data, "utf-8", f"UTF-8 with {format_count(stray, 'stray byte', separator='')}")


_DETECTED = 200_000
"""Bytes that chardet looks at, from the start: its own limit."""
_CONFIDENT = 0.5
"""Confidence of chardet below which the encoding is reported as uncertain."""


def _detect_by_statistics(data: bytes) -> DecodedText:
    """The encoding that chardet finds, whatever its confidence; cp1252 where it finds none."""
    import chardet

    detected = chardet.detect(data[:_DETECTED])
    name, confidence = detected["encoding"], detected["confidence"]
    if name is None:
        return decode_as(data, "cp1252", "no encoding fits; read as cp1252", confident=False)
    reason = f"chardet, confidence {confidence:.2f}"
    return decode_as(data, _codec_name(name, data), reason, confident=confidence >= _CONFIDENT)


# Python's codecs of these names take the mark away, or choose an order of bytes by it.
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def _codec_name(name: str, data: bytes) -> str:
    """Python's name of an encoding, one that leaves the byte order mark in the text."""
    codec = find_codec(name)
    if codec is None:
        raise UsageError(
            f"there is no encoding {name!r}", remedy="use a name like utf-8, cp1252 or shift_jis"
        )
    if codec.name in ("utf-16", "utf-32") and (marked := _detect_by_mark(data)):
        return marked.encoding
    return _WITHOUT_MARK.get(codec.name, codec.name)
