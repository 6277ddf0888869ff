"""Classifies a hyphen with a space behind it, where a line end was: broken, a compound, or suspended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cleaner.stages.hyphenation.break_score import RARE, BreakScore
from cleaner.stages.hyphenation.frequency import LANGUAGES, count_compounds, is_common
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.line_contexts import closes_aside, mixes_scripts
from cleaner.stages.hyphenation.prefixes import ENGLISH_PREFIXES
from cleaner.stages.hyphenation.suspension import is_conjunction, is_suspended

_NUMBERS: Final = frozenset(
    """
    two three four five six seven eight nine ten twenty thirty forty fifty sixty hundred half
    first second third fourth fifth sixth seventh eighth ninth
    """.split()  # noqa: SIM905
)
"""Numbers, which open compounds with a noun: two-storey, first-hand."""


_TITLED: Final = 3
"""How often the table has a compound with two capitals: less often it could be two names."""


@dataclass(frozen=True, slots=True)
class BeforeSpace:
    """Classifies the hyphens before spaces of texts in one language."""

    text: str
    language: str
    """The language around the hyphen; "" for none that is known."""
    limits: Limits

    def classify(self, hyphen: Hyphen, score: BreakScore | None) -> HyphenClass:
        """Classifies a hyphen with a space behind it: broken, a compound, or suspended (or a dash)."""
        right = hyphen.right.lower()
        if is_suspended(self.text, hyphen, self.language) or is_conjunction(right, ""):
            return "join" if score is not None and self._is_clear(score) else "leave"
        if mixes_scripts(hyphen):
            return "leave"
        if score is None:
            return "close" if self._is_spaced_figure(hyphen) else "leave"
        # Scans of English have stray dashes at many a line's start: there the second half must be a word.
        may_be_dash = score.joined is None and (self.language != "en" or score.halves[1] is not None)
        if may_be_dash and closes_aside(self.text, hyphen):
            return "leave"
        if self.language in LANGUAGES and is_common(right, self.language):
            return "join" if self._is_clear(score) else "leave"
        if score.joined is not None or score.elsewhere[0]:
            if score.score > self.limits.spaced:
                return "join"
        elif len(hyphen.left) > 1 and len(right) > 1 and self._is_new_word(hyphen, score):
            return "join"
        return "close" if self._is_compound(hyphen, score) else "leave"

    def _is_clear(self, score: BreakScore) -> bool:
        """Whether the joined form is a word beyond doubt."""
        return score.score > self.limits.clear and score.joined is not None

    def _is_new_word(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether two halves with a space between make a word that no table has: a name, a rare word."""
        if score.score <= self.limits.spaced_new:
            return False
        if self.language == "en":
            rare = [half is None or half < RARE for half in score.halves]
            return rare[1] and (None in score.halves or (rare[0] and hyphen.left[0].isupper()))
        return self.language in LANGUAGES

    def _is_compound(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether the hyphen before a space belongs to a compound, and is no dash."""
        if score.elsewhere[1]:
            return True
        if self.language != "en":
            return False
        left, right = hyphen.left.lower(), hyphen.right.lower()
        closes = count_compounds(f"-{right}")
        # A form that is known, or parts that open or close many: `well- known`, `non- executive`, `two-
        # storey`.
        return (
            count_compounds(f"{left}-{right}") > 0
            or left in ENGLISH_PREFIXES
            or (left in _NUMBERS and closes > 0)
            or (right.endswith(("ed", "ing")) and (closes >= 3 or count_compounds(f"{left}-") >= 8))
        )

    def _is_spaced_figure(self, hyphen: Hyphen) -> bool:
        """Whether a space came into a compound of a figure (20- year), a title or, in German, an acronym."""
        left, right = hyphen.left, hyphen.right
        # A compound in a title, which the table knows: `Third- Party`.
        if self.language == "en" and left.istitle() and right.istitle():
            return count_compounds(f"{left}-{right}".lower()) >= _TITLED
        if not left and right:
            return self.language == "en" and count_compounds(f"-{right}") >= 5
        return self.language == "de" and len(left) > 1 and left.isupper() and right[1:].islower()
