"""Whether numbers that rise are those of pages: by form feeds, or by the sentences that they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple, Self

from cleaner.stages.page_furniture.page_numbers import WIDEST
from cleaner.stages.page_furniture.page_sequence import PageSequence
from cleaner.stages.page_furniture.sentence_cut import is_cut, is_inside, is_open, is_plain_cut
from cleaner.structure import Text, marks
from cleaner.structure.line_reader import Line, read_lines
from cleaner.structure.running_lines import LEAST, strip_numbers

STACKED: Final = 2
"""Lines of a running head that may stand between a page number and the text."""
REACH: Final = 6
"""Lines above and below a form feed among which furniture stands: a paper has its journal, its date, its
number and a notice there. Of further lines some recur by chance."""
_UNEVEN: Final = 0.2
_LONGEST_PAGE: Final = 150
"""The share of its lines that a page may have more or less than others, and the lines of the longest page."""
_CUT_SHARE: Final = 1 / 3
"""Share of the numbers that have to stand inside a sentence. No chapter, stanza or year does; of real pages
two thirds end in one, but a figure, a table or a heading often begins the next."""
_LONG: Final = 5
_WHOLE_PAGE: Final = 1500
"""Numbers of a long sequence, and characters of each of its pages: of these one inside a sentence is enough.
Numbered paragraphs are shorter."""
_OF_ALL: Final = re.compile(r"#/\d|/ \d+ #")
"""The form of a number with that of all pages behind it: `12/63`."""
_TITLE: Final = re.compile(r"[^\W\d_]{3}[^\W\d_]*+.*?[^\W\d_]{3}|[^\W\d_a-z]{6}")
"""A title has two words, or six letters of a script without them: one word alone may be that for a chapter,
and the number of the chapter may stand below."""
_TWO_DIGITS: Final = 10
"""Chapters, stanzas and sections begin with 1; what begins later was cut out of something longer."""


class PageEvidence(NamedTuple):
    """A text with its lines, and which of them stand near a form feed."""

    text: Text
    lines: Sequence[Line]
    near_feeds: Mapping[int, int]
    """The lines near form feeds and both ends of the text, with how many form feeds stand before each."""
    feeds: frozenset[int]

    @classmethod
    def of(cls, text: Text) -> Self:
        """Read the lines of a text."""
        lines = text.once(read_lines)
        feeds = frozenset(place for place, line in enumerate(lines) if line.has(marks.FEED))
        near: dict[int, int] = {}
        for number, feed in enumerate(sorted(feeds), 1):
            for place in range(max(feed - REACH, 0), min(feed + REACH + 1, len(lines))):
                near[place] = number if place >= feed else near.get(place, number - 1)
        if feeds:
            # The first page may begin with its number, and the last one end with it.
            near.setdefault(0, 0)
            near.setdefault(len(lines) - 1, len(feeds))
        return cls(text, lines, near, feeds)

    @property
    def has_even_pages(self) -> bool:
        """Whether form feeds stand at equal distances: those of chapters and releases do not."""
        ends = [self.lines[feed].number for feed in sorted(self.feeds)]
        lengths = [after - before for before, after in pairwise(ends)]
        if len(lengths) < 2:
            return False
        middle = median(lengths)
        even = sum(abs(length - middle) <= _UNEVEN * middle for length in lengths)
        return middle <= _LONGEST_PAGE and 4 * even >= 3 * len(lengths)

    def shows(self, sequence: PageSequence, alone: int) -> bool:
        """Whether numbers that rise are those of pages.

        `alone` is how many lines of the text have the form of the numbers.
        """
        members = sequence.members
        at_feeds = sum(number.place in self.near_feeds for number in members)
        if 5 * at_feeds >= 3 * len(members):
            return self._shows_at_feeds(sequence)
        if not sequence.is_even or not sequence.is_gapless:
            return False
        cuts = self._count_cuts(sequence, is_plain_cut)
        begins_late = members[0].number >= _TWO_DIGITS
        if len(members) < LEAST:
            # Two numbers show pages where the text has no other number alone, and ends with the second.
            is_last = members[-1].place == len(self.lines) - 1
            return alone == len(members) and begins_late and cuts + is_last == len(members)
        if sequence.style == "total" or cuts >= max(2, _CUT_SHARE * len(members)):
            return True
        return cuts > 0 and len(members) >= _LONG and begins_late and sequence.shortest >= _WHOLE_PAGE

    def _shows_at_feeds(self, sequence: PageSequence) -> bool:
        """Whether numbers near form feeds are those of pages.

        Chapters, hymns and releases can begin with a form feed and a number, too. None has its number at its
        end, or the number of all behind it, or one title above each of its numbers.
        """
        members = sequence.members
        if sequence.style in ("word", "total", "bracketed") or self.has_even_pages:
            return True
        if len(members) >= LEAST and (self._are_feet(sequence) or _OF_ALL.search(members[0].form)):
            return True
        if len(members) < LEAST and len(self.feeds) > 2 * len(members):
            return False
        if len(members) >= _LONG and self._is_titled(sequence):
            return True
        cuts = self._count_cuts(sequence, is_cut)
        # Of a long text most pages may end in code, verse or tables.
        return 5 * cuts >= len(members) or (cuts > 1 and len(members) >= 2 * _LONG and sequence.is_gapless)

    def _are_feet(self, sequence: PageSequence) -> bool:
        """Whether half of the numbers stand right above a form feed; the rest may be those of left pages."""
        last = len(self.lines)
        feet = sum(
            number.place not in self.feeds and (number.place + 1 in self.feeds or number.place + 1 == last)
            for number in sequence.members
        )
        return 2 * feet >= len(sequence.members)

    def _is_titled(self, sequence: PageSequence) -> bool:
        """Whether most form feeds beside the numbers have a title behind them that recurs to the letter."""
        titles = [self.fold(feed) for feed in self.feeds]
        times = Counter(title for title in titles if _TITLE.search(title))
        return 5 * sum(count for count in times.values() if count >= LEAST) >= 3 * len(sequence.members)

    def read(self, place: int) -> str:
        """Return the content of a line."""
        line = self.lines[place]
        return self.text.content[line.start : line.end].strip()

    def fold(self, place: int) -> str:
        """Return a line in lower case, with one blank for each gap; "" for a line that is too wide to run."""
        is_wide = self.lines[place].shape.cells > WIDEST
        return "" if is_wide else " ".join(self.read(place).casefold().split())

    def strip(self, place: int) -> str:
        """Return a line without its numbers; "" for a line that is too wide to run."""
        return strip_numbers(self.read(place)) if self.lines[place].shape.cells <= WIDEST else ""

    def _count_cuts(self, sequence: PageSequence, cuts_text: Callable[[Text, Line, Line], bool]) -> int:
        """Count the numbers that stand inside a sentence; running heads beside them are looked past."""
        places = {number.place for number in sequence.members}
        around = Counter(
            self.strip(place + step)
            for place in places
            for step in (-2, -1, 1, 2)
            if 0 <= place + step < len(self.lines) and may_run(self.lines[place + step])
        )
        running = {key for key, times in around.items() if key and times >= LEAST}
        cuts = 0
        for place in places:
            above, below = self._look_past(place, -1, running), self._look_past(place, 1, running)
            if above is None or below is None:
                continue
            is_beside = below == self.lines[place + 1]
            cuts += (
                cuts_text(self.text, above, below)
                or is_open(self.text, above)
                or (is_beside and is_inside(self.text, below))
            )
        return cuts

    def _look_past(self, place: int, step: int, running: set[str]) -> Line | None:
        for _ in range(STACKED + 1):
            place += step
            if not 0 <= place < len(self.lines):
                return None
            line = self.lines[place]
            if not may_run(line) or self.strip(place) not in running:
                return line
        return None


def may_run(line: Line) -> bool:
    """Whether a line can be a running head where no form feed says so: no sentence, salutation or label."""
    return not line.has(marks.ENDED | marks.PAUSED | marks.COLON | marks.LOWER)
