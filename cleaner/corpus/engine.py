"""The protocol of an engine: it runs the jobs of a run and decides over the corpus."""

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
    """How an engine cut a corpus into parts that cannot influence each other.

    `decisions` is how often the corpus was decided. The others are of the decision with the largest part: the
    number of parts, the paragraphs of the corpus, those of the largest part, and the rounds that it took to
    find the connected components.
    """

    decisions: int
    parts: int
    paragraphs: int
    largest: int
    rounds: int


@dataclass(frozen=True, slots=True)
class DedupResult:
    """The result of the decision over a corpus.

    `changes` is the overlay of each task that is written, in order, None where none of its documents changed.
    `problems` are the first problems in words. `outcomes` reads the documents with their trails.
    `checkpoints` are the names of files of the scratch folder that spare the next run this decision.
    `seconds` is the time of each step, and `parts` how the corpus was cut, where the engine knows that.
    """

    changes: Sequence[OverlayFiles | None]
    problems: Sequence[str]
    outcomes: Callable[[], Iterator[Outcome]]
    checkpoints: frozenset[str] = frozenset()
    seconds: dict[str, float] = field(default_factory=dict)
    parts: PartStatistics | None = None


class Engine(Protocol):
    """Runs the jobs of a run and decides over the corpus. The output is the same with every engine.

    It is entered when a run begins and left when it ends, so that workers live as long as the run.
    """

    def __enter__(self) -> Engine: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def runs_in_process(self, jobs: int) -> bool:
        """Whether `map` runs so many jobs in this process, where a job may show its progress itself."""
        ...

    @property
    def map(self) -> OrderedMap:
        """Runs a function over jobs."""
        ...

    def decide(self, reference: Sequence[PreparedTask], tasks: Sequence[PreparedTask]) -> DedupResult:
        """Decides over all documents; those of `reference` rank first and lose nothing."""
        ...
