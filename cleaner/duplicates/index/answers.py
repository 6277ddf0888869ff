"""What an index answers with: old paragraphs, and what a new one is to them."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.duplicates.verdicts import Comparison


class Old(NamedTuple):
    """A paragraph of the index: the document's name, the place in it, the text."""

    document: str
    position: int
    text: str


class Match(NamedTuple):
    """An old paragraph and what a new one is to it."""

    old: Old
    comparison: Comparison

    def rank(self) -> tuple[float, str, int]:
        """The most similar first, then by document and position."""
        return -self.comparison.similarity, self.old.document, self.old.position


class Statistics(NamedTuple):
    """What an index holds."""

    documents: int
    paragraphs: int
    segments: int
    bytes: int
    settings: dict[str, object]
