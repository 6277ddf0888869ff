"""The vocabulary: edits, documents with their trail, offsets, lines and paragraphs.

Text is never changed in place. A stage looks at a text and yields `Edit` values; `Document.apply`
applies them and remembers what was removed; `Offsets` chains positions through everything applied.
"""

from cleaner.text.cutting import cuts
from cleaner.text.document import Document, undo
from cleaner.text.edit import Edit, Span, Step
from cleaner.text.layout import Lines, blocks, line_breaks, paragraphs, runs_on
from cleaner.text.offsets import Offsets
from cleaner.text.rewriting import changed_runs, rewrites, substitutions
from cleaner.text.unusual import unusual

__all__ = [
    "Document",
    "Edit",
    "Lines",
    "Offsets",
    "Span",
    "Step",
    "blocks",
    "changed_runs",
    "cuts",
    "line_breaks",
    "paragraphs",
    "rewrites",
    "runs_on",
    "substitutions",
    "undo",
    "unusual",
]
