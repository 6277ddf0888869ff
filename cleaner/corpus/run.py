"""A corpus from files to files, in bounded memory, by several workers, and never twice.

The three kinds of work are *prepare* (each task by itself, `cleaner.corpus.prepare_task`), *decide* (the
duplicates of the whole corpus) and *write* (each task again, `cleaner.corpus.write_task`). Their results
lie in a scratch folder, with a record of what each was made from; where that record still holds, the
work is not done again. Nothing here opens a file of the output folder for writing: `Done.files` is the
plan that `cleaner.store.folder` commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import msgspec

from cleaner.config import Configuration
from cleaner.corpus import join_slices, packing
from cleaner.corpus.engine import DedupResult, Engine, PartStatistics
from cleaner.corpus.join_slices import JoinResult
from cleaner.corpus.local_engine import LocalEngine
from cleaner.corpus.manifest_builder import plan_output
from cleaner.corpus.packing import refuse_unpackable
from cleaner.corpus.prepare_task import PrepareJob, ProgressMarker, checkpoint_path, prepare
from cleaner.corpus.prepared_task import PreparedTask, frame_outcomes
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import cut_tasks
from cleaner.corpus.workers import crash_error
from cleaner.corpus.write_checkpoint import write_checkpoint_path
from cleaner.corpus.write_phase import WritePhase
from cleaner.corpus.write_task import WriteJob
from cleaner.errors import InputError, OutputError
from cleaner.formats.sources import Source, Sources
from cleaner.outcome import Outcome
from cleaner.store import manifest
from cleaner.store.manifest import Manifest
from cleaner.store.staged_file import Content
from cleaner.text import Document


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run made: the files of the output folder by name, waiting for their places, the sums, and the
    first problems in words. `seconds` is where the time went, by stage and phase; `outcomes` gives the
    documents with their trails, read when they are asked for; `kept` are the names of the files of the
    scratch folder that spare the next run work; `written` are the numbers of the tasks that were written now,
    and not by an earlier run; `parts` says how an engine cut the corpus that does so."""

    files: Mapping[str, Content]
    manifest: Manifest
    tally: Tally
    problems: Sequence[str]
    seconds: Mapping[str, float]
    outcomes: Callable[[], Iterator[Outcome]]
    checkpoints: frozenset[str]
    written: frozenset[int]
    parts: PartStatistics | None = None


