"""What kind of text each block of a text is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.structure.fences import find_fences
from cleaner.structure.judgement import judge
from cleaner.structure.kinds import Kind
from cleaner.structure.line_ends import find_line_ends
from cleaner.structure.line_reader import Line, read_lines
from cleaner.structure.passage import Passage, Verdict
from cleaner.structure.running_lines import find_running_lines
from cleaner.structure.segmentation import split_lines
from cleaner.structure.wrapping import find_wrap
from cleaner.text import Span

_REMEMBERED: Final = 24
"""Characters of the longest line whose verdict is remembered."""


class TextBlock(NamedTuple):
    """A block of a text: what can be taken out whole."""

    span: Span
    """Without the white space around it, but with form feeds beside its text."""
    kind: Kind
    evidence: str
    """Why it has its kind: a short reason with figures."""
    width: int | None = None
    """The columns that its lines are wrapped at; None where no wrap is seen."""
    line_ends: tuple[Span, ...] = ()
    """The line ends that the wrap made, each with the white space around it; the others end a paragraph, an
    item, a speech."""


class Structure(NamedTuple):
    """The blocks of a text, in order; every character that is no white space is in one."""

    blocks: tuple[TextBlock, ...]
    kind: Kind | None = None
    """The kind that the caller named, None where it is inferred."""
    language: str | None = None

    def blocks_at(self, start: int, end: int) -> tuple[TextBlock, ...]:
        r"""Return the blocks that share a character with a span, in order.

        An empty span touches the blocks that it stands in or at whose edge it stands.

        >>> structure = find_structure("# Salt\n\nThe lake is dry, and it was so before the war.\n")
        >>> [block.kind for block in structure.blocks_at(3, 12)], structure.blocks_at(6, 8)
        (['heading', 'prose'], ())
        """
        is_empty = start == end
        first = bisect_right(self.blocks, start - is_empty, key=_get_end)
        stop = bisect_left(self.blocks, end + is_empty, key=_get_start)
        return self.blocks[first:stop]


def _get_start(block: TextBlock) -> int:
    return block.span.start


def _get_end(block: TextBlock) -> int:
    return block.span.end


def find_structure(
    text: str,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    lines: Sequence[Line] | None = None,
) -> Structure:
    r"""Return the blocks of a text with their kinds, from the text alone.

    A block is what stands between blank lines, or less: a heading above a paragraph, a quoted message, an
    item, a long line are blocks of their own. Its kind rests on the block alone, but for running heads
    (`running_lines`). `kind` and `language` are what the caller knows: with a kind, nothing is inferred.
    `lines` are those of the text, if they were read before.

    >>> text = "# Salt\n\nThe lake is dry. Nobody has seen it full since the war.\n\n- one\n- two\n"
    >>> [block.kind for block in find_structure(text).blocks]
    ['heading', 'prose', 'list']
    """
    lines = read_lines(text) if lines is None else lines
    if kind is not None:
        return Structure(tuple(_name_blocks(text, lines, kind)), kind, language)
    return Structure(tuple(_find_blocks(text, lines, language)), None, language)


def _find_blocks(text: str, lines: Sequence[Line], language: str | None) -> Iterator[TextBlock]:
    running = find_running_lines(text, lines)
    fixed = {
        place: (place + 1, Verdict("page-furniture", f"beside {times} ends of pages"))
        for place, times in running.items()
    }
    for first, stop in find_fences(text, lines):
        fixed[first] = (stop, Verdict("code", "fenced"))
    # Single short lines are many in some texts, and many of them are alike.
    known: dict[str, Verdict] = {}
    start = at = 0
    while at <= len(lines):
        if at < len(lines) and at not in fixed:
            at += 1
            continue
        between = lines[start:at]
        for first, stop in split_lines(between):
            yield _judge_lines(text, between[first:stop], language, known)
        if at == len(lines):
            return
        start, verdict = fixed[at]
        yield TextBlock(Span(lines[at].start, lines[start - 1].end), *verdict)
        at = start


def _judge_lines(
    text: str, lines: Sequence[Line], language: str | None, known: dict[str, Verdict]
) -> TextBlock:
    span = Span(lines[0].start, lines[-1].end)
    if len(lines) > 1 or span.end - span.start > _REMEMBERED:
        return _name_block(text, lines, judge(Passage.of(text, lines, language)))
    content = text[span.start : span.end]
    verdict = known.get(content)
    if verdict is None:
        verdict = known[content] = judge(Passage.of(text, lines, language))
    return TextBlock(span, *verdict)


def _name_block(text: str, lines: Sequence[Line], verdict: Verdict) -> TextBlock:
    kind, evidence, width = verdict
    line_ends = () if width is None else find_line_ends(text, lines, kind, width)
    return TextBlock(Span(lines[0].start, lines[-1].end), kind, evidence, width, line_ends)


def _name_blocks(text: str, lines: Sequence[Line], kind: Kind) -> Iterator[TextBlock]:
    """Yield the blocks between blank lines, all of one kind; of prose, each line is one."""
    first = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and kind != "prose" and lines[at].number == lines[at - 1].number + 1:
            continue
        if first < at:
            block = lines[first:at]
            yield _name_block(text, block, Verdict(kind, "as the caller says", find_wrap(block)))
        first = at
