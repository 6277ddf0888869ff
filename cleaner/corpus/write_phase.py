"""The third phase of a run: writes tasks, joins slices to files, packs lines, and does none of it twice.

What an earlier run wrote no longer waits in the scratch folder. It stands in the output folder, but for the
pieces of files and the lines of packed texts: where one of these is needed again, its task is written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.config import Configuration
from cleaner.corpus import packing
from cleaner.corpus.join_slices import JoinJob, JoinResult, join
from cleaner.corpus.packing import PackResult, TaskLines
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.workers import crash_error
from cleaner.corpus.write_checkpoint import write_once
from cleaner.corpus.write_task import FilePiece, WriteJob, WriteResult
from cleaner.formats.sources import Source
from cleaner.ordered_map import OrderedMap
from cleaner.store import manifest


class WritePhaseResult(NamedTuple):
    """The result of each task in the order of tasks, the joined files in the order of the corpus, and the
    packed files, if texts are written as records."""

    written: list[WriteResult]
    joined: list[JoinResult]
    packing: PackResult | None


class WritePhase:
    """The third phase over all tasks. `map` runs the jobs."""

    def __init__(
        self, jobs: Sequence[WriteJob], configuration: Configuration, options: RunOptions, map: OrderedMap
    ) -> None:
        self._jobs = jobs
        self._configuration = configuration
        self._options = options
        self._map = map
        self._written: dict[int, WriteResult] = {}

    def run(self) -> WritePhaseResult:
        """Writes, joins and packs what no checkpoint spares.

        Raises `InputError` where a file has changed since it was prepared, and `OutputError` where a worker
        is killed twice.
        """
        self._write(range(len(self._jobs)), again=False)
        joined = self._join(self._joins())
        packed = self._writes_packed
        standing = packing.find_packed(self._packs, *packed) if packed else None
        # Of these files a slice is new and others are of an earlier run, or the file was changed by hand: all
        # tasks with a slice of them must be written. Packed lines likewise, as one line moves all later ones.
        missing = {job.source.name for job in self._joins()} - joined.keys()
        again = [
            number
            for number, done in self._written.items()
            if _must_write_again(done, missing) or (packed and standing is None and _is_missing(done.pack))
        ]
        self._write(again, again=True)
        # Planned anew, with the pieces that wait now. Only what was missing is joined: the pieces of the
        # others are deleted.
        jobs = self._joins()
        joined |= self._join([job for job in jobs if job.source.name in missing])
        if packed and standing is None:
            standing = packing.pack(self._packs, *packed)
        return WritePhaseResult(
            list(self._written.values()), [joined[job.source.name] for job in jobs], standing
        )

    @property
    def _writes_packed(self) -> tuple[int, RunOptions] | None:
        """The arguments of packing, None where texts are not written as records."""
        writing = self._configuration.writing
        return None if writing.output_format is None else (writing.shard_size, self._options)

    @property
    def _packs(self) -> list[TaskLines]:
        return [done.pack for done in self._written.values() if done.pack is not None]

    def _joins(self) -> list[JoinJob]:
        return plan_joins(self._jobs, self._written.values(), self._configuration, self._options)

    def _write(self, numbers: Sequence[int], *, again: bool) -> None:
        if again and not numbers:
            return
        watch = self._options.watch
        jobs = [replace(self._jobs[number], again=again) for number in numbers]
        watch.begin_phase("write", len(jobs))
        for job, done in zip(jobs, self._map(write_once, jobs, on_crash=_fail_write), strict=True):
            watch.end_task(done.tally.counts.documents_found, 0, 0)
            self._written[job.number] = done  # a second time at the same place: the order stays that of tasks

    def _join(self, jobs: Sequence[JoinJob]) -> dict[str, JoinResult]:
        """Joins, and returns the joined files by name; a file without its pieces is not in it.

        Deletes the pieces, unless one alone is the file.
        """
        joined: dict[str, JoinResult] = {}
        for job, done in zip(jobs, self._map(join, jobs, on_crash=_fail_join), strict=True):
            if done is None:
                continue
            joined[job.source.name] = done
            # Here and not in the job: two workers may be at the same one. Else all of a file would wait
            # twice.
            for pieces in (job.pieces, job.lost):
                for piece in pieces if len(pieces) > 1 else ():
                    if piece.content.file is not None:
                        piece.content.file.discard()
        return joined


def plan_joins(
    jobs: Iterable[WriteJob],
    written: Iterable[WriteResult],
    configuration: Configuration,
    options: RunOptions,
) -> list[JoinJob]:
    """Makes a job for each file that was written in pieces, in the order of the corpus.

    `written` has the results of `jobs`, in the same order.
    """
    pieces: defaultdict[str, list[FilePiece]] = defaultdict(list)
    read: defaultdict[Source, list[str]] = defaultdict(list)
    for job, done in zip(jobs, written, strict=True):
        for piece in done.pieces:
            pieces[piece.name].append(piece)
        for part, digest in zip(job.task.parts, job.prepared.parts, strict=True):
            if part.slice is not None:
                read[part.source].append(digest)
    return [
        JoinJob(
            source,
            configuration.reading,
            tuple(digests),
            tuple(pieces[source.name]),
            tuple(pieces[f"{manifest.QUARANTINE}/{source.name}"]),
            options.work,
            options.output,
        )
        for source, digests in read.items()
        if pieces[source.name]  # one that could not be read is a document in quarantine
    ]


def _must_write_again(done: WriteResult, missing: Container[str]) -> bool:
    """Whether an earlier run wrote the task, and it has a piece of a file that must be joined."""
    return not done.fresh and any(piece.name in missing for piece in done.pieces)


def _is_missing(pack: TaskLines | None) -> bool:
    """Whether a task has packed lines, and an earlier run wrote them, so that they wait nowhere."""
    return pack is not None and pack.lines > 0 and pack.content.file is None


def _fail_write(job: WriteJob) -> WriteJob:
    raise crash_error(f" while it wrote {job.task.parts[0].source.name}")


def _fail_join(job: JoinJob) -> JoinJob:
    raise crash_error(f" while it wrote {job.source.name}")
