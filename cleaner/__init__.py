"""cleaner: a linter and formatter for text corpora.

>>> import cleaner
>>> cleaner.clean("It isnâ€™t so.").text
'It isn’t so.\\n'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.api.corpus import Cleaned, Corpus
    from cleaner.api.mapping import hf_map
    from cleaner.api.text import Result, clean
    from cleaner.errors import CleanerError
    from cleaner.pipeline import Pipeline
    from cleaner.text import Document, Edit, Offsets

__version__ = "0.2.0"

__all__ = [
    "Cleaned",
    "CleanerError",
    "Corpus",
    "Document",
    "Edit",
    "Offsets",
    "Pipeline",
    "Result",
    "__version__",
    "clean",
    "hf_map",
]

_HOME = {
    "Cleaned": "cleaner.api.corpus",
    "CleanerError": "cleaner.errors",
    "Corpus": "cleaner.api.corpus",
    "Document": "cleaner.text",
    "Edit": "cleaner.text",
    "Offsets": "cleaner.text",
    "Pipeline": "cleaner.pipeline",
    "Result": "cleaner.api.text",
    "clean": "cleaner.api.text",
    "hf_map": "cleaner.api.mapping",
}


def __getattr__(name: str) -> object:
    """Public names are imported at first use, so that `cleaner --version` imports none of them."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
