"""Lines, blocks and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from cleaner.text.edit import Span

# CRLF first, or it would end two lines. Other breaks (form feed, U+2028) are the stage `whitespace`'s to turn
# into LF; until then they are characters of a line.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text; only LF, CRLF and CR end one. Lines and columns count from 1, in code points.

    >>> Lines.of("ab\\r\\nc").locate(4)
    (2, 1)
    """

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Find the lines of a text once; look-ups are bisections."""
        # `str.split` is several times as fast as a pattern, and CR is rare.
        if "\r" not in text:
            ends = accumulate(len(line) + 1 for line in text.split("\n"))
            # The last end is one past the text: no line begins there.
            return cls((0, *ends)[:-1])
        return cls((0, *(match.end() for match in _LINE_END.finditer(text))))

    def locate(self, position: int) -> tuple[int, int]:
        """Return the line and the column of a position."""
        line = bisect_right(self.starts, position)
        return line, position - self.starts[line - 1] + 1

    def line_numbers(self, positions: Iterable[int]) -> list[int]:
        """Return the line of each position.

        >>> Lines.of("a\\nb\\n\\nc").line_numbers([0, 2, 5])
        [1, 2, 4]
        """
        return [bisect_right(self.starts, position) for position in positions]


WRAPPED_LINE = range(40, 101)
"""Lengths, in characters, that a hard-wrapped line has: typewriters, mail and books wrap at 60 to 80,
and a ragged margin takes a long word off that. A line of scraped prose is longer, a heading shorter."""

_CONTENT = re.compile(r"[^\r\n]+")
_CACHE_SIZE = 4
"""Texts whose layout is cached: the stages of one document ask for the same one again and again."""
# With the full stops of Chinese, Urdu and Hindi, and the closing marks that may stand behind one.
_SENTENCE_END = frozenset(".!?:;…。！？؟۔।\"'”’»)]*")


def find_paragraphs(text: str) -> list[Span]:
    """Return the spans of the paragraphs, in order, without the whitespace around them.

    Non-blank lines that follow each other are a block. In a block of scraped prose each line is a
    paragraph; a hard-wrapped block is one paragraph. A block is hard-wrapped when a line of wrapped
    length stops in mid-sentence and the next, no longer, goes on in lower case. The decision looks at
    neighbouring lines alone, so that taking paragraphs out (and leaving a blank line where two
    neighbours would come to look like one) never changes the others.

    >>> text = "A heading\\nA scraped one.\\n\\nThe last one, wrapped by someone at about\\nforty columns."
    >>> [text[start:end].replace("\\n", "/") for start, end in find_paragraphs(text)]
    ['A heading', 'A scraped one.', 'The last one, wrapped by someone at about/forty columns.']
    """
    return list(_find_paragraphs(text))


@lru_cache(maxsize=_CACHE_SIZE)
def _find_paragraphs(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for block in find_blocks(text):
        if len(block) > 1 and _is_wrapped(text, block):
            spans.append(Span(block[0].start, block[-1].end))
        else:
            spans += block
    return tuple(spans)


def _is_wrapped(text: str, block: Sequence[Span]) -> bool:
    # Lengths first: they need no copy of a line.
    return any(
        b.end - b.start < WRAPPED_LINE.stop and runs_on(text[a.start : a.end], text[b.start : b.end])
        for a, b in pairwise(block)
        if a.end - a.start in WRAPPED_LINE
    )


@lru_cache(maxsize=_CACHE_SIZE)
def find_blocks(text: str) -> tuple[tuple[Span, ...], ...]:
    """Return the runs of non-blank lines, each line as a span without the whitespace around it."""
    return tuple(map(tuple, _blocks_of_any_lines(text) if "\r" in text else _blocks_of_lf_lines(text)))


def _blocks_of_lf_lines(text: str) -> Iterator[list[Span]]:
    """Yield the blocks of a text whose lines all end in LF: nearly every text, at a third of the cost."""
    block: list[Span] = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position
            # Most lines have no white space at their ends: only the others pay for a second strip.
            if len(stripped) < len(line):
                start += len(line) - len(line.lstrip())
            block.append(Span(start, start + len(stripped)))
        elif block:
            yield block
            block = []
        position += len(line) + 1
    if block:
        yield block


def _blocks_of_any_lines(text: str) -> Iterator[list[Span]]:
    """Yield the blocks of any text, whatever ends its lines."""
    block: list[Span] = []
    last_end = 0
    for match in _CONTENT.finditer(text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        # More than one line break since the last line with content: a blank line, or several.
        if block and count_line_breaks(text, last_end, match.start()) > 1:
            yield block
            block = []
        start = match.start() + len(line) - len(line.lstrip())
        block.append(Span(start, start + len(stripped)))
        last_end = match.end()
    if block:
        yield block


def count_line_breaks(text: str, start: int, end: int) -> int:
    """Count the lines that end between two positions; CRLF ends one."""
    gap = text[start:end]
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n")


def runs_on(line: str, following: str) -> bool:
    """Whether a hard wrap stands between two stripped lines that follow each other.

    >>> runs_on("He said that the bridge over the river would open", "in the spring.")
    True
    >>> runs_on("He said that the bridge over the river would open.", "in the spring.")
    False
    """
    return (
        len(line) in WRAPPED_LINE
        and len(following) < WRAPPED_LINE.stop
        and following[:1].islower()
        and line[-1] not in _SENTENCE_END
    )
