"""Text of a corpus as a reader can see it: nothing in it is invisible, and nothing acts."""

from __future__ import annotations

import unicodedata

_SIGNS = {" ": "·", "\n": "⏎\n", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "": "∅"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str, *, most: int) -> str:
    """Controls, format characters and lone surrogates by their number; cut in the middle when it is long.

    >>> print(visible("a\\u200bb\\u202ec", most=60))
    a‹U+200B›b‹U+202E›c
    """
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]} … {text[-half:]}"
    if text.isprintable():
        return text
    return "".join(map(_named, text))


def marked(text: str, *, most: int) -> str:
    """The same for text that was changed: where it is white space alone, that is shown by signs.

    >>> print(marked(" \\n", most=60), end="|")
    ·⏎
    |
    """
    if text.isspace():
        return "".join(_SIGNS.get(character, _named(character)) for character in text[:most])
    return visible(text, most=most)


def _named(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in _UNSEEN:
        return character
    return f"‹U+{ord(character):04X}›"
