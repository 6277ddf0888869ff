"""Where one block ends and the next begins.

A block grows line by line. Whether it takes the next line depends on that line and on the block so far, on
nothing before or behind. So a block that stands alone, or beside others than before, is the same block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from cleaner.structure import marks
from cleaner.structure.line_reader import Line

ALONE: Final = marks.PAGE | marks.TITLE
"""Lines that are a block by themselves."""
_RECORDS: Final = marks.TABBED | marks.BARRED | marks.ITEM | marks.REFERENCE | marks.LEADER
_NAMED: Final = marks.LABEL | marks.TURN
"""Long lines of these kinds stay with their like: header fields, chat, rows, items."""
_STARTS: Final = marks.ITEM | marks.REFERENCE | marks.TURN | marks.CAPTION
"""What begins a block, unless the block began with its like."""
_ROW: Final = marks.ROW | marks.BARRED
_TEXT: Final = 60
"""Columns of a line of text below a heading."""
_HEADING: Final = 50
_PARAGRAPH: Final = 80
"""Columns of a line that can be a paragraph by itself; what is shorter is a line of verse, or anything."""
_INDENT: Final = 3
_RUNNING: Final = 50
"""Columns of a line that a sentence can run over: what is shorter is an item, a heading, a row."""
_EXAMINED: Final = 20
"""Lines above that show the width of a paragraph."""
_INDENTED_TEXT: Final = 45
_NARROW: Final = min(_TEXT, _PARAGRAPH, _INDENTED_TEXT)
_SPECIAL: Final = (
    (
        ALONE
        | _ROW
        | marks.SIGNED
        | marks.FEED
        | marks.QUOTED
        | marks.PROVISION
        | marks.NUMBER
        | marks.CAPITALS
        | marks.SPOKEN
    )
    | _RECORDS
    | _NAMED
    | _STARTS
)
"""All marks that the rules below ask for, but for how a line begins and ends."""
_PARTING: Final = (
    ALONE | marks.SIGNED | marks.FEED | marks.LONG | marks.ENDED | marks.COLON | marks.PROVISION | marks.ITEM
)
"""Marks that can end a block between two lines that have the same."""
_FEED: Final = marks.PAGE | marks.FEED
"""The marks of form feeds alone."""


def split_lines(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the blocks of lines that are in no fence, in order: the first line and the line behind the last.

    A line is no further than one number behind the line before it in the same block.
    """
    first = width = fill = 0
    for at, (above, line) in enumerate(pairwise(lines), 1):
        if line.number == above.number + 1:
            over, under = above.shape, line.shape
            is_full = fill > width - 2
            start = lines[first].shape.marks
            is_alike = over.marks == under.marks == start and not start & _PARTING
            is_plain = (
                over.cells < _NARROW > under.cells
                and (is_alike or not (start | over.marks | under.marks) & _SPECIAL)
                and not (is_full and over.marks & marks.ENDED)
            )
            # Most short lines have nothing that ends a block: these tests save all the others.
            if is_plain or not _is_parted(lines, first, at, width if is_full else 0):
                # A paragraph is filled as long as no line but the last has room for the first word of the
                # next.
                room = above.edge + 1 + under.first_cells
                fill = room if at - first == 1 or room < fill else fill
                width = above.edge if above.edge > width else width
                continue
        yield first, at
        first, width, fill = at, 0, 0
    if lines:
        yield first, len(lines)


def _is_parted(lines: Sequence[Line], first: int, at: int, width: int) -> bool:
    """Whether a block ends between two lines that follow each other. It fills `width`, or 0 if it fills
    none."""
    start, above, line = lines[first], lines[at - 1], lines[at]
    begin, over, under = start.shape.marks, above.shape.marks, line.shape.marks
    if over & marks.SIGNED or over == under == _FEED:
        return False
    if (over | under) & marks.HASHED and _is_comment(begin, over, under):
        return False
    if over & ALONE or under & (ALONE | marks.SIGNED | marks.FEED) or (over ^ under) & marks.QUOTED:
        return not begin & marks.SIGNED or under & (ALONE | marks.FEED) != 0
    if begin & (marks.SIGNED | marks.QUOTED):
        return False
    if over & under & _RECORDS or begin & under & _RECORDS or ((over | begin) & _NAMED and under & _NAMED):
        return False
    if begin & marks.REFERENCE and not under & (marks.LONG | marks.CAPTION | marks.CAPITALS):
        # Entries end early and begin with capitals all the time.
        return False
    if (over | under) & marks.LONG:
        return True
    if under & marks.PROVISION and not _runs_over(lines, first, at):
        return True
    if over & marks.COLON and under & marks.CODE and not begin & (marks.CODE | marks.HASHED):
        return True
    if under & ~begin & _STARTS:
        is_inside = _is_cut(above) and _is_in_sentence(under, width)
        return not (is_inside or _runs_over(lines, first, at))
    return (
        _ends_items(start, above, line)
        or _is_heading_above(line, above if at - first == 1 else None)
        or _are_paragraphs(above, line)
        or _is_beside_paragraph(above, line)
        or _is_indented_below(line, above if at - first == 1 else None)
        or (
            at - first > 2 and _ends_early(above, line, width) and above.has(marks.ENDED) and _may_begin(line)
        )
    )


