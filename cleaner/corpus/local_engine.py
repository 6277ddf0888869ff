"""The engine of one machine: its cores, its memory, and files of frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from types import TracebackType
from typing import TypeVar

from cleaner.config import Configuration
from cleaner.corpus.dedup_phase import RECORD, decided
from cleaner.corpus.disk_corpus import Stored
from cleaner.corpus.documents import Owners
from cleaner.corpus.engine import Decided
from cleaner.corpus.index_reference import known
from cleaner.corpus.overlay import indexed
from cleaner.corpus.prepared_task import Batch, told
from cleaner.corpus.run_options import Running
from cleaner.corpus.workers import Workers, fail_job
from cleaner.formats.sources import Sources
from cleaner.outcome import Outcome

Job = TypeVar("Job")
Result = TypeVar("Result")


class Machine:
    """Workers of this machine, which stay for the time of a run."""

    def __init__(self, sources: Sources, configuration: Configuration, running: Running) -> None:
        self._sources = sources
        self._configuration = configuration
        self._running = running
        self._owners = Owners(configuration, (*sources.reference, *sources.documents))
        self._workers = Workers(running.jobs, look=running.watch.look)

    def __enter__(self) -> Machine:
        self._workers.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._workers.__exit__(kind)

    def here(self, jobs: int) -> bool:
        """A single job is not worth another process."""
        return min(self._running.jobs, jobs) <= 1

    def map(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        /,
        *,
        on_crash: Callable[[Job], Job] = fail_job,
    ) -> Iterator[Result]:
        """The results of jobs in their order."""
        jobs = list(jobs)
        workers = Workers(1) if self.here(len(jobs)) else self._workers
        return workers.map(function, jobs, on_crash=on_crash)

    def decide(self, reference: Sequence[Batch], own: Sequence[Batch]) -> Decided:
        """Decides over all documents, and those that an index knows."""
        ranking = [*reference, *self._known(own)]
        batches = [*ranking, *own]
        first = sum(batch.documents for batch in ranking)
        made = [batch.prepared for batch in batches]
        corpus, problems = decided(
            self._corpus(batches), first, made, self._configuration, self._running, self._workers
        )
        starts = accumulate((batch.documents for batch in own), initial=first)
        folder = self._running.work / "staged" / "changed"
        changes = [
            indexed(
                corpus.changes,
                folder / f"{number:05}",
                corpus.changed_within(start, start + batch.documents),
            )
            for number, (batch, start) in enumerate(zip(own, starts, strict=False))
        ]

        def outcomes() -> Iterator[Outcome]:
            return (corpus.outcome(number) for number in range(first, len(corpus)))

        return Decided(changes, problems, outcomes, frozenset([RECORD, "changes"]))

    def _known(self, own: Sequence[Batch]) -> Iterator[Batch]:
        """What an index knows of these, if there is one: documents that rank before them."""
        if self._running.index is not None and self._configuration.duplicates != "off":
            alone = self._corpus(own)
            names = {alone.name(number) for number in range(len(alone))}
            names |= {source.path.as_posix() for source in self._sources.documents}
            met = known(self._running.index, alone.texts, self._configuration.settings, names)
            yield told(met, self._running.work / "known")

    def _corpus(self, batches: Sequence[Batch]) -> Stored:
        """The prepared documents in the one order."""
        return Stored([batch.frames for batch in batches], self._running.work / "changes", self._owners)
