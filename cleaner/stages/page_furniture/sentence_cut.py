"""Whether a sentence, or a word, goes on behind the end of a page."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import PROSE, Kind, Text, marks
from cleaner.structure.line_reader import Line
from cleaner.structure.shape import LONGEST

_FOOTNOTE: Final = re.compile(r"\s*(?:\d{1,3}\s?[\"“„«(]?[^\W\d_a-z]|[*†‡§¶]{1,3}\s?\w|\[\d{1,3}\]\s)")
"""How a footnote begins: its number or sign, right before its text or one blank before."""
_LOOKED_AT: Final = 16
"""Lines above the end of a page in which its footnotes begin."""
_RUNNING_TEXT: Final[frozenset[Kind]] = frozenset(
    {
        *("prose", "wrapped-prose", "list", "references", "numbered-provisions", "speaker-turns"),
        *("quoted-message", "unknown", "heading"),
    }
)
"""Kinds whose text runs on from page to page. Verse does, too, but there a page may end where a stanza does.
A line alone at the end of a page looks like a heading."""
_TEXT: Final[frozenset[Kind]] = PROSE | {"references"}
_SHORT: Final = 30
"""Columns of a line of running text, at least: what is shorter may be verse, a cell, a label of a figure."""
_BEGINNINGS: Final = (
    marks.ITEM | marks.CAPTION | marks.TITLE | marks.LABEL | marks.TURN | marks.PROVISION | marks.REFERENCE
)
_NEVER: Final = _BEGINNINGS | marks.CAPITALS | marks.TABBED | marks.GAPPED | marks.BARRED | marks.LEADER


def is_cut(text: Text, above: Line, below: Line) -> bool:
    r"""Whether a sentence stops above and goes on below: no sentence ends, and lower case follows.

    >>> from cleaner.structure.line_reader import read_lines
    >>> text = Text("They would not sell the old mill by the\nriver. It stood empty for years.\nNobody came.")
    >>> first, second, third = read_lines(text.content)
    >>> is_cut(text, first, second), is_cut(text, second, third)
    (True, False)
    """
    if above.has(marks.ENDED | marks.COLON | marks.TITLE | marks.RULE) or below.has(_BEGINNINGS):
        return False
    if not {_find_kind(text, above), _find_kind(text, below)} <= _RUNNING_TEXT:
        return False
    if below.has(marks.LOWER):
        return above.shape.cells >= _SHORT or text.content[above.end - 1] in "-‐\xad"
    # Scripts without capitals: the line above has to be one of text.
    first = next(filter(str.isalnum, text.content[below.start : below.start + 3]), " ")
    has_case = first.lower() != first.upper()
    return first.isalpha() and not has_case and above.shape.cells >= _SHORT and _ends_in_word(text, above)


def is_plain_cut(text: Text, above: Line, below: Line) -> bool:
    """Whether a sentence of what is surely text stops above and goes on below: no code, no label."""
    kinds = {_find_kind(text, above), _find_kind(text, below)}
    return not _TEXT.isdisjoint(kinds) and is_cut(text, above, below)


def is_open(text: Text, above: Line) -> bool:
    """Whether a line of running text stops inside a sentence, whatever goes on below."""
    return (
        above.shape.cells >= _SHORT
        and not above.has(marks.ENDED | marks.COLON | _NEVER)
        and _find_kind(text, above) in _TEXT
        and _ends_in_word(text, above)
    )


def is_inside(text: Text, below: Line) -> bool:
    """Whether a line of running text begins inside a sentence, whatever stands above: a figure, a notice."""
    return (
        below.shape.cells >= _SHORT
        and below.has(marks.LOWER)
        and not below.has(_NEVER)
        and _find_kind(text, below) in PROSE
    )


def goes_on(text: Text, above: Line, below: Line, page_start: int) -> bool:
    """Whether the sentence above the end of a page goes on below it. The page above starts at `page_start`.

    Behind a footnote it does not: it would be glued to the footnote.
    """
    is_text = below.shape.cells >= _SHORT or below.has(marks.ENDED)
    # The mark of an entry of a bibliography is that of a footnote, too.
    is_entry = _find_kind(text, above) == "references"
    is_gapped = below.has(marks.GAPPED | marks.TABBED | marks.BARRED)
    is_cell = is_gapped and _find_kind(text, below) not in _TEXT
    if not is_text or is_cell or (not is_entry and _has_footnote(text.content, page_start, above.end)):
        return False
    if is_cut(text, above, below):
        return True
    # A noun of German or a name goes on with a capital: then the line above has to be full.
    [upper] = text.structure.blocks_at(above.start, above.end)[-1:]
    return (
        upper.width is not None
        and above.edge + 1 + below.shape.first_cells > upper.width
        and is_open(text, above)
        and _find_kind(text, below) in PROSE
        and below.has(marks.UPPER)
        and not below.has(_NEVER)
    )


def _find_kind(text: Text, line: Line) -> Kind:
    """Return the kind of the block that a line stands in."""
    [*_, block] = text.structure.blocks_at(line.start, line.end)
    return block.kind


def _ends_in_word(text: Text, line: Line) -> bool:
    last = text.content[line.end - 1]
    return last.isalpha() or last in ",-–—،、，"


def _has_footnote(text: str, page_start: int, end: int) -> bool:
    """Whether a footnote stands, or may stand, in the last lines of a page that no blank line parts."""
    start = max(page_start, end - _LOOKED_AT * LONGEST)
    for line in reversed(text[start:end].split("\n")[-_LOOKED_AT:]):
        if not line.strip():
            return False
        if _FOOTNOTE.match(line):
            return True
    return False
