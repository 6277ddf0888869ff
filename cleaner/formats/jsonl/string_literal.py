"""String literals of JSON: how a text was spelled, and how to spell another in the same way.

There are two canonical spellings. UTF-8 has characters as they are, and escapes only what must be; ASCII
escapes all that is not ASCII, as `json.dumps` does. A literal in neither is remembered as it stands. That is
why this is no use of `cleaner.json_codec`, which has one spelling and never a user's.
"""

from __future__ import annotations

import json
import re
from functools import cache

import msgspec

ASCII = "ascii"
"""The name of the second canonical spelling; that of the first is empty."""

# An escape; group 1 is set where JSON asks for none: neither for a control, a quotation mark nor a backslash.
_NEEDLESS = re.compile(rb"\\(?:u(?!00(?:[01][0-9a-fA-F]|22|5[cC]))()|.)", re.DOTALL)
_encode = msgspec.json.Encoder().encode


@cache
def _decoder() -> msgspec.json.Decoder[str]:
    return msgspec.json.Decoder(str)


def decode_literal(literal: bytes) -> str:
    """Decode a literal. Raises `msgspec.DecodeError` for half a surrogate pair: all else is valid by now."""
    return _decoder().decode(literal)


def find_spelling(text: str, literal: bytes) -> str:
    r"""Find what `spell` needs to write this literal again.

    >>> [find_spelling("é", raw) for raw in ('"é"'.encode(), b'"\\u00e9"', b'"\\u00E9"')]
    ['', 'ascii', '"\\u00E9"']
    """
    escaped = literal.isascii()
    if text.isascii() == escaped and _encode(text) == literal:
        return ""
    if escaped and json.dumps(text).encode("ascii") == literal:
        return ASCII
    return literal.decode()


def spell(text: str, spelling: str = "") -> bytes:
    r"""Spell a text as a literal: canonically in UTF-8 or in ASCII, or as it was remembered.

    >>> spell("é"), spell("é", "ascii"), spell("é", '"\\u00E9"')
    (b'"\xc3\xa9"', b'"\\u00e9"', b'"\\u00E9"')
    """
    if not spelling:
        return _encode(text)
    return json.dumps(text).encode("ascii") if spelling == ASCII else spelling.encode()


def spell_like(text: str, literal: bytes) -> bytes:
    r"""Spell another text in the canonical spelling nearest to a literal: in ASCII if that escapes more
    than it must.

    >>> spell_like("à", b'"\\u00e9\\n"'), spell_like("à", b'"plain\\n"')
    (b'"\\u00e0"', b'"\xc3\xa0"')
    """
    if b"\\u" not in literal or not literal.isascii():
        return spell(text)
    escapes = any(found[1] is not None for found in _NEEDLESS.finditer(literal))
    return spell(text, ASCII if escapes else "")
