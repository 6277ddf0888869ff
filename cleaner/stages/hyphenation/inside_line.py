"""Classifies hyphens between letters in a line, where a compound is the rule and a break the exception."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from cleaner.stages.hyphenation.break_score import (
    RARE,
    BreakScore,
    are_words,
    is_never_hyphenated,
)
from cleaner.stages.hyphenation.contexts import (
    is_chained,
    is_identifier,
    is_quoted,
    is_spelled,
    takes_hyphens,
)
from cleaner.stages.hyphenation.endings import is_growing
from cleaner.stages.hyphenation.frequency import count_form
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.prefixes import is_prefix, opens_compounds
from cleaner.stages.hyphenation.right_spellings import (
    is_adjective_pair,
    is_done_again,
    is_drawn_out,
    is_first_part,
    is_foreign_compound,
    is_inner_name,
    is_name_of_syllables,
    is_set_apart,
)


class ClearBreaks(NamedTuple):
    """The breaks of a text that are beyond doubt and not at line ends, and its hyphens inside lines."""

    breaks: int
    hyphens: int

    @property
    def prevail(self) -> bool:
        """Whether they are a good share: then a machine broke the text, and its other hyphens are suspect."""
        return self.breaks * 4 >= self.hyphens > 0


class InsideLine(NamedTuple):
    """Classifies the hyphens inside the lines of one text."""

    text: str
    language: str
    limits: Limits
    clear: ClearBreaks
    is_old: bool
    """Whether the text is English of another time."""

    def classify(self, hyphen: Hyphen, score: BreakScore) -> HyphenClass:
        """Classifies a hyphen between letters: it joins only on evidence."""
        # Without a table nothing is known of the words. A chain is spelled out, or a title in an address.
        if not self.language or is_chained(self.text, hyphen):
            return "leave"
        limit = self._limit(hyphen, score)
        if not self._is_attested(hyphen, score) or score.score <= limit - self.limits.doubt:
            return "leave"
        # Asked last: these read the text around the hyphen, and few hyphens come this far.
        if self._is_right(hyphen, score) or is_spelled(self.text, hyphen):
            return "leave"
        if is_quoted(self.text, hyphen) and score.score <= self.limits.quoted:
            return "leave"
        return "join" if score.score > limit else "doubt"

    def _others(self, hyphen: Hyphen, score: BreakScore) -> int:
        """Returns how many clear breaks the text has beside this hyphen, where they are a good share."""
        if not self.clear.prevail:
            return 0
        return self.clear.breaks - is_clear_break(self.text, hyphen, score, self.limits)

    def _limit(self, hyphen: Hyphen, score: BreakScore) -> float:
        """Returns the score above which a hyphen is a break."""
        limits = self.limits
        limit = limits.inside - self._ease(hyphen, score)
        if self._is_known_name(hyphen, score):
            limit = min(limit, limits.name)
        return max(limit, limits.clear) if self._opens_compounds(hyphen, score) else limit

    def _opens_compounds(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether a hyphen behind the first half is meant, unless the joined form is a word beyond doubt."""
        left, right = hyphen.left.lower(), hyphen.right
        if self.language == "en" and is_set_apart(hyphen, score):
            return True
        if not opens_compounds(left, self.language):
            return False
        # English words have grown together with some of these: underway, geographical.
        may_grow = self.language == "en" and (left == "under" or not is_prefix(left, "en"))
        return not (may_grow and is_never_hyphenated(left, right))

    def _is_known_name(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether the joined form is a name that the tables know, and never with this hyphen."""
        return (
            self.language == "en"
            and not self.is_old
            and score.joined is not None
            and not count_form(hyphen.left.lower(), hyphen.right)
            and is_inner_name(self.text, hyphen)
        )

    def _ease(self, hyphen: Hyphen, score: BreakScore) -> float:
        """Returns by how much the other broken words of the text lower the threshold."""
        limits = self.limits
        ease = min(limits.most_ease, limits.ease * self._others(hyphen, score))
        if self.language == "en" and count_form(hyphen.left.lower(), hyphen.right.lower()):
            return 0.0
        if not are_words(score.halves):
            return ease
        # A rare word of two words may well be written with its hyphen: bio-pic, touch-screen. Not a name.
        # And so may a word with `out`: out-dated.
        is_sure = hyphen.left[:1].isupper() or ((score.joined or 0.0) >= _SOLID and hyphen.left != "out")
        return ease if is_sure else 0.0

    def _is_attested(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether the joined form is a word, or may be one among other broken words."""
        language = self.language
        # A word and an ending make a word that need not be in the table: falsify-ing.
        if language == "en" and is_growing(hyphen.left, hyphen.right) and (score.halves[0] or 0.0) >= _STEM:
            return True
        # "casar-se" is right, unless the document has other breaks beyond doubt.
        others = self._others(hyphen, score)
        if takes_hyphens(hyphen.right, language) and not (others and score.joined is not None):
            return False
        if score.joined is not None or (score.elsewhere[0] and len(hyphen.left) > 2):
            return True
        return others > 0 and _is_fragment(hyphen, score, language)

    def _is_right(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether the form is a spelling that a writer may have chosen."""
        if is_name_of_syllables(hyphen, score) or is_drawn_out(self.text, hyphen):
            return True
        if self.language != "en":
            return is_foreign_compound(hyphen, score, self.language)
        if self.is_old and are_words(score.halves):
            return True
        return not self._others(hyphen, score) and is_done_again(self.text, hyphen)


_STEM: Final = 2.5
"""The Zipf frequency from which what stands before an ending is a word."""
_COMMON: Final = 5.0
"""The Zipf frequency from which a first half makes compounds at will: Open-endedness."""
_SOLID: Final = 3.2
"""The Zipf frequency from which a word of two words is mostly written joined."""


def count_clear_breaks(
    text: str, scored: Iterable[tuple[Hyphen, BreakScore | None]], hyphens: int, limits: Limits
) -> ClearBreaks:
    """Counts the clear breaks among the scored hyphens of a text that has so many hyphens inside lines."""
    clear = (
        score and hyphen.kind != "line" and is_clear_break(text, hyphen, score, limits)
        for hyphen, score in scored
    )
    return ClearBreaks(sum(map(bool, clear)), hyphens)


def may_be_break(hyphen: Hyphen) -> bool:
    """Whether a hyphen inside a line has the shape of a break: no capital behind it, no letter by itself."""
    kind, _, _, left, right = hyphen
    # Every hyphen is asked: slices cost less than calls.
    return kind == "inside" and left[1:] != "" != right[1:] and right.islower() and left != right


def is_clear_break(text: str, hyphen: Hyphen, score: BreakScore, limits: Limits) -> bool:
    """Whether a hyphen is a break beyond doubt, and stands where a break can be."""
    return (
        score.score > limits.clear
        and score.joined is not None
        and not is_chained(text, hyphen)
        and not is_identifier(text, hyphen)
    )


def _is_fragment(hyphen: Hyphen, score: BreakScore, language: str) -> bool:
    """Whether the second half is hardly a word, nor the first one; outside English, whether it is none."""
    first, second = score.halves
    if language != "en":
        # German writes its compounds solid, and breaks between their words too; but pairs of adjectives.
        if language == "de":
            return None in score.halves and not is_adjective_pair(hyphen)
        return second is None and not is_first_part(hyphen.left)
    # Half of a name is often a word: Mc-Creadie, Giz-mondo.
    if hyphen.left[0].isupper():
        return (first or 0.0) < _COMMON and (second or 0.0) < _STEM
    return (second is None or (second < RARE and first is None)) and (first or 0.0) < _STEM
