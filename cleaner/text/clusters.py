"""Clusters, a letter with its accents each, which normalization looks at together; and NFC in linear time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from cleaner.text.edit import Span

CHUNK = 512
"""Characters that are normalized together. Python sorts accents in quadratic time: a longer row stays."""


def compose(text: str) -> str:
    """Return a text in normal form C, but for a letter with more than 500 accents, which stays as it is.

    >>> compose("cafe\\u0301") == "caf\\u00e9"
    True
    """
    if len(text) <= CHUNK:
        return unicodedata.normalize("NFC", text)
    pieces: list[str] = []
    position = 0
    for start, end in cut_chunks(text):
        pieces += text[position:start], unicodedata.normalize("NFC", text[start:end])
        position = end
    return "".join(pieces) + text[position:]


def cut_chunks(text: str) -> Iterator[Span]:
    """Yield a text in chunks of whole clusters, in order; without clusters that are too long to look at."""
    start = 0
    while start < len(text):
        end = start + CHUNK
        while end < len(text) and not begins_cluster(text[end]):
            end += 1
        if end - start <= 2 * CHUNK:
            yield Span(start, min(end, len(text)))
        else:
            # Only the row of accents is passed over, with its letter.
            row = start + CHUNK
            while row > start and not begins_cluster(text[row]):
                row -= 1
            yield Span(start, row)
        start = end


@lru_cache(maxsize=1 << 14)
def begins_cluster(character: str) -> bool:
    """Whether a character never changes with one before it: no accent, vowel sign, or half of a syllable.

    >>> begins_cluster("e"), begins_cluster("\\u0301"), begins_cluster("\\u1161")
    (True, False, False)
    """
    if "\u1160" <= character <= "\u11ff":
        return False  # vowels and finals of Hangul
    return not unicodedata.combining(character) and unicodedata.category(character)[0] != "M"
