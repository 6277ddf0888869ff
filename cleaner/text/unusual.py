"""What a text has beside printable ASCII: a look that is nearly free, and all that most screens need."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_ORDINARY: Final = bytes(range(0x20, 0x7F)) + b"\n"
_REMEMBERED = 2
"""Texts that are remembered: the stages of one document ask for the same one again and again."""


@lru_cache(maxsize=_REMEMBERED)
def unusual(text: str) -> str:
    r"""The characters of a text that are neither printable ASCII nor LF, in order.

    Characters that stand apart in the text stand together here: what is not found here, as one character or
    as two side by side, is not in the text. The reverse holds for single characters alone.

    >>> unusual("“It isn’t,”\r\nhe said.\n")
    '“’”\r'
    """
    data = text.encode("utf-8", "surrogatepass")  # at 2 GB/s, and a class of characters is searched at 0.3
    return data.translate(None, _ORDINARY).decode("utf-8", "surrogatepass")
