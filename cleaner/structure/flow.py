"""How lines flow into each other: whether whoever broke them filled a width or meant each line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import lt, or_
from typing import Final, NamedTuple

from cleaner.structure import marks
from cleaner.structure.line_reader import Line

_SLACK: Final = 1
"""Columns that a line may lack: programs and typists differ by one in what they call the width."""
_OUTLIER: Final = 1.15
_HANG: Final = 2
_INDENTED: Final = marks.ITEM | marks.REFERENCE | marks.PROVISION | marks.LABEL | marks.CODE
"""What is set with a hanging indent, and wrapped all the same."""


class Flow(NamedTuple):
    """The line breaks of a block, tallied. Where a sentence ends at a break, the break may be that of a
    paragraph."""

    breaks: int
    width: int
    """Columns that the lines fill; one line among many that is wider, such as one with an address, does not
    count."""
    early: int
    """Breaks before which the next word would have fitted, though no sentence ends there."""
    ended: int
    """Breaks at the end of a sentence, before which the next word would have fitted."""
    inside: int
    """Breaks inside a sentence."""
    lower: int
    """Of these, how many the text goes on behind in lower case."""
    upper: int
    """Of these, how many the text goes on behind with a capital."""
    paused: int
    """Of these, how many behind a comma or a dash."""
    hanging: int
    """Breaks before an indented line that goes on: a line of verse, an entry, that was too wide."""
    mean: float
    """Columns of a line, on average, the last one left out: it ends where the text ends."""

    @property
    def share_early(self) -> float:
        """Share of the breaks that whoever fills a width would not have made."""
        return (self.early + self.ended) / self.breaks

    @property
    def share_meant(self) -> float:
        """Share of the breaks that neither a width nor the end of a sentence explains."""
        return self.early / max(1, self.breaks - self.ended)


def measure_flow(lines: Sequence[Line]) -> Flow:
    """Tally the breaks of a block of two lines or more."""
    any_marks = reduce(or_, [line.shape.marks for line in lines])
    width = _find_width(lines)
    early = ended = inside = lower = upper = paused = hanging = 0
    has_case = any_marks & (marks.UPPER | marks.LOWER | marks.WIDE)
    # What signs of Arabic and Indic scripts take up is nowhere the same.
    slack = _SLACK if has_case else max(_SLACK, width // 16)
    hangs = _find_hanging(lines)
    for place, (above, line) in enumerate(pairwise(lines), 1):
        if place in hangs:
            hanging += 1
            continue
        # Bits and no methods: a block can have a hundred thousand lines.
        over, under = above.shape.marks, line.shape.marks
        is_ended = over & marks.ENDED
        is_early = above.edge + 1 + line.shape.first_cells + slack <= width
        if is_ended and not under & marks.LOWER:
            ended += is_early
            continue
        early += is_early
        inside += 1
        if under & marks.LOWER:
            lower += 1
        # Where all is in capitals, a capital says nothing.
        elif under & marks.UPPER and not under & over & marks.CAPITALS:
            upper += 1
            if over & marks.PAUSED:
                paused += 1
    mean = sum([line.shape.cells for line in lines[:-1]]) / (len(lines) - 1)
    return Flow(len(lines) - 1, width, early, ended, inside, lower, upper, paused, hanging, mean)


def _find_hanging(lines: Sequence[Line]) -> set[int]:
    """Return the places of the lines that hang: further in than the one above, which goes on in them."""
    indents = [line.indent for line in lines]
    if indents[0] == max(indents) or lines[0].shape.marks & _INDENTED:
        return set()
    # What hung goes on where it hangs, unless all the rest does: then it is one entry, and wrapped.
    returns = any(map(lt, indents[1:], indents))
    found: set[int] = set()
    for place, (above, line) in enumerate(pairwise(lines), 1):
        if line.shape.marks & marks.UPPER or above.shape.marks & marks.ENDED:
            continue
        is_further = line.indent >= above.indent + _HANG
        if is_further or (returns and place - 1 in found and line.indent == above.indent):
            found.add(place)
    return found


def _find_width(lines: Sequence[Line]) -> int:
    edges = sorted([line.edge for line in lines])
    widest = edges[-1 - len(edges) // 20]
    if len(edges) >= 4 and widest > _OUTLIER * edges[-2]:
        return edges[-2]
    return widest


def find_common_width(lines: Sequence[Line]) -> tuple[int, int, int]:
    """Return the width that most breaks of a block fit, how many fit it, and how far the farthest is off.

    A line fits every width from its own to where the first word of the next would have fitted. Words that
    were joined over a line end make single lines too wide, and change this width as little as single lines
    that end early.
    """
    ranges = [(above.edge, above.edge + line.shape.first_cells) for above, line in pairwise(lines)]
    # A range opens (-1) before another closes (1) at the same width, which fits both.
    ends = sorted([(low, -1) for low, _ in ranges] + [(high, 1) for _, high in ranges])
    fitting = best = width = 0
    for candidate, step in ends:
        fitting -= step
        if fitting > best:
            best, width = fitting, candidate
    return width, best, max(max(low - width, width - high) for low, high in ranges)
