"""What a decision about one character needs to know of its line."""

from __future__ import annotations

import re

from cleaner.stages.invisible.scripts import CJK, RIGHT_TO_LEFT
from cleaner.text import unusual

_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_REORDERING = re.compile("[\u202b\u202d\u202e\u2067]")
_IGNORED = re.compile(
    "[ \t\u00a0\u00ad\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u202a-\u202f\u205f\u2060\u2066-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e01ef]*"
)


class LineView:
    """The line around a position, looked at once for all positions of the line that are asked in order.

    >>> view = LineView("one\\nשלום")
    >>> view.has_right_to_left(0), view.has_right_to_left(5)
    (False, True)
    """

    __slots__ = ("_blank_from", "_blank_to", "_cjk", "_end", "_reorders", "_rtl", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._start, self._end = 0, -1
        self._blank_from, self._blank_to = 0, -1
        self._cjk = self._rtl = self._reorders = False

    def has_cjk(self, position: int) -> bool:
        """Whether the line holds Chinese, Japanese or Korean."""
        self._look(position)
        return self._cjk

    def has_right_to_left(self, position: int) -> bool:
        """Whether the line holds letters that are written from right to left."""
        self._look(position)
        return self._rtl

    def reorders(self, position: int) -> bool:
        """Whether the line holds a control that turns the order round."""
        self._look(position)
        return self._reorders

    def ends_after(self, position: int) -> bool:
        """Whether a line break, and not the end of the text, is the next thing seen after the character."""
        if not self._blank_from <= position < self._blank_to:
            blank = _IGNORED.match(self._text, position)
            self._blank_from, self._blank_to = position, blank.end() if blank else position
        return self._text.startswith(("\n", "\r", "\u2028", "\u2029"), self._blank_to)

    def _look(self, position: int) -> None:
        if self._start <= position <= self._end:
            return
        text = self._text
        for found in _BREAK.finditer(text, max(self._end, 0), position):
            self._start = found.end()
        following = _BREAK.search(text, position)
        self._end = following.start() if following else len(text)
        rare = unusual(text[self._start : self._end])
        self._cjk = CJK.search(rare)
        self._rtl = RIGHT_TO_LEFT.search(rare)
        self._reorders = _REORDERING.search(rare) is not None
