"""The vocabulary: edits, documents with their trail, offsets, lines and paragraphs.

Text is never changed in place. A stage looks at a text and yields `Edit` values; `Document.apply`
applies them and remembers what was removed; `Offsets` chains positions through everything applied.
"""

from cleaner.text.document import Document, undo
from cleaner.text.edit import Edit, Span, Step
from cleaner.text.edit_sources import find_line_edits, find_pattern_edits, find_runs_between
from cleaner.text.layout import Lines, count_line_breaks, find_blocks, find_paragraphs, runs_on
from cleaner.text.minimal_diff import find_hunks
from cleaner.text.offsets import Offsets
from cleaner.text.paragraph_cuts import cut_paragraphs
from cleaner.text.raised import LOWERED, RAISED, write_raised
from cleaner.text.unusual_characters import extract_unusual

__all__ = [
    "LOWERED",
    "RAISED",
    "Document",
    "Edit",
    "Lines",
    "Offsets",
    "Span",
    "Step",
    "count_line_breaks",
    "cut_paragraphs",
    "extract_unusual",
    "find_blocks",
    "find_hunks",
    "find_line_edits",
    "find_paragraphs",
    "find_pattern_edits",
    "find_runs_between",
    "runs_on",
    "undo",
    "write_raised",
]
