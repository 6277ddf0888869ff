"""The engine of one machine: jobs run on its cores, and the decision reads frames from its disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from types import TracebackType
from typing import TypeVar

from cleaner.config import Configuration
from cleaner.corpus.dedup_phase import CHECKPOINT, decide_on_disk
from cleaner.corpus.disk_corpus import DiskCorpus
from cleaner.corpus.engine import DedupResult
from cleaner.corpus.frame_table import FrameTable
from cleaner.corpus.index_reference import find_reference
from cleaner.corpus.overlay import write_overlay
from cleaner.corpus.prepared_task import PreparedTask, frame_outcomes
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.source_lookup import SourceLookup
from cleaner.corpus.workers import Workers, fail_job
from cleaner.formats.sources import Sources
from cleaner.outcome import Outcome
from cleaner.store.scratch import ScratchFile

Job = TypeVar("Job")
Result = TypeVar("Result")

OVERLAY = "changes"
"""The name of the file of frames of documents that the decision changed, in the scratch folder."""


class LocalEngine:
    """An `Engine` with worker processes of this machine, which stay until the run ends."""

    def __init__(self, sources: Sources, configuration: Configuration, options: RunOptions) -> None:
        self._sources = sources
        self._configuration = configuration
        self._options = options
        self._owners = SourceLookup(configuration, (*sources.reference, *sources.documents))
        self._workers = Workers(options.jobs, look=options.watch.refresh)

    def __enter__(self) -> LocalEngine:
        self._workers.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._workers.__exit__(kind)

    def runs_in_process(self, jobs: int) -> bool:
        """Whether `map` runs so many jobs in this process: a single job is not worth another one."""
        return min(self._options.jobs, jobs) <= 1

    def map(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        /,
        *,
        on_crash: Callable[[Job], Job] = fail_job,
    ) -> Iterator[Result]:
        """Yields the results of jobs in their order: an `OrderedMap`."""
        jobs = list(jobs)
        workers = Workers(1) if self.runs_in_process(len(jobs)) else self._workers
        return workers.map(function, jobs, on_crash=on_crash)

    def decide(self, reference: Sequence[PreparedTask], tasks: Sequence[PreparedTask]) -> DedupResult:
        """Decides over all documents, behind the reference and what an index holds."""
        ranking = [*reference, *self._frame_reference(tasks)]
        batches = [*ranking, *tasks]
        first = sum(batch.documents for batch in ranking)
        prepared = [batch.prepared for batch in batches]
        corpus, problems = decide_on_disk(
            self._corpus(batches), first, prepared, self._configuration, self._options, self._workers
        )
        # The overlay counts documents in the corpus, a job in its task: each task gets a file with the places
        # of its own documents. All tasks share one file of frames.
        starts = accumulate((batch.documents for batch in tasks), initial=first)
        folder = ScratchFile(self._options.work, "staged/changed")
        changes = [
            write_overlay(
                corpus.table.overlay,
                folder.below(f"{number:05}"),
                corpus.table.find_changed(start, start + batch.documents),
            )
            for number, (batch, start) in enumerate(zip(tasks, starts, strict=False))
        ]

        # A function: a run that lists no findings never reads the documents again.
        def outcomes() -> Iterator[Outcome]:
            return (corpus.outcome(number) for number in range(first, len(corpus)))

        return DedupResult(changes, problems, outcomes, frozenset([CHECKPOINT, OVERLAY]))

    def _frame_reference(self, tasks: Sequence[PreparedTask]) -> Iterator[PreparedTask]:
        """Yields a task of the paragraphs of an index, which rank before `tasks`, if there is an index."""
        if self._options.index is not None and self._configuration.duplicates != "off":
            corpus = self._corpus(tasks)
            names = {corpus.name(number) for number in range(len(corpus))}
            # An index of the same corpus may hold it under names or under paths: nothing is compared with
            # itself.
            names |= {source.path.as_posix() for source in self._sources.documents}
            outcomes = find_reference(self._options.index, corpus.texts, self._configuration.settings, names)
            yield frame_outcomes(outcomes, ScratchFile(self._options.work, "known"))

    def _corpus(self, batches: Sequence[PreparedTask]) -> DiskCorpus:
        """Returns the documents of prepared tasks as a corpus, in the order of the tasks."""
        table = FrameTable([batch.frames for batch in batches], ScratchFile(self._options.work, OVERLAY))
        return DiskCorpus(table, self._owners)
