"""What an index knows of the paragraphs of a corpus: documents that rank before it."""

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
    path: Path | None, texts: Iterable[str], settings: Settings, own: Collection[str] = frozenset()
) -> list[Outcome]:
    """The paragraphs of an index that these texts meet, as documents. A document that is in the index under a
    name of `own` is not compared with itself."""
    if path is None:
        return []
    from cleaner.duplicates.index.sqlite_index import ParagraphIndex

    with ParagraphIndex.open(path, settings) as index:
        return query_index(index, texts, own)


def query_index(
    index: ParagraphIndex, texts: Iterable[str], own: Collection[str] = frozenset()
) -> list[Outcome]:
    """The same for an index that is open."""
    documents: dict[str, dict[int, str]] = {}
    for old in index.reference(texts):
        line = " ".join(old.text.split())  # one line is one paragraph, whatever stands around it
        if line and old.document not in own:
            documents.setdefault(old.document, {})[old.position] = line
    return [
        Outcome(name, b"", None, Document.of("\n\n".join(found.values())), positions=tuple(found))
        for name, found in documents.items()
    ]
