"""Whether lines are wrapped: by the width that they fill, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.structure import marks
from cleaner.structure.flow import Flow, find_common_width, measure_flow
from cleaner.structure.line_reader import Line

WIDTHS: Final = range(40, 133)
"""Columns of wrapped lines: typewriters and mail 60 to 80, columns of a book from 40, PDF text to 130."""
_NARROW: Final = range(22, 40)
"""Columns of newspapers: these need more evidence, as verse has them, too."""
_WIDE: Final = 55
"""Columns of lines that are hardly verse."""
_SENTENCE: Final = 60
_STANZA: Final = 14
"""Breaks of a stanza, and of a sonnet."""
_STRAY: Final = 12
"""Columns that a line may be off the width of the others: as much as half a word. With 25, verse passes for
prose."""


def find_wrap(lines: Sequence[Line], *, is_text: bool = False) -> int | None:
    """Return the width at which lines are wrapped, None where nothing shows it.

    Of what is text by its mark, such as an article of a law, it is enough that few breaks had room for the
    next word.
    """
    if len(lines) < 2 or any(line.shape.marks & marks.LONG for line in lines):
        return None
    flow = measure_flow(lines)
    is_even = 2 * flow.early <= flow.breaks and (not flow.early or flow.mean >= 0.85 * flow.width)
    is_filled = is_text and is_even and flow.inside > 0 and _is_usual(lines, flow.width)
    return flow.width if is_filled or is_wrapped(lines, flow) else None


def is_wrapped(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether the breaks of a block are those of a wrap."""
    # Lines that hang again and again were too wide for a page: they begin and end where they were meant to.
    if flow.hanging > 1 or (flow.hanging and flow.breaks - flow.hanging <= 1):
        return False
    # Among capitals alone, the end of a sentence is all that parts text from the head of a bulletin.
    if not lines[-1].has(marks.ENDED) and all(line.shape.marks & marks.CAPITALS for line in lines):
        return False
    # Links and names are no text.
    words = sum([line.shape.words for line in lines])
    if words < 3 * len(lines) - 1 and not any(line.shape.marks & marks.WIDE for line in lines):
        return False
    if flow.width < _WIDE and not _reads_on(lines, flow):
        return False
    if flow.width in _NARROW:
        return (
            flow.breaks >= 4
            and not flow.early
            and 4 * flow.lower >= 3 * flow.inside > 0
            and lines[-1].has(marks.ENDED)
        )
    if not _is_usual(lines, flow.width):
        return False
    return _is_filled(lines, flow) or _is_typed(lines, flow) or _is_nearly_filled(lines, flow)


def _is_usual(lines: Sequence[Line], width: int) -> bool:
    """Whether somebody wraps at a width; an indent of all lines does not count at the upper end."""
    return WIDTHS.start <= width < WIDTHS.stop + min(line.indent for line in lines)


def _reads_on(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether narrow lines stop where it happens, as those of verse do not: few breaks are at a pause, and
    the text ends somewhere in the last line."""
    if flow.breaks > _STANZA or any(line.shape.marks & (marks.CUT | marks.DANGLING) for line in lines):
        return True
    pauses = sum(line.has(marks.PAUSED | marks.ENDED | marks.COLON) for line in lines[:-1])
    return 4 * pauses <= flow.breaks and (flow.breaks > 3 or lines[-1].shape.cells < 0.75 * flow.mean)


def _is_filled(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether hardly a break had room for the next word, and sentences go on behind the breaks."""
    if flow.breaks == 1:
        first, last = lines
        if not flow.inside or flow.early or last.shape.cells > first.shape.cells + 8:
            return False
        # Without capitals, a line of a heading and one of text look alike but for their width.
        return flow.lower == 1 or (flow.upper == 0 and first.shape.cells >= _SENTENCE)
    if flow.breaks == 2:
        return not flow.early and flow.inside > 0 and 2 * flow.upper <= flow.inside
    if flow.share_meant > 0.12:
        return False
    if 2 * flow.inside < flow.breaks:
        # Lines that are sentences: a wrap among them has to be plain.
        return flow.lower > 0 and flow.share_early == 0 and _has_cut(lines)
    return 4 * (flow.inside - flow.upper) >= flow.inside or is_plainly_filled(lines, flow)


def is_plainly_filled(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether lines fill a width to the last, and sentences end elsewhere.

    Then capitals behind the breaks are those of names, and of nouns in German.
    """
    if flow.share_early or flow.width < _WIDE or flow.mean < 0.92 * flow.width:
        return False
    return 2 * flow.paused <= flow.inside and _has_cut(lines)


def _is_typed(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether the lines are nearly as wide as each other, and go on in lower case: typists break where they
    like.

    Where letters differ in width, as in a PDF file, lines of one width on paper have different numbers of
    them.
    """
    if 10 * flow.lower < 5 * flow.inside or not flow.inside or flow.mean < 0.75 * flow.width:
        return False
    share = flow.lower / flow.inside
    if flow.width >= _SENTENCE and flow.mean >= 0.85 * flow.width and flow.lower == flow.breaks > 1:
        return True
    if flow.width >= _WIDE and flow.mean >= 0.8 * flow.width and share >= 0.8 and _has_cut(lines):
        return True
    return (
        flow.breaks > 2
        and flow.share_meant <= 0.4
        and 2 * flow.inside >= flow.breaks
        and (share >= 0.7 or _has_cut(lines))
    )


def _is_nearly_filled(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether half of the breaks are those of one width, and no other is far from it: words that were joined
    over line ends made some lines too wide."""
    if flow.breaks < 3 or not flow.lower or not (2 * flow.lower >= flow.inside or _has_cut(lines)):
        return False
    width, fitting, off = find_common_width(lines)
    return width >= _WIDE and 2 * fitting >= flow.breaks and off <= _STRAY


def _has_cut(lines: Sequence[Line]) -> bool:
    """Whether a sentence ends inside a line: hardly in verse."""
    return any(line.shape.marks & marks.CUT for line in lines)
