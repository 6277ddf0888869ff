"""Runs the three phases over a corpus of any size: prepare, decide, write.

*Prepare* works each task by itself (`cleaner.corpus.prepare_task`), *decide* finds the duplicates of the
whole corpus (`cleaner.corpus.engine`), and *write* works each task again (`cleaner.corpus.write_task`).
Results lie in a scratch folder, each with a checkpoint of what it was made from; where that holds, the work
is not done again. Nothing here opens a file of the output folder for writing: `RunResult.files` is the plan
that `cleaner.store.folder` commits.
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
from cleaner.corpus.prepare_task import PrepareJob, ProgressMarker, find_checkpoint, prepare
from cleaner.corpus.prepared_task import PreparedTask, frame_outcomes
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import cut_tasks
from cleaner.corpus.workers import crash_error
from cleaner.corpus.write_checkpoint import find_write_checkpoint
from cleaner.corpus.write_phase import WritePhase
from cleaner.corpus.write_task import WriteJob
from cleaner.errors import InputError, OutputError
from cleaner.formats.sources import Source, Sources
from cleaner.outcome import Outcome
from cleaner.store import manifest
from cleaner.store.manifest import Manifest
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import Content
from cleaner.text import Document


@dataclass(frozen=True, slots=True)
class RunResult:
    """The result of a run: the files of the output folder by name, which wait in the scratch folder unless
    they stand there already, the manifest, the sums, and the first problems in words.

    `seconds` is the time of each stage and phase. `outcomes` reads the documents with their trails.
    `checkpoints` are the names of the files of the scratch folder that spare the next run work. `written` are
    the numbers of the tasks that this run wrote, and no earlier one. `parts` is there where the engine cut
    the corpus into parts.
    """

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
        options: RunOptions,
        engine: Engine | None = None,
    ) -> None:
        self._sources = sources
        self._configuration = configuration
        self._options = options
        self._engine = engine or LocalEngine(sources, configuration, options)
        self._refused = [_refusal(refused.name, refused.error) for refused in sources.refused]
        self._seconds: dict[str, float] = {}

    def run(self) -> RunResult:
        """Prepares, decides and writes.

        Raises `UsageError` for inputs that cannot be written in the output format, `InputError` where a
        document of the reference cannot be read or an input changes under the run, and `OutputError` where
        the scratch folder cannot be written or a worker is killed twice.
        """
        refuse_unpackable(self._sources, self._configuration)
        try:
            with self._engine:
                return self._run()
        except OSError as error:
            place = error.filename or self._options.work.path
            raise OutputError(f"{place}: cannot be written: {error.strerror}") from error

    def _run(self) -> RunResult:
        self._reference = reference = list(self._prepare(self._sources.reference))
        for task in reference:
            if task.prepared.unread:
                raise InputError("cannot be read", path=task.prepared.unread)
        tasks = list(self._prepare(self._sources.documents))
        # Files that no task could be cut from are documents in quarantine, and must be counted and reported.
        if self._refused:
            tasks.insert(0, frame_outcomes(self._refused, ScratchFile(self._options.work, "refused")))
        before = perf_counter()
        self._options.watch.begin_phase("decide", 1)
        decided = self._engine.decide(reference, tasks)
        self._seconds |= decided.seconds or {"duplicates": perf_counter() - before}
        return self._write(decided, tasks)

    def _prepare(self, sources: Sequence[Source]) -> Iterator[PreparedTask]:
        """Yields the tasks of some files in their order, prepared."""
        options, watch = self._options, self._options.watch
        tasks = list(
            cut_tasks(
                sources,
                self._configuration.reading,
                files=options.files,
                size=options.bytes,
                refuse=self._refuse,
            )
        )
        jobs = [PrepareJob(task, self._configuration, options.work) for task in tasks]
        watch.begin_phase("prepare", len(jobs))
        # A watch cannot be sent to another process: there, progress goes by tasks.
        function = partial(prepare, tick=watch.tick) if self._engine.runs_in_process(len(jobs)) else prepare
        # The job that a killed worker's job was replaced with has frames of another name: the result has it.
        for job, done in zip(jobs, self._engine.map(function, jobs, on_crash=_exclude_killer), strict=True):
            for name, seconds in done.seconds.items():
                self._seconds[name] = self._seconds.get(name, 0.0) + seconds
            watch.end_task(sum(done.counts), done.characters, done.findings)
            yield PreparedTask(job.task, done, ScratchFile(options.work, done.frames))

    def _refuse(self, source: Source, error: InputError) -> None:
        self._refused.append(_refusal(source.name, error))

    def _write(self, decided: DedupResult, tasks: Sequence[PreparedTask]) -> RunResult:
        before = perf_counter()
        jobs = self._write_jobs(decided, tasks)
        wrote = WritePhase(jobs, self._configuration, self._options, self._engine.map).run()
        plan = plan_output(self._sources, self._configuration, self._options, wrote)
        self._seconds["writing"] = perf_counter() - before
        named = [problem for task in tasks for problem in task.prepared.problems]
        further = sum(task.prepared.further_problems for task in tasks)
        more = [f"and {further:,} more problems: see the manifest"] if further else []
        return RunResult(
            plan.files,
            plan.manifest,
            plan.tally,
            [*named, *decided.problems, *more],
            self._seconds,
            decided.outcomes,
            self._list_checkpoints(tasks, decided, wrote.joined),
            frozenset(number for number, done in enumerate(wrote.written) if done.fresh),
            decided.parts,
        )

    def _write_jobs(self, decided: DedupResult, tasks: Sequence[PreparedTask]) -> list[WriteJob]:
        """Makes the job of writing each task, in the order of the corpus."""
        options = self._options
        inline = sum(task.documents for task in tasks) <= manifest.INLINE_LIMIT
        return [
            WriteJob(
                number,
                task.task,
                # Ids and problems are for this process; a job is sent to another.
                msgspec.structs.replace(task.prepared, ids=[], problems=[]),
                task.frames,
                changes,
                self._configuration,
                options.level,
                ScratchFile(options.work, "staged"),
                options.output,
                inline,
            )
            for number, (task, changes) in enumerate(zip(tasks, decided.changes, strict=True))
        ]

    def _list_checkpoints(
        self, tasks: Sequence[PreparedTask], decided: DedupResult, joined: Sequence[JoinResult]
    ) -> frozenset[str]:
        """Returns the names of the files of the scratch folder that the next run may use."""
        # One task is done again as fast as its files are hashed.
        if len(tasks) < 2:
            return frozenset()
        frames = [task.frames for task in (*self._reference, *tasks)]
        records = [find_checkpoint(file) for file in frames] + [
            find_write_checkpoint(file) for file in frames
        ]
        names = [file.name for file in (*frames, *records)]
        joins = [join_slices.join_checkpoint_name(holder.record.name) for holder in joined]
        return frozenset([*names, *joins, packing.CHECKPOINT, *decided.checkpoints])


def _refusal(name: str, error: InputError) -> Outcome:
    return Outcome(name, b"", None, Document.of(""), error)


def _exclude_killer(job: PrepareJob) -> PrepareJob:
    """Returns the job without the document at which its worker was killed twice.

    Raises `OutputError` where the marker names none, or one that is left out already: then something else
    kills.
    """
    number = ProgressMarker.read(job.marker)
    if number is None or number in job.killing:
        raise crash_error(", and not by a document")
    job.marker.discard()
    return PrepareJob(job.task, job.configuration, job.folder, job.killing | {number})
