"""Suspended hyphens: a part that waits for its other half, as in pre- and post-war, 5- or 6-day week."""

from __future__ import annotations

import re
from typing import Final

from cleaner.stages.hyphenation.frequency import is_common
from cleaner.stages.hyphenation.hyphens import Hyphen

_CONJUNCTIONS: Final = {  # by language; "" for a text whose language is not known
    "bg": "и или",
    "ca": "i o",
    "cs": "a i nebo",
    "da": "og eller samt til",
    "de": "und oder bis sowie bzw beziehungsweise als wie statt anstatt gegenüber sondern respektive versus",
    "en": "and or to nor but through versus vs",
    "es": "y o e u",
    "fi": "ja tai sekä eli",
    "fr": "et ou",
    "hu": "és vagy illetve",
    "id": "dan atau",
    "it": "e o ed",
    "nb": "og eller samt til",
    "nl": "en of tot",
    "pl": "i lub oraz albo",
    "pt": "e",
    "ro": "sau",
    "ru": "и или",
    "sk": "a i alebo",
    "sv": "och eller samt till",
    "uk": "і й або",
    "": "and or und oder et ou og och eller ja tai sekä и или",
}
"""Words that follow a suspended hyphen, and that are no syllable at the end of a common word: Turkish `ve`
(kah-ve), Czech `či` (pé-či), Polish `czy` (rze-czy) and Romanian `și` (ro-și) are."""
_SERIES: Final = re.compile(r"\w+,?(?:\s+\w+,?){0,3}?\s+\w+[-‐]\w")
"""What follows in a series: a few words, and the next part with its hyphen (short- rather than long-term)."""
_REACH: Final = 80
"""Characters behind a hyphen that may belong to the series."""


def is_conjunction(word: str, language: str) -> bool:
    """Whether `word` is one that follows a suspended hyphen: pre- and post-war, Vor- und Nachteile.

    >>> is_conjunction("und", "de"), is_conjunction("und", "en"), is_conjunction("heit", "de")
    (True, False, False)
    """
    return word in _CONJUNCTIONS.get(language, "").split()


def is_suspended(text: str, hyphen: Hyphen, language: str) -> bool:
    """Whether a conjunction follows the hyphen, or a small word and the next part of a series.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("pre- and post-war", "short- rather than long-term", "day- to-day")
    >>> [is_suspended(text, next(find_hyphens(text)), "en") for text in texts]
    [True, True, False]
    """
    right = hyphen.right.lower()
    end = hyphen.end + len(right)
    # The middle of a chain is no conjunction: day-to-day.
    if text[end : end + 1] in ("-", "‐"):
        return False
    if is_conjunction(right, language):
        # A plural of Dutch ends in `en`, too: individu-en.
        return language != "nl" or right != "en" or hyphen.left[-1:] not in ("i", "u")
    if language != "en" or not (is_common(right, language) or right in ("rather", "instead")):
        return False
    return _SERIES.match(text, hyphen.end, hyphen.end + _REACH) is not None