def _is_comment(begin: int, over: int, under: int) -> bool:
    """Whether a line behind `#` is a comment of the code that it stands in or above, and no heading."""
    if begin & marks.CODE:
        return not under & (marks.PAGE | marks.FEED)
    return begin & over & marks.HASHED != 0 and under & marks.CODE != 0


def _is_in_sentence(under: int, width: int) -> bool:
    """Whether what looks as a start may stand in a sentence: an abbreviation that ends one looks as a speaker
    does, a dash in a wrapped paragraph as a bullet."""
    if under & marks.TURN:
        return under & marks.UPPER != 0 and not under & marks.LABEL
    return width > 0 and under & (marks.ITEM | marks.LOWER) == marks.ITEM | marks.LOWER


def _is_cut(above: Line) -> bool:
    """Whether a line of some width stops in mid-sentence."""
    return above.shape.cells >= _INDENTED_TEXT and not above.has(marks.ENDED | marks.PAUSED | marks.COLON)


def _runs_over(lines: Sequence[Line], first: int, at: int) -> bool:
    """Whether a sentence of text goes on in a line that begins as something of its own: with the number of a
    section, a figure, a dash.

    Nothing ends above, and the first word would not have fitted there: whoever filled a width broke here.
    """
    above, line = lines[at - 1], lines[at]
    stopping = marks.ENDED | marks.COLON
    if lines[first].has(marks.PROVISION):
        stopping |= marks.PAUSED
    if above.shape.cells < _RUNNING or above.has(stopping) or line.indent > above.indent + _INDENT:
        return False
    # "Mr. Falk" goes on, "FALK: no" does not.
    if line.has(marks.TURN) and (line.has(marks.LABEL) or not line.has(marks.UPPER)):
        return False
    width = max(each.edge for each in lines[max(first, at - _EXAMINED) : at])
    return above.edge + 1 + line.shape.first_cells >= width


def _ends_items(start: Line, above: Line, line: Line) -> bool:
    """Whether an item is over and a sentence begins at its edge, or a row has no like."""
    over, under = above.shape.marks, line.shape.marks
    if (
        start.has(marks.ITEM)
        and not start.has(marks.PROVISION)
        and over & marks.ENDED
        and under & marks.UPPER
    ):
        return line.indent <= start.indent
    return (over & _ROW == 0) != (under & _ROW == 0) and not (over | under) & (marks.RULE | marks.ELEMENT)


def _is_heading_above(line: Line, above: Line | None) -> bool:
    """Whether a block of one line so far is the heading of the wide line below it."""
    return (
        above is not None
        and above.shape.cells < _HEADING
        and above.shape.cells < 0.7 * line.shape.cells
        and line.shape.cells >= _TEXT
        and not above.has(marks.ENDED | marks.LOWER | marks.PAUSED)
        and (not above.has(marks.LABEL) or (above.has(marks.COLON) and not above.has(marks.CAPITALS)))
        and not line.has(marks.LOWER)
    )


def _is_indented_below(line: Line, above: Line | None) -> bool:
    """Whether a block of one line so far is a heading or a term, and text is set below it with an indent."""
    return (
        above is not None
        and line.indent >= above.indent + _INDENT
        and above.shape.cells < _HEADING
        and not above.has(marks.ENDED)
        and (line.shape.cells >= _INDENTED_TEXT or above.has(marks.CAPITALS))
    )


def _is_beside_paragraph(above: Line, line: Line) -> bool:
    """Whether one of two lines is wide and a paragraph, and the other is none: a heading, a name, a
    number."""
    if _is_paragraph(line):
        return above.shape.cells < _HEADING and not above.has(marks.ENDED)
    if above.has(marks.NUMBER) != line.has(marks.NUMBER):
        return max(above.shape.cells, line.shape.cells) >= _INDENTED_TEXT or above.has(marks.ENDED)
    if line.has(marks.CAPITALS) and not above.has(marks.CAPITALS):
        return above.has(marks.ENDED) and line.shape.cells < _HEADING
    return _is_paragraph(above) and line.shape.cells < _HEADING and not line.has(marks.ENDED | marks.LOWER)


def _is_paragraph(line: Line) -> bool:
    return line.shape.cells >= _PARAGRAPH and line.has(marks.ENDED | marks.COLON) and _may_begin(line)


def _are_paragraphs(above: Line, line: Line) -> bool:
    """Whether each of two lines is a paragraph: it begins and ends as one, and a wrap would not have ended
    there."""
    if not (above.has(marks.ENDED) and _may_begin(above) and _may_begin(line)):
        return False
    is_wide = above.shape.cells >= _PARAGRAPH
    if line.has(marks.SPOKEN) and line.has(marks.ENDED) and (is_wide or above.has(marks.SPOKEN)):
        return True
    return is_wide and (
        (line.shape.cells >= _PARAGRAPH and line.has(marks.ENDED)) or _ends_early(above, line, line.edge)
    )


def _ends_early(above: Line, line: Line, width: int) -> bool:
    """Whether the first word of a line would have fitted above."""
    return above.edge + 1 + line.shape.first_cells < width


def _may_begin(line: Line) -> bool:
    return not line.has(marks.LOWER)
