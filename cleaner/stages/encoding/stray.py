"""Stray bytes and surrogates: what is left of bytes that are no UTF-8, and of halves of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.rule import DECODED, Rule
from cleaner.text import Edit

STRAY_BYTE = Rule(
    id="encoding.stray-byte",
    certainty="likely",
    what="A byte of another encoding inside UTF-8 becomes the character that it stands for in cp1252; a "
    "UTF-8 character that lost a byte becomes U+FFFD, and goes where the text is cut off in it.",
    why="A file with one such byte is refused by strict readers, and read as mojibake by lenient ones.",
    leaves_alone="Every character that was decoded.",
    example=("caf\udce9 owners", "café owners"),
    inserts=DECODED,
)
SURROGATE = Rule(
    id="encoding.surrogate",
    certainty="likely",
    what="Two halves of a character (a surrogate pair) become the character; half a one becomes U+FFFD.",
    why="Surrogates are no characters: the text cannot be written as UTF-8.",
    leaves_alone="Every character.",
    example=("\ud83d\ude00 and \ud83d", "😀 and \ufffd"),
    inserts=DECODED,
)

_SURROGATES = re.compile("[\ud800-\udfff]")
_STRAY = re.compile("[\udc80-\udcff]+")
_PAIR_OR_HALF = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_RUN = re.compile("[\ud800-\udfff]+")
_REPLACEMENT = "\ufffd"

_PIECE = re.compile(
    rb"(?P<cesu>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<utf8>[\xc2-\xdf][\x80-\xbf]"
    rb"|(?:\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]"
    rb"|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2})"
    rb"|(?P<broken>(?:[\xc0\xc1][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xff][\x80-\xbf]{1,5}))"
    rb"|(?P<byte>.)",
    re.S,
)


def stray_edits(text: str) -> Iterator[Edit]:
    """One edit a run of stray bytes, one a surrogate pair or half."""
    if not _SURROGATES.search(text):
        return
    for run in _RUN.finditer(text):
        if _STRAY.fullmatch(run.group()):
            yield _bytes(run, text)
            continue
        for match in _PAIR_OR_HALF.finditer(run.group()):
            start = run.start() + match.start()
            yield Edit(start, start + len(match.group()), _joined(match.group()), SURROGATE.id)


def _joined(half_or_pair: str) -> str:
    if len(half_or_pair) == 1:
        return _REPLACEMENT
    return half_or_pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _bytes(run: re.Match[str], text: str) -> Edit:
    data = run.group().encode("utf-8", "surrogateescape")
    at_end = run.end() == len(text)
    pieces = [_piece(match, at_end and match.end() == len(data)) for match in _PIECE.finditer(data)]
    return Edit(run.start(), run.end(), "".join(pieces), STRAY_BYTE.id, {"bytes": data.hex(" ")})


def _piece(match: re.Match[bytes], at_end: bool) -> str:
    data = match.group()
    if match["utf8"]:
        return data.decode("utf-8")
    if match["cesu"]:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    if match["broken"]:
        return "" if at_end else _REPLACEMENT
    return data.decode("cp1252", "replace")
