"""The edits that take furniture out: a line goes whole, and blank lines where a sentence goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.stages.page_furniture.page_evidence import REACH, may_run
from cleaner.stages.page_furniture.pages import Furniture
from cleaner.stages.page_furniture.rules import (
    DOWNLOAD_NOTICE,
    FORM_FEED,
    PAGE_BREAK,
    PAGE_NUMBER,
    RUNNING_HEAD,
)
from cleaner.stages.page_furniture.sentence_cut import goes_on
from cleaner.structure import Text, marks
from cleaner.structure.line_reader import Line
from cleaner.text import Edit, Lines

_FEEDS: Final = re.compile("\f+")


def remove_furniture(text: Text, furniture: Furniture) -> Iterator[Edit]:
    """Yield the edits that remove the furniture of a text; those of one end of a page are in order."""
    remover = _Remover(text, furniture, Lines.of(text.content).starts)
    for gap in _find_gaps(furniture):
        yield from remover.edit_gap(gap)
    for place in sorted(furniture.feeds - furniture.places):
        yield from remover.edit_feeds(furniture.lines[place])


class _Gap(NamedTuple):
    """The end of a page: the text above and below it, and the furniture between."""

    above: Line | None
    furniture: range
    below: Line | None
    page_start: int
    """Where the page above starts in the text."""


def _find_gaps(furniture: Furniture) -> Iterator[_Gap]:
    """Yield the ends of pages, in order."""
    lines, places = furniture.lines, furniture.places
    at, page_start = -1, 0
    for place in sorted(places | furniture.feeds):
        if place < at:
            continue
        at = place
        while at in places:
            at += 1
        above = lines[place - 1] if place else None
        below = lines[at] if at < len(lines) else None
        yield _Gap(above, range(place, at), below, page_start)
        if below is not None:
            page_start = below.start


class _Remover(NamedTuple):
    """A text with its furniture, and where its lines start."""

    text: Text
    furniture: Furniture
    starts: Sequence[int]

    def edit_gap(self, gap: _Gap) -> Iterator[Edit]:
        """Yield the edits at one end of a page."""
        above, places, below, page_start = gap
        if above is not None and below is not None:
            if self._is_end(places) and goes_on(self.text, above, below, page_start):
                yield from self._join(above, places, below)
                return
            if places and below.number - above.number - 1 == len(places):
                # No blank line parts the pages: that of the last line stays as one.
                yield from map(self._remove, places[:-1])
                yield self._remove(places[-1], keep_break=True)
                return
        yield from map(self._remove, places)

    def _is_end(self, places: range) -> bool:
        """Whether a gap is all that stands between two pages.

        Where only short lines part it from a form feed above they are a head that is not known as one.
        """
        feeds, lines = self.furniture.feeds, self.furniture.lines
        if not feeds.isdisjoint(range(places.start, places.stop + 1)):
            return True
        for place in range(places.start - 1, max(places.start - REACH, 0) - 1, -1):
            if not may_run(lines[place]):
                return True
            if place in feeds:
                return False
        return True

    def edit_feeds(self, line: Line) -> Iterator[Edit]:
        """Yield the edits of the form feeds beside or inside the text of a line."""
        content = self.text.content
        for match in _FEEDS.finditer(content, line.start, line.end):
            start, end = match.span()
            # Beside a space or a line break the words are parted already.
            before, after = content[start - 1 : start] if start else "", content[end : end + 1]
            yield Edit(start, end, "\n" if before.strip() and after.strip() else "", FORM_FEED.id)

    def _join(self, above: Line, places: Sequence[int], below: Line) -> Iterator[Edit]:
        """Yield the edits that join a sentence: a line break stays in it, or a blank between long lines."""
        content = self.text.content
        start, stop = self._end_of(above.number), self.starts[below.number]
        if above.has(marks.LONG) and not below.indent and content[above.end - 1] not in "-‐\xad":
            gap = "" if above.has(marks.WIDE) or below.has(marks.WIDE) else " "
            yield Edit(above.end, start, gap, PAGE_BREAK.id)
        at = start
        for place in places:
            edit = self._remove(place)
            if at < edit.start:
                yield Edit(at, edit.start, "", PAGE_BREAK.id)
            yield edit
            at = edit.end
        if at < stop:
            yield Edit(at, stop, "", PAGE_BREAK.id)

    def _remove(self, place: int, *, keep_break: bool = False) -> Edit:
        """Return the edit that removes a line, with the break behind it unless that is to stay."""
        line = self.furniture.lines[place]
        start, end = self.starts[line.number], self._end_of(line.number)
        if keep_break:
            end = line.end
        return Edit(start, end, "", *self._explain(place))

    def _end_of(self, number: int) -> int:
        """Return where the line behind a line begins."""
        return self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text.content)

    def _explain(self, place: int) -> tuple[str, dict[str, object]]:
        """Return the rule that removes a line, and its evidence."""
        furniture = self.furniture
        if place in furniture.notices:
            return DOWNLOAD_NOTICE.id, {"times": furniture.notices[place]}
        if place in furniture.heads:
            return RUNNING_HEAD.id, {"times": furniture.heads[place]}
        if place in furniture.numbers:
            sequence = furniture.numbers[place]
            numbers = [sequence.members[0].number, sequence.members[-1].number]
            rule = RUNNING_HEAD if sequence.style == "head" else PAGE_NUMBER
            return rule.id, {"pages": numbers, "times": len(sequence.members)}
        return FORM_FEED.id, {}
