"""What the decision about an invisible character needs to know of its line, and of the whole text."""

from __future__ import annotations

import re

from cleaner.stages.invisible.scripts import CJK, RIGHT_TO_LEFT
from cleaner.stages.invisible.soft_hyphens import find_true_hyphens
from cleaner.text import extract_unusual

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Embedding and isolate from right to left, and both overrides; the others agree with a line of English.
_REORDERING_CONTROL = re.compile("[\u202b\u202d\u202e\u2067]")
# Spaces and everything that the stage may take out: between a soft hyphen and its line break none of it is
# seen.
_UNSEEN = re.compile(
    "[ \t\u00a0\u00ad\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u202a-\u202f\u205f\u2060\u2066-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e01ef]*"
)


class LineContext:
    """Answers questions about the line around a position; positions must come in ascending order.

    A line is read once, for all positions in it.

    >>> context = LineContext("one\\nשלום")
    >>> context.has_right_to_left(0), context.has_right_to_left(5)
    (False, True)
    """

    __slots__ = (
        "_blank_from",
        "_blank_to",
        "_cjk",
        "_end",
        "_is_blank",
        "_reorders",
        "_rtl",
        "_seen",
        "_start",
        "_text",
    )

    def __init__(self, text: str) -> None:
        self._text = text
        self._start, self._end = 0, -1
        self._blank_from, self._blank_to = 0, -1
        self._cjk = self._rtl = self._reorders = self._is_blank = False
        self._seen: frozenset[int] | None = None

    @property
    def true_hyphens(self) -> frozenset[int]:
        """Where soft hyphens inside words stand for hyphens: the text is read when it is first asked for."""
        if self._seen is None:
            self._seen = find_true_hyphens(self._text)
        return self._seen

    def has_cjk(self, position: int) -> bool:
        """Whether the line holds Chinese, Japanese or Korean."""
        self._read_line(position)
        return self._cjk

    def has_right_to_left(self, position: int) -> bool:
        """Whether the line holds letters that are written from right to left."""
        self._read_line(position)
        return self._rtl

    def has_reordering(self, position: int) -> bool:
        """Whether the line holds a control that changes the order in which it is shown."""
        self._read_line(position)
        return self._reorders

    def is_alone(self, position: int) -> bool:
        """Whether nothing that is seen stands in the line."""
        self._read_line(position)
        return self._is_blank

    def is_before_line_break(self, position: int) -> bool:
        """Whether the next visible thing after the character is a line break (not the end of the text)."""
        # A run of soft hyphens asks at each: what was skipped for the first one need not be skipped again.
        if not self._blank_from <= position < self._blank_to:
            blank = _UNSEEN.match(self._text, position)
            self._blank_from, self._blank_to = position, blank.end() if blank else position
        return self._text.startswith(("\n", "\r", "\u2028", "\u2029"), self._blank_to)

    def _read_line(self, position: int) -> None:
        """Finds the line of a position and reads its scripts, unless it is the line read last."""
        if self._start <= position <= self._end:
            return
        text = self._text
        for line_break in _LINE_BREAK.finditer(text, max(self._end, 0), position):
            self._start = line_break.end()
        next_break = _LINE_BREAK.search(text, position)
        self._end = next_break.start() if next_break else len(text)
        # The searches look at characters outside ASCII alone, of which most lines have few.
        content = text[self._start : self._end]
        self._is_blank = _UNSEEN.fullmatch(content) is not None
        rare = extract_unusual(content)
        self._cjk = CJK.search(rare)
        self._rtl = RIGHT_TO_LEFT.search(rare)
        self._reorders = _REORDERING_CONTROL.search(rare) is not None
