"""Finds the paragraphs of an index that a corpus may repeat, as documents that rank before it.

Only paragraphs that share a key with some text of the corpus come out of the index, so that a small corpus
does not pay for a large index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.duplicates.settings import Settings
from cleaner.outcome import Outcome
from cleaner.text import Document

if TYPE_CHECKING:
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex


def find_reference(
    path: Path | None, texts: Iterable[str], settings: Settings, excluded: Collection[str] = frozenset()
) -> list[Outcome]:
    """Returns the paragraphs of the index at `path` that may be like these texts, as documents.

    Documents that stand in the index under a name of `excluded` are left out: they are not to be compared
    with themselves. Without an index (None) there are none.
    """
    if path is None:
        return []
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex

    with ParagraphIndex.open(path, settings, read_only=True) as index:
        return query_index(index, texts, excluded)


def query_index(
    index: ParagraphIndex, texts: Iterable[str], excluded: Collection[str] = frozenset()
) -> list[Outcome]:
    """Does the same with an open index: one outcome for each document of it, with the positions there."""
    documents: dict[str, dict[int, str]] = {}
    for old in index.reference(texts):
        line = " ".join(old.text.split())  # one line is one paragraph, whatever stands around it
        if line and old.document not in excluded:
            documents.setdefault(old.document, {})[old.position] = line
    return [
        Outcome(name, b"", None, Document.of("\n\n".join(paragraphs.values())), positions=tuple(paragraphs))
        for name, paragraphs in documents.items()
    ]
