"""Cleans a corpus: files to documents, each cleaned by itself; then duplicates over all; then files again.

`memory` does this for a corpus that fits in memory, `run` for one of any size. Both stand on the same
functions and have the same results.
"""

from __future__ import annotations

from cleaner.corpus.documents import DocumentPreparer, prepare
from cleaner.corpus.memory import clean_sources, count_unmatched, decide

__all__ = [
    "DocumentPreparer",
    "clean_sources",
    "count_unmatched",
    "decide",
    "prepare",
]
