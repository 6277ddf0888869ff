"""Classifies each hyphen of a text: a broken word, a compound broken at its hyphen, or right as it stands.

The score of the two halves (`break_score`) is held against a threshold that depends on where the hyphen
stands: at a line end a break is the rule, inside a line it is the exception. Contexts that forbid to touch a
hyphen (`contexts`) come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from cleaner.stages.hyphenation.break_score import RARE, BreakScore, add_document_counts, score_halves
from cleaner.stages.hyphenation.contexts import (
    is_broken_address,
    is_broken_slug,
    is_chained,
    is_identifier,
    is_suspended,
)
from cleaner.stages.hyphenation.frequency import count_compounds, is_common
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass, find_hyphens
from cleaner.stages.hyphenation.inside_line import InsideLine, is_clear_break
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.prefixes import ENGLISH_PREFIXES, is_prefix
from cleaner.stages.hyphenation.written_forms import WrittenForms

_NUMBERS: Final = frozenset(
    """
    two three four five six seven eight nine ten twenty thirty forty fifty sixty hundred half
    first second third fourth fifth sixth seventh eighth ninth
    """.split()  # noqa: SIM905
)
"""Numbers, which open compounds with a noun: two-storey, first-hand."""
_COMMON_NOUN: Final = 4.0
"""The Zipf frequency from which the second half is surely a word by itself (one in a hundred thousand)."""


class ClassifiedHyphen(NamedTuple):
    """A hyphen, its class, and the score that it was decided by (None where the context decided)."""

    hyphen: Hyphen
    label: HyphenClass
    score: BreakScore | None = None


@dataclass(frozen=True)
class HyphenClassifier:
    """Classifies the hyphens of one text. What concerns the whole text is worked out when first needed."""

    text: str
    limits: Limits

    @cached_property
    def forms(self) -> WrittenForms:
        """What the text says about its words."""
        return WrittenForms(self.text)

    @property
    def language(self) -> str:
        """The language whose tables are used; "" for none."""
        return self.forms.language

    def classify_all(self) -> Iterator[ClassifiedHyphen]:
        """Yields every hyphen that is not to be left as it stands, in order."""
        candidates = []
        for hyphen in find_hyphens(self.text):
            score = self._score(hyphen)
            if score is not None or hyphen.kind != "inside":
                candidates.append((hyphen, score))
        # All hyphens are scored before any is classified: clear breaks lower the threshold of the others.
        clear = sum(
            1
            for hyphen, score in candidates
            if score and hyphen.kind != "line" and self._is_clear(hyphen, score)
        )
        for hyphen, score in candidates:
            label = self._classify(hyphen, score, clear)
            if label != "leave":
                yield ClassifiedHyphen(hyphen, label, score)

    def _score(self, hyphen: Hyphen) -> BreakScore | None:
        """Scores a hyphen; None where its halves cannot be a broken word."""
        kind, _, _, left, right = hyphen
        score = score_halves(kind, left, right, self.language)
        if score is None:
            return None
        joined, hyphenated = self.forms.count(left.lower(), right.lower())
        # Only a hyphen inside a line is itself one of the hyphenated forms that were counted.
        return add_document_counts(score, joined, hyphenated - (kind == "inside"))

    def _is_clear(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether a hyphen is a break beyond doubt, and stands where a break can be."""
        return is_clear_break(self.text, hyphen, score, self.limits)

    def _classify(self, hyphen: Hyphen, score: BreakScore | None, clear: int) -> HyphenClass:
        """Classifies a hyphen; `clear` is how many clear breaks the text has that are not at line ends."""
        if hyphen.kind == "soft":
            return "join"
        # A figure on a line of its own may belong to the text (`COVID-`, `19`): only a clear word is joined
        # over it.
        if hyphen.kind == "page":
            return "join" if score is not None and self._is_clear(hyphen, score) else "leave"
        # Before the test for addresses, which leaves them: in a slug each hyphen is the address's own, so
        # only the line end goes.
        if is_broken_slug(self.text, hyphen):
            return "close"
        if hyphen.kind == "line":
            return self._classify_at_line_end(hyphen, score)
        if is_identifier(self.text, hyphen):
            return "leave"
        if score is None:
            return "close" if hyphen.kind == "spaced" and self._is_spaced_figure(hyphen) else "leave"
        if hyphen.kind == "spaced":
            return self._classify_spaced(hyphen, score)
        return InsideLine(self.text, self.language, self.limits, clear).classify(hyphen, score)

    def _classify_at_line_end(self, hyphen: Hyphen, score: BreakScore | None) -> HyphenClass:
        """Classifies a hyphen at a line end, where a break is the rule: joins unless something forbids it."""
        # The hyphen may be the address's own (`desk.secu-` and `rity@example.org`): which one, nobody can
        # say.
        if is_broken_address(self.text, hyphen):
            return "leave"
        left, right = hyphen.left, hyphen.right
        # Scripts without capital letters break words without a hyphen: this one is something else.
        if right and not (right[0].islower() or right[0].isupper()):
            return "leave"
        if score is None or self.text[hyphen.start - len(left) - 1 : hyphen.start - len(left)].isdigit():
            return "leave" if is_suspended(right, self.language) else "close"
        limits = self.limits
        # "pre-\nor" is suspended, "anch-\nor" is a word that happens to end in a conjunction.
        if is_suspended(right, self.language):
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
        pair = self.language == "en" and None not in score.halves
        if self._is_name_compound(hyphen, score) or (pair and is_chained(self.text, hyphen)):
            return "close"
        # A first half that opens other compounds of the text opens this one too.
        if is_prefix(left, self.language) or left.lower() in self.forms.openers:
            return "close"
        return "join" if score.score > (limits.line_pair if pair else limits.line_new) else "close"

    def _is_name_compound(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether a name opens the compound, which Finnish writes with a hyphen: Aalto-malja."""
        name, noun = score.halves
        return (
            self.language == "fi"
            and hyphen.left[:1].isupper()
            and name is None
            and noun is not None
            and noun >= _COMMON_NOUN
            and len(hyphen.right) > 4
        )

    def _classify_spaced(self, hyphen: Hyphen, score: BreakScore) -> HyphenClass:
        """Classifies a hyphen with a space behind it: broken, a compound, or suspended (or a dash)."""
        right = hyphen.right.lower()
        if is_suspended(right, self.language) or is_suspended(right, "") or is_common(right, self.language):
            return "join" if score.score > self.limits.clear and score.joined is not None else "leave"
        if score.joined is not None or score.elsewhere[0]:
            if score.score > self.limits.spaced:
                return "join"
        elif len(hyphen.left) > 1 and len(right) > 1 and self._is_new_word(hyphen, score):
            return "join"
        return "close" if self._is_compound(hyphen, score) else "leave"

    def _is_new_word(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether two halves with a space between make a word that no table has: a name, a rare word."""
        if score.score <= self.limits.spaced_new:
            return False
        if self.language == "en":
            rare = [half is None or half < RARE for half in score.halves]
            return rare[1] and (None in score.halves or (rare[0] and hyphen.left[0].isupper()))
        return bool(self.language)

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
        """Whether a space came into a compound of a figure (20- year) or, in German, of an acronym."""
        left, right = hyphen.left, hyphen.right
        if not left and right:
            return self.language == "en" and count_compounds(f"-{right}") >= 5
        return self.language == "de" and len(left) > 1 and left.isupper() and right[1:].islower()