class Run:
    """One run over a corpus, by this machine or by another engine."""

    def __init__(
        self,
        sources: Sources,
        configuration: Configuration,
        running: RunOptions,
        engine: Engine | None = None,
    ) -> None:
        self._sources = sources
        self._configuration = configuration
        self._running = running
        self._engine = engine or LocalEngine(sources, configuration, running)
        self._refused = [_refusal(refused.name, refused.error) for refused in sources.refused]
        self._seconds: dict[str, float] = {}

    def run(self) -> RunResult:
        """Prepares, decides and writes.

        Raises `UsageError` for inputs that the output format cannot be had of, `InputError` where a document
        of the reference cannot be read, and `OutputError` where the scratch folder cannot be written.
        """
        refuse_unpackable(self._sources, self._configuration)
        try:
            self._running.work.mkdir(parents=True, exist_ok=True)
            with self._engine:
                return self._run()
        except OSError as error:
            place = error.filename or self._running.work
            raise OutputError(f"{place}: cannot be written: {error.strerror}") from error

    def _run(self) -> RunResult:
        self._reference = reference = list(self._prepare(self._sources.reference))
        for batch in reference:
            if batch.prepared.unread:
                raise InputError("cannot be read", path=batch.prepared.unread)
        own = list(self._prepare(self._sources.documents))
        if self._refused:
            own.insert(0, frame_outcomes(self._refused, self._running.work / "refused"))
        before = perf_counter()
        self._running.watch.begin_phase("decide", 1)
        decided = self._engine.decide(reference, own)
        self._seconds |= decided.seconds or {"duplicates": perf_counter() - before}
        return self._write(decided, own)

    def _prepare(self, sources: Sequence[Source]) -> Iterator[PreparedTask]:
        """The tasks of some files, prepared."""
        running, watch = self._running, self._running.watch
        tasks = list(
            cut_tasks(
                sources,
                self._configuration.reading,
                files=running.files,
                size=running.bytes,
                refuse=self._refuse,
            )
        )
        jobs = [PrepareJob(task, self._configuration, running.work) for task in tasks]
        watch.begin_phase("prepare", len(jobs))
        function = partial(prepare, tick=watch.tick) if self._engine.runs_in_process(len(jobs)) else prepare
        for job, done in zip(jobs, self._engine.map(function, jobs, on_crash=_exclude_killer), strict=True):
            for name, seconds in done.seconds.items():
                self._seconds[name] = self._seconds.get(name, 0.0) + seconds
            watch.end_task(sum(done.counts), done.characters, done.findings)
            yield PreparedTask(job.task, done, running.work / done.frames)

    def _refuse(self, source: Source, error: InputError) -> None:
        self._refused.append(_refusal(source.name, error))

    def _write(self, decided: DedupResult, own: Sequence[PreparedTask]) -> RunResult:
        before = perf_counter()
        jobs = self._writes(decided, own)
        wrote = WritePhase(jobs, self._configuration, self._running, self._engine.map).run()
        made = plan_output(self._sources, self._configuration, self._running, wrote)
        self._seconds["writing"] = perf_counter() - before
        named = [problem for batch in own for problem in batch.prepared.problems]
        further = sum(batch.prepared.further_problems for batch in own)
        more = [f"and {further:,} more problems: see the manifest"] if further else []
        return RunResult(
            made.files,
            made.manifest,
            made.tally,
            [*named, *decided.problems, *more],
            self._seconds,
            decided.outcomes,
            self._list_checkpoints(own, decided, wrote.joined),
            frozenset(number for number, done in enumerate(wrote.written) if done.fresh),
            decided.parts,
        )

    def _writes(self, decided: DedupResult, own: Sequence[PreparedTask]) -> list[WriteJob]:
        """The jobs of writing."""
        running = self._running
        inline = sum(batch.documents for batch in own) <= manifest.INLINE_LIMIT
        return [
            WriteJob(
                number,
                batch.task,
                msgspec.structs.replace(batch.prepared, ids=[], problems=[]),
                batch.frames,
                changes,
                self._configuration,
                running.level,
                running.work / "staged",
                running.output,
                inline,
            )
            for number, (batch, changes) in enumerate(zip(own, decided.changes, strict=True))
        ]

    def _list_checkpoints(
        self, own: Sequence[PreparedTask], decided: DedupResult, joined: Sequence[JoinResult]
    ) -> frozenset[str]:
        """One task is done again as fast as it is read; of many, those are spared that have not changed."""
        if len(own) < 2:
            return frozenset()
        frames = [batch.frames for batch in (*self._reference, *own)]
        records = [checkpoint_path(path) for path in frames] + [
            write_checkpoint_path(path) for path in frames
        ]
        names = [path.name for path in (*frames, *records)]
        joins = [join_slices.join_checkpoint_name(holder.record.name) for holder in joined]
        return frozenset([*names, *joins, packing.CHECKPOINT, *decided.checkpoints])


def _refusal(name: str, error: InputError) -> Outcome:
    return Outcome(name, b"", None, Document.of(""), error)


def _exclude_killer(job: PrepareJob) -> PrepareJob:
    """The job without the document that killed its worker. Raises `OutputError` where none can be named."""
    number = ProgressMarker.read(job.marker)
    if number is None or number in job.killing:
        raise crash_error(", and not by a document")
    job.marker.unlink(missing_ok=True)
    return PrepareJob(job.task, job.configuration, job.folder, job.killing | {number})
