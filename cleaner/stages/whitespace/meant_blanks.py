"""Which blanks at the end of lines, and which blank lines, mean something.

Two spaces before a line that goes on break the line in Markdown; a tab at the end of a row is an empty cell;
`-- ` opens a signature; in code each blank may count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from cleaner.stages.whitespace.line_spans import LineSpan
from cleaner.structure import Kind, Text, TextBlock

_SIGNATURE_MARK: Final = re.compile("(?:> ?)*+--")
_MARKDOWN: Final = re.compile(
    r"^#{1,6} \S|^(?:```|~~~)|\]\((?:https?:|/|#|\.)|(?<![*\w])\*\*[^*\s]", re.MULTILINE
)
"""What a text in Markdown has and others have not: headings, fences, links, strong words."""
_STARTS_BLOCK: Final = re.compile(r"\s*+(?:[-*+•]\s|#{1,6}\s|\d{1,3}[.)]\s|```|~~~|\||[-=]{2,}\s*$)")
"""A line that goes on nothing, so that a break before it says nothing."""
_BLANKS_COUNT: Final[frozenset[Kind]] = frozenset({"table", "code", "message-header"})
"""Kinds of text in which two spaces at the end of a line break no line."""
_LEAST_BROKEN: Final = 3
"""Lines of a block that is no Markdown otherwise, all of them but the last with just two spaces behind. In
two lines this is an accident."""


def has_markdown(text: str) -> bool:
    """Whether a text has headings, fences, links or strong words of Markdown.

    >>> has_markdown("# Salt\\n\\nThe lake is dry.\\n"), has_markdown("No. 5: the lake\\n")
    (True, False)
    """
    return _MARKDOWN.search(text) is not None


class MeantBlanks:
    """Answers which blanks of a text, of which `lines` are the lines, stay."""

    __slots__ = ("_content", "_counting", "_lines", "_starts", "_text")

    def __init__(self, text: Text, lines: list[LineSpan]) -> None:
        self._text = text
        self._content = text.content
        self._lines = lines
        self._counting: list[TextBlock] | None = None
        self._starts: list[int] = []

    def find_end(self, index: int, following: int) -> int:
        """Return where the blanks begin that go from the end of a line that has content.

        `following` is the next line that has content.
        """
        line = self._lines[index]
        shown = self._content[line.start : line.content_end]
        blanks = self._content[line.content_end : line.end]
        if blanks == " " and _SIGNATURE_MARK.fullmatch(shown):
            return line.end
        kind = self._find_kind(line)
        if kind == "code":
            return line.end
        in_row = kind == "table" and ("\t" in shown.strip() or "\t" not in shown)
        if in_row and "\t" in blanks:
            return line.content_end + blanks.rindex("\t") + 1
        if blanks.startswith("  ") and not blanks.strip(" ") and kind is None:
            goes_on = following == index + 1 < len(self._lines) and self._goes_on(index)
            if goes_on and (self._text.once(has_markdown) or self._is_broken_block(index)):
                return line.content_end + 2
        return line.content_end

    def keeps_gap(self, index: int, following: int) -> bool:
        """Whether the blank lines between two lines that have content stay: between lines of code, and rows
        of empty cells in a table of tabs."""
        above, below = self._lines[index], self._lines[following]
        gap = self._lines[index + 1 : following]
        if len(gap) == 1 and gap[0].start == gap[0].end:
            return False
        kinds = {self._find_kind(above), self._find_kind(below)}
        if kinds == {"table"}:
            cells = self._content[above.start : above.end].count("\t")
            return cells > 0 and all(self._content[line.start : line.end] == "\t" * cells for line in gap)
        return kinds == {"code"}

    def _goes_on(self, index: int) -> bool:
        """Whether the next line goes on the text of a line, and is no item or heading of its own."""
        line, below = self._lines[index], self._lines[index + 1]
        if self._content.startswith("#", line.start):
            return False
        quoted = self._content.startswith(">", line.start), self._content.startswith(">", below.start)
        return quoted[0] == quoted[1] and not _STARTS_BLOCK.match(self._content, below.start, below.end)

    def _is_broken_block(self, index: int) -> bool:
        """Whether all lines of a block but the last end in just two spaces."""
        first = last = index
        while first > 0 and self._ends_in_two(first - 1):
            first -= 1
        while last + 1 < len(self._lines) and self._ends_in_two(last):
            last += 1
        above = self._lines[first - 1] if first else None
        begins = above is None or above.is_blank
        final = self._lines[last]
        ends = not final.is_blank and (last + 1 == len(self._lines) or self._lines[last + 1].is_blank)
        return begins and ends and last - first + 1 >= _LEAST_BROKEN

    def _ends_in_two(self, index: int) -> bool:
        line = self._lines[index]
        return not line.is_blank and self._content[line.content_end : line.end] == "  "

    def _find_kind(self, line: LineSpan) -> Kind | None:
        """Return the kind of the block that a line ends in, where it is one in which blanks count."""
        if self._counting is None:
            self._counting = [block for block in self._text.structure.blocks if block.kind in _BLANKS_COUNT]
            self._starts = [block.span.start for block in self._counting]
        if not self._counting:
            return None
        place = bisect_right(self._starts, line.content_end - 1) - 1
        block = self._counting[place]
        return block.kind if place >= 0 and line.content_end <= block.span.end else None
