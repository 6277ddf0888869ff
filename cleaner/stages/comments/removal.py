"""The spans to cut for units of a text, so that their neighbours stay apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.text import Lines, Span, runs_on


def cut_units(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """Yield for each unit the span to cut: its lines with their breaks, and of the blank lines behind it as
    many as leave its neighbours apart by the wider of the two gaps. The blank lines before it stay. Where its
    neighbours would look like one hard-wrapped paragraph, its last line break stays too.

    >>> text = "One.\\n\\n\\n\\nSpam.\\nMore spam.\\n\\nTwo."
    >>> [text[start:end] for start, end in cut_units(text, [Span(8, 13), Span(14, 24)])]
    ['Spam.\\n', 'More spam.\\n\\n']
    """
    starts, lines = _split_lines(text)
    gone = {bisect_right(starts, span.start) - 1 for span in found}
    before = previous = -1
    blank = 0
    for span in found:
        first, end = bisect_right(starts, span.start) - 1, bisect_right(starts, span.end) - 1
        above = next(line for line in range(first - 1, -1, -1) if lines[line])
        if above != previous:
            before, blank = above, first - 1 - above
        after = next((line for line in range(end + 1, len(lines)) if lines[line]), len(lines))
        # As many blank lines go as the narrower of the two gaps has, so that the wider one stays.
        spare = min(blank, after - end - 1)
        stop = starts[end + spare + 1] if end + spare + 1 < len(starts) else len(text)
        # Where the unit below goes too, its own cut decides.
        touching = not blank and after == end + 1 < len(lines) and after not in gone
        if touching and runs_on(lines[before], lines[after]):
            stop = span.end
        # Units in a row count as one: of all their gaps the widest stays.
        blank = max(blank, after - end - 1)
        previous = end
        yield Span(starts[first], stop)


@lru_cache(maxsize=2)
def _split_lines(text: str) -> tuple[tuple[int, ...], list[str]]:
    """Return where the lines of a text start, and their content, stripped."""
    starts = Lines.of(text).starts
    ends = (*starts[1:], len(text))
    return starts, [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
