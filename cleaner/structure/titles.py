"""Judges of what stands above and beside text: headings, captions, page furniture."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks
from cleaner.structure.unit import Unit, Verdict

_UNDERLINE: Final = re.compile(r"([=~^*-])\1{2,}$|[=~^*-]{3}$")
_WORDS: Final = 14
"""Words of the longest heading."""
_CAPTION_LINES: Final = 6


def judge_furniture(unit: Unit) -> Verdict | None:
    """A page number that says so, or a form feed alone."""
    if not unit.first.has(marks.PAGE):
        return None
    return Verdict("page-furniture", "a form feed" if unit.first.has(marks.FEED) else "the number of a page")


def judge_title(unit: Unit) -> Verdict | None:
    """A heading by its markup: behind #, or above a line of = or -."""
    if unit.first.has(marks.TITLE):
        return Verdict("heading", "markup of a heading")
    if unit.size == 2 and _UNDERLINE.match(unit.read(unit.lines[1])) and not unit.first.has(marks.ENDED | marks.LONG):
        return Verdict("heading", "underlined")
    return None


def judge_caption(unit: Unit) -> Verdict | None:
    """`Figure 3` and the like at the start, in a few lines."""
    if unit.first.has(marks.CAPTION) and unit.size <= _CAPTION_LINES and not unit.first.has(marks.TABBED | marks.LEADER):
        return Verdict("caption", "begins as a caption")
    return None


def judge_heading(unit: Unit) -> Verdict | None:
    """A line, or two, with few words and no full stop."""
    if unit.size > 2 or unit.words > _WORDS or unit.any_marks & marks.LONG:
        return None
    last = unit.lines[-1]
    if last.has(marks.ENDED) and not (last.has(marks.CAPITALS) and last.shape.cells <= 60):
        return None
    if unit.size == 2 and (unit.first.has(marks.ENDED) or unit.words > 10):
        return None
    if unit.first.has(marks.LOWER) or last.shape.symbols * 4 > last.shape.cells or unit.any_marks & (marks.RULE | marks.NUMBER):
        return None
    if unit.first.has(marks.LABEL) and unit.symbols:
        return None
    return Verdict("heading", f"{unit.words} words without a full stop")
