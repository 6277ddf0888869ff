"""Two words that stand side by side, in languages that hardly ever write such compounds solid."""

from __future__ import annotations

from typing import Final

_PAIRING: Final = frozenset({"es", "fr", "id", "it", "ru"})
"""Languages with a table of words in which two nouns or adjectives have a hyphen or stand apart."""
_LEAST: Final = 4
"""Letters of each word: shorter ones are syllables by chance."""
_LEAST_TOGETHER: Final = 9
"""Letters of both words together: `пара-метр` and `case-ríos` have eight."""
_COMMON: Final = 4.2
"""The Zipf frequency of each word: below it chance makes pairs (comen-sales)."""
_COMMON_RUSSIAN: Final = 3.6
"""The same in Russian, whose endings spread a word over many forms, each of them rarer."""
_OPENED: Final = 3.6
"""The Zipf frequency of a word behind one of `_OPENERS`; the tables know many a syllable below it."""
_OPENERS: Final = {
    "es": "no",
    "fr": "anti après arrière attrape avant bas brise cache casse chasse contre coupe cure demi garde gratte "
    "haut lance lave mi mot non ouvre pare porte quasi serre sous taille tire tout vice vide",
    "it": "non vice",
    "ru": "вице пресс",
}
"""First words of fewer letters, or so frequent ones that a second word of the least frequency is enough."""
_SYLLABLES: Final = frozenset(
    """
    centro mente mento menti ment ments tion tions sion sions able ables ible ibles
    para sobre contra entre ante inter super trans auto extra retro tele foto micro macro mono multi semi
    sotto sopra oltre sous pour
    пере пред под при над раз без про
    """.split()  # noqa: SIM905
)
"""Words that are an ending or a beginning of many others, too."""


def is_pair(left: str, right: str, halves: tuple[float | None, float | None], language: str) -> bool:
    """Whether two common words were put together by a hyphen: coche-bomba, porte-parole.

    >>> is_pair("coche", "bomba", (4.9, 4.5), "es"), is_pair("rápida", "mente", (4.7, 4.6), "es")
    (True, False)
    """
    first, second = halves
    if language not in _PAIRING or second is None or second < _OPENED or right in _SYLLABLES:
        return False
    if left in _OPENERS.get(language, "").split() and len(right) >= _LEAST:
        return True
    common = _COMMON_RUSSIAN if language == "ru" else _COMMON
    if first is None or min(first, second) < common or left in _SYLLABLES:
        return False
    return min(len(left), len(right)) >= _LEAST and len(left + right) >= _LEAST_TOGETHER
