"""Judges of what stands above and beside text: headings, captions, page furniture."""

from __future__ import annotations

import re
from typing import Final

from cleaner.structure import marks
from cleaner.structure.passage import Passage, Verdict

_UNDERLINE: Final = re.compile(r"([=~^*-])\1{2,}$|[=~^*-]{3}$")
_WORDS: Final = 14
"""Words of the longest heading."""
_CAPTION_LINES: Final = 6


def judge_furniture(passage: Passage) -> Verdict | None:
    """A page number that says so, or a form feed alone."""
    if not passage.first.has(marks.PAGE):
        return None
    return Verdict(
        "page-furniture", "a form feed" if passage.first.has(marks.FEED) else "the number of a page"
    )


def judge_title(passage: Passage) -> Verdict | None:
    """A heading by its markup: behind #, or above a line of = or -."""
    if passage.first.has(marks.TITLE):
        # Only code stands in one block with a line behind `#`.
        return (
            Verdict("heading", "markup of a heading")
            if passage.size == 1
            else Verdict("code", "a comment above code")
        )
    if (
        passage.size == 2
        and _UNDERLINE.match(passage.read(passage.lines[1]))
        and not passage.first.has(marks.ENDED | marks.LONG)
    ):
        return Verdict("heading", "underlined")
    return None


def judge_caption(passage: Passage) -> Verdict | None:
    """`Figure 3` and the like at the start, in a few lines."""
    if (
        passage.first.has(marks.CAPTION)
        and passage.size <= _CAPTION_LINES
        and not passage.first.has(marks.TABBED | marks.LEADER)
    ):
        return Verdict("caption", "begins as a caption")
    return None


def judge_heading(passage: Passage) -> Verdict | None:
    """A line, or two, with few words and no full stop."""
    if passage.size > 2 or passage.words > _WORDS or passage.any_marks & marks.LONG:
        return None
    last = passage.lines[-1]
    if last.has(marks.ENDED) and not (last.has(marks.CAPITALS) and last.shape.cells <= 60):
        return None
    if passage.size == 2 and (passage.first.has(marks.ENDED) or passage.words > 10):
        return None
    if (
        passage.first.has(marks.LOWER)
        or last.shape.symbols * 4 > last.shape.cells
        or passage.any_marks & (marks.RULE | marks.NUMBER)
    ):
        return None
    if passage.first.has(marks.LABEL) and passage.symbols:
        return None
    return Verdict("heading", f"{passage.words} words without a full stop")
