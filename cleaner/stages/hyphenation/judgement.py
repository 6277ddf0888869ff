"""Broken word or compound: the weighing, from frequencies and from what the document itself writes."""

from __future__ import annotations

from functools import lru_cache
from math import log10
from typing import Final, NamedTuple

from cleaner.stages.hyphenation.frequency import compounds, zipf

UNKNOWN: Final = 1.5
"""The Zipf frequency that a half in no table is given."""


class Weights(NamedTuple):
    """What each sign adds to the log-odds of a break. Figures and how they were fitted: compounds.md."""

    base: float
    joined: float
    """a Zipf step of the joined form"""
    rarer: float
    """a Zipf step of the rarer half"""
    commoner: float
    """a Zipf step of the other half"""
    both: float
    """both halves are words"""
    form: float = 0.0
    """a tenfold of the times that the hyphenated form was met"""
    opens: float = 0.0
    """a tenfold of the compounds that the first half opens"""
    closes: float = 0.0
    """a tenfold of the compounds that the second half closes"""


KNOWN: Final = Weights(-1.1, 2.5, -0.6, 0.25, -2.7, form=-6.2, opens=-1.4, closes=-1.3)
"""English, where the joined form is a word."""
NEW: Final = Weights(2.0, 0.0, -1.0, 0.2, -1.3, form=-11.5, opens=-2.3, closes=-1.7)
"""English, where it is not: a name, a rare word, or no word at all."""
FOREIGN_KNOWN: Final = Weights(-1.1, 2.5, -0.6, 0.25, -2.0)
FOREIGN_NEW: Final = Weights(2.0, 0.0, -1.0, 0.2, -1.3)
"""Other languages have no counts of compounds: the same without them."""


class Weighing(NamedTuple):
    """How a form reads. `score` is a log-odds: high for a broken word, low for a compound.

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

    A joined form that is much more frequent than its halves speaks for a break; a form met with its
    hyphen, and halves that open or close many compounds, speak against it.

    >>> weigh("secu", "rity", "en").score > 6, weigh("well", "wishers", "en").score < -6
    (True, True)
    """
    joined, halves = zipf(left + right, language), (zipf(left, language), zipf(right, language))
    english = language == "en"
    known, new = (KNOWN, NEW) if english else (FOREIGN_KNOWN, FOREIGN_NEW)
    weights = new if joined is None else known
    rarer, commoner = sorted(UNKNOWN if half is None else half for half in halves)
    score = weights.base + weights.joined * (joined or 0.0)
    score += weights.rarer * rarer + weights.commoner * commoner
    if None not in halves:
        score += weights.both
    if english:
        score += weights.form * log10(1 + compounds(f"{left}-{right}"))
        score += weights.opens * log10(1 + compounds(f"{left}-"))
        score += weights.closes * log10(1 + compounds(f"-{right}"))
    return Weighing(score, joined, halves)


def with_document(weighing: Weighing, joined: int, hyphenated: int) -> Weighing:
    """The same, when the document elsewhere writes the joined and the hyphenated form so many times."""
    score = weighing.score + 2.5 * min(joined, 2) - 1.5 * min(hyphenated, 2)
    return weighing._replace(score=score, elsewhere=(joined, hyphenated))
