"""The spans to cut so that whole paragraphs leave a text and the other paragraphs stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.text.edit import Span
from cleaner.text.layout import count_line_breaks, runs_on


def cut_paragraphs(text: str, spans: Sequence[Span], dropped: Collection[int]) -> list[tuple[int, Span]]:
    """Return, for each dropped paragraph, its index and the span to remove, in order.

    `spans` are the paragraphs of the text, as `find_paragraphs` gives them. A span to remove is the paragraph
    and one separator beside it. Of the separators around a run of dropped paragraphs the widest stays, so
    that blocks stay apart. Where the two neighbours of a run would look like one hard-wrapped paragraph, both
    separators of one dropped paragraph stay, which makes a blank line.

    >>> text = "One.\\n\\nTwo.\\nThree.\\n"
    >>> spans = [Span(0, 4), Span(6, 10), Span(11, 17)]
    >>> [text[: cut.start] + text[cut.end :] for _, cut in cut_paragraphs(text, spans, {1})]
    ['One.\\n\\nThree.\\n']
    """
    cuts: list[tuple[int, Span]] = []
    index = 0
    while index < len(spans):
        if index not in dropped:
            index += 1
            continue
        stop = index
        while stop < len(spans) and stop in dropped:
            stop += 1
        cuts += _cut_run(text, spans, index, stop)
        index = stop
    return cuts


def _cut_run(text: str, spans: Sequence[Span], first: int, stop: int) -> list[tuple[int, Span]]:
    """Return the cuts of the paragraphs `first` to `stop - 1`, all of them dropped; their neighbours stay."""
    # At an end of the text there is one neighbour at most, so no separator has to stay.
    if first == 0 or stop == len(spans):
        return [(i, _with_separator(spans, i, before=first > 0)) for i in range(first, stop)]
    breaks = [count_line_breaks(text, spans[i - 1].end, spans[i].start) for i in range(first, stop + 1)]
    widest = first + breaks.index(max(breaks))
    # Paragraphs above the widest separator take the one before them along, those below it the one after.
    cuts = [(i, _with_separator(spans, i, before=i < widest)) for i in range(first, stop)]
    if max(breaks) == 1 and runs_on(_last_line(text, spans[first - 1]), _first_line(text, spans[stop])):
        cuts[0] = (first, spans[first])
    return cuts


def _with_separator(spans: Sequence[Span], index: int, *, before: bool) -> Span:
    paragraph = spans[index]
    if before:
        return Span(spans[index - 1].end, paragraph.end)
    return Span(paragraph.start, spans[index + 1].start if index + 1 < len(spans) else paragraph.end)


def _last_line(text: str, span: Span) -> str:
    return text[span.start : span.end].splitlines()[-1].strip()


def _first_line(text: str, span: Span) -> str:
    return text[span.start : span.end].splitlines()[0].strip()
