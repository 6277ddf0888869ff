"""Verdicts that the ordered pass is going to ask for, judged by other processes while it goes.

Most of what the pass takes is `judge`, a pure function of two texts and their overlap. Of each paragraph,
the pass asks first about the most similar match, if that one stays; so these are judged ahead, in the order
in which the pass comes to them. What it asks besides, it judges itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from cleaner.duplicates.batching import select_texts
from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Comparison

TOGETHER = 256
"""Pairs that are judged at once: tens of milliseconds, far more than it costs to send them."""
_NO_MORE = 1 << 62
"""A number beyond that of every paragraph."""


class Match(NamedTuple):
    """A paragraph, an earlier one that it matches, and how much they share."""

    paragraph: int
    partner: int
    overlap: Overlap


class _PairBatch(NamedTuple):
    """Some pairs, and the two texts of each, one after the other: first that of the partner."""

    pairs: list[Match]
    texts: Iterable[str]


class PrecomputedVerdicts:
    """The verdicts on some pairs, in the order of their paragraphs, one pair for each of these.

    Without other processes nothing is judged ahead: some of it is never asked for.
    """

    def __init__(
        self, pairs: Iterable[Match], texts: Sequence[str], settings: Settings, resources: Resources
    ) -> None:
        self._batches: Iterator[Mapping[Match, Comparison]] = iter(())
        if resources.is_parallel:
            self._batches = resources.map(partial(_judge_batch, settings=settings), _batch(pairs, texts))
        self._batch: Mapping[Match, Comparison] = {}
        self._until = -1

    def find(self, pair: Match) -> Comparison | None:
        """Returns the verdict on a pair, None where it was not judged ahead. Paragraphs must be asked for in
        their order."""
        while self._until < pair.paragraph:
            self._batch = next(self._batches, {})
            self._until = max((each.paragraph for each in self._batch), default=_NO_MORE)
        return self._batch.get(pair)


def _batch(pairs: Iterable[Match], texts: Sequence[str]) -> Iterator[_PairBatch]:
    remaining = iter(pairs)
    while batch := list(islice(remaining, TOGETHER)):
        numbers = [number for pair in batch for number in (pair.partner, pair.paragraph)]
        yield _PairBatch(batch, select_texts(texts, numbers))


def _judge_batch(batch: _PairBatch, settings: Settings) -> dict[Match, Comparison]:
    texts = iter(batch.texts)
    return {pair: judge(next(texts), next(texts), pair.overlap, settings) for pair in batch.pairs}
