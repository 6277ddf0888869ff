"""The spans to cut so that whole blocks leave a text and the others stay the blocks that they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cleaner.structure.fences import find_fences
from cleaner.structure.line_reader import Line, read_lines
from cleaner.structure.marks import FEED, PAGE
from cleaner.structure.segmentation import split_lines
from cleaner.structure.structure import Block, Structure
from cleaner.text import Span, count_line_breaks


def cut_blocks(text: str, structure: Structure, dropped: Collection[int]) -> list[Span]:
    """Return the spans to remove, in order, so that the blocks numbered `dropped` are gone.

    With each block goes one separator beside it. Of the separators around a run of dropped blocks the widest stays;
    where the neighbours of a run would grow together, a blank line stays between them. What is left then has the
    same blocks with the same kinds, provided that the page furniture of a text goes or stays together.

    >>> from cleaner.structure import find_structure
    >>> text = "# One\\n\\nIt was said.\\n\\n# Two\\n"
    >>> [text[: cut.start] + text[cut.end :] for cut in cut_blocks(text, find_structure(text), {1})]
    ['# One\\n\\n# Two\\n']
    """
    return list(_cut_blocks(text, structure, dropped))


def _cut_blocks(text: str, structure: Structure, dropped: Collection[int]) -> Iterator[Span]:
    blocks = structure.blocks
    index = 0
    while index < len(blocks):
        if index not in dropped:
            index += 1
            continue
        stop = index
        while stop < len(blocks) and stop in dropped:
            stop += 1
        yield from _cut_run(text, structure, index, stop)
        index = stop


def _cut_run(text: str, structure: Structure, first: int, stop: int) -> Iterator[Span]:
    """Yield the cuts of the blocks `first` to `stop - 1`, all of them dropped; their neighbours stay."""
    spans = [block.span for block in structure.blocks]
    if stop == len(spans):
        yield Span(spans[first - 1].end if first else spans[0].start, spans[-1].end)
        return
    # The block below keeps its indent: it says what kind of block it is.
    below = _find_line_start(text, spans[stop].start)
    if first == 0:
        yield Span(_find_line_start(text, spans[0].start), below)
        return
    breaks = [count_line_breaks(text, spans[i - 1].end, spans[i].start) for i in range(first, stop + 1)]
    widest = first + breaks.index(max(breaks))
    if max(breaks) == 1 and _grow_together(text, structure, structure.blocks[first - 1], structure.blocks[stop]):
        # Both separators of one block stay, which makes a blank line.
        yield spans[first]
        if first + 1 < stop:
            yield Span(_find_line_start(text, spans[first + 1].start), below)
        return
    if widest > first:
        yield Span(spans[first - 1].end, spans[widest - 1].end)
    if widest < stop:
        yield Span(_find_line_start(text, spans[widest].start), below)


def _find_line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _grow_together(text: str, structure: Structure, above: Block, below: Block) -> bool:
    """Whether two blocks would be others than they are if one line break parted them."""
    if structure.kind is not None:
        return structure.kind != "prose"
    upper, lower = _read_block(text, above), _read_block(text, below)
    # Page furniture counts what it touches, and a fence is a pair of lines: a blank line keeps both as they are.
    if any(line.has(PAGE | FEED) for line in (*upper, *lower)) or "page-furniture" in (above.kind, below.kind):
        return True
    if find_fences(text, upper) or find_fences(text, lower):
        return False
    last = upper[-1].number
    joined = upper + [line._replace(number=last + 1 + line.number - lower[0].number) for line in lower]
    return list(split_lines(joined)) != [(0, len(upper)), (len(upper), len(joined))]


def _read_block(text: str, block: Block) -> Sequence[Line]:
    # From the start of its first line, for the indent.
    start = _find_line_start(text, block.span.start)
    return [
        line._replace(start=line.start + start, end=line.end + start) for line in read_lines(text[start : block.span.end])
    ]
