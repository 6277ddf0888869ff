"""Words that a language doubles, with or without a change: orang-orang, sayur-mayur, много-много."""

from __future__ import annotations

from typing import Final

_LEAST: Final = 3
"""Letters of a doubled word. Of two there are syllables that are alike: pa-pa, co-co-nut."""
_LEAST_ECHO: Final = 4
"""Letters that a changed half keeps."""
_VOWELS: Final = "aeiou"


def is_doubled(left: str, right: str, language: str) -> bool:
    """Whether the second half says the first one again. Indonesian also changes a vowel, an initial or ends.

    >>> is_doubled("orang", "orang", "id"), is_doubled("kemerah", "merahan", "id")
    (True, True)
    >>> is_doubled("tolong", "menolong", "id"), is_doubled("ting", "kat", "id")
    (True, False)
    """
    if len(left) < _LEAST:
        return False
    if left == right:
        return True
    if language != "id":
        return False
    right = right.removesuffix("nya")
    if right.startswith(left) or any(
        left.endswith(right[:size]) for size in range(_LEAST_ECHO, min(len(left), len(right)) + 1)
    ):
        return True
    # tolong-menolong, surat-menyurat: a nasal takes the place of the initial.
    if len(left) >= _LEAST_ECHO and right.endswith(left[1:]):
        return True
    return len(left) == len(right) >= _LEAST_ECHO and _drop_vowels(left) == _drop_vowels(right)


def _drop_vowels(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)
