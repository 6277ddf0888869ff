"""Taking whole paragraphs out of a text without touching what the others are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.text.edit import Span
from cleaner.text.layout import line_breaks, runs_on


def cuts(text: str, spans: Sequence[Span], dropped: Collection[int]) -> list[tuple[int, Span]]:
    """For each dropped paragraph its index and the span to remove: itself and one separator beside it.

    `spans` are the paragraphs of the text. Of the separators around a run of dropped paragraphs the
    widest stays, so that blocks stay apart; where two neighbours would come to look like one
    hard-wrapped paragraph, both separators of one dropped paragraph stay, which makes a blank line.

    >>> text = "One.\\n\\nTwo.\\nThree.\\n"
    >>> spans = [Span(0, 4), Span(6, 10), Span(11, 17)]
    >>> [text[: cut.start] + text[cut.end :] for _, cut in cuts(text, spans, {1})]
    ['One.\\n\\nThree.\\n']
    """
    found: list[tuple[int, Span]] = []
    index = 0
    while index < len(spans):
        if index not in dropped:
            index += 1
            continue
        stop = index
        while stop < len(spans) and stop in dropped:
            stop += 1
        found += _run(text, spans, index, stop)
        index = stop
    return found


def _run(text: str, spans: Sequence[Span], first: int, stop: int) -> list[tuple[int, Span]]:
    """The cuts of the run of paragraphs `first` to `stop - 1`, all dropped, its neighbours kept."""
    if first == 0 or stop == len(spans):
        return [(i, _with_separator(spans, i, before=first > 0)) for i in range(first, stop)]
    breaks = [line_breaks(text, spans[i - 1].end, spans[i].start) for i in range(first, stop + 1)]
    widest = first + breaks.index(max(breaks))
    cut = [(i, _with_separator(spans, i, before=i < widest)) for i in range(first, stop)]
    if max(breaks) == 1 and runs_on(_last_line(text, spans[first - 1]), _first_line(text, spans[stop])):
        cut[0] = (first, spans[first])
    return cut


def _with_separator(spans: Sequence[Span], index: int, *, before: bool) -> Span:
    here = spans[index]
    if before:
        return Span(spans[index - 1].end, here.end)
    return Span(here.start, spans[index + 1].start if index + 1 < len(spans) else here.end)


def _last_line(text: str, span: Span) -> str:
    return text[span.start : span.end].splitlines()[-1].strip()


def _first_line(text: str, span: Span) -> str:
    return text[span.start : span.end].splitlines()[0].strip()
