"""The first phase of a run: a worker prepares the documents of a task, each by itself.

The result is a file of frames with a checkpoint beside it, in the scratch folder. Only a whole run moves
files to their places (`cleaner.store.folder`).
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import msgspec

from cleaner.bug import contain
from cleaner.config import Configuration
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.documents import DocumentPreparer, FilePart, bug_outcome
from cleaner.corpus.frame_file import FrameWriter
from cleaner.corpus.frames import Frame, frame_of
from cleaner.corpus.repeated_ids import NO_ID, hash_id
from cleaner.corpus.tasks import Task
from cleaner.duplicates.settings import Settings
from cleaner.errors import InputError
from cleaner.formats.compressed import is_compressed
from cleaner.formats.io_options import ReadOptions, WriteOptions
from cleaner.formats.registry import find_format
from cleaner.hashing import sha256_stream
from cleaner.outcome import Outcome
from cleaner.regular_file import open_descriptor, read
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile

MOST_PROBLEMS = 1000
"""Problems of a task that are kept in words, for the report; of further ones only their number."""


@dataclass(frozen=True, slots=True)
class PrepareJob:
    """The job of preparing a task. `folder` is the scratch folder. `killing` are the documents, numbered from
    0 in the task, that killed their worker twice: they go to quarantine untouched."""

    step: ClassVar[str] = "prepare"  # as an engine names the work to users

    task: Task
    configuration: Configuration
    folder: Root
    killing: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The name of the result, 24 hexadecimal digits: one for the same task under the same options."""
        # Options of the later phases do not change what is prepared: this work holds when they change.
        alone = replace(self.configuration, duplicates="drop", settings=Settings(), writing=WriteOptions())
        return key_of(
            alone.sha256,
            # Patterns of paths are relative to the base; without patterns a moved folder changes nothing.
            str(alone.base.absolute()) if alone.per_path or alone.suppressions else "",
            sorted(self.killing),
            [[part.source.name, str(part.source.path), part.slice] for part in self.task.parts],
        )[:24]

    @property
    def frames(self) -> ScratchFile:
        """The file of frames."""
        return ScratchFile(self.folder, f"{self.key}.frames")

    @property
    def marker(self) -> ScratchFile:
        """The file in which the worker notes the document that it is at."""
        return ScratchFile(self.folder, f"{self.key}.at")


class PrepareResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a task, and its checkpoint.

    `parts` has the SHA-256 of what was read of each part of the task, `counts` its number of documents;
    `frames` is the name of the file of frames. `problems` are the first in words, `further_problems` the
    number of the others. `unread` is the path of the first file of which nothing could be read. `ids` has a
    hash for each document, if there is an id field. `seconds` is the time of each stage; it is not in the
    checkpoint, as a run that finds the work done spends none.
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
    """Prepares the documents of a task, unless a checkpoint says that it is done.

    `tick` is called for each document. What cannot be read or cleaned is a document with a problem. Raises
    `OSError` where the scratch folder cannot be written.
    """
    finished = _read_finished(job)
    if finished is not None:
        return finished
    seconds: dict[str, float] = {}
    sums = _Sums(job.configuration.reading)
    frames = job.frames
    with ProgressMarker(job.marker) as marker, frames.create() as file:
        preparer = DocumentPreparer(job.configuration, lambda: marker.at() in job.killing, seconds)
        _prepare_parts(job.task, preparer, FrameWriter(file), sums, tick)
    result = PrepareResult(
        parts=sums.hashes,
        counts=sums.counts,
        frames=frames.name,
        frames_sha256=frames.hash(),
        problems=sums.problems[:MOST_PROBLEMS],
        further_problems=max(0, len(sums.problems) - MOST_PROBLEMS),
        unread=sums.unread,
        findings=sums.findings,
        characters=sums.characters,
        ids=sums.ids.tolist(),
    )
    # After the frames are whole at their name: a run killed before this line does the task again.
    seal(find_checkpoint(frames), job.key, result)
    return msgspec.structs.replace(result, seconds=seconds)


def _prepare_parts(
    task: Task, preparer: DocumentPreparer, writer: FrameWriter, sums: _Sums, tick: Callable[[], None]
) -> None:
    """Prepares the parts of a task in order: writes a frame for each document, and adds up."""
    for part in task.parts:
        count, raw_hash = 0, ""
        for outcome in preparer.documents(part):
            tick()
            count += 1
            outcome, frame = _frame(outcome, part)
            writer.add(frame)
            sums.add(outcome, part)
            raw_hash = _hash_of_raw(frame)
        sums.counts.append(count)
        # A file that is one document was hashed as it was read. A slice is read a second time for its hash,
        # as its codec reads records and no bytes.
        sums.hashes.append(raw_hash if part.slice is None else hash_part(part, sums.reading.input_format))


