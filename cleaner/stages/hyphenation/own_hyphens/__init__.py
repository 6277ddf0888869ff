"""Hyphens that are a word's own, though a line ends behind them: the evidence for it, by language.

Nineteen of twenty line ends behind a hyphen are breaks, so each piece of evidence is a closed list or a shape
that no syllable has.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.stages.hyphenation.own_hyphens.doubling import is_doubled
from cleaner.stages.hyphenation.own_hyphens.forms import load_forms
from cleaner.stages.hyphenation.own_hyphens.pairs import is_pair

__all__ = ["has_own_hyphen", "is_pair"]

_VOWELS: Final = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīĭįıōŏőœũūŭůűųаеёиоуыэюяіїєў")
_SYLLABIC: Final = frozenset({"bg", "cs", "sk"})
"""Languages in which r and l make syllables: čtvr-tek."""
_ABBREVIATION: Final = re.compile(r"[a-zß-ɏа-џґ]{2,3}")


def has_own_hyphen(left: str, right: str, language: str, *, is_known: bool) -> bool:
    """Whether two halves are written with a hyphen: clitics, particles, pairs, doubled words.

    `is_known` says that a table or the text has the joined form.

    >>> [has_own_hyphen(left, "lhe", "pt", is_known=False) for left in ("disse", "mo")]
    [True, False]
    >>> [has_own_hyphen(left, "gids", "nl", is_known=False) for left in ("tv", "reis")]
    [True, False]
    """
    is_named = left[:1].isupper()
    left, right = left.lower(), right.lower()
    form, forms = f"{left}-{right}", load_forms(language)
    if forms.sure.fullmatch(form):
        return True
    if is_known:
        return False
    if is_doubled(left, right, language) or (language not in _SYLLABIC and has_no_vowel(left)):
        return True
    return forms.likely.fullmatch(form) is not None or (is_named and forms.named.fullmatch(form) is not None)


def has_no_vowel(part: str) -> bool:
    """Whether a part has no vowel, and so is no syllable but an abbreviation: tv, pc. Mc begins names.

    >>> has_no_vowel("tv"), has_no_vowel("st"), has_no_vowel("my"), has_no_vowel("mc")
    (True, True, False, False)
    """
    return part != "mc" and _ABBREVIATION.fullmatch(part) is not None and _VOWELS.isdisjoint(part)
