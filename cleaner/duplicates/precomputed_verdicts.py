"""Verdicts that the ordered pass is going to ask for, found by others while it goes.

Most of what the pass takes is `judge`, a pure function of two texts and their overlap. Of each paragraph,
the most similar one that it meets is asked about first, if that one stays; so these are judged ahead, in
the order in which the pass comes to them. What it asks besides, it judges itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from cleaner.duplicates.batching import handed
from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.resources import Room
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Comparison
from cleaner.ordered_map import map_in_process

TOGETHER = 256
"""Pairs that are judged at once."""


class Pair(NamedTuple):
    """A paragraph, an earlier one that it meets, and how much they share."""

    paragraph: int
    partner: int
    overlap: Overlap


class _Asked(NamedTuple):
    """Some pairs, and the texts of each: first that of the partner."""

    pairs: list[Pair]
    texts: Iterable[str]


class Foreseen:
    """The verdicts on some pairs, one for each of some paragraphs, asked for in the order of these.

    Where nobody else works in the `room`, nothing is judged ahead: some of it is never asked for.
    """

    def __init__(self, pairs: Iterable[Pair], texts: Sequence[str], settings: Settings, room: Room) -> None:
        self._judged: Iterator[Mapping[Pair, Comparison]] = iter(())
        if room.map is not map_in_process:
            self._judged = room.map(partial(_judged, settings=settings), _batches(pairs, texts))
        self._known: Mapping[Pair, Comparison] = {}
        self._until = -1

    def verdict(self, pair: Pair) -> Comparison | None:
        """What was found of a pair; None where that was not foreseen."""
        while self._until < pair.paragraph:
            self._known = next(self._judged, {})
            self._until = max((known.paragraph for known in self._known), default=1 << 62)
        return self._known.get(pair)


def _batches(pairs: Iterable[Pair], texts: Sequence[str]) -> Iterator[_Asked]:
    given = iter(pairs)
    while some := list(islice(given, TOGETHER)):
        numbers = [number for pair in some for number in (pair.partner, pair.paragraph)]
        yield _Asked(some, handed(texts, numbers))


def _judged(asked: _Asked, settings: Settings) -> dict[Pair, Comparison]:
    texts = iter(asked.texts)
    return {pair: judge(next(texts), next(texts), pair.overlap, settings) for pair in asked.pairs}
