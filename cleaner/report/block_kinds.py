"""The kinds of the blocks that a finding stands in, worked out from the raw text when a report is made."""

from __future__ import annotations

from functools import lru_cache

from cleaner.structure import Hints, Kind, Text
from cleaner.text import Span

# Findings come document by document: one text at a time is worked out, and none is kept for long.
read_text = lru_cache(maxsize=1)(Text)
"""Makes the text of a document with what the caller says of it; the last one is remembered."""


def name_kinds(text: Text, span: Span) -> tuple[Kind, ...]:
    r"""Return the kinds of the blocks that a span touches, each once, in the order of the text.

    A span between blocks is of the block that it begins at the edge of, such as a space at the end of a line.

    >>> text = Text("# Salt  \n\n- one\n- two\n\n\n")
    >>> name_kinds(text, Span(0, 15)), name_kinds(text, Span(6, 8)), name_kinds(text, Span(22, 24))
    (('heading', 'list'), ('heading',), ())
    """
    structure = text.structure
    blocks = structure.blocks_at(*span) or structure.blocks_at(span.start, span.start)
    return tuple(dict.fromkeys(block.kind for block in blocks))


def describe_hints(hints: Hints) -> str:
    """Describe what the caller says of a text; "" where nothing.

    >>> describe_hints(Hints("verse", "fr")), describe_hints(Hints())
    ('kind verse and language fr as the caller says', '')
    """
    named = [f"{noun} {value}" for noun, value in zip(Hints._fields, hints, strict=True) if value is not None]
    return f"{' and '.join(named)} as the caller says" if named else ""
