"""A block before it has a kind, and the verdict on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from cleaner.structure.flow import Flow, measure_flow
from cleaner.structure.kinds import Kind
from cleaner.structure.line_reader import Line
from cleaner.text import Span


class Verdict(NamedTuple):
    """The kind of a block and why."""

    kind: Kind
    evidence: str
    """A short reason with figures, for a reader."""
    width: int | None = None
    """The columns that its lines are wrapped at, None where no wrap is seen. Items and speeches can be
    wrapped, too."""


class Passage(NamedTuple):
    """The lines of a block with what all judges ask for, worked out once."""

    text: str
    """The whole text, which the places of the lines count in."""
    lines: Sequence[Line]
    any_marks: int
    """The marks that some line has."""
    tally: Mapping[int, int]
    """How many lines have the same marks: in a long block many are alike."""
    flow: Flow | None
    """None for a single line."""
    language: str | None = None
    """As the caller names it, such as ``de``."""

    @classmethod
    def of(cls, text: str, lines: Sequence[Line], language: str | None = None) -> Passage:
        """Tally the lines of a block."""
        tally = Counter([line.shape.marks for line in lines])
        any_marks = reduce(or_, tally)
        return cls(text, lines, any_marks, tally, measure_flow(lines) if len(lines) > 1 else None, language)

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def size(self) -> int:
        """How many lines it has."""
        return len(self.lines)

    @property
    def span(self) -> Span:
        """From the first character that is no white space to the last."""
        return Span(self.lines[0].start, self.lines[-1].end)

    @property
    def words(self) -> int:
        """Words of the lines, by their blanks."""
        return sum([line.shape.words for line in self.lines])

    @property
    def cells(self) -> int:
        """Columns of all lines."""
        return sum([line.shape.cells for line in self.lines])

    @property
    def symbols(self) -> int:
        """Brackets, operators and the like in all lines."""
        return sum([line.shape.symbols for line in self.lines])

    def count(self, mark: int) -> int:
        """Count the lines that have one of some marks."""
        # Most blocks have few marks: one test saves a loop.
        return (
            sum([number for found, number in self.tally.items() if found & mark])
            if self.any_marks & mark
            else 0
        )

    def read(self, line: Line) -> str:
        """Return a line without the white space around it."""
        return self.text[line.start : line.end].strip()


def count_lines(number: int, of: int) -> str:
    """Say how many lines, for evidence.

    >>> count_lines(3, 4), count_lines(1, 1)
    ('3 of 4 lines', '1 line')
    """
    return f"{number} of {of} lines" if of > 1 else "1 line"
