"""Stray bytes and surrogates: what is left of bytes that are no UTF-8, and of halves of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.rule import DECODED, Rule
from cleaner.stages.encoding.likeness import likeness
from cleaner.structure import ANYWHERE
from cleaner.text import Edit, extract_unusual

STRAY_BYTE = Rule(
    id="encoding.stray-byte",
    certainty="likely",
    what="A byte of another encoding inside UTF-8 becomes the character that it stands for in cp1252, unless "
    "the line reads far better in another one. A UTF-8 character that lost a byte becomes U+FFFD, and goes "
    "where the text is cut off in it.",
    why="A file with one such byte is refused by strict readers, and read as mojibake by lenient ones.",
    leaves_alone="Every character that was decoded.",
    kinds=ANYWHERE,
    example=("caf\udce9 owners", "café owners"),
    inserts=DECODED,
)
SURROGATE = Rule(
    id="encoding.surrogate",
    certainty="likely",
    what="Two halves of a character (a surrogate pair) become the character; half a one becomes U+FFFD.",
    why="Surrogates are no characters: the text cannot be written as UTF-8.",
    leaves_alone="Every character.",
    kinds=ANYWHERE,
    example=("\ud83d\ude00 and \ud83d", "😀 and \ufffd"),
    inserts=DECODED,
)

_SURROGATES = re.compile("[\ud800-\udfff]")
# Python's `surrogateescape` reads a byte XX that is no UTF-8 as U+DCXX; all other surrogates are halves.
_STRAY = re.compile("[\udc80-\udcff]+")
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_OUTSIDE = re.compile("[^\x00-\x7f]")
_SCORE_SIZE = 2000
"""Characters of a line that are scored: the encoding of a line shows in them."""
_PAIR_OR_HALF = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_RUN = re.compile("[\ud800-\udfff]+")
_REPLACEMENT = "\ufffd"

# What a run of stray bytes consists of, tried in this order at each place:
# cesu    two surrogates of three bytes each, which some databases write for an emoji (`ED A0 BD ED B8 80`);
# utf8    a whole character, spelled as single bytes (a JSON string can: `"\udcc3\udca9"`);
# broken  a lead byte with fewer or more following bytes than it needs (`E2 82`): one character that is lost;
# byte    anything else, a letter of a single-byte encoding (`E9`).
_PIECE = re.compile(
    rb"(?P<cesu>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<utf8>[\xc2-\xdf][\x80-\xbf]"
    rb"|(?:\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]"
    rb"|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2})"
    rb"|(?P<broken>(?:[\xc0\xc1][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xff][\x80-\xbf]{1,5}))"
    rb"|(?P<byte>.)",
    re.S,
)


_LINE = re.compile("[^\r\n]+")
_FOREIGN_RUN = re.compile("[^\x00-\x7f]+")
_HALF = re.compile("[\ud800-\udc7f]")
_LEAST_STRAY_BYTES = 4
"""Stray bytes that a line must have before another encoding can be told by them."""
_STRAY_RATIO = 3
"""How often stray bytes outnumber what happened to be UTF-8 in a line of another encoding."""
_OTHER_ENCODINGS = ("cp1250", "cp1251", "cp1254", "cp1256", "mac_roman", "koi8-r", "cp1253", "cp437")
_LEAST_GAIN = 10.0
"""Nats by which another encoding must beat cp1252."""
_EAST_ASIAN = "\u2e80"
"""The first code point of the CJK blocks."""


def stray_edits(text: str) -> Iterator[Edit]:
    """Yield one edit for each run of stray bytes and each surrogate pair or half."""
    if not _SURROGATES.search(extract_unusual(text)):
        return
    for line in _LINE.finditer(text):
        if not _SURROGATES.search(line.group()):
            continue
        if _is_foreign(line.group()):
            yield from _reread(line)
            continue
        for run in _RUN.finditer(text, line.start(), line.end()):
            if _STRAY.fullmatch(run.group()):
                yield _decode_run(run, text)
                continue
            for match in _PAIR_OR_HALF.finditer(run.group()):
                start = run.start() + match.start()
                yield Edit(start, start + len(match.group()), _join_halves(match.group()), SURROGATE.id)


def _is_foreign(line: str) -> bool:
    """Whether all of a line is in another encoding, so that what is UTF-8 in it is so by accident."""
    # A half stands for no byte, so the line as a whole cannot be written back to bytes.
    if _HALF.search(line):
        return False
    singles = sum(
        match["byte"] is not None
        for run in _STRAY.findall(line)
        for match in _PIECE.finditer(run.encode("utf-8", "surrogateescape"))
    )
    others = len(_OUTSIDE.findall(line)) - len(_STRAY_BYTE.findall(line))
    return singles >= _LEAST_STRAY_BYTES and singles >= _STRAY_RATIO * others


def _reread(line: re.Match[str]) -> Iterator[Edit]:
    """Yield the edits of a line in the encoding that reads best: cp1252 unless another reads far better."""
    data = line.group()[:_SCORE_SIZE].encode("utf-8", "surrogateescape")

    def score(encoding: str) -> float:
        return likeness(data.decode(encoding, "replace")) - (_LEAST_GAIN if encoding != "cp1252" else 0)

    encoding = max(("cp1252", *_OTHER_ENCODINGS), key=score)
    # Characters that were decoded as UTF-8 are read again too: in such a line they were so by accident.
    for run in _FOREIGN_RUN.finditer(line.group()):
        start = line.start() + run.start()
        new = run.group().encode("utf-8", "surrogateescape").decode(encoding, "replace")
        yield _make_edit(start, run.group(), new, encoding)


def _join_halves(half_or_pair: str) -> str:
    if len(half_or_pair) == 1:
        return _REPLACEMENT
    return half_or_pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _decode_run(run: re.Match[str], text: str) -> Edit:
    beside = text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1]
    if any(character >= _EAST_ASIAN for character in beside):
        # Half a character of a double-byte encoding, not a letter of a Western one.
        return _make_edit(run.start(), run.group(), _REPLACEMENT, "nothing")
    data = run.group().encode("utf-8", "surrogateescape")
    # Text that was cut at a number of bytes ends in half a character; there is nothing to mark as lost.
    at_end = run.end() == len(text)
    pieces = [_decode_piece(match, at_end and match.end() == len(data)) for match in _PIECE.finditer(data)]
    return _make_edit(run.start(), run.group(), "".join(pieces), "cp1252")


def _make_edit(start: int, run: str, new: str, encoding: str) -> Edit:
    evidence = {"bytes": run.encode("utf-8", "surrogateescape").hex(" "), "read as": encoding}
    return Edit(start, start + len(run), new, STRAY_BYTE.id, evidence)


def _decode_piece(match: re.Match[bytes], at_end: bool) -> str:
    data = match.group()
    if match["utf8"]:
        return data.decode("utf-8")
    if match["cesu"]:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    if match["broken"]:
        return "" if at_end else _REPLACEMENT
    return data.decode("cp1252", "replace")
