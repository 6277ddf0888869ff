"""What a worker does: prepare the documents of a task, and write what became of them.

Both are done once: a record beside the result says what was read, under which configuration, and what came
out. Where that still holds, the result is taken as it is. Results lie in a scratch folder; only a whole run
puts files in their places (`cleaner.store.folder`).
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from cleaner.config import Configuration
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.documents import DocumentPreparer, FilePart
from cleaner.corpus.frames import Frame, FrameWriter, frame_of
from cleaner.corpus.repeated_ids import NO_ID, hash_id
from cleaner.corpus.tasks import Task
from cleaner.duplicates.settings import Settings
from cleaner.formats.compressed import is_compressed
from cleaner.formats.io_options import WriteOptions
from cleaner.formats.registry import find_format
from cleaner.hashing import sha256_file
from cleaner.outcome import Outcome
from cleaner.store.scratch import create_file

MOST_PROBLEMS = 1000
"""Problems of a task that are told one by one."""


@dataclass(frozen=True, slots=True)
class PrepareJob:
    """The job of preparing a task. `killing` are documents of it, by their number there, that killed their
    worker twice."""

    task: Task
    configuration: Configuration
    folder: Path
    killing: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The name of the result: the same task under the same options has the same."""
        # What decides over duplicates and files comes later, and what is prepared does not depend on it.
        alone = replace(self.configuration, duplicates="drop", settings=Settings(), writing=WriteOptions())
        return key_of(
            alone.sha256,
            str(alone.base.absolute()) if alone.per_path or alone.suppressions else "",
            sorted(self.killing),
            [[part.source.name, str(part.source.path), part.slice] for part in self.task.parts],
        )[:24]

    @property
    def frames(self) -> Path:
        """Where the documents are."""
        return self.folder / f"{self.key}.frames"

    @property
    def marker(self) -> Path:
        """Where the worker says which document it is at."""
        return self.folder / f"{self.key}.at"


class PrepareResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a task. `parts` are the hashes of what was read, `counts` the documents of each part.

    The documents are in `frames`. `problems` tell of the first that could not be taken, `unread` names a file
    of which nothing could be read; `ids` are the labels of records, by hash; `seconds` tell where time went.
    """

    parts: list[str]
    counts: list[int]
    frames: str
    frames_sha256: str
    problems: list[str] = []
    further_problems: int = 0
    unread: str = ""
    findings: int = 0
    characters: int = 0
    ids: list[int] = []
    seconds: dict[str, float] = {}


def prepare(job: PrepareJob, tick: Callable[[], None] = lambda: None) -> PrepareResult:
    """Prepares the documents of a task, unless that was done."""
    done = _read_finished(job)
    if done is not None:
        return done
    seconds: dict[str, float] = {}
    counts: list[int] = []
    problems: list[str] = []
    digests: list[str] = []
    findings = characters = 0
    unread = ""
    ids = array("Q")
    path = job.frames
    with ProgressMarker(job.marker) as marker, create_file(path) as file:
        writer = FrameWriter(file)
        input_format = job.configuration.reading.input_format
        pipelines = DocumentPreparer(job.configuration, lambda: marker.at() in job.killing, seconds)
        for part in job.task.parts:
            count, read = 0, ""
            for outcome in pipelines.documents(part):
                tick()
                count += 1
                frame = frame_of(outcome)
                writer.add(frame)
                findings += sum(len(step.edits) for step in outcome.document.trail)
                characters += len(outcome.document.raw)
                if outcome.problem is not None:
                    problems.append(str(outcome.problem))
                    unread = unread or (str(part.source.path) if outcome.unread else "")
                if job.configuration.reading.id_field is not None:
                    ids.append(_id_hash_of(outcome, job.configuration.reading.text_fields[0]))
                read = _hash_of_raw(frame)
            counts.append(count)
            digests.append(hash_part(part, input_format) if part.slice is not None else read)
    done = PrepareResult(
        parts=digests,
        counts=counts,
        frames=path.name,
        frames_sha256=hash_if_readable(path),
        problems=problems[:MOST_PROBLEMS],
        further_problems=max(0, len(problems) - MOST_PROBLEMS),
        unread=unread,
        findings=findings,
        characters=characters,
        ids=ids.tolist(),
    )
    seal(checkpoint_path(path), job.key, done)
    return msgspec.structs.replace(done, seconds=seconds)


def _id_hash_of(outcome: Outcome, first: str) -> int:
    """The hash of a record's label, for the first of its texts; 0 for none."""
    place = outcome.place
    if place is None or not place.id or place.field != first:
        return NO_ID
    return hash_id(place.id)


def _hash_of_raw(frame: Frame) -> str:
    page = frame.record.page
    return page.sha256 if page is not None else frame.record.sha256_raw


def checkpoint_path(frames: Path) -> Path:
    """Where the checkpoint of a prepared task is, by where its documents are."""
    return frames.with_suffix(".json")


def read_prepared(frames: Path) -> PrepareResult | None:
    """What the checkpoint beside a task's frames says; both bear the key of the job as their name."""
    return unseal(checkpoint_path(frames), frames.stem, PrepareResult)


def _read_finished(job: PrepareJob) -> PrepareResult | None:
    """What an earlier run made of the task, if it read the same and its result is whole."""
    path = job.frames
    done = read_prepared(path)
    if done is None or hash_if_readable(path) != done.frames_sha256:
        return None
    now = [hash_part(part, job.configuration.reading.input_format) for part in job.task.parts]
    return done if now == done.parts and all(now) else None


def hash_part(part: FilePart, input_format: str | None) -> str:
    """The hash of what a part reads: its bytes, where a slice is a range of them, else all of the file."""
    path = part.source.path
    format = find_format(path, input_format)
    if part.slice is None or format is None or not format.byte_ranges or is_compressed(path):
        return hash_if_readable(path)
    found = hashlib.sha256()
    left = part.slice.stop - part.slice.start
    try:
        with path.open("rb") as file:
            file.seek(part.slice.start)
            while left and (block := file.read(min(left, 1 << 20))):
                found.update(block)
                left -= len(block)
    except OSError:
        return ""
    return found.hexdigest()


def hash_if_readable(path: Path) -> str:
    """The hash of a file, or nothing where it cannot be read."""
    try:
        return sha256_file(path)
    except OSError:
        return ""


class ProgressMarker:
    """A file that says at which document a worker is, for whoever finds it dead."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = -1

    def __enter__(self) -> ProgressMarker:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o666)
        return self

    def __exit__(self, *rest: object) -> None:
        os.close(self._file)
        self._path.unlink(missing_ok=True)

    def at(self) -> int:
        """Moves on to the next document; its number."""
        self._number += 1
        os.pwrite(self._file, self._number.to_bytes(8, "little"), 0)
        return self._number

    @staticmethod
    def read(path: Path) -> int | None:
        """The number that a worker wrote last."""
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return int.from_bytes(data, "little") if len(data) == 8 else None
