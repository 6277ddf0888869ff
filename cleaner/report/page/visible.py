"""Makes text of a corpus visible for a reader: nothing in it is invisible, and nothing is obeyed."""

from __future__ import annotations

import unicodedata

# A removed space can be all of a finding: it must be seen. A line break stays, behind its sign.
_SIGNS = {" ": "·", "\n": "⏎\n", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "": "∅"}
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def make_visible(text: str, *, most: int) -> str:
    """Writes controls, format characters and lone surrogates as numbers; cuts a long text in the middle.

    >>> print(make_visible("a\\u200bb\\u202ec", most=60))
    a‹U+200B›b‹U+202E›c
    """
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]} … {text[-half:]}"
    if text.isprintable():
        return text
    return "".join(map(_name_character, text))


def make_change_visible(text: str, *, most: int) -> str:
    """Makes a text visible that was removed or inserted: white space alone is written as signs.

    >>> print(make_change_visible(" \\n", most=60), end="|")
    ·⏎
    |
    """
    if text.isspace():
        return "".join(_SIGNS.get(character, _name_character(character)) for character in text[:most])
    return make_visible(text, most=most)


def _name_character(character: str) -> str:
    # The page lays out both, and they hide nothing.
    if character in "\n\t" or unicodedata.category(character) not in _INVISIBLE_CATEGORIES:
        return character
    return f"‹U+{ord(character):04X}›"
