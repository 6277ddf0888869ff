"""English with a few bytes outside ASCII: which of the Western encodings it is in."""

from __future__ import annotations

import re
from itertools import islice
from math import inf

from cleaner.formats.decoded_text import DecodedText, decode_as
from cleaner.stages.encoding.likeness import likeness
from cleaner.wording import format_count

ASCII = bytes(range(128))
_SAMPLE = 65536
"""Bytes of which the words are looked at."""

_WORD = re.compile(rb"[A-Za-z]+")
_ENGLISH_WORDS = frozenset(
    b"a an and are as at be but by for from had has have he her his in is it its not of on or said that the "
    b"their they this to was were which who will with".split()
)
_ENGLISH_SHARE = 0.15
"""Share of the words that are among the commonest of English: about .4 in prose, under .1 elsewhere."""
_HIGH_SHARE = 0.12
"""Share of the bytes outside ASCII, at most: a sentence full of names has a tenth."""
_FEW = 3
"""Bytes outside ASCII that any text may have, however short."""
_WINDOWS_SIGNS = frozenset("‘’“”–—…•£".encode("cp1252"))
"""Bytes that mean nothing likely in other encodings of English, so that nothing has to be weighed."""
_WESTERN = {
    "cp1252": 0.0,
    "cp1254": 1.0,
    "cp1250": 4.0,
    "mac_roman": 4.0,
    "iso8859-2": 6.0,
    "cp437": 6.0,
    "cp850": 6.0,
}
"""Encodings that English is written in, the names of other languages among it, and how much less likely
each is than cp1252, in nats."""
_HIGH_RUN = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")
_RUNS = 200
"""Runs of bytes outside ASCII that are weighed: a text that is clear is clear from fewer."""
_WORST = -11.0
"""Nats a character, on average, below which a reading is no text: then it is no Western encoding."""
_CLEAR = 3.0
"""Nats between the best reading and the next different one that make it certain."""


def detect_english(data: bytes) -> DecodedText | None:
    """English with few bytes outside ASCII, in the Western encoding in which they make sense."""
    high = set(data.translate(None, ASCII))
    count = len(data) - len(data.translate(None, bytes(high)))
    if count > max(_FEW, _HIGH_SHARE * len(data)):
        return None
    words = _WORD.findall(data[:_SAMPLE].lower())
    if sum(word in _ENGLISH_WORDS for word in words) < max(1, _ENGLISH_SHARE * len(words)):
        return None
    if high <= _WINDOWS_SIGNS:  # the common case: curly quotes and dashes alone
        return decode_as(
            data, "cp1252", f"English with {format_count(count, 'sign', separator='')} of Windows"
        )
    return _detect_western(data, count)


def _detect_western(data: bytes, count: int) -> DecodedText | None:
    """English in the encoding in which its bytes outside ASCII stand where letters and signs may stand."""
    runs = [match.group() for match in islice(_HIGH_RUN.finditer(data), _RUNS)]
    readings = {encoding: [run.decode(encoding, "replace") for run in runs] for encoding in _WESTERN}
    scores = {name: sum(map(likeness, reading)) - _WESTERN[name] for name, reading in readings.items()}
    best = max(scores, key=scores.__getitem__)
    characters = sum(len(run) for run in readings[best])
    if scores[best] < _WORST * characters:
        return None
    others = [scores[name] for name in scores if readings[name] != readings[best]]
    reason = f"English with {format_count(count, 'byte', separator='')} outside ASCII that fit {best}"
    return decode_as(data, best, reason, confident=scores[best] - max(others, default=-inf) >= _CLEAR)
