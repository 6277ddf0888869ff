"""Findings that are accepted: prose has no comments, so they stand in a file of their own, with reasons."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.text import Edit


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings of `rules` in the files that match `path` are accepted, for a reason.

    With `text`, only those whose place holds or touches it. An accepted edit is not made: it becomes a
    report that names the reason, and an accepted duplicate counts as kept.

    >>> accepted = Suppression("*.txt", ("hyphenation.broken-word",), "the name of a firm", "Re-Sign")
    >>> accepted.covers(Edit(2, 3, "", "hyphenation.broken-word"), "Re-Sign of Pub-lic")
    True
    >>> accepted.covers(Edit(14, 15, "", "hyphenation.broken-word"), "Re-Sign of Pub-lic")
    False
    """

    path: str
    rules: tuple[str, ...]
    reason: str
    text: str = ""

    def covers(self, edit: Edit, text: str) -> bool:
        """Whether this accepts an edit of `text`."""
        if edit.rule not in self.rules:
            return False
        reach = len(self.text)
        return self.text in text[max(0, edit.start - reach) : edit.end + reach]

    def pins(self, paragraph: str, dropping: frozenset[str]) -> bool:
        """Whether this keeps a paragraph that rules of `dropping` would take."""
        return self.text in paragraph and not dropping.isdisjoint(self.rules)
