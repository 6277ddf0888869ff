"""The normal form of a text, by which two that differ only in case, punctuation and spacing are equal.

It is lower case, NFC, and the words of any script. A word is a run of letters, digits, underscores and
combining marks. A character of a script written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese)
is a word by itself, since only a dictionary could find the words there.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from cleaner.text.clusters import compose

GAP, WORD, ALONE = range(3)
"""What a code point is: between words, part of a word, or a word by itself."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # iteration mark, zero
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),  # small Katakana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),  # Han
    (0xA9E0, 0xA9FF),  # Burmese
    (0xAA60, 0xAA7F),  # Burmese
    (0xF900, 0xFAFF),  # Han
    (0xFF66, 0xFF9D),  # half-width Katakana
    (0x1B000, 0x1B16F),  # old Kana
    (0x20000, 0x3FFFF),  # Han
)
_STARTS = tuple(start for start, _ in _UNSPACED)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
"""Marks that choose the look of the character before them, such as emoji or text, and say nothing."""


def classify(point: int) -> int:
    """Returns `GAP`, `WORD` or `ALONE` for a code point.

    >>> [classify(ord(char)) for char in "a_9é,語 "]
    [1, 1, 1, 1, 0, 2, 0]
    """
    char = chr(point)
    if char.isalnum() or char == "_":
        in_word = True
    else:
        in_word = unicodedata.category(char)[0] == "M" and point not in _VARIATION_SELECTORS
    if not in_word:
        return GAP
    place = bisect_right(_STARTS, point) - 1
    return ALONE if place >= 0 and point <= _UNSPACED[place][1] else WORD


class _Spacing(dict[int, str]):
    """A table for `str.translate` that fills itself: gaps become spaces, and lone characters get two."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = (" ", char, f" {char} ")[classify(point)]
        return self[point]


class _Letters(dict[int, str]):
    """A table for `str.translate` that fills itself: gaps become spaces, everything else stays."""

    def __missing__(self, point: int) -> str:
        self[point] = chr(point) if classify(point) else " "
        return self[point]


_SPACING = _Spacing()
_LETTERS = _Letters()


def fold(text: str) -> str:
    """Returns a text in lower case and NFC. Single texts and batches both call this, so that they agree."""
    text = text.lower()
    return text if text.isascii() else compose(text)


def normalize_words(text: str) -> list[str]:
    """Returns the words of the normal form, in order.

    >>> normalize_words("The ceasefire held — for NOW.") == normalize_words("the ceasefire held, for now")
    True
    >>> normalize_words("停火 holds; İzmir’s mayor")
    ['停', '火', 'holds', 'i̇zmir', 's', 'mayor']
    """
    return fold(text).translate(_SPACING).split()


def normalize_characters(text: str) -> str:
    """Returns the normal form as one line of characters, each gap one space.

    >>> normalize_characters("“No,” he said — 停火。")
    'no he said 停火'
    """
    return " ".join(fold(text).translate(_LETTERS).split())