def _frame(outcome: Outcome, part: FilePart) -> tuple[Outcome, Frame]:
    """Makes the frame of a document, or that of its problem where a bug of ours makes none."""

    def recover(bug: str) -> tuple[Outcome, Frame]:
        failed = bug_outcome(outcome.name, outcome.data, bug, outcome.hints)
        if outcome.page is not None:
            # In quarantine goes the page itself, not the text that was extracted; so it needs no copy.
            page = msgspec.structs.replace(outcome.page, kept=False)
            failed = replace(failed, data=read(part.source.path), page=page)
        failed = replace(failed, place=outcome.place)
        return failed, frame_of(failed)

    return contain(lambda: (outcome, frame_of(outcome)), recover)


class _Sums:
    """The sums over a task: documents and hash of each part; findings, characters, problems, hashes of
    ids."""

    def __init__(self, reading: ReadOptions) -> None:
        self.reading = reading
        self.counts: list[int] = []
        self.hashes: list[str] = []
        self.findings = self.characters = 0
        self.problems: list[str] = []
        self.unread = ""
        self.ids = array("Q")  # 8 bytes a document, where a list takes 40

    def add(self, outcome: Outcome, part: FilePart) -> None:
        """Adds a document of a part."""
        self.findings += sum(len(step.edits) for step in outcome.document.trail)
        self.characters += len(outcome.document.raw)
        if outcome.problem is not None:
            self.problems.append(str(outcome.problem))
            self.unread = self.unread or (str(part.source.path) if outcome.unread else "")
        if self.reading.id_field is not None:
            self.ids.append(_id_hash_of(outcome, self.reading.text_fields[0]))


def _id_hash_of(outcome: Outcome, first: str) -> int:
    """Returns the hash of a record's id for the first of its texts, and `NO_ID` else."""
    # Every text of a record has its id: hashed for all, a record would repeat itself.
    place = outcome.place
    if place is None or not place.id or place.field != first:
        return NO_ID
    return hash_id(place.id)


def _hash_of_raw(frame: Frame) -> str:
    # The raw text of a page is what was extracted; the file is the page.
    page = frame.record.page
    return page.sha256 if page is not None else frame.record.sha256_raw


def find_checkpoint(frames: ScratchFile) -> ScratchFile:
    """Returns the checkpoint of a prepared task, by its frames."""
    return frames.with_suffix(".json")


def read_prepared(frames: ScratchFile) -> PrepareResult | None:
    """Returns the value of a task's checkpoint, None if it does not hold. The job's key names all of its
    files."""
    return unseal(find_checkpoint(frames), frames.name.removesuffix(".frames"), PrepareResult)


def _read_finished(job: PrepareJob) -> PrepareResult | None:
    """Returns the result of an earlier run, if its frames are whole and the files are those that it read."""
    frames = job.frames
    earlier = read_prepared(frames)
    # The name as well: a checkpoint may be a stranger's, and it is where the run looks for the frames.
    if earlier is None or earlier.frames != frames.name or frames.hash() != earlier.frames_sha256:
        return None
    # "" is a file that cannot be read: it is tried again, for the reason may be gone.
    if not all(earlier.parts):
        return None
    # By hash and not by time and size, which a tool that copies or checks out files may keep.
    now = [hash_part(part, job.configuration.reading.input_format) for part in job.task.parts]
    return earlier if now == earlier.parts else None


def hash_part(part: FilePart, input_format: str | None) -> str:
    """Returns the SHA-256 of what a part reads, "" where it cannot be read.

    Those are the bytes of its slice, or all of the file where a slice is no range of bytes (row groups of
    Parquet, compressed lines).
    """
    path = part.source.path
    format = find_format(path, input_format)
    if part.slice is None or format is None or not format.byte_ranges or is_compressed(path):
        return hash_if_readable(path)
    digest = hashlib.sha256()
    left = part.slice.stop - part.slice.start
    try:
        with open(open_descriptor(path), "rb") as file:
            file.seek(part.slice.start)
            while left and (block := file.read(min(left, 1 << 20))):  # 1 MB: a slice may have 64
                digest.update(block)
                left -= len(block)
    except (InputError, OSError):
        return ""
    return digest.hexdigest()


def hash_if_readable(path: Path) -> str:
    """Returns the SHA-256 of a file, "" where it cannot be read."""
    try:
        with open(open_descriptor(path), "rb") as file:
            return sha256_stream(file)
    except (InputError, OSError):
        return ""


class ProgressMarker:
    """A file with the number of the document that a worker is at, for its parent to read when it dies."""

    def __init__(self, place: ScratchFile) -> None:
        self._place = place
        self._number = -1

    def __enter__(self) -> ProgressMarker:
        self._file = self._place.root.create_file(self._place.name)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._place.discard()  # another worker may be at the same task

    def at(self) -> int:
        """Moves on to the next document, and returns its number."""
        self._number += 1
        # One system call of 8 bytes, and no fsync: it must outlive the process, not the machine.
        os.pwrite(self._file.fileno(), self._number.to_bytes(8, "little"), 0)
        return self._number

    @staticmethod
    def read(place: ScratchFile) -> int | None:
        """Returns the number that a worker wrote last, None if there is none."""
        try:
            data = place.read()
        except OSError:
            return None
        return int.from_bytes(data, "little") if len(data) == 8 else None
