"""Lines that show no wrap of their own, and that fill the width of the wrapped paragraphs around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cleaner.rule import Rule
from cleaner.stages.unwrap.joint import join_lines
from cleaner.structure import TextBlock, find_line_ends, read_lines_of
from cleaner.structure.marks import CAPITALS, CODE, COLON, ENDED, ITEM, LABEL, RULE
from cleaner.text import Edit

_WRAPPED = (
    "The ferry leaves the harbour at seven in the morning and comes\n"
    "back at nine, when the fog has lifted over the sound.\n\n"
    "The fishermen sell what they have caught on the old pier, and\n"
    "whoever comes late has to go without, as in the old days.\n\n"
    "In the afternoon it takes the children home from the school on\n"
    "the other side, who know each of the crew by name.\n\n"
)
NEIGHBOURS = Rule(
    id="unwrap.neighbours",
    certainty="likely",
    what="A few lines that fill the width of the wrapped paragraphs around them become one line.",
    why="A short paragraph whose second line begins with a name shows no wrap by itself; that the other "
    "paragraphs of its document are wrapped at the same width does.",
    leaves_alone="Lines in a document that is not wrapped, lines that had room for the next word, and all "
    "blocks that have a kind: verse, lists, tables, headings.",
    kinds=frozenset({"unknown"}),
    example=(
        _WRAPPED + "The papers of the lower lock were kept for some years by Anna\nFalk.",
        _WRAPPED.replace("\n", " ").replace("  ", "\n\n")
        + "The papers of the lower lock were kept for some years by Anna Falk.",
    ),
    inserts=" ",
)

_LEAST: Final = 3
"""Wrapped blocks that show the width of a document; fewer can be a quotation in another one."""
_ALIKE: Final = 4
"""Columns by which the widths of most blocks of a document differ: each is that of its widest line."""
_LONGEST: Final = 6
"""Lines of the longest block: a longer one shows by itself whether it is wrapped."""
_SLACK: Final = 1
"""Columns that a full line may lack, or have too many: what programs call the width differs by one."""
_OTHER: Final = CAPITALS | CODE | ITEM | LABEL | RULE


def measure_document(sure: Sequence[TextBlock]) -> int | None:
    """Return the width at which most wrapped blocks of a document are wrapped, None where they differ."""
    if len(sure) < _LEAST:
        return None
    widths = sorted([block.width for block in sure if block.width is not None])
    width = widths[-1 - len(widths) // 10]
    return width if widths[len(widths) // 2] >= width - _ALIKE else None


def find_neighbour_ends(text: str, block: TextBlock, width: int | None) -> list[Edit]:
    """Return the line ends of a block to join, if its lines fill the width of its document."""
    if width is None or block.kind != "unknown" or block.span.end - block.span.start <= width // 2:
        return []
    lines = read_lines_of(text, block.span)
    if not 1 < len(lines) <= _LONGEST or not lines[-1].has(ENDED | COLON):
        return []
    for above, line in pairwise(lines):
        if above.has(_OTHER | COLON) or line.has(_OTHER) or above.edge > width + _SLACK:
            return []
        if above.edge + 1 + line.shape.first_cells + _SLACK <= width:
            return []
    return list(join_lines(text, find_line_ends(text, lines, "wrapped-prose", width), NEIGHBOURS.id))
