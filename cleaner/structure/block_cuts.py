"""The spans to cut so that whole blocks leave a text and the others stay the blocks that they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from cleaner.structure.fences import find_fences
from cleaner.structure.line_reader import Line, read_lines
from cleaner.structure.marks import FEED, PAGE
from cleaner.structure.segmentation import split_lines
from cleaner.structure.structure import Structure, TextBlock
from cleaner.text import Lines, Span, count_line_breaks


def cut_blocks(text: str, structure: Structure, dropped: Collection[int]) -> list[Span]:
    """Return the spans to remove, in order, so that the blocks numbered `dropped` are gone.

    With each block goes one separator beside it. Of the separators around a run of dropped blocks the widest
    stays; where the neighbours of a run would grow together, a blank line stays between them. What is left
    then has the same blocks with the same kinds, provided that the page furniture of a text goes or stays
    together.

    >>> from cleaner.structure import find_structure
    >>> text = "# One\\n\\nIt was said.\\n\\n# Two\\n"
    >>> [text[: cut.start] + text[cut.end :] for cut in cut_blocks(text, find_structure(text), {1})]
    ['# One\\n\\n# Two\\n']
    """
    cutter = _Cutter(text, structure, Lines.of(text))
    return list(cutter.cut(dropped))


class _Cutter(NamedTuple):
    """A text with its blocks and lines, to cut blocks out of."""

    text: str
    structure: Structure
    places: Lines

    def cut(self, dropped: Collection[int]) -> Iterator[Span]:
        """Yield the cuts of all runs of dropped blocks."""
        count = len(self.structure.blocks)
        index = 0
        while index < count:
            if index not in dropped:
                index += 1
                continue
            stop = index
            while stop < count and stop in dropped:
                stop += 1
            yield from self._cut_run(index, stop)
            index = stop

    def _cut_run(self, first: int, stop: int) -> Iterator[Span]:
        """Yield the cuts of the blocks `first` to `stop - 1`, all of them dropped; their neighbours stay."""
        blocks = self.structure.blocks
        if stop == len(blocks):
            yield Span(blocks[first - 1].span.end if first else blocks[0].span.start, blocks[-1].span.end)
            return
        # The block below keeps its indent: it says what kind of block it is.
        below = self._find_line_start(stop)
        if first == 0:
            yield Span(self._find_line_start(0), below)
            return
        breaks = [self._count_breaks_above(index) for index in range(first, stop + 1)]
        widest = first + breaks.index(max(breaks))
        if max(breaks) == 1 and self._grow_together(blocks[first - 1], blocks[stop]):
            # Both separators of one block stay, which makes a blank line.
            yield blocks[first].span
            if first + 1 < stop:
                yield Span(self._find_line_start(first + 1), below)
            return
        if widest > first:
            yield Span(blocks[first - 1].span.end, blocks[widest - 1].span.end)
        if widest < stop:
            yield Span(self._find_line_start(widest), below)

    def _find_line_start(self, index: int) -> int:
        """Return where the line begins that a block begins in."""
        start = self.structure.blocks[index].span.start
        _, column = self.places.locate(start)
        return start - column + 1

    def _count_breaks_above(self, index: int) -> int:
        blocks = self.structure.blocks
        return count_line_breaks(self.text, blocks[index - 1].span.end, blocks[index].span.start)

    def _grow_together(self, above: TextBlock, below: TextBlock) -> bool:
        """Whether two blocks would be others than they are if one line break parted them."""
        if self.structure.kind is not None:
            return self.structure.kind != "prose"
        upper, lower = self._read(above), self._read(below)
        # Page furniture counts what it touches: a blank line keeps that as it is.
        at_page = any(line.has(PAGE | FEED) for line in (*upper, *lower))
        if at_page or "page-furniture" in (above.kind, below.kind):
            return True
        if find_fences(self.text, upper) or find_fences(self.text, lower):
            return False
        last = upper[-1].number
        joined = [
            *upper,
            *(line._replace(number=last + 1 + line.number - lower[0].number) for line in lower),
        ]
        return list(split_lines(joined)) != [(0, len(upper)), (len(upper), len(joined))]

    def _read(self, block: TextBlock) -> list[Line]:
        """Return the lines of a block, with the indent of the first."""
        _, column = self.places.locate(block.span.start)
        start = block.span.start - column + 1
        return [
            line._replace(start=line.start + start, end=line.end + start)
            for line in read_lines(self.text[start : block.span.end])
        ]
