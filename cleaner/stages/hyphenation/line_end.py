"""Classifies a hyphen at a line end, where a break is the rule: it joins unless something forbids it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cleaner.stages.hyphenation.break_score import BreakScore
from cleaner.stages.hyphenation.contexts import is_broken_address, is_chained
from cleaner.stages.hyphenation.frequency import count_compounds
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.line_contexts import (
    is_before_item,
    is_list_of_names,
    is_word_list,
    mixes_scripts,
)
from cleaner.stages.hyphenation.own_hyphens import has_own_hyphen, is_pair
from cleaner.stages.hyphenation.prefixes import is_prefix
from cleaner.stages.hyphenation.suspension import is_suspended
from cleaner.stages.hyphenation.written_forms import WrittenForms

_COMMON_NOUN: Final = 4.0
"""The Zipf frequency from which a form is surely a word by itself (one in a hundred thousand)."""
_COMPOUNDING: Final = frozenset({"", "da", "de", "en", "fi", "hu", "nb", "nl", "sv"})
"""Languages in which the first half of one compound of a text opens others; in Romance and Slavic languages
it is mostly a verb or a pronoun with another word behind it (torna-se, что-то)."""
_LINKS: Final = {
    "ca": "a de i",
    "de": "auf in und zu",
    "en": "a al and at by de for in of on or the to",
    "es": "a al de del la por y",
    "fr": "à aux d de du en l la le les s sous sur t",
    "it": "a da di e in",
    "nl": "en of te van",
    "pt": "a à da das de do dos",
    "ro": "de",
    "ru": "в и на не",
    "uk": "в і й на не",
}
"""Small words in the middle of a chain: state-of-the-art, vis-à-vis, cor-de-rosa."""
_PRONOUNS: Final = frozenset({"lhe", "lhes", "me", "nos", "se", "te", "vos", "lo", "la", "los", "las"})
"""Portuguese pronouns in the middle of a verb: dar-lhe-ia."""
_PRONOUN_BEHIND: Final = re.compile(r"(?:lhes?|me|nos|se|te|vos|l?[oa]s?)\b", re.IGNORECASE)
_E_WORDS: Final = ("mail", "book", "commerce", "shop", "learning", "bike", "auto", "post", "zine", "sport")
"""What begins the word behind the `e-` of electronic things: the joined form is common, too (email)."""
_VOWELS: Final = frozenset("aeiouàáâåäæèéêìíòóôøöùúûüőűаеёиоуыэюяіїє")


@dataclass(frozen=True, slots=True)
class LineEnd:
    """Classifies the hyphens at the line ends of one text."""

    text: str
    forms: WrittenForms
    limits: Limits
    language: str
    """The language around the hyphen; "" for none that is known."""

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
        text = self.text
        if is_list_of_names(text, hyphen) or is_before_item(text, hyphen) or is_word_list(text, hyphen):
            return "leave"
        # "pre-\nor" is suspended, "anch-\nor" is a word that happens to end in a conjunction.
        if is_suspended(self.text, hyphen, self.language):
            return "join" if score is not None and self._is_plainly_known(score) else "leave"
        if score is None or self.text[hyphen.start - len(left) - 1 : hyphen.start - len(left)].isdigit():
            return "close"
        # A word is known when a table has it or the document writes it elsewhere.
        is_known = score.joined is not None or score.elsewhere[0] > 0
        # Capitals are often acronyms, whose hyphen stays: they join on the evidence that is asked inside a
        # line.
        if right.isupper() and left.isupper():
            return "join" if is_known and score.score > self.limits.inside else "close"
        if right.isupper() or (left.isupper() and len(left) > 1) or mixes_scripts(hyphen):
            return "close"
        if self._is_own(hyphen, score, is_known=is_known):
            return "close"
        return self._weigh(hyphen, score, is_known=is_known)

    def classify_soft(self, hyphen: Hyphen, score: BreakScore | None) -> HyphenClass:
        """Classifies a soft hyphen at a line end: it says itself that the word was broken there.

        It stays, as a hyphen, beside a figure (18 to 24), and where the text or a table has the compound.
        """
        left, right = hyphen.left.lower(), hyphen.right.lower()
        if not (left and right):
            return "close"
        if score is None or score.joined is not None or score.elsewhere[0]:
            return "join"
        is_listed = self.language == "en" and count_compounds(f"{left}-{right}") > 0
        is_own = score.elsewhere[1] or has_own_hyphen(hyphen.left, right, self.language, is_known=False)
        return "close" if is_listed or is_own else "join"

    def classify_misread(self, hyphen: Hyphen, score: BreakScore | None) -> HyphenClass:
        """Classifies a sign of negation inside a line, which a scan has for the hyphen of a lost line end.

        Between letters of logic, and behind a capital (half of a letter that was read in the wrong encoding),
        it stays.
        """
        left, right = hyphen.left, hyphen.right
        if min(len(left), len(right)) < 2 or not (left[-1].islower() and right.islower()):
            return "leave"
        label = self.classify(hyphen, score)
        return "leave" if label == "close" and hyphen.kind == "inside" else label

    def _is_plainly_known(self, score: BreakScore) -> bool:
        """Whether the joined form is a word beyond doubt, though it ends in a conjunction: in-to, anch-or."""
        return score.score > self.limits.clear or (score.joined or 0.0) >= _COMMON_NOUN

    def _is_own(self, hyphen: Hyphen, score: BreakScore, *, is_known: bool) -> bool:
        """Whether the word is written with this hyphen, by what the language or the text says."""
        left, right = hyphen.left.lower(), hyphen.right.lower()
        if self._is_linked(hyphen) or self._has_single_letter(hyphen, is_known=is_known):
            return True
        if score.elsewhere[1] and not is_known:
            return True
        return has_own_hyphen(hyphen.left, right, self.language, is_known=is_known) or (
            not is_known and is_pair(left, right, score.halves, self.language)
        )

    def _is_linked(self, hyphen: Hyphen) -> bool:
        """Whether a half is a small word in the middle of a chain: vis-à-vis, up-to-date."""
        before, after = hyphen.start - len(hyphen.left), hyphen.end + len(hyphen.right)
        left, right = hyphen.left.lower(), hyphen.right.lower()
        links = _LINKS.get(self.language, "").split()
        if self.text[before - 1 : before] in ("-", "‐"):
            return left in links or (left in _PRONOUNS and self.language == "pt")
        is_verb = self.language == "pt" and left.endswith(("r", "á", "ê", "ô"))
        if self.text[after : after + 1] not in ("-", "‐"):
            return False
        # "po-\nde-se" is a verb with its pronoun, "cor-\nde-rosa" is not.
        hangs = self.language == "pt" and _PRONOUN_BEHIND.match(self.text, after + 1) is not None
        return (right in links and not hangs) or (right in _PRONOUNS and is_verb)

    def _has_single_letter(self, hyphen: Hyphen, *, is_known: bool) -> bool:
        """Whether a half is one letter, which nobody breaks off: p-value, T-shirt, tud-e.

        A vowel before a word that is known was broken off all the same, in old newspapers: a-bout.
        """
        left, right = hyphen.left.lower(), hyphen.right.lower()
        if len(right) == 1:
            return not is_known or len(left) == 1
        before = hyphen.start - len(left)
        if len(left) != 1 or self.text[before - 1 : before] in ("'", "’"):
            return False
        if left not in _VOWELS or not is_known:
            return True
        return (left == "e" and right.startswith(_E_WORDS)) or count_compounds(f"{left}-{right}") > 0

    def _weigh(self, hyphen: Hyphen, score: BreakScore, *, is_known: bool) -> HyphenClass:
        """Classifies a hyphen by the frequencies of its halves and of their joined form."""
        limits = self.limits
        if is_known:
            return "join" if score.score > limits.line else "close"
        # Two known words that together are none make a compound of the moment: its hyphen mostly stays.
        pair = self.language == "en" and None not in score.halves
        if self._is_name_compound(hyphen, score) or (pair and is_chained(self.text, hyphen)):
            return "close"
        # A first half that opens other compounds of the text opens this one too.
        opens = self.language in _COMPOUNDING and hyphen.left.lower() in self.forms.openers
        if is_prefix(hyphen.left, self.language) or opens:
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
