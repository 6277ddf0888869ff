"""The lines of a text that say something, each with its place and its shape."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.structure import marks
from cleaner.structure.shape import Shape, read_shape
from cleaner.text import Lines, Span

_REMEMBERED: Final = 200
"""Characters of the longest line that is remembered: prose in long lines has few, and costs little."""
_CACHE_SIZE: Final = 1 << 14
"""Lines that are remembered. Each version of a document is read anew, and nearly all of its lines are those
of the version before; a text with more lines than these gains nothing."""
_TAB: Final = 8
_DEEPEST: Final = 400
"""Characters of the deepest indent that is read."""
_FEED: Final = Shape(1, 1, 1, marks.PAGE | marks.FEED, 0)


class Line(NamedTuple):
    """A line that is not blank."""

    number: int
    """Counts from 0."""
    start: int
    end: int
    """Where the line begins and ends in the text, without the white space around it, but with form feeds."""
    indent: int
    """Columns of white space before it."""
    shape: Shape

    edge: int
    """The column behind the last character."""

    def has(self, mark: int) -> bool:
        """Whether the line has one of some marks."""
        return self.shape.marks & mark != 0


def read_lines(text: str) -> list[Line]:
    r"""Return the lines of a text that are not blank; a form feed alone is one, as it says that a page ends.

    >>> text = "One\n\n  two\n"
    >>> [(line.number, text[line.start : line.end]) for line in read_lines(text)]
    [(0, 'One'), (2, 'two')]
    """
    return list(_read_lines(text))


def _read_lines(text: str) -> Iterator[Line]:
    starts = Lines.of(text).starts
    for number, start in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(text)
        raw = text[start:stop]
        found = _recall_line(raw) if stop - start <= _REMEMBERED else _measure_line(raw)
        if found is None:
            if "\f" in raw:
                place = start + raw.index("\f")
                yield Line(number, place, place + 1, 0, _FEED, 1)
            continue
        before, behind, indent, shape = found
        line = Line(number, start + before, start + behind, indent, shape, indent + shape.cells)
        yield line if "\f" not in raw else _take_feed(line, start, raw)


def _measure_line(raw: str) -> tuple[int, int, int, Shape] | None:
    """Return where the text of a line begins and ends, its indent and its shape; None for a blank line."""
    content = raw.strip()
    if not content:
        return None
    indent = before = 0
    if raw[0] != content[0]:
        blanks = raw[: raw.index(content[0])]
        before = len(blanks)
        indent = before if "\t" not in blanks else len(blanks.expandtabs(_TAB))
    return before, before + len(content), indent, read_shape(content)


_recall_line = lru_cache(maxsize=_CACHE_SIZE)(_measure_line)


def _take_feed(line: Line, start: int, raw: str) -> Line:
    """Return a line with the form feeds beside its text: they leave with it."""
    first, last = start + raw.index("\f"), start + raw.rindex("\f") + 1
    shape = line.shape._replace(marks=line.shape.marks | marks.FEED)
    return line._replace(start=min(line.start, first), end=max(line.end, last), shape=shape)


def read_lines_of(text: str, span: Span) -> list[Line]:
    r"""Return the lines of a span that begins behind the indent of a line, with that indent.

    >>> [(line.start, line.indent) for line in read_lines_of("One\n\n  two\n  three\n", Span(7, 18))]
    [(7, 2), (13, 2)]
    """
    before = text[max(0, span.start - _DEEPEST) : span.start]
    start = span.start - len(before) + 1 + max(before.rfind("\n"), before.rfind("\r"))
    return [
        line._replace(start=line.start + start, end=line.end + start)
        for line in read_lines(text[start : span.end])
    ]
