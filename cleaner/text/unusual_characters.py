"""The characters of a text outside printable ASCII: a cheap prefilter for stages that look for such."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_ORDINARY: Final = bytes(range(0x20, 0x7F)) + b"\n"
_CACHE_SIZE = 2
"""Entries of the cache: the stages of one document ask for the same text again and again."""


@lru_cache(maxsize=_CACHE_SIZE)
def extract_unusual(text: str) -> str:
    r"""Return the characters of a text that are neither printable ASCII nor LF, in order, as one string.

    Characters that stand apart in the text stand together in the result. So a character, or a pair of
    neighbours, that the result lacks is not in the text. The reverse holds for single characters alone.

    >>> extract_unusual("“It isn’t,”\r\nhe said.\n")
    '“’”\r'
    """
    # `bytes.translate` runs at 2 GB/s; a search for a class of characters, at 0.3 GB/s.
    data = text.encode("utf-8", "surrogatepass")
    return data.translate(None, _ORDINARY).decode("utf-8", "surrogatepass")
