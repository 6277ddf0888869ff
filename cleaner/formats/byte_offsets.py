"""Where the characters of a decoded text stand in the bytes of its file."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from cleaner.formats.decoded_text import DecodedText, Patch, error_handler
from cleaner.text import Span


def find_byte_spans(decoded: DecodedText, spans: Iterable[Span]) -> list[Span]:
    """Find the bytes of the raw file that each span of code points was decoded from.

    A surrogate escape stands for its one byte. Where bytes have no character of their own (a second way to
    write a character, an escape sequence that says nothing new: `DecodedText.patches`), a span takes all of
    the patch that it touches.

    >>> from cleaner.formats.encoding_detection import decode
    >>> find_byte_spans(decode("Café, naïve".encode()), [Span(3, 4), Span(6, 11)])
    [Span(start=3, end=5), Span(start=7, end=13)]
    """
    wanted = [Span(*span) for span in spans]
    if decoded.text.isascii() and decoded.encoding == "utf-8" and not decoded.patches:
        return wanted  # a character is a byte: most texts
    encoded = _find_encoded_offsets(decoded, {place for span in wanted for place in span})
    patches = _PatchOffsets(decoded.patches)
    return [patches.map_span(encoded[span.start], encoded[span.end]) for span in wanted]


def _find_encoded_offsets(decoded: DecodedText, places: Iterable[int]) -> Mapping[int, int]:
    """How many bytes the encoder has written when it has read the first `place` characters, for each
    place."""
    text, encoding = decoded.text, decoded.encoding
    errors = error_handler(encoding)
    try:
        text.encode(encoding, errors)
    except UnicodeError:
        errors = "replace"  # as `decoded_text.encode` does it
    # Incremental, for encodings with shift states: a piece by itself would begin with another escape
    # sequence.
    encoder = codecs.getincrementalencoder(encoding)(errors)
    offsets: dict[int, int] = {}
    position = written = 0
    for place in sorted(places):
        written += len(encoder.encode(text[position:place]))
        offsets[place] = written
        position = place
    return offsets


class _PatchOffsets:
    """Maps offsets in the encoded text to offsets in the raw bytes."""

    def __init__(self, patches: Sequence[Patch]) -> None:
        self._patches = patches
        self._starts = [patch.offset for patch in patches]
        # By how much the raw bytes are longer behind the first n patches. An original is in hexadecimal
        # digits.
        self._shifts = [0, *accumulate(len(patch.original) // 2 - patch.length for patch in patches)]

    def map_span(self, start: int, end: int) -> Span:
        """The raw bytes of a range of encoded ones: all of each patch that it touches."""
        first = bisect_right(self._starts, start)
        raw_start = start + self._shifts[first]
        if first and start < (inside := self._patches[first - 1]).offset + inside.length:
            raw_start = inside.offset + self._shifts[first - 1]
        last = bisect_right(self._starts, end)
        raw_end = end + self._shifts[last]
        if last and end < (inside := self._patches[last - 1]).offset + inside.length:
            # An end at the very start of a patch does not touch it.
            touched = end > inside.offset
            raw_end = inside.offset + self._shifts[last - 1]
            raw_end += len(inside.original) // 2 if touched else 0
        return Span(raw_start, max(raw_start, raw_end))
