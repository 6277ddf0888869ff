"""Line endings, spaces at the end of a line, runs of blank lines, the final newline.

The form of a clean text is fixed: lines end in LF and carry no spaces at their end, paragraphs stand at
most one blank line apart, the text begins with a line that is not blank and ends with one newline. A text
of nothing but blanks becomes the empty text.

Each deviation is a rule of its own, and a run of blank lines is one finding however long it is: spaces and
line endings inside the run belong to it. The edit begins where the first blank line of the run begins. A
blank line that stands alone between paragraphs stays, and so does a single line break between paragraphs
of one line each.

What stands inside a line is left as it is: indentation, tabs, and the runs of spaces that align a table,
a poem or a listing. `whitespace.space-run`, for prose alone, is off unless it is selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, Text
from cleaner.text import Edit, extract_unusual

LINE_ENDING = Rule(
    id="whitespace.line-ending",
    certainty="certain",
    what="A line that ends in CRLF, CR, a vertical tab, a form feed, U+2028 or U+2029 ends in LF.",
    why="Mixed line endings make equal lines unequal, and readers disagree about what ends a line at all.",
    leaves_alone="LF; U+0085, which in text of this kind is an ellipsis decoded with the wrong codec.",
    kinds=ANYWHERE,
    example=("Monday.\r\nTuesday.\r\n", "Monday.\nTuesday.\n"),
    inserts="\n",
)
TRAILING = Rule(
    id="whitespace.trailing",
    certainty="certain",
    what="Spaces and tabs at the end of a line go, and those of a blank line between two paragraphs.",
    why="Nobody sees them; they make equal paragraphs unequal and blank lines look full.",
    leaves_alone="Spaces inside a line and at its beginning.",
    kinds=ANYWHERE,
    example=("A heading  \nThe first line.\n", "A heading\nThe first line.\n"),
)
BLANK_RUN = Rule(
    id="whitespace.blank-run",
    certainty="certain",
    what="Several blank lines between paragraphs become one; blank lines at the end of the text go.",
    why="They are what is left of a page's layout, and hold no text.",
    leaves_alone="One blank line between two paragraphs, and paragraphs that have none between them.",
    kinds=ANYWHERE,
    example=("The first.\n\n  \n\nThe second.\n\n", "The first.\n\nThe second.\n"),
)
LEADING = Rule(
    id="whitespace.leading",
    certainty="certain",
    what="Blank lines before the first line of the text go.",
    why="They are what is left of a page's layout, and hold no text.",
    leaves_alone="The indentation of the first line.",
    kinds=ANYWHERE,
    example=("\n \nThe first.\n", "The first.\n"),
)
FINAL_NEWLINE = Rule(
    id="whitespace.final-newline",
    certainty="certain",
    what="A text ends with a newline.",
    why="Files that are joined end to end would have their last and first paragraphs run together.",
    leaves_alone="The empty text.",
    kinds=ANYWHERE,
    example=("The last line.", "The last line.\n"),
    inserts="\n",
)
SPACE_RUN = Rule(
    id="whitespace.space-run",
    certainty="likely",
    what="Several spaces between two words of a line of prose become one.",
    why="They are what is left of justified type, of a removed image or of a typewriter's habit.",
    leaves_alone="Indented lines, tables, listings, short lines, and lines with many such runs.",
    kinds=ANYWHERE,
    example=(
        "The committee met on Monday and  put the decision off until May.\n",
        "The committee met on Monday and put the decision off until May.\n",
    ),
    default=False,
)

BLANKS = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that leave a line blank. Zero-width characters and controls are other stages' business."""

# Breaks of a line besides LF. Not U+0085: where it stands in a text it was an ellipsis of cp1252.
_BREAKS = "\r\v\f\u2028\u2029"
# A line and its break; CRLF comes first, or it would be two breaks.
_LINE = re.compile(f"([^\n{_BREAKS}]*)(\r\n|[\n{_BREAKS}]|\\Z)")
# Two spaces or more between two visible characters: neither an indent nor the end of a line.
_RUN = re.compile(r"(?<=\S) {2,}(?=\S)")
_PROSE_WORDS = 8
"""Words that a line must have for each run of spaces in it, to count as prose and not as columns."""


class _LineSpan(NamedTuple):
    """A line of the text, by the offsets at which its parts begin."""

    start: int
    content_end: int  # where the trailing blanks begin; equal to `start` for a blank line
    end: int  # where the line break begins
    after: int  # where the next line begins; equal to `end` for a line without a line break

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks stands in the line."""
        return self.content_end == self.start


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
        lines = _split_lines(content)
        first = _next_content_line(lines, 0)
        if first:
            yield Edit(0, lines[first - 1].after, "", (LEADING if first < len(lines) else BLANK_RUN).id)
        while first < len(lines):
            following = _next_content_line(lines, first + 1)
            yield from _edit_line(content, lines, first, following)
            yield from _edit_gap(content, lines[first + 1 : following], last=following == len(lines))
            first = following


def _is_tidy(text: str) -> bool:
    """The prefilter: whether there is nothing to do but for `SPACE_RUN` and `FINAL_NEWLINE`."""
    if text[0] == "\n" or "\n\n\n" in text or text.endswith("\n\n"):
        return False
    rare = extract_unusual(text)
    if any(mark in rare for mark in _BREAKS):
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
        yield from _edit_space_runs(text, _LineSpan(start, end, end, end))
        position = text.find("  ", end)
    if text[-1] != "\n":
        yield Edit(len(text), len(text), "\n", FINAL_NEWLINE.id)


def _split_lines(text: str) -> list[_LineSpan]:
    """Returns the lines of a text, whatever ends them; no empty one after the last line break."""
    lines: list[_LineSpan] = []
    for match in _LINE.finditer(text):
        if match.end() > match.start():
            content = match.group(1)
            start = match.start()
            lines.append(_LineSpan(start, start + len(content.rstrip(BLANKS)), match.end(1), match.end()))
    return lines


def _next_content_line(lines: list[_LineSpan], index: int) -> int:
    """Returns the index of the first line from `index` on that is not blank; `len(lines)` where none is."""
    while index < len(lines) and lines[index].is_blank:
        index += 1
    return index


def _edit_line(text: str, lines: list[_LineSpan], index: int, following: int) -> Iterator[Edit]:
    """Yields the edits of a line that has content: runs of spaces, its end, its line break."""
    line = lines[index]
    yield from _edit_space_runs(text, line)
    if line.content_end < line.end:
        yield Edit(line.content_end, line.end, "", TRAILING.id)
    if line.end == line.after:
        yield Edit(line.after, line.after, "\n", FINAL_NEWLINE.id)
    # A paragraph separator between lines without a blank line holds paragraphs apart: two line feeds do.
    elif text[line.end] == "\u2029" and following == index + 1 < len(lines):
        yield Edit(line.end, line.after, "\n\n", LINE_ENDING.id)
    else:
        yield from _edit_line_break(text, line)


def _edit_gap(text: str, gap: list[_LineSpan], *, last: bool) -> Iterator[Edit]:
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


def _edit_line_break(text: str, line: _LineSpan) -> Iterator[Edit]:
    """Yields the edit that makes a line break LF; of CRLF only the CR goes."""
    mark = text[line.end : line.after]
    if mark == "\r\n":
        yield Edit(line.end, line.end + 1, "", LINE_ENDING.id)
    elif mark != "\n":
        yield Edit(line.end, line.after, "\n", LINE_ENDING.id)


def _edit_space_runs(text: str, line: _LineSpan) -> Iterator[Edit]:
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
