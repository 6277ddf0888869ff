"""Classifies each hyphen of a text: a broken word, a compound broken at its hyphen, or right as it stands.

The score of the two halves (`break_score`) is held against a threshold that depends on where the hyphen
stands: at a line end a break is the rule, inside a line it is the exception. Contexts that forbid to touch a
hyphen (`contexts`) come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cleaner.stages.hyphenation.before_space import BeforeSpace
from cleaner.stages.hyphenation.break_score import (
    BreakScore,
    add_document_counts,
    score_halves,
)
from cleaner.stages.hyphenation.contexts import is_broken_slug, is_identifier
from cleaner.stages.hyphenation.frequency import LANGUAGES
from cleaner.stages.hyphenation.hyphens import Hyphen, HyphenClass, HyphenKind, find_hyphens
from cleaner.stages.hyphenation.inside_line import (
    ClearBreaks,
    InsideLine,
    count_clear_breaks,
    is_clear_break,
    may_be_break,
)
from cleaner.stages.hyphenation.limits import Limits
from cleaner.stages.hyphenation.line_end import LineEnd
from cleaner.stages.hyphenation.nearby_language import NearbyLanguage
from cleaner.stages.hyphenation.own_hyphens import has_own_hyphen
from cleaner.stages.hyphenation.right_spellings import weigh_joined
from cleaner.stages.hyphenation.suspension import is_suspended
from cleaner.stages.hyphenation.written_forms import WrittenForms


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
    known_language: str | None = None
    _scores: dict[tuple[HyphenKind, str, str, str], BreakScore | None] = field(default_factory=dict)
    """What is alike in a text is scored once: by where a hyphen stands, its halves and its table."""
    _line_ends: dict[str, LineEnd] = field(default_factory=dict)
    """By language."""

    @cached_property
    def nearby(self) -> NearbyLanguage:
        """The languages of the stretches of the text."""
        return NearbyLanguage(self.text, self.known_language)

    @cached_property
    def forms(self) -> WrittenForms:
        """What the text says about its words."""
        return WrittenForms(self.text, self.known_language)

    @property
    def language(self) -> str:
        """The language whose tables are used; "" for none."""
        return self.forms.language

    def classify_all(self) -> Iterator[ClassifiedHyphen]:
        """Yields every hyphen that is not to be left as it stands, in order."""
        candidates = []
        inside = 0
        for hyphen in find_hyphens(self.text):
            inside += may_be_break(hyphen)
            language = self._language_at(hyphen)
            score = self._score(hyphen, language)
            if score is not None or hyphen.kind != "inside":
                candidates.append((hyphen, language, score))
        # All hyphens are scored before any is classified: clear breaks lower the threshold of the others.
        scored = [(hyphen, score) for hyphen, _, score in candidates]
        clear = count_clear_breaks(self.text, scored, inside, self.limits)
        for hyphen, language, score in candidates:
            label = self._classify(hyphen, language, score, clear)
            if label != "leave":
                yield ClassifiedHyphen(hyphen, label, score)

    def _score(self, hyphen: Hyphen, language: str) -> BreakScore | None:
        """Scores a hyphen; None where its halves cannot be a broken word."""
        kind, _, _, left, right = hyphen
        # These stood at a line end, whatever stands behind them now.
        if kind == "soft" or self.text[hyphen.start] == "¬":
            kind = "line"
        key = kind, left, right, _get_table(language)
        if key not in self._scores:
            self._scores[key] = self._score_in_text(hyphen, key)
        return self._scores[key]

    def _score_in_text(self, hyphen: Hyphen, key: tuple[HyphenKind, str, str, str]) -> BreakScore | None:
        """Scores a hyphen by its halves and by what the text writes elsewhere."""
        kind, left, right, _ = key
        score = score_halves(*key)
        if score is None:
            return None
        joined, hyphenated = self.forms.count(left.lower(), right.lower())
        if kind != "inside":
            return add_document_counts(score, joined, hyphenated)
        # Only a hyphen inside a line is itself one of the hyphenated forms that were counted.
        return add_document_counts(score, joined, hyphenated - 1, weigh_joined(hyphen, score))

    def _language_at(self, hyphen: Hyphen) -> str:
        """Returns the language around a hyphen, which may have no table; where none is told, the text's."""
        return self.nearby.at(hyphen.start) or self.language

    def _line_end(self, language: str) -> LineEnd:
        if language not in self._line_ends:
            self._line_ends[language] = LineEnd(self.text, self.forms, self.limits, language)
        return self._line_ends[language]

    def _is_clear(self, hyphen: Hyphen, score: BreakScore) -> bool:
        """Whether a hyphen is a break beyond doubt, and stands where a break can be."""
        return is_clear_break(self.text, hyphen, score, self.limits)

    def _classify(
        self, hyphen: Hyphen, language: str, score: BreakScore | None, clear: ClearBreaks
    ) -> HyphenClass:
        """Classifies a hyphen; `clear` are the clear breaks of the text that are not at line ends."""
        if hyphen.kind == "soft":
            return self._line_end(language).classify_soft(hyphen, score)
        if self.text[hyphen.start] == "¬" and hyphen.kind in ("inside", "spaced"):
            return self._line_end(language).classify_misread(hyphen, score)
        # A figure on a line of its own may belong to the text (`COVID-`, `19`): only a clear word is joined
        # over it.
        if hyphen.kind == "page":
            return "join" if score is not None and self._is_clear(hyphen, score) else "leave"
        # Before the test for addresses, which leaves them: in a slug each hyphen is the address's own, so
        # only the line end goes.
        if is_broken_slug(self.text, hyphen):
            return "close"
        if hyphen.kind == "line":
            return self._line_end(language).classify(hyphen, score)
        if is_identifier(self.text, hyphen):
            return "leave"
        if hyphen.kind == "spaced":
            return BeforeSpace(self.text, language, self.limits).classify(hyphen, score)
        if score is None:
            return "leave"
        table = _get_table(language)
        label = InsideLine(self.text, table, self.limits, clear, self.forms.is_old).classify(hyphen, score)
        return "leave" if label != "leave" and _is_kept(self.text, hyphen, language) else label


def _get_table(language: str) -> str:
    """Returns the language whose table is used; "" for none."""
    return language if language in LANGUAGES else ""


def _is_kept(text: str, hyphen: Hyphen, language: str) -> bool:
    """Whether a line end would keep the hyphen: what is right there is right inside a line."""
    if has_own_hyphen(hyphen.left, hyphen.right, language, is_known=True):
        return True
    # English has words that end in `or`: anch-or.
    return language != "en" and is_suspended(text, hyphen, language)
