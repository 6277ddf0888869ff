"""Judges of tables and of lists of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cleaner.structure import marks
from cleaner.structure.passage import Passage, Verdict, count_lines

_MOST: Final = 0.6
_COLUMN_SHARE: Final = 0.5
_TOKENS: Final = 8
"""Lines of a vertical text, at least."""
_ROWS: Final = 3
_FIELDS: Final = 14
"""Lines of words and tags, at least; words of each, at most."""
_TAG: Final = re.compile(r"(?:[A-Z][A-Z0-9$]{0,9}(?:[-_][A-Za-z]{1,12})?|[._:,$`'\"-]{1,5})$")
_EXAMINED: Final = 200
"""Lines that show the columns of a table; the others follow."""


def judge_table(passage: Passage) -> Verdict | None:
    """Columns: tabs, bars, wide gaps, gaps that stand under each other, figures, one token a line."""
    size = passage.size
    for mark, what, least in (
        (marks.TABBED | marks.ELEMENT, "have tabs between words", 2),
        (marks.BARRED, "have bars", 2),
        (marks.GAPPED, "have wide gaps", 2),
        (marks.FIGURES, "are mostly figures", 3),
        (marks.PRICED, "end with a price", 2),
    ):
        found = passage.count(mark)
        if (
            found >= least
            and found >= (_MOST if mark != marks.GAPPED else _COLUMN_SHARE) * size
            and not (mark == marks.FIGURES and passage.first.has(marks.ITEM))
        ):
            return Verdict("table", f"{count_lines(found, size)} {what}")
    if size == 1:
        return _judge_row(passage)
    return _judge_columns(passage) or _judge_tokens(passage) or _judge_tags(passage)


def _judge_row(passage: Passage) -> Verdict | None:
    text = passage.read(passage.first)[:400]
    if (
        text.count("\t") >= 2
        or text.count("|") >= 3
        or (passage.first.has(marks.GAPPED) and not passage.first.has(marks.LONG) and text.count("   ") >= 2)
    ):
        return Verdict("table", "1 line with several gaps, tabs or bars")
    return None


def _judge_columns(passage: Passage) -> Verdict | None:
    """Gaps of two blanks that stand under each other; in justified text they stand anywhere."""
    if not passage.any_marks & marks.SPACED:
        return None
    lines = passage.lines[:_EXAMINED]
    columns = Counter(column for line in lines for column in _find_gaps(line.indent, passage.read(line)))
    if not columns:
        return None
    column, found = columns.most_common(1)[0]
    if found >= 3 and found >= _COLUMN_SHARE * len(lines):
        return Verdict("table", f"{count_lines(found, len(lines))} have a gap before column {column + 1}")
    return None


def _find_gaps(indent: int, text: str) -> Iterator[int]:
    """Yield the columns behind gaps of two blanks or more, each once, up to column 120."""
    text = text[:120]
    at = text.find("  ")
    while at >= 0:
        stop = at + len(text[at:]) - len(text[at:].lstrip())
        # Two blanks behind a full stop are those of a typist.
        if text[at - 1] not in ".!?:":
            yield indent + stop
        at = text.find("  ", stop)


def judge_fields(passage: Passage) -> Verdict | None:
    """The same number of commas or semicolons in each line, and few blanks: fields."""
    if (
        passage.size < 3
        or passage.read(passage.first).count(",") + passage.read(passage.first).count(";") < 2
    ):
        return None
    lines = [passage.read(line) for line in passage.lines[:_EXAMINED]]
    for separator in ";,":
        counts = {line.count(separator) for line in lines}
        blanks = sum(line.count(separator + " ") for line in lines)
        if len(counts) == 1 and (number := counts.pop()) >= 2 and 4 * blanks < number * len(lines):
            return Verdict("table", f"{number} fields end with {separator} in each of {len(lines)} lines")
    return None


def _judge_tokens(passage: Passage) -> Verdict | None:
    """One word a line, full stops and commas alone in theirs: vertical text."""
    if not passage.any_marks & marks.RULE:
        return None
    single = sum(line.shape.words == 1 for line in passage.lines)
    last = passage.lines[-1]
    if single == passage.size > 2 and last.shape.cells == 1 and last.has(marks.RULE):
        return Verdict("table", f"{passage.size} lines of one token, the last a full stop or the like")
    if passage.size < _TOKENS or single < 0.95 * passage.size or passage.cells > 30 * passage.size:
        return None
    if not any(line.shape.cells == 1 and line.has(marks.RULE) for line in passage.lines):
        return None
    return Verdict("table", f"{count_lines(single, passage.size)} are one token")


def _judge_tags(passage: Passage) -> Verdict | None:
    """As many words in each line, and the last of each a tag in capitals: columns that one blank parts."""
    words = passage.first.shape.words
    if passage.size < _ROWS or not 2 <= words <= _FIELDS:
        return None
    lines = passage.lines[:_EXAMINED]
    if any(line.shape.words != words for line in lines):
        return None
    tags = {passage.read(line).rsplit(None, 1)[-1] for line in lines}
    if 2 * len(tags) > len(lines) + 1 or not all(map(_TAG.match, tags)):
        return None
    return Verdict("table", f"{len(lines)} lines of {words} words, the last of each one of {len(tags)} tags")


def judge_contents(passage: Passage) -> Verdict | None:
    """Titles with the numbers of their pages: behind dots, or at the end of nearly each line, growing."""
    leaders = passage.count(marks.LEADER)
    if leaders and leaders >= 0.5 * passage.size:
        return Verdict("contents-list", f"{count_lines(leaders, passage.size)} lead to a number")
    numbered = passage.count(marks.NUMBERED)
    if passage.size < 3 or numbered < 0.8 * passage.size or passage.count(marks.FIGURES) > 0.5 * passage.size:
        return None
    pages = [int(digits) for line in passage.lines if (digits := _read_last_number(passage.read(line)))]
    if (
        len(pages) == numbered
        and pages == sorted(pages)
        and pages[0] < pages[-1] < 3000
        and max(pages) - min(pages) >= len(pages) // 2
    ):
        return Verdict(
            "contents-list", f"{count_lines(numbered, passage.size)} end with a number, and the numbers grow"
        )
    return None


def _read_last_number(text: str) -> str:
    word = text.rsplit(None, 1)[-1].strip("().,-")
    return word if word.isdecimal() and len(word) <= 4 else ""
