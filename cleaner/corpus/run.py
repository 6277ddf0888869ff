"""A corpus from files to files, in bounded memory, by several workers, and never twice.

The three kinds of work are *prepare* (each task by itself, `cleaner.corpus.work`), *decide* (the duplicates
of the whole corpus) and *write* (each task again, `cleaner.corpus.output`). What they make lies in a scratch
folder, with a record that says what it was made from; where that still holds, it is not made again. Nothing
here opens a file of the output folder for writing: `Done.files` is the plan that `cleaner.store.folder`
commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

import msgspec

from cleaner.config import Configuration
from cleaner.corpus import joining, packing
from cleaner.corpus.assembled import assembled
from cleaner.corpus.changes import indexed
from cleaner.corpus.decided import decided
from cleaner.corpus.documents import Owners, Part
from cleaner.corpus.frames import Writer, frame_of
from cleaner.corpus.joining import Joined
from cleaner.corpus.known import known
from cleaner.corpus.output import Write
from cleaner.corpus.packing import refuse
from cleaner.corpus.recorded import place
from cleaner.corpus.running import Running
from cleaner.corpus.stored import Stored
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import Task, cut
from cleaner.corpus.work import Marker, Prepare, Prepared, digest_file, prepare
from cleaner.corpus.workers import Workers
from cleaner.corpus.writing import Writing
from cleaner.errors import InputError, OutputError
from cleaner.formats.sources import Source, Sources
from cleaner.outcome import Outcome
from cleaner.store import manifest
from cleaner.store.content import Content
from cleaner.store.manifest import Manifest
from cleaner.text import Document

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done:
    """What a run made: the files of the output folder by name, waiting for their places, the sums, and the
    first problems in words. `seconds` is where the time went, by stage and phase; `kept` are the names of the
    files of the scratch folder that spare the next run work; `written` are the numbers of the tasks that were
    written now, and not by an earlier run."""

    files: Mapping[str, Content]
    manifest: Manifest
    tally: Tally
    problems: Sequence[str]
    seconds: Mapping[str, float]
    corpus: Stored
    reference: int
    kept: frozenset[str]
    written: frozenset[int]

    def outcomes(self) -> Iterator[Outcome]:
        """Each document with its trail, read when it is asked for."""
        return (self.corpus.outcome(number) for number in range(self.reference, len(self.corpus)))


class _Batch(NamedTuple):
    """A task with what was made of it."""

    task: Task
    prepared: Prepared
    frames: Path


class Run:
    """One run over a corpus."""

    def __init__(self, sources: Sources, configuration: Configuration, running: Running) -> None:
        self._sources = sources
        self._configuration = configuration
        self._running = running
        self._owners = Owners(configuration, (*sources.reference, *sources.documents))
        self._refused = [_refused(refused.name, refused.error) for refused in sources.refused]
        self._seconds: dict[str, float] = {}
        self._workers = Workers(running.jobs, look=running.watch.look)

    def run(self) -> Done:
        """Prepares, decides and writes.

        Raises `UsageError` for inputs that the output format cannot be had of, `InputError` where a document
        of the reference cannot be read, and `OutputError` where the scratch folder cannot be written.
        """
        refuse(self._sources, self._configuration)
        try:
            self._running.work.mkdir(parents=True, exist_ok=True)
            with self._workers:
                return self._run()
        except OSError as error:
            place = error.filename or self._running.work
            raise OutputError(f"{place}: cannot be written: {error.strerror}") from error

    def _run(self) -> Done:
        self._reference = reference = list(self._prepared(self._sources.reference))
        for batch in reference:
            if batch.prepared.unread:
                raise InputError("cannot be read", path=batch.prepared.unread)
        own = list(self._prepared(self._sources.documents))
        if self._refused:
            own.insert(0, self._told(self._refused, "refused"))
        ranking = [*reference, *self._known(own)]
        corpus = self._corpus([*ranking, *own])
        first = sum(sum(batch.prepared.counts) for batch in ranking)
        made = [batch.prepared for batch in (*ranking, *own)]
        before = perf_counter()
        self._running.watch.begin("decide", 1)
        corpus, problems = decided(corpus, first, made, self._configuration, self._running, self._workers)
        self._seconds["duplicates"] = perf_counter() - before
        return self._written(corpus, first, own, problems)

    def _prepared(self, sources: Sequence[Source]) -> Iterator[_Batch]:
        """The tasks of some files, prepared."""
        running, watch = self._running, self._running.watch
        tasks = list(
            cut(
                sources,
                self._configuration.reading,
                files=running.files,
                size=running.bytes,
                refuse=self._refuse,
            )
        )
        jobs = [Prepare(task, self._configuration, running.work) for task in tasks]
        watch.begin("prepare", len(jobs))
        here = min(running.jobs, len(jobs)) <= 1
        function = partial(prepare, tick=watch.tick) if here else prepare
        for job, done in zip(jobs, self._each(function, jobs, killed=_without), strict=True):
            for name, seconds in done.seconds.items():
                self._seconds[name] = self._seconds.get(name, 0.0) + seconds
            watch.done(sum(done.counts), done.characters, done.findings)
            yield _Batch(job.task, done, running.work / done.frames)

    def _each(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], *, killed: Callable[[Job], Job]
    ) -> Iterator[Result]:
        """The results of jobs in their order: of a single one in this process."""
        workers = self._workers if len(jobs) > 1 else Workers(1)
        return workers.run(function, jobs, killed=killed)

    def _refuse(self, source: Source, error: InputError) -> None:
        self._refused.append(_refused(source.name, error))

    def _told(self, outcomes: Sequence[Outcome], name: str) -> _Batch:
        """A task of what is known already."""
        path = self._running.work / name
        with path.open("wb") as file:
            writer = Writer(file)
            for outcome in outcomes:
                writer.add(frame_of(outcome))
        parts = tuple(Part(Source(outcome.name, Path(outcome.name))) for outcome in outcomes)
        counts = [1] * len(parts)
        problems = [str(outcome.problem) for outcome in outcomes if outcome.problem is not None]
        done = Prepared(
            parts=[""] * len(parts),
            counts=counts,
            frames=name,
            frames_sha256=digest_file(path),
            problems=problems,
        )
        return _Batch(Task(parts), done, path)

    def _known(self, own: Sequence[_Batch]) -> Iterator[_Batch]:
        """What an index knows of these, if there is one: documents that rank before them."""
        if self._running.index is not None and self._configuration.duplicates != "off":
            alone = self._corpus(own)
            names = {alone.name(number) for number in range(len(alone))}
            names |= {source.path.as_posix() for source in self._sources.documents}
            met = known(self._running.index, alone.texts, self._configuration.settings, names)
            yield self._told(met, "known")

    def _corpus(self, batches: Sequence[_Batch]) -> Stored:
        """The prepared documents in the one order."""
        return Stored([batch.frames for batch in batches], self._running.work / "changes", self._owners)

    def _written(self, corpus: Stored, first: int, own: Sequence[_Batch], problems: list[str]) -> Done:
        before = perf_counter()
        jobs = self._writes(corpus, first, own)
        wrote = Writing(jobs, self._configuration, self._running, self._each).run()
        made = assembled(self._sources, self._configuration, self._running, wrote)
        self._seconds["writing"] = perf_counter() - before
        named = [problem for batch in own for problem in batch.prepared.problems]
        further = sum(batch.prepared.further_problems for batch in own)
        more = [f"and {further:,} more problems: see the manifest"] if further else []
        return Done(
            made.files,
            made.manifest,
            made.tally,
            [*named, *problems, *more],
            self._seconds,
            corpus,
            first,
            self._kept(own, wrote.joined),
            frozenset(number for number, done in enumerate(wrote.written) if done.fresh),
        )

    def _writes(self, corpus: Stored, first: int, own: Sequence[_Batch]) -> list[Write]:
        """The jobs of writing."""
        running = self._running
        counts = [sum(batch.prepared.counts) for batch in own]
        starts = accumulate(counts, initial=first)
        staged = running.work / "staged"
        return [
            Write(
                number,
                batch.task,
                msgspec.structs.replace(batch.prepared, ids=[], problems=[]),
                batch.frames,
                indexed(
                    corpus.changes,
                    staged / "changed" / f"{number:05}",
                    corpus.changed_within(start, start + count),
                ),
                self._configuration,
                running.level,
                staged,
                running.output,
                sum(counts) <= manifest.INLINE,
            )
            for number, (batch, start, count) in enumerate(zip(own, starts, counts, strict=False))
        ]

    def _kept(self, own: Sequence[_Batch], joined: Sequence[Joined]) -> frozenset[str]:
        """One task is done again as fast as it is read; of many, those are spared that have not changed."""
        if len(own) < 2:
            return frozenset()
        frames = [batch.frames for batch in (*self._reference, *own)]
        records = [path.with_suffix(".json") for path in frames] + [place(path) for path in frames]
        names = [path.name for path in (*frames, *records)]
        joins = [joining.record(holder.record.name) for holder in joined]
        return frozenset([*names, *joins, packing.RECORD, "decided.json", "changes"])


def _refused(name: str, error: InputError) -> Outcome:
    return Outcome(name, b"", None, Document.of(""), error)


def _without(job: Prepare) -> Prepare:
    """The job without the document that killed its worker. Raises `OutputError` where none can be named."""
    number = Marker.read(job.marker)
    if number is None or number in job.killing:
        raise OutputError(
            "a worker was killed twice, and not by a document",
            remedy="free some memory, or use fewer workers with -j",
        )
    job.marker.unlink(missing_ok=True)
    return Prepare(job.task, job.configuration, job.folder, job.killing | {number})
