"""A map between the positions of two texts, through every step between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.text.edit import Span, Step


class _Layer(NamedTuple):
    """The changes of one step: `before[i]` of the text that it saw is `after[i]` of the text that it left."""

    before: tuple[Span, ...]
    after: tuple[Span, ...]

    @classmethod
    def of(cls, step: Step) -> _Layer:
        before: list[Span] = []
        after: list[Span] = []
        shift = 0
        for edit in step.edits:
            if edit.replacement is not None:
                start = edit.start + shift
                before.append(Span(edit.start, edit.end))
                after.append(Span(start, start + len(edit.replacement)))
                shift += len(edit.replacement) - (edit.end - edit.start)
        return cls(tuple(before), tuple(after))


@dataclass(frozen=True, slots=True)
class Offsets:
    """Maps spans of the clean text to the raw text and back, through every stage and round, by bisection.

    A span maps to the smallest span that holds all its characters. A character inside a replacement maps
    to all that was replaced; text that was removed maps to an empty span where it stood.

    >>> from cleaner.text.edit import Edit
    >>> steps = (Step(1, "encoding", (Edit(2, 5, "’", "encoding.mojibake"),), ("â€™",)),)
    >>> offsets = Offsets.of(steps)         # "itâ€™s" -> "it’s"
    >>> offsets.to_raw(2, 3), offsets.to_raw(3, 4), offsets.to_clean(3, 4)
    (Span(start=2, end=5), Span(start=5, end=6), Span(start=2, end=3))
    """

    _layers: tuple[_Layer, ...] = field(repr=False)

    @classmethod
    def of(cls, trail: Iterable[Step]) -> Offsets:
        """Return the offsets of a trail; steps that only report shift nothing."""
        # A step without changes is a layer without hunks, through which every look-up would go for nothing.
        layers = (_Layer.of(step) for step in trail)
        return cls(tuple(layer for layer in layers if layer.before))

    def then(self, step: Step) -> Offsets:
        """Return these offsets with one more step at the clean end."""
        layer = _Layer.of(step)
        return Offsets((*self._layers, layer)) if layer.before else self

    def to_raw(self, start: int, end: int | None = None) -> Span:
        """Return the raw span of `clean[start:end]`; without `end`, of the position before `clean[start]`."""
        span = Span(start, start if end is None else end)
        for layer in reversed(self._layers):
            span = _project(span, layer.after, layer.before)
        return span

    def to_raw_starts(self, positions: Sequence[int]) -> list[int]:
        """Return where the raw spans of clean spans begin that begin at `positions`, which are in order.

        >>> from cleaner.text.edit import Edit
        >>> offsets = Offsets.of((Step(1, "encoding", (Edit(2, 5, "’", "encoding.mojibake"),), ("â€™",)),))
        >>> offsets.to_raw_starts([0, 2, 3])
        [0, 2, 5]
        """
        starts = list(positions)
        for layer in reversed(self._layers):
            starts = _project_starts(starts, layer.after, layer.before)
        return starts

    def to_clean(self, start: int, end: int | None = None) -> Span:
        """Return the clean span of `raw[start:end]`; it is empty where all of that was removed."""
        span = Span(start, start if end is None else end)
        for layer in self._layers:
            span = _project(span, layer.before, layer.after)
        return span


def _project(span: Span, source: Sequence[Span], target: Sequence[Span]) -> Span:
    """Map a span of the text of `source` to the text of `target`; hunks of the two correspond by index."""
    # An empty span has no last character. It stays empty: a position is no text.
    if span.start == span.end:
        position = _project_character(span.start, source, target).start
        return Span(position, position)
    # The last character is mapped, not the end: the end is a position of what follows the span.
    start = _project_character(span.start, source, target).start
    return Span(start, _project_character(span.end - 1, source, target).end)


def _project_character(position: int, source: Sequence[Span], target: Sequence[Span]) -> Span:
    hunk = bisect_right(source, position, key=_start) - 1
    # Before the first hunk the two texts are the same, position by position.
    if hunk < 0:
        return Span(position, position + 1)
    # Inside a hunk no character has a partner of its own: all of the hunk stands for it.
    if position < source[hunk].end:
        return target[hunk]
    shifted = position - source[hunk].end + target[hunk].end
    return Span(shifted, shifted + 1)


def _project_starts(positions: Iterable[int], source: Sequence[Span], target: Sequence[Span]) -> list[int]:
    """Map positions in order as `_project_character` maps each: one walk instead of a bisection each."""
    starts: list[int] = []
    hunks = 0  # that begin at the position or before it
    for position in positions:
        while hunks < len(source) and source[hunks].start <= position:
            hunks += 1
        if not hunks:
            starts.append(position)
        elif position < source[hunks - 1].end:
            starts.append(target[hunks - 1].start)
        else:
            starts.append(position - source[hunks - 1].end + target[hunks - 1].end)
    return starts


def _start(span: Span) -> int:
    return span.start
