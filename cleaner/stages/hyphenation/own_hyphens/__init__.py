"""Hyphens that are a word's own, though a line ends behind them: the evidence for it, by language.

Nineteen of twenty line ends behind a hyphen are breaks, so each piece of evidence is a closed list or a shape
that no syllable has.
"""

from __future__ import annotations

from typing import Final

from cleaner.stages.hyphenation.own_hyphens.doubling import is_doubled
from cleaner.stages.hyphenation.own_hyphens.forms import load_forms
from cleaner.stages.hyphenation.own_hyphens.pairs import is_pair

__all__ = ["has_own_hyphen", "is_pair"]

_ABBREVIATIONS: Final = frozenset(
    """
    btw cd dj dna dvd fm gps gsm hbo hiv hlm html kft km lcd mbo pc pdf php pme pr pvc rna sdf sms sql tgv tv
    vip vmbo wc xml
    """.split()  # noqa: SIM905
)
"""Abbreviations in lower case that open compounds (tv-gids). They have no vowel, but not all that has none is
one: Hungarian breaks sz-ere, manuals fc-ntl."""


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
    if is_doubled(left, right, language) or left in _ABBREVIATIONS:
        return True
    return forms.likely.fullmatch(form) is not None or (is_named and forms.named.fullmatch(form) is not None)
