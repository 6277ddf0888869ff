"""The normal form: what two paragraphs have in common when only case, punctuation and spacing differ.

Lower case, NFC, words of any script. A word is a run of letters, digits, underscores and combining marks;
a character of a script written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) is a word by
itself, since nothing but a dictionary could find the words there.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

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


def kind(point: int) -> int:
    """`GAP`, `WORD` or `ALONE` for a code point.

    >>> [kind(ord(char)) for char in "a_9é,語 "]
    [1, 1, 1, 1, 0, 2, 0]
    """
    char = chr(point)
    if char.isalnum() or char == "_":
        counted = True
    else:
        counted = unicodedata.category(char)[0] == "M" and point not in _VARIATION_SELECTORS
    if not counted:
        return GAP
    place = bisect_right(_STARTS, point) - 1
    return ALONE if place >= 0 and point <= _UNSPACED[place][1] else WORD


class _Spacing(dict[int, str]):
    """A translation table that fills itself: gaps become spaces, lone characters stand between two."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = (" ", char, f" {char} ")[kind(point)]
        return self[point]


class _Letters(dict[int, str]):
    """The same for characters: gaps become spaces, everything else stays."""

    def __missing__(self, point: int) -> str:
        self[point] = chr(point) if kind(point) else " "
        return self[point]


_SPACING = _Spacing()
_LETTERS = _Letters()


def fold(text: str) -> str:
    """Lower case and NFC; the one place that says so for single texts and for batches."""
    text = text.lower()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """The words of the normal form, in order.

    >>> words("The ceasefire held — for NOW.") == words("the ceasefire held, for now")
    True
    >>> words("停火 holds; İzmir’s mayor")
    ['停', '火', 'holds', 'i̇zmir', 's', 'mayor']
    """
    return fold(text).translate(_SPACING).split()


def letters(text: str) -> str:
    """The normal form as one line of characters, each gap one space.

    >>> letters("“No,” he said — 停火。")
    'no he said 停火'
    """
    return " ".join(fold(text).translate(_LETTERS).split())
