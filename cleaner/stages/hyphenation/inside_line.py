"""Classifies hyphens between letters in a line, where a compound is the rule and a break the exception."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.stages.hyphenation.break_score import RARE, BreakScore
from cleaner.stages.hyphenation.contexts import (
    is_about_spelling,
    is_chained,
    is_identifier,
    is_mentioned,
    takes_hyphens,
)
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.prefixes import is_prefix


class InsideLine(NamedTuple):
    """Classifies the hyphens inside the lines of one text."""

    text: str
    language: str
    limits: Limits
    clear: int
    """How many clear breaks the text has that are not at line ends."""

    def classify(self, hyphen: Hyphen, score: BreakScore) -> HyphenClass:
        """Classifies a hyphen between letters: it joins only on evidence."""
        limits = self.limits
        # A document with broken words beyond doubt was broken by a machine: its other hyphens are suspect
        # too.
        limit = limits.inside - min(limits.most_ease, limits.ease * self.clear)
        if is_chained(self.text, hyphen):
            limit = limits.clear
        if is_prefix(hyphen.left, self.language):
            limit = max(limit, limits.clear)
        # "casar-se" is right, unless the document has other breaks beyond doubt.
        others = self.clear - is_clear_break(self.text, hyphen, score, limits)
        if not others and takes_hyphens(hyphen.right, self.language):
            return "leave"
        # A joined form that no table and no other place has is no word, unless the document has clear breaks.
        attested = score.joined is not None or (score.elsewhere[0] and len(hyphen.left) > 2)
        if not attested and not (self.clear and _ends_in_fragment(score, self.language)):
            return "leave"
        if score.score <= limit - limits.doubt:
            return "leave"
        # Asked last: these two read the text around the hyphen, and few hyphens come this far.
        if is_mentioned(self.text, hyphen) or is_about_spelling(self.text, hyphen.start):
            return "leave"
        return "join" if score.score > limit else "doubt"


def is_clear_break(text: str, hyphen: Hyphen, score: BreakScore, limits: Limits) -> bool:
    """Whether a hyphen is a break beyond doubt, and stands where a break can be."""
    return (
        score.score > limits.clear
        and score.joined is not None
        and not is_chained(text, hyphen)
        and not is_identifier(text, hyphen)
    )


def _ends_in_fragment(score: BreakScore, language: str) -> bool:
    """Whether the second half is hardly a word; outside English, whether a half is in no table."""
    second = score.halves[1]
    if language == "en":
        return second is None or (second < RARE and None in score.halves)
    return None in score.halves
