"""Where the characters of a decoded text stand in the bytes of its file."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from cleaner.formats.decoded_text import Decoded, Patch, escape
from cleaner.text import Span


def byte_spans(decoded: Decoded, spans: Iterable[Span]) -> list[Span]:
    """The bytes of the raw file that each span of code points was decoded from.

    A surrogate escape stands for its one byte. Where bytes have no character of their own (a second way to
    write a character, an escape sequence that says nothing new: `Decoded.patches`), a span takes all of the
    patch that it touches.

    >>> from cleaner.formats.encoding_detection import decode
    >>> byte_spans(decode("Café, naïve".encode()), [Span(3, 4), Span(6, 11)])
    [Span(start=3, end=5), Span(start=7, end=13)]
    """
    wanted = [Span(*span) for span in spans]
    if decoded.text.isascii() and decoded.encoding == "utf-8" and not decoded.patches:
        return wanted
    encoded = _encoded_places(decoded, {place for span in wanted for place in span})
    patched = _Patched(decoded.patches)
    return [patched.span(encoded[span.start], encoded[span.end]) for span in wanted]


def _encoded_places(decoded: Decoded, places: Iterable[int]) -> Mapping[int, int]:
    """How many bytes the encoder has written when it has read the first `place` characters."""
    text, encoding = decoded.text, decoded.encoding
    errors = escape(encoding)
    try:
        text.encode(encoding, errors)
    except UnicodeError:
        errors = "replace"
    encoder = codecs.getincrementalencoder(encoding)(errors)
    found: dict[int, int] = {}
    position = written = 0
    for place in sorted(places):
        written += len(encoder.encode(text[position:place]))
        found[place] = written
        position = place
    return found


class _Patched:
    """From offsets in the encoded text to offsets in the raw bytes."""

    def __init__(self, patches: Sequence[Patch]) -> None:
        self._patches = patches
        self._starts = [patch.offset for patch in patches]
        self._shifts = [0, *accumulate(len(patch.original) // 2 - patch.length for patch in patches)]

    def span(self, start: int, end: int) -> Span:
        first = bisect_right(self._starts, start)
        begin = start + self._shifts[first]
        if first and start < (inside := self._patches[first - 1]).offset + inside.length:
            begin = inside.offset + self._shifts[first - 1]
        last = bisect_right(self._starts, end)
        stop = end + self._shifts[last]
        if last and end < (inside := self._patches[last - 1]).offset + inside.length:
            touched = end > inside.offset
            stop = inside.offset + self._shifts[last - 1]
            stop += len(inside.original) // 2 if touched else 0
        return Span(begin, max(begin, stop))
