"""Scores how likely a hyphen breaks a word, from word frequencies and from what the document itself writes.

The score is a log-odds, a sum of weighted signs: high for a broken word, low for a compound. The weights are
a logistic regression, fitted by ``bench/fit_hyphenation.py``.
"""

from __future__ import annotations

from functools import lru_cache
from math import log10
from typing import Final, NamedTuple

from cleaner.stages.hyphenation.endings import is_ending
from cleaner.stages.hyphenation.frequency import count_compounds, count_form, zipf
from cleaner.stages.hyphenation.hyphens import HyphenKind
from cleaner.stages.hyphenation.prefixes import is_grown_on

UNKNOWN: Final = 1.5
"""The Zipf frequency that a half in no table is given."""
RARE: Final = 3.6
"""The Zipf frequency below which a half is rare: half of a broken name may happen to be such a word."""
_RARE_AGAIN: Final = 3.2
"""The Zipf frequency below which a verb with `re` may be set apart though no table has it: re-filling."""
_OWN_SENSE: Final = 0.8
"""Zipf steps that a word with `re` stands above the one behind it, if it has a sense of its own: release."""
WORD: Final = 3.0
"""The Zipf frequency from which a half is a word in use (one in a million)."""
_HOPELESS: Final = -4.0
"""The score below which a hyphen inside a line is left; the rest of the document is not looked at."""


class BreakWeights(NamedTuple):
    """What each sign adds to the log-odds of a break. How the figures were fitted: compounds.md."""

    base: float
    joined: float
    """For each Zipf step (a factor of ten in frequency) of the joined form."""
    rarer: float
    """For each Zipf step of the rarer half."""
    commoner: float
    """For each Zipf step of the other half."""
    both: float
    """Once, where both halves are words."""
    form: float = 0.0
    """For each factor of ten in how often the tables have the hyphenated form."""
    opens: float = 0.0
    """For each factor of ten in how many compounds the first half opens."""
    closes: float = 0.0
    """For each factor of ten in how many compounds the second half closes."""


JOINED_KNOWN: Final = BreakWeights(-1.1, 2.5, -0.6, 0.25, -2.7, form=-6.2, opens=-1.4, closes=-1.3)
"""English, where the joined form is a word."""
JOINED_NEW: Final = BreakWeights(2.0, 0.0, -1.0, 0.2, -1.3, form=-11.5, opens=-2.3, closes=-1.7)
"""English, where it is not: a name, a rare word, or no word at all."""
FOREIGN_KNOWN: Final = BreakWeights(-1.1, 2.5, -0.6, 0.25, -2.0)
FOREIGN_NEW: Final = BreakWeights(2.0, 0.0, -1.0, 0.2, -1.3)
"""Other languages have no counts of compounds: the same without them."""


class BreakScore(NamedTuple):
    """The score of two halves as a broken word, with the frequencies that it comes from.

    `score` is a log-odds: high for a broken word, low for a compound. `joined` and `halves` are Zipf
    frequencies, None where the tables do not know the word. `elsewhere` is how often the document writes the
    joined form and, apart from this place, the hyphenated one.
    """

    score: float
    joined: float | None
    halves: tuple[float | None, float | None]
    elsewhere: tuple[int, int] = (0, 0)

    def evidence(self) -> dict[str, object]:
        """The evidence of an edit, as JSON values."""
        return {
            "score": round(self.score, 1),
            "joined": self.joined,
            "halves": list(self.halves),
            "elsewhere": list(self.elsewhere),
        }


