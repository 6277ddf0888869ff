"""Suppressions: findings that a user wants to be left as they are, with reasons.

Prose has no comments to put them in, so they stand in a file of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.text import Edit


@dataclass(frozen=True, slots=True)
class Suppression:
    """A suppression leaves findings of `rules` as they are in the files that match `path`, for a reason.

    With `text` it suppresses only those whose place holds or touches that text. The pipeline does not apply a
    suppressed edit: it becomes a report that names the reason. A suppressed duplicate stays in its document.

    >>> suppression = Suppression("*.txt", ("hyphenation.broken-word",), "the name of a firm", "Re-Sign")
    >>> suppression.covers(Edit(2, 3, "", "hyphenation.broken-word"), "Re-Sign of Pub-lic")
    True
    >>> suppression.covers(Edit(14, 15, "", "hyphenation.broken-word"), "Re-Sign of Pub-lic")
    False
    """

    path: str
    rules: tuple[str, ...]
    reason: str
    text: str = ""

    def covers(self, edit: Edit, text: str) -> bool:
        """Whether an edit of `text` is suppressed."""
        if edit.rule not in self.rules:
            return False
        # The text may stand inside the edit, hold it, or overlap one end of it.
        reach = len(self.text)
        return self.text in text[max(0, edit.start - reach) : edit.end + reach]

    def pins(self, paragraph: str, dropping: frozenset[str]) -> bool:
        """Whether the suppression keeps a paragraph that rules of `dropping` would remove."""
        return self.text in paragraph and not dropping.isdisjoint(self.rules)
