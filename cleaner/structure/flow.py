"""How lines flow into each other: whether whoever broke them filled a width or meant each line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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
    """The line breaks of a block, tallied. Where a sentence ends at a break, the break may be that of a paragraph."""

    breaks: int
    width: int
    """Columns that the lines fill; one line among many that is wider, such as one with an address, does not count."""
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
    hanging: int
    """Breaks before an indented line that goes on: a line of verse, an entry, that was too wide."""
    mean: float
    """Columns of a line, on average, the last one left out: it ends where the text ends."""

    @property
    def early_share(self) -> float:
        """Share of the breaks that whoever fills a width would not have made."""
        return (self.early + self.ended) / self.breaks

    @property
    def meant_share(self) -> float:
        """Share of the breaks that neither a width nor the end of a sentence explains."""
        return self.early / max(1, self.breaks - self.ended)


def measure_flow(lines: Sequence[Line]) -> Flow:
    """Tally the breaks of a block of two lines or more."""
    width = _find_width(lines)
    early = ended = inside = lower = upper = hanging = 0
    has_case = any(line.has(marks.UPPER | marks.LOWER | marks.WIDE) for line in lines)
    # What signs of Arabic and Indic scripts take up is nowhere the same.
    slack = _SLACK if has_case else max(_SLACK, width // 16)
    may_hang = not lines[0].has(_INDENTED)
    for above, line in pairwise(lines):
        if may_hang and line.indent >= above.indent + _HANG and not line.has(marks.UPPER) and not above.has(marks.ENDED):
            hanging += 1
            continue
        is_early = above.edge + 1 + line.shape.first_cells + slack <= width
        if above.has(marks.ENDED) and not line.has(marks.LOWER):
            ended += is_early
            continue
        early += is_early
        inside += 1
        lower += line.has(marks.LOWER)
        # Where all is in capitals, a capital says nothing.
        upper += line.has(marks.UPPER) and not (line.has(marks.CAPITALS) and above.has(marks.CAPITALS))
    mean = sum(line.shape.cells for line in lines[:-1]) / (len(lines) - 1)
    return Flow(len(lines) - 1, width, early, ended, inside, lower, upper, hanging, mean)


def _find_width(lines: Sequence[Line]) -> int:
    edges = sorted(line.edge for line in lines)
    widest = edges[-1 - len(edges) // 20]
    if len(edges) >= 4 and widest > _OUTLIER * edges[-2]:
        return edges[-2]
    return widest
