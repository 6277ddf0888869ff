"""Positions of two texts, chained through every step between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.text.edit import Span, Step


class _Layer(NamedTuple):
    """One step's changes: hunk i put `after[i]` of the text it left for `before[i]` of the text it saw."""

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
        """The offsets of a trail; steps that only report are passed over."""
        layers = (_Layer.of(step) for step in trail)
        return cls(tuple(layer for layer in layers if layer.before))

    def then(self, step: Step) -> Offsets:
        """These offsets with one more step at the clean end."""
        layer = _Layer.of(step)
        return Offsets((*self._layers, layer)) if layer.before else self

    def to_raw(self, start: int, end: int | None = None) -> Span:
        """The raw span of `clean[start:end]`; without `end`, of the one place before `clean[start]`."""
        span = Span(start, start if end is None else end)
        for layer in reversed(self._layers):
            span = _project(span, layer.after, layer.before)
        return span

    def raw_starts(self, positions: Sequence[int]) -> list[int]:
        """Where the raw spans of several clean ones begin, which begin at `positions`, in order.

        >>> from cleaner.text.edit import Edit
        >>> offsets = Offsets.of((Step(1, "encoding", (Edit(2, 5, "’", "encoding.mojibake"),), ("â€™",)),))
        >>> offsets.raw_starts([0, 2, 3])
        [0, 2, 5]
        """
        found = list(positions)
        for layer in reversed(self._layers):
            found = _moved(found, layer.after, layer.before)
        return found

    def to_clean(self, start: int, end: int | None = None) -> Span:
        """The clean span of `raw[start:end]`; empty where all of it was removed."""
        span = Span(start, start if end is None else end)
        for layer in self._layers:
            span = _project(span, layer.before, layer.after)
        return span


def _project(span: Span, here: Sequence[Span], there: Sequence[Span]) -> Span:
    if span.start == span.end:
        place = _character(span.start, here, there).start
        return Span(place, place)
    return Span(_character(span.start, here, there).start, _character(span.end - 1, here, there).end)


def _character(position: int, here: Sequence[Span], there: Sequence[Span]) -> Span:
    hunk = bisect_right(here, position, key=_start) - 1
    if hunk < 0:
        return Span(position, position + 1)
    if position < here[hunk].end:
        return there[hunk]
    moved = position - here[hunk].end + there[hunk].end
    return Span(moved, moved + 1)


def _moved(positions: Iterable[int], here: Sequence[Span], there: Sequence[Span]) -> list[int]:
    """The starts of `_character` for positions in order: a walk, where each alone is a bisection."""
    found: list[int] = []
    passed = 0
    for position in positions:
        while passed < len(here) and here[passed].start <= position:
            passed += 1
        if not passed:
            found.append(position)
        elif position < here[passed - 1].end:
            found.append(there[passed - 1].start)
        else:
            found.append(position - here[passed - 1].end + there[passed - 1].end)
    return found


def _start(span: Span) -> int:
    return span.start
