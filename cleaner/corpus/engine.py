"""Who works the jobs of a run and decides over the corpus: one machine, or a cluster of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol

from cleaner.corpus.overlay import OverlayFiles
from cleaner.corpus.prepared_task import PreparedTask
from cleaner.ordered_map import OrderedMap
from cleaner.outcome import Outcome


@dataclass(frozen=True, slots=True)
class PartStatistics:
    """What the decisions of an engine that cuts a corpus into parts were like: how many there were, and, of
    the one with the largest part, the number of parts, the paragraphs of the corpus and of that part, and the
    rounds that it took to find them."""

    decisions: int
    parts: int
    paragraphs: int
    largest: int
    rounds: int


@dataclass(frozen=True, slots=True)
class DedupResult:
    """What the decision over a corpus changed: the changes of each task that is written, in order, the first
    problems in words, each document with its trail for whoever asks, the names of files of the scratch folder
    that spare the next run work, and, where that is known, where the time went step by step and how the
    corpus was cut into parts."""

    changes: Sequence[OverlayFiles | None]
    problems: Sequence[str]
    outcomes: Callable[[], Iterator[Outcome]]
    checkpoints: frozenset[str] = frozenset()
    seconds: dict[str, float] = field(default_factory=dict)
    parts: PartStatistics | None = None


class Engine(Protocol):
    """Has no say in what comes out. It is open for the time of a run."""

    def __enter__(self) -> Engine: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def runs_in_process(self, jobs: int) -> bool:
        """Whether so many jobs are worked in this process."""
        ...

    @property
    def map(self) -> OrderedMap:
        """Runs a function over jobs."""
        ...

    def decide(self, reference: Sequence[PreparedTask], own: Sequence[PreparedTask]) -> DedupResult:
        """Decides over all documents; those of `reference` rank first and lose nothing."""
        ...
