"""What an index answers with: old paragraphs, and how a new one relates to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.duplicates.compare import compare
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Comparison


class OldParagraph(NamedTuple):
    """A paragraph of the index: the document's name, the place in it, the text."""

    document: str
    position: int
    text: str


class IndexMatch(NamedTuple):
    """An old paragraph and what a new one is to it."""

    old: OldParagraph
    comparison: Comparison


class IndexStatistics(NamedTuple):
    """What an index holds, and the settings that it is bound to."""

    documents: int
    paragraphs: int
    segments: int
    bytes: int
    settings: dict[str, object]


def find_matches(text: str, candidates: Iterable[OldParagraph], settings: Settings) -> list[IndexMatch]:
    """Compares a text with old paragraphs; returns those that it is not distinct from, the most similar
    first, then by document and position."""
    matches = (IndexMatch(old, compare(old.text, text, settings)) for old in candidates)
    return sorted((match for match in matches if match.comparison.verdict != "distinct"), key=_rank)


def _rank(match: IndexMatch) -> tuple[float, str, int]:
    return -match.comparison.similarity, match.old.document, match.old.position
