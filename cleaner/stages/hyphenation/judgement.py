"""Broken word or compound: the weighing, from frequencies and what the document itself writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log10
from typing import Final, NamedTuple

from cleaner.stages.hyphenation.frequency import compounds, zipf

UNKNOWN: Final = 1.5
"""The Zipf frequency that a word in no table is given."""


class Weighing(NamedTuple):
    """How a form reads. `score` is a log-odds: above 0 a broken word, below a compound or an unknown pair.

    `joined` and `halves` are Zipf frequencies, None where the tables do not know the word; `elsewhere`
    is how often the document writes the joined form and, apart from here, the hyphenated one.
    """

    score: float
    joined: float | None
    halves: tuple[float | None, float | None]
    elsewhere: tuple[int, int] = (0, 0)

    def evidence(self) -> dict[str, object]:
        """The weighing as JSON values."""
        return {
            "score": round(self.score, 1),
            "joined": self.joined,
            "halves": list(self.halves),
            "elsewhere": list(self.elsewhere),
        }


@lru_cache(maxsize=1 << 14)
def weigh(left: str, right: str, language: str) -> Weighing:
    """Weighs two halves in lower case by frequency alone.

    The weights are those of a logistic regression on words broken at random and hyphenated forms as
    printed (bench/make_compounds.py says which texts): a joined form much more frequent than the rarer
    half speaks for a break; a form met with its hyphen, and halves that open or close many compounds,
    speak against it.

    >>> weigh("secu", "rity", "en").score > 4, weigh("well", "wishers", "en").score < -4
    (True, True)
    """
    joined, halves = zipf(left + right, language), (zipf(left, language), zipf(right, language))
    known = (UNKNOWN if joined is None else joined, *(UNKNOWN if half is None else half for half in halves))
    score = 3.0 * known[0] - 1.25 * min(known[1:]) + 0.15 * sum(known[1:]) - 1.6
    if joined is None:
        score -= 0.7
    if language == "en":
        score -= 5.5 * log10(1 + compounds(f"{left}-{right}"))
        score -= 1.5 * log10(1 + compounds(f"{left}-")) + 1.2 * log10(1 + compounds(f"-{right}"))
    else:
        score -= 1.5
    return Weighing(score, joined, halves)


def weigh_in(words: Mapping[str, int], left: str, right: str, language: str, here: int) -> Weighing:
    """The same, with what the document writes elsewhere; `here` is how often it counts this very place."""
    weighing = weigh(left, right, language)
    joined, hyphenated = words.get(left + right, 0), words.get(f"{left}-{right}", 0) - here
    score = weighing.score + 2.5 * min(joined, 2) - 1.5 * min(hyphenated, 2)
    return weighing._replace(score=score, elsewhere=(joined, hyphenated))
