"""The engine of a cluster: runs jobs as tasks of Spark, and decides over tables."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from cleaner.cluster import repeated_ids
from cleaner.cluster.candidate_graph import TaskCorpus, refuse_settings
from cleaner.cluster.session import Cluster, attempt, start
from cleaner.cluster.table_view import clean_corpus
from cleaner.cluster.task_documents import TaskDocuments, TaskFrames
from cleaner.config import Configuration
from cleaner.corpus.disk_corpus import outcome_of
from cleaner.corpus.engine import DedupResult, PartStatistics
from cleaner.corpus.prepare_task import PrepareJob, PrepareResult, ProgressMarker
from cleaner.corpus.prepared_task import PreparedTask
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.source_lookup import SourceLookup
from cleaner.corpus.workers import fail_job
from cleaner.errors import CleanerError, UsageError
from cleaner.formats.sources import Source
from cleaner.store.scratch import ScratchFile

if TYPE_CHECKING:
    from cleaner.cluster.session import Accumulator, Batches, Broadcast
    from cleaner.outcome import Outcome

Job = TypeVar("Job")
Result = TypeVar("Result")

DONE = "task int, done binary"
SCRATCH = "spark"
"""The folder of the tables of each step and of changed documents, below that of the run."""


class SparkOptions(NamedTuple):
    """The address of the cluster, settings of Spark by name, and a function that gets the plan of each
    step."""

    master: str
    settings: tuple[tuple[str, str], ...] = ()
    explain: Callable[[str], None] | None = None


class Spark:
    """An `Engine` with a Spark session that lasts as long as the run.

    All workers must see the folders that are read and written, under the same paths, and have this package.
    Raises `UsageError` for options that only one machine can follow.
    """

    def __init__(self, configuration: Configuration, running: RunOptions, options: SparkOptions) -> None:
        if running.index is not None:
            raise UsageError(
                "an index is a file of one machine", remedy="name the older files with --against instead"
            )
        refuse_settings(configuration.settings)
        # Workers have a working folder of their own.
        self._configuration = replace(configuration, base=configuration.base.absolute())
        self._running = running
        self._options = options
        self._folder = ScratchFile(running.work, SCRATCH)
        self._cluster: Cluster | None = None

    def __enter__(self) -> Spark:
        master, settings, explain = self._options
        self._cluster = start(master, dict(settings), self._folder.below("tables").path, explain)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        cluster, self._cluster = self._cluster, None
        if cluster is None:
            return
        # A signal breaks off the conversation with Java in the middle: it can only be ended.
        if kind is None or issubclass(kind, Exception):
            cluster.stop()
        else:
            cluster.abandon()

    def runs_in_process(self, jobs: int) -> bool:
        """Whether `map` runs jobs in this process: never, as the driver may be a small machine."""
        return False

    @property
    def cluster(self) -> Cluster:
        """The session, which is there while the engine is open."""
        if self._cluster is None:
            raise UsageError("the engine is not open", remedy="use it in a `with`")
        return self._cluster

    def map(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        /,
        *,
        on_crash: Callable[[Job], Job] = fail_job,
    ) -> Iterator[Result]:
        """Yields the results of jobs in their order: an `OrderedMap`. Raises what a job raises.

        All results come to this process at once. They are small: documents stay in files.
        """
        jobs = tuple(jobs)
        if not jobs:
            return
        cluster = self.cluster
        counter = cluster.make_accumulator()
        work = partial(_work, function, cluster.broadcast(jobs), on_crash, Path.cwd(), counter)
        # A part for each job, so that a lost worker costs one job and Spark spreads them as workers get free.
        numbers = cluster.number_tasks(len(jobs), parts=len(jobs))
        step = getattr(jobs[0], "step", "work")
        rows = cluster.collect(step, numbers.mapInArrow(work, DONE), look=self._look(counter))
        for row in sorted(rows, key=lambda row: row.task):
            done = pickle.loads(row.done)
            if isinstance(done, CleanerError):
                raise done
            yield done

    def _look(self, counter: Accumulator) -> Callable[[], None]:
        """Makes the function that adds the documents prepared since its last call to the progress of the
        run."""
        watch, seen = self._running.watch, 0

        def look() -> None:
            nonlocal seen
            before, seen = seen, counter.value
            watch.tick(seen - before)
            watch.refresh()

        return look

    def decide(self, reference: Sequence[PreparedTask], own: Sequence[PreparedTask]) -> DedupResult:
        """Decides over all documents: repeated ids first, then duplicates."""
        cluster, configuration = self.cluster, self._configuration
        cluster.seconds.clear()
        batches = [*reference, *own]
        firsts = accumulate((batch.documents for batch in batches), initial=0)
        tasks = tuple(
            TaskFrames(number, first, _sources(batch), batch.frames)
            for number, (batch, first) in enumerate(zip(batches, firsts, strict=False))
        )
        corpus = TaskCorpus(tasks, sum(batch.documents for batch in reference))
        problems: list[str] = []
        parts: PartStatistics | None = None
        if configuration.reading.id_field is not None:
            corpus, problems = repeated_ids.refuse_repeated(cluster, corpus, self._folder)
        if configuration.duplicates != "off" and tasks:
            corpus, parts = clean_corpus(cluster, corpus, configuration, self._folder)
        # The reference is never written.
        written = corpus.tasks[len(reference) :]

        def outcomes() -> Iterator[Outcome]:
            for task in written:
                documents, owners = TaskDocuments(task), SourceLookup(configuration, task.sources)
                for number in range(len(documents)):
                    frame = documents.frame(number)
                    yield outcome_of(frame, owners.pipeline(frame.name))

        changes = [task.changes for task in written]
        return DedupResult(changes, problems, outcomes, seconds=dict(cluster.seconds), parts=parts)


def _sources(batch: PreparedTask) -> tuple[Source, ...]:
    sources = dict.fromkeys(part.source for part in batch.task.parts)
    return tuple(source._replace(path=source.path.absolute()) for source in sources)


def _work(
    function: Callable[[Job], Result],
    jobs: Broadcast,
    on_crash: Callable[[Job], Job],
    folder: Path,
    counter: Accumulator,
    batches: Batches,
) -> Batches:
    """Runs jobs by their numbers, on a worker: `task` -> `DONE`, with the pickled result.

    A `CleanerError` is a result, too: Spark would try the task again, which would not help.
    """
    if folder.is_dir():  # paths that were given are relative to it; where it is not, they have to be absolute
        os.chdir(folder)
    from cleaner.cluster.arrow import batch_columns

    for batch in batches:
        for number in batch["task"].to_pylist():
            try:
                done: object = _slim(function(_skip_killer(jobs.value[number], on_crash)))
            except CleanerError as error:
                done = error
            if isinstance(done, PrepareResult):  # only preparing is counted by documents
                counter.add(sum(done.counts))
            yield from batch_columns({"task": [number], "done": [pickle.dumps(done)]}, DONE)


def _slim(done: Result) -> object:
    """Returns the result without its ids, which grow with the documents; the task's checkpoint has them."""
    return msgspec.structs.replace(done, ids=[]) if isinstance(done, PrepareResult) else done


def _skip_killer(job: Job, on_crash: Callable[[Job], Job]) -> Job:
    """Returns the job, without the document at which the two tries before this one ended.

    A worker may also be lost for another reason, and then it is hardly at the same document twice. The number
    of the last document is kept beside the marker, as each try is another process, maybe on another host.
    """
    if not isinstance(job, PrepareJob):
        return job
    seen = job.marker.with_suffix(".seen")
    tries = attempt()
    if tries == 0:
        # What an earlier run left there is about other tries.
        seen.discard()
        return job
    number = ProgressMarker.read(job.marker)
    before = _read(seen)
    seen.write(b"" if number is None else b"%d" % number)
    return on_crash(job) if number is not None and before == b"%d" % number else job


def _read(file: ScratchFile) -> bytes:
    try:
        return file.read()
    except FileNotFoundError:
        return b""
