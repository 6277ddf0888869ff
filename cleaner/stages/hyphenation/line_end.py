"""Classifies a hyphen at a line end, where a break is the rule: it joins unless something forbids it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cleaner.stages.hyphenation.break_score import BreakScore
from cleaner.stages.hyphenation.contexts import is_broken_address, is_chained, is_suspended
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.prefixes import is_prefix
from cleaner.stages.hyphenation.written_forms import WrittenForms

_COMMON_NOUN: Final = 4.0
"""The Zipf frequency from which the second half is surely a word by itself (one in a hundred thousand)."""


@dataclass(frozen=True, slots=True)
class LineEnd:
    """Classifies the hyphens at the line ends of one text."""

    text: str
    forms: WrittenForms
    limits: Limits

    def classify(self, hyphen: Hyphen, score: BreakScore | None) -> HyphenClass:
        """Classifies a hyphen at a line end; without a score (figures, a capital) its hyphen stays."""
        # The hyphen may be the address's own (`desk.secu-` and `rity@example.org`): which one, nobody can
        # say.
        if is_broken_address(self.text, hyphen):
            return "leave"
        left, right = hyphen.left, hyphen.right
        # Scripts without capital letters break words without a hyphen: this one is something else.
        if right and not (right[0].islower() or right[0].isupper()):
            return "leave"
        if score is None or self.text[hyphen.start - len(left) - 1 : hyphen.start - len(left)].isdigit():
            return "leave" if is_suspended(right, self.forms.language) else "close"
        limits = self.limits
        # "pre-\nor" is suspended, "anch-\nor" is a word that happens to end in a conjunction.
        if is_suspended(right, self.forms.language):
            return "join" if score.score > limits.clear else "leave"
        # A word is known when a table has it or the document writes it elsewhere.
        is_known = score.joined is not None or score.elsewhere[0] > 0
        # Capitals are often acronyms, whose hyphen stays: they join on the evidence that is asked inside a
        # line.
        if right.isupper() or (left.isupper() and len(left) > 1):
            return "join" if is_known and score.score > limits.inside else "close"
        if is_known:
            return "join" if score.score > limits.line else "close"
        # Two known words that together are none make a compound of the moment: its hyphen mostly stays.
        pair = self.forms.language == "en" and None not in score.halves
        if self._is_name_compound(hyphen, score) or (pair and is_chained(self.text, hyphen)):
            return "close"
        # A first half that opens other compounds of the text opens this one too.
        if is_prefix(left, self.forms.language) or left.lower() in self.forms.openers:
            return "close"
        return "join" if score.score > (limits.line_pair if pair else limits.line_new) else "close"

    def _is_name_compound(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether a name opens the compound, which Finnish writes with a hyphen: Aalto-malja."""
        name, noun = score.halves
        return (
            self.forms.language == "fi"
            and hyphen.left[:1].isupper()
            and name is None
            and noun is not None
            and noun >= _COMMON_NOUN
            and len(hyphen.right) > 4
        )
