"""Which line ends of a block a wrap made, and which end a paragraph, an item, a speech, an entry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.structure import marks, patterns
from cleaner.structure.flow import find_common_width
from cleaner.structure.kinds import Kind
from cleaner.structure.line_reader import Line
from cleaner.structure.shape import LONGEST
from cleaner.text import Span

_APART: Final = (
    marks.RULE
    | marks.TITLE
    | marks.PAGE
    | marks.FEED
    | marks.LONG
    | marks.QUOTED
    | marks.BARRED
    | marks.SIGNED
    | marks.NUMBER
)
"""What no wrap parts from the line above or below."""
_STARTS: Final[dict[Kind, int]] = {
    "list": marks.ITEM | marks.REFERENCE,
    "references": marks.REFERENCE,
    "numbered-provisions": marks.PROVISION | marks.ITEM,
    "speaker-turns": marks.TURN,
    "wrapped-prose": marks.ITEM,
}
"""How what has a beginning of its own begins, in each kind of block that can be wrapped."""
_SPEECH: Final = ("—", "–", "―", "- ")
_DOTS: Final = ("...", "…")
_OUTLINE: Final = ("** ", "*** ", "**** ", "\\")
"""How an entry of an outline and a command of LaTeX begin."""
_INDENT: Final = 2
"""Columns of an indent that somebody meant."""
_SLACK: Final = 2
"""Columns that a full line may lack: programs differ by one in what they call the width, and some put two
blanks behind a full stop."""
_MANY: Final = 8
"""Lines of a block in which one that stops early is an accident, such as a formula."""
_EIGHTH: Final = 8
"""Part of the width that a line may lack in mid-sentence where a capital follows: a name did not fit."""
_SIXTH: Final = 6
"""Part of the width that a line of a bibliography may lack: its entries are full of stops, and ragged."""


class _Margins(NamedTuple):
    """Where the lines of a block begin and end."""

    width: int
    body: int
    """Columns before most lines."""
    has_first_indents: bool
    """Whether paragraphs begin with an indent."""
    is_hanging: bool
    """Whether entries begin further out than they go on."""
    slack: int
    """Columns that lines may lack where a sentence ends and the paragraph goes on."""


def find_line_ends(text: str, lines: Sequence[Line], kind: Kind, width: int) -> tuple[Span, ...]:
    r"""Return the white space at the line ends that a wrap of some width made, in order.

    The other line ends of the block stay: those of a paragraph, which has room behind it or an indent below,
    those of an item, a speech, an entry.

    >>> from cleaner.structure.line_reader import read_lines
    >>> text = "- to buy salt at the old\n  harbour\n- to sell it again to the\n  city"
    >>> find_line_ends(text, read_lines(text), "list", 26)
    (Span(start=24, end=27), Span(start=60, end=63))
    """
    starts = _STARTS.get(kind)
    # In quoted-printable, a line that goes on ends with an equals sign: another one has to decode it.
    if starts is None or len(lines) < 2 or any(text[line.end - 1] == "=" for line in lines):
        return ()
    body = lines[_count_heads(text, lines, kind) :]
    if kind == "references" and body[0].has(marks.ITEM):
        starts |= marks.ITEM
    margins = _find_margins(body, width, kind)
    if len(lines) < _MANY and _is_broken_off(body, starts, margins):
        return ()
    begins = [_begins(text, above, line, starts, margins) for above, line in pairwise(body)]
    if len(lines) < _MANY and _is_fragile(body, begins, starts):
        return ()
    return tuple(
        Span(above.end, line.start)
        for (above, line), is_start in zip(pairwise(body), begins, strict=True)
        if not is_start
    )


def _is_fragile(lines: Sequence[Line], begins: Sequence[bool], starts: int) -> bool:
    """Whether what is joined would look wrapped again, above a line that begins in mid-sentence: a joined
    line that is no wider than a wrapped one can be."""
    cells = joined = 0
    for (above, line), is_start in zip(pairwise(lines), begins, strict=True):
        cells += above.shape.cells
        if not is_start:
            joined += 1
            continue
        is_plain = line.has(starts | _APART) or (above.has(marks.ENDED) and not line.has(marks.LOWER))
        if joined and cells <= LONGEST and not is_plain:
            return True
        cells = joined = 0
    return False


def _is_broken_off(lines: Sequence[Line], starts: int, margins: _Margins) -> bool:
    """Whether a few lines stop in mid-sentence where nothing of its own begins: then a width explains them
    badly, and what would be joined is a guess. The first line can be a heading."""
    return any(
        above.indent == line.indent
        and not line.has(starts | _APART)
        and not above.has(_APART)
        and (place > 0 or line.has(marks.LOWER))
        and _stops(above, line, margins)
        for place, (above, line) in enumerate(pairwise(lines))
    )


def _stops(above: Line, line: Line, margins: _Margins) -> bool:
    """Whether a line stops in mid-sentence before the width; before small letters, long before it."""
    if above.has(marks.ENDED | marks.COLON):
        return False
    room = margins.width - above.edge - 1 - line.shape.first_cells
    if line.has(marks.LOWER):
        return room > margins.width // 2
    return room > max(margins.slack, margins.width // _EIGHTH)


def _count_heads(text: str, lines: Sequence[Line], kind: Kind) -> int:
    """Count the lines at the start that are no text: the name of a speaker, a term, a heading."""
    first, second = lines[:2]
    if first.has(marks.ENDED) and text.startswith(_OUTLINE, first.start):
        return 1
    if kind == "speaker-turns" and first.has(marks.CAPITALS) and not second.has(marks.CAPITALS):
        return int(first.shape.words <= 5 and not first.has(marks.TURN))
    if kind == "list" and not first.has(marks.ITEM | marks.ENDED) and second.indent >= first.indent + _INDENT:
        return int(min([line.indent for line in lines[1:]]) >= first.indent + _INDENT)
    return 0


def _find_margins(lines: Sequence[Line], width: int, kind: Kind) -> _Margins:
    if len(lines) > 2:
        width = min(width, find_common_width(lines)[0])
    indents = [line.indent for line in lines]
    body = sorted(indents)[len(indents) // 2] if len(lines) > 2 else min(indents)
    lacking = sorted(
        width - above.edge - 1 - line.shape.first_cells
        for above, line in pairwise(lines)
        if line.has(marks.LOWER) and not above.has(marks.ENDED | marks.COLON)
    )
    slack = max(_SLACK, lacking[(9 * len(lacking)) // 10]) if lacking else _SLACK
    if kind == "references":
        slack = max(slack, width // _SIXTH)
    first = lines[0].indent
    return _Margins(width, body, first >= body + _INDENT, first <= body - _INDENT, slack)


def _begins(text: str, above: Line, line: Line, starts: int, margins: _Margins) -> bool:
    """Whether something of its own begins with a line."""
    over, under = above.shape.marks, line.shape.marks
    if text.startswith(_OUTLINE, line.start):
        return True
    if (over | under) & _APART or under & starts:
        return text[line.start] not in patterns.NEVER_FIRST
    is_ended = over & (marks.ENDED | marks.COLON) != 0
    room = margins.width - above.edge - 1 - line.shape.first_cells
    if not is_ended and under & marks.LOWER:
        return _stops(above, line, margins)
    if _is_indented(above, line, margins):
        return is_ended or margins.has_first_indents
    if margins.is_hanging and line.indent <= margins.body - _INDENT:
        return True
    if margins.has_first_indents and above.indent >= margins.body + _INDENT > line.indent:
        return room > margins.width // 2 and is_ended
    if is_ended and _opens(text, line, starts, margins):
        return True
    if under & marks.LOWER:
        # A term in small letters and what it means, below another one.
        return under & marks.LABEL != 0 or (over & marks.COLON != 0 and room > margins.slack)
    return room > margins.slack if is_ended else _stops(above, line, margins)


def _is_indented(above: Line, line: Line, margins: _Margins) -> bool:
    """Whether a line is set further in than most, and than the one above."""
    return line.indent >= margins.body + _INDENT and line.indent > above.indent


def _opens(text: str, line: Line, starts: int, margins: _Margins) -> bool:
    """Whether a line behind the end of a sentence opens a speech, a headline of a bulletin, an entry."""
    if text.startswith(_SPEECH, line.start) or text.startswith(_DOTS, line.start):
        return True
    return (
        starts & marks.REFERENCE != 0
        and not margins.is_hanging
        and patterns.AUTHOR.match(text, line.start, line.end) is not None
    )