@lru_cache(maxsize=1 << 14)
def score_break(left: str, right: str, language: str) -> BreakScore:
    """Scores two halves, in lower case, by frequency alone.

    A joined form that is much more frequent than its halves speaks for a break; a form met with its
    hyphen, and halves that open or close many compounds, speak against it.

    >>> score_break("secu", "rity", "en").score > 6, score_break("well", "wishers", "en").score < -6
    (True, True)
    """
    # Only English has a table of compounds; a joined form in no table is scored by weights of its own.
    joined, halves = zipf(left + right, language), (zipf(left, language), zipf(right, language))
    english = language == "en"
    # The tables met `ing` and `com` as words, because other texts have broken words too.
    if english and is_ending(left, right):
        halves = halves[0], None
    elif english and joined is not None and is_grown_on(left) and not count_form(left, right):
        halves = None, halves[1]
    known, new = (JOINED_KNOWN, JOINED_NEW) if english else (FOREIGN_KNOWN, FOREIGN_NEW)
    weights = new if joined is None else known
    # Sorted: which half is the rarer one says more than which comes first.
    rarer, commoner = sorted(UNKNOWN if half is None else half for half in halves)
    score = weights.base + weights.joined * (joined or 0.0)
    score += weights.rarer * rarer + weights.commoner * commoner
    if None not in halves:
        score += weights.both
    if english and not (is_never_hyphenated(left, right) or is_ending(left, right)):
        score += weights.form * log10(1 + count_form(left, right))
        score += weights.opens * log10(1 + count_compounds(f"{left}-"))
        score += weights.closes * log10(1 + count_compounds(f"-{right}"))
    return BreakScore(score, joined, halves)


def is_never_hyphenated(left: str, right: str) -> bool:
    """Whether English writes a word joined more than a hundred times as often as with this hyphen.

    >>> is_never_hyphenated("net", "work"), is_never_hyphenated("week", "end")
    (True, False)
    """
    joined = zipf(left + right)
    if joined is None:
        return False
    # A plural is written as its singular: web-sites.
    if right.endswith("s") and len(right) > 3 and is_never_hyphenated(left, right.removesuffix("s")):
        return True
    count = count_form(left, right)
    if left == "re" and joined < (zipf(right) or 0.0) + _OWN_SENSE:
        # Anything is done again, and the table has what is: any other common word with `re` is none of these.
        return count == 0 and joined >= _RARE_AGAIN and joined + 1 >= (zipf(right) or 0.0)
    return count + 0.5 < 0.01 * 10 ** (joined - 2.15)


def _is_repeated(left: str, right: str, language: str) -> bool:
    """Whether the second half says the first one again, as stutterers do."""
    return right.startswith(left) and (left == right or zipf(right.lower(), language) is not None)


def are_words(halves: tuple[float | None, float | None]) -> bool:
    """Whether both halves are words in use."""
    return min(half or 0.0 for half in halves) >= WORD


def _are_two_words(left: str, right: str, language: str) -> bool:
    """Whether the halves are words, neither of them rare, and the joined form is none."""
    if zipf(left + right, language) is not None or (language == "en" and is_ending(left, right)):
        return False
    return (zipf(left, language) or 0.0) >= RARE and (zipf(right, language) or 0.0) >= RARE


@lru_cache(maxsize=1 << 14)
def score_halves(kind: HyphenKind, left: str, right: str, language: str) -> BreakScore | None:
    """Scores two halves without a look at the document; None where they cannot be a broken word.

    Remembered: the same compounds return in all documents of a corpus.
    """
    if kind == "soft" or not left or not right:
        return None
    capitals = (left + right).isupper()
    # A second half with a capital is a word by itself (Inter-Services), unless all is in capitals or it is
    # Mc-Donald.
    if not (right.islower() or capitals or left == "Mc"):
        return None
    # An acronym is a word by itself: UN-supervised.
    if left.isupper() and len(left) > 1 and not capitals and kind != "line":
        return None
    # A single letter or a repetition is meant: x-ray, bye-bye, se-security; `bar-baric` is none.
    if kind == "inside" and (len(left) < 2 or len(right) < 2 or _is_repeated(left, right, language)):
        return None
    # Short capitals are acronyms: FT-SE, PML-N.
    if kind != "line" and capitals and len(left + right) < 6:
        return None
    left, right = left.lower(), right.lower()
    if kind == "inside" and _are_two_words(left, right, language):
        return None
    score = score_break(left, right, language)
    # In capitals a form that no table has is a name or an acronym, not a broken word.
    if capitals and kind != "line" and score.joined is None:
        return None
    return None if kind == "inside" and score.score < _HOPELESS else score


def add_document_counts(score: BreakScore, joined: int, hyphenated: int, weight: float = 2.5) -> BreakScore:
    """Adds what the document says: how often it writes the joined form, and the hyphenated one elsewhere.

    More than two occurrences count as two: otherwise a long document outweighs all other evidence. `weight`
    is what a joined one counts for.
    """
    total = score.score + weight * min(joined, 2) - 1.5 * min(hyphenated, 2)
    return BreakScore(total, score.joined, score.halves, (joined, hyphenated))
