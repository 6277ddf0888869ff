"""The lines of a text, whatever ends them, with the blanks at their end apart."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANKS = " \t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that leave a line blank. Zero-width characters and controls are other stages' business."""

# Breaks of a line besides LF. Not U+0085: where it stands in a text it was an ellipsis of cp1252.
BREAKS = "\r\v\f\u2028\u2029"
# A line and its break; CRLF comes first, or it would be two breaks.
_LINE = re.compile(f"([^\n{BREAKS}]*)(\r\n|[\n{BREAKS}]|\\Z)")


class LineSpan(NamedTuple):
    """A line of the text, by the offsets at which its parts begin."""

    start: int
    content_end: int  # where the trailing blanks begin; equal to `start` for a blank line
    end: int  # where the line break begins
    after: int  # where the next line begins; equal to `end` for a line without a line break

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks stands in the line."""
        return self.content_end == self.start


def split_lines(text: str) -> list[LineSpan]:
    """Returns the lines of a text, whatever ends them; no empty one after the last line break."""
    lines: list[LineSpan] = []
    for match in _LINE.finditer(text):
        if match.end() > match.start():
            content = match.group(1)
            start = match.start()
            lines.append(LineSpan(start, start + len(content.rstrip(BLANKS)), match.end(1), match.end()))
    return lines


def next_content_line(lines: list[LineSpan], index: int) -> int:
    """Returns the index of the first line from `index` on that is not blank; `len(lines)` where none is."""
    while index < len(lines) and lines[index].is_blank:
        index += 1
    return index
