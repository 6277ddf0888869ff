"""What one text says about its words: its language, how often it writes a joined or a hyphenated form."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from cleaner.stages.hyphenation.frequency import detect_language, find_table_language

_SHORT_TEXT: Final = 20_000
"""Characters up to which searching a text for one form costs less than counting all its words."""
_MOST_SEARCHES: Final = 200
"""Different forms that a text is searched for; a text of more broken words than that is no short one."""

# Words with their hyphens, so that `re-call` counts as one form and not as `re` and `call`.
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What English writes no more; and `to-day`, whose like stand in the books that hyphenate birth-day.
_OLD = re.compile(r"\b(?:thee|thou|thy|hath|doth|unto|to-(?:day|night|morrow))\b")
_FEW_OLD: Final = 2
"""Old words that make a text old: one may be a quotation."""


@dataclass(frozen=True)
class WrittenForms:
    """The words of one text, each analysis worked out when first needed.

    >>> WrittenForms("The re-call of a recall.").count("re", "call")
    (1, 1)
    """

    text: str
    known_language: str | None = None
    """What the caller says; None where he says nothing."""

    @cached_property
    def language(self) -> str:
        """The language whose tables are used; "" for none."""
        if self.known_language is not None:
            return find_table_language(self.known_language)
        return detect_language(self.text)

    @cached_property
    def openers(self) -> frozenset[str]:
        """First halves, of three letters or more, of the hyphenated forms that the text writes."""
        hyphenated = (word.partition("-") for word in self._words if "-" in word)
        return frozenset(first for first, _, _ in hyphenated if len(first) > 2)

    @cached_property
    def is_old(self) -> bool:
        """Whether the text is English of another time, which hyphenates what is solid today."""
        old = islice(_OLD.finditer(self._lower), _FEW_OLD)
        return len(tuple(old)) == _FEW_OLD

    def count(self, left: str, right: str) -> tuple[int, int]:
        """Returns how often the text writes two halves, in lower case, joined, and with a hyphen."""
        counts = self._counts.get((left, right))
        if counts is None:
            counts = self._counts[left, right] = self._search(left, right)
        return counts

    @cached_property
    def _lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def _words(self) -> Counter[str]:
        """How often the text writes each word and each hyphenated form, in lower case."""
        return Counter(_WORDS.findall(self._lower))

    @cached_property
    def _counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """What `count` found so far, by the two halves."""
        return {}

    def _search(self, left: str, right: str) -> tuple[int, int]:
        form = f"{left}-{right}"
        worth = len(self.text) <= _SHORT_TEXT and len(self._counts) < _MOST_SEARCHES
        if worth and left + right not in self._lower:
            hyphenated = self._lower.count(form)
            if hyphenated <= 1:
                return 0, hyphenated
        return self._words[left + right], self._words[form]
