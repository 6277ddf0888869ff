"""Whether lines are wrapped: by the width that they fill, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.structure import marks
from cleaner.structure.flow import Flow, measure_flow
from cleaner.structure.line_reader import Line

WIDTHS: Final = range(40, 133)
"""Columns of wrapped lines: typewriters and mail 60 to 80, columns of a book from 40, PDF text to 130."""
_NARROW: Final = range(22, 40)
"""Columns of newspapers: these need more evidence, as verse has them, too."""


def find_wrap(lines: Sequence[Line]) -> int | None:
    """Return the width at which lines are wrapped, None where nothing shows it."""
    if len(lines) < 2 or any(line.has(marks.LONG) for line in lines):
        return None
    flow = measure_flow(lines)
    return flow.width if is_wrapped(lines, flow) else None


def is_wrapped(lines: Sequence[Line], flow: Flow) -> bool:
    """Whether the breaks of a block are those of a wrap."""
    # Lines that hang again and again were too wide for a page: they begin and end where they were meant to.
    if flow.hanging > 1 or (flow.hanging and flow.breaks - flow.hanging <= 1):
        return False
    if not any(line.has(marks.WIDE) for line in lines) and sum(line.shape.words for line in lines) < 3 * len(lines) - 1:
        return False
    if flow.width in _NARROW:
        return flow.breaks >= 4 and flow.early == 0 and 4 * flow.lower >= 3 * flow.inside > 0 and lines[-1].has(marks.ENDED)
    if flow.width not in WIDTHS:
        return False
    if flow.breaks == 1:
        return _is_wrapped_once(lines, flow)
    if flow.breaks == 2:
        return flow.early == 0 and flow.inside > 0 and 2 * flow.upper <= flow.inside
    if 2 * flow.inside < flow.breaks:
        return False
    goes_on = flow.lower + (flow.inside - flow.lower - flow.upper)
    if flow.meant_share <= 0.12:
        return 4 * goes_on >= flow.inside
    # Typists break where they like: then lower case has to say that sentences go on, or sentences end inside lines.
    if flow.mean < 0.75 * flow.width or flow.meant_share > 0.4:
        return False
    return 10 * flow.lower >= 7 * flow.inside or (2 * flow.lower >= flow.inside and any(line.has(marks.CUT) for line in lines))


def _is_wrapped_once(lines: Sequence[Line], flow: Flow) -> bool:
    first, last = lines
    if not flow.inside or flow.early or last.shape.cells > first.shape.cells + 8:
        return False
    # Without capitals, a line of a heading and one of text look alike but for their width.
    return flow.lower == 1 or (flow.upper == 0 and first.shape.cells >= 60)
