"""A corpus: from files to documents, each cleaned by itself, then all of them together, then to files again.

`memory` does it for what fits there, `run` for what does not. Both stand on the same functions, and make the
same of the same documents.
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
