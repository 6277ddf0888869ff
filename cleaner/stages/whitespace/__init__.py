"""Line endings, spaces at the end of a line, runs of blank lines, the final newline.

The form of a clean text is fixed: lines end in LF and carry no spaces at their end, paragraphs stand at
most one blank line apart, the text begins with a line that is not blank and ends with one newline. A text
of nothing but blanks becomes the empty text.

Each deviation is a rule of its own, and a run of blank lines is one finding however long it is: spaces and
line endings inside the run belong to it. The edit begins where the first blank line of the run begins. A
blank line that stands alone between paragraphs stays, and so does a single line break between paragraphs
of one line each.

Blanks that mean something stay (`meant_blanks`): the hard breaks of Markdown, empty cells, those of code.
What stands inside a line is left as it is: indentation, tabs, and the runs of spaces that align a table,
a poem or a listing. `whitespace.space-run`, for prose alone, is off unless it is selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.rule import Rule
from cleaner.stages.whitespace.line_spans import BLANKS, BREAKS, LineSpan, next_content_line, split_lines
from cleaner.stages.whitespace.meant_blanks import MeantBlanks
from cleaner.stages.whitespace.rules import (
    BLANK_RUN,
    FINAL_NEWLINE,
    LEADING,
    LINE_ENDING,
    SPACE_RUN,
    TRAILING,
)
from cleaner.structure import Text
from cleaner.text import Edit, extract_unusual

__all__ = ["Whitespace"]

# Two spaces or more between two visible characters: neither an indent nor the end of a line.
_RUN = re.compile(r"(?<=\S) {2,}(?=\S)")
_PROSE_WORDS = 8
"""Words that a line must have for each run of spaces in it, to count as prose and not as columns."""


@dataclass(frozen=True, slots=True)
class Whitespace:
    """The stage that gives a text its final form.

    >>> from cleaner.pipeline import find_edits
    >>> [edit[:4] for edit in find_edits(Whitespace(), "One. \\n\\n\\n\\nTwo.")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [(4, 5, '', 'whitespace.trailing'), (6, 8, '', 'whitespace.blank-run'),
     (13, 13, '\\n', 'whitespace.final-newline')]
    """

    name: str = "whitespace"
    rules: tuple[Rule, ...] = (LINE_ENDING, TRAILING, BLANK_RUN, LEADING, FINAL_NEWLINE, SPACE_RUN)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields one edit for each deviation, and one for a whole run of blank lines, in order."""
        content = text.content
        if not content:
            return
        if _is_tidy(content):
            yield from _edit_tidy_text(content)
            return
        lines = split_lines(content)
        meant = MeantBlanks(text, lines)
        first = next_content_line(lines, 0)
        if first:
            yield Edit(0, lines[first - 1].after, "", (LEADING if first < len(lines) else BLANK_RUN).id)
        while first < len(lines):
            following = next_content_line(lines, first + 1)
            yield from _edit_line(content, lines, first, following, meant)
            gap = lines[first + 1 : following]
            if gap and following < len(lines) and meant.keeps_gap(first, following):
                for line in gap:
                    yield from _edit_line_break(content, line)
            else:
                yield from _edit_gap(content, gap, last=following == len(lines))
            first = following


def _is_tidy(text: str) -> bool:
    """The prefilter: whether there is nothing to do but for `SPACE_RUN` and `FINAL_NEWLINE`."""
    if text[0] == "\n" or "\n\n\n" in text or text.endswith("\n\n"):
        return False
    rare = extract_unusual(text)
    if any(mark in rare for mark in BREAKS):
        return False
    # Without other blanks two searches say whether a line ends in a space; with them, each line is looked at.
    if not any(blank in rare for blank in BLANKS):
        return " \n" not in text and text[-1] != " "
    return all(not line or line[-1] not in BLANKS for line in text.split("\n"))


def _edit_tidy_text(text: str) -> Iterator[Edit]:
    """Yields the edits of a text that is in form but for runs of spaces and the final newline."""
    position = text.find("  ")
    while position >= 0:
        start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
        end = len(text) if end < 0 else end
        yield from _edit_space_runs(text, LineSpan(start, end, end, end))
        position = text.find("  ", end)
    if text[-1] != "\n":
        yield Edit(len(text), len(text), "\n", FINAL_NEWLINE.id)


def _edit_line(
    text: str, lines: list[LineSpan], index: int, following: int, meant: MeantBlanks
) -> Iterator[Edit]:
    """Yields the edits of a line that has content: runs of spaces, its end, its line break."""
    line = lines[index]
    yield from _edit_space_runs(text, line)
    if line.content_end < line.end:
        blanks_from = meant.find_end(index, following)
        if blanks_from < line.end:
            yield Edit(blanks_from, line.end, "", TRAILING.id)
    if line.end == line.after:
        yield Edit(line.after, line.after, "\n", FINAL_NEWLINE.id)
    # A paragraph separator between lines without a blank line holds paragraphs apart: two line feeds do.
    elif text[line.end] == "\u2029" and following == index + 1 < len(lines):
        yield Edit(line.end, line.after, "\n\n", LINE_ENDING.id)
    else:
        yield from _edit_line_break(text, line)


def _edit_gap(text: str, gap: list[LineSpan], *, last: bool) -> Iterator[Edit]:
    """Yields the edits of the blank lines between two lines that have content, or after the last one."""
    if not gap:
        return
    if last:
        yield Edit(gap[0].start, gap[-1].after, "", BLANK_RUN.id)
        return
    # The break of the last blank line stays, with the one behind the text before: together a blank line. A
    # blank line alone without blanks in it is in form.
    if gap[0].start < gap[-1].end:
        yield Edit(gap[0].start, gap[-1].end, "", (BLANK_RUN if len(gap) > 1 else TRAILING).id)
    yield from _edit_line_break(text, gap[-1])


def _edit_line_break(text: str, line: LineSpan) -> Iterator[Edit]:
    """Yields the edit that makes a line break LF; of CRLF only the CR goes."""
    mark = text[line.end : line.after]
    if mark == "\r\n":
        yield Edit(line.end, line.end + 1, "", LINE_ENDING.id)
    elif mark != "\n":
        yield Edit(line.end, line.after, "\n", LINE_ENDING.id)


def _edit_space_runs(text: str, line: LineSpan) -> Iterator[Edit]:
    """Yields an edit for each run of spaces in a line of prose; none in a line that looks like columns."""
    content = text[line.start : line.content_end]
    # An indent, a tab or a bar is a listing or a table, whose columns the spaces align.
    if "  " not in content or content[0] in BLANKS or "\t" in content or "|" in content:
        return
    runs = list(_RUN.finditer(content))
    if len(runs) * _PROSE_WORDS > len(content.split()):
        return
    for run in runs:
        # The first space stays as it is: only what is too much is removed.
        yield Edit(line.start + run.start() + 1, line.start + run.end(), "", SPACE_RUN.id)
