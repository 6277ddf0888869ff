"""Text from a corpus on a terminal: nothing in it may act."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str, *, most: int = 60) -> str:
    """The text with every control, format and unassigned character escaped, cut in the middle when long.

    >>> print(shown("a\\x1b[31mb\\u202ec"))
    a\\x1b[31mb\\u202ec
    >>> shown("x" * 100, most=9)
    'xxxx…xxxx'
    """
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if character.isprintable() and unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
