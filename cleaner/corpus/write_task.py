"""What a worker does, the second half: write what became of the documents of a task."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus.documents import FilePart
from cleaner.corpus.frames import Frame, FrameFile
from cleaner.corpus.overlay import Overlay, OverlayFiles
from cleaner.corpus.packing import TaskLines, encode_line
from cleaner.corpus.prepare_task import PrepareResult, hash_part
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import Task
from cleaner.errors import InputError
from cleaner.formats.record_codec import RecordCodec, RecordSlice, Slice
from cleaner.formats.registry import find_format
from cleaner.formats.regular_file import read
from cleaner.hashing import sha256_hex
from cleaner.store import manifest, trail
from cleaner.store.manifest import DocumentRecord, TrailLevel, encode_record
from cleaner.store.scratch import create_file
from cleaner.store.shards import ShardWriter
from cleaner.store.staged_file import StagedFile


@dataclass(frozen=True, slots=True)
class WriteJob:
    """The job of writing a task.

    Its documents are in `frames`, those that changed later in `changes`. Files wait in `staged` for their
    places in `output`, unless they stand there already. `inline` is whether what is said of its documents
    stands in the manifest, and is handed back for that; `again` is whether all is written whatever an
    earlier run did.
    """

    number: int
    task: Task
    prepared: PrepareResult
    frames: Path
    changes: OverlayFiles | None
    configuration: Configuration
    level: TrailLevel
    staged: Path
    output: Path | None
    inline: bool
    again: bool = False


class FilePiece(NamedTuple):
    """A part of a file that is written in several, and its place among them."""

    name: str
    start: int
    content: StagedFile


class WriteResult(NamedTuple):
    """What came of it: whole files by name, pieces of others, which of the files are trail and which are
    records of documents, those records where they are asked for, the sums, and the lines of packed documents.
    It is `fresh` where it was written now; what an earlier run wrote waits nowhere.
    """

    files: dict[str, StagedFile]
    pieces: tuple[FilePiece, ...]
    trail: tuple[str, ...]
    documents: tuple[str, ...]
    records: tuple[DocumentRecord, ...]
    tally: Tally
    pack: TaskLines | None = None
    fresh: bool = True


def write_task(job: WriteJob) -> WriteResult:
    """Writes the outputs, the quarantine, the trail and the records of a task."""
    return _TaskWriter(job).run()


class _TaskWriter:
    def __init__(self, job: WriteJob) -> None:
        self._job = job
        self._frames = FrameFile(job.frames)
        self._changed = Overlay(job.changes)
        self._offsets = list(self._frames.offsets())
        self._at = 0
        self._files: dict[str, StagedFile] = {}
        self._pieces: list[FilePiece] = []
        self._tally = Tally()
        self._told: list[DocumentRecord] = []
        self._pack: BinaryIO | None = None
        self._packed = 0
        self._trail = ShardWriter(f"{trail.FOLDER}/{job.number:05}", self._stage)
        self._documents = ShardWriter(f"{manifest.DOCUMENTS}/{job.number:05}", self._stage)

    def run(self) -> WriteResult:
        with ExitStack() as stack:
            if self._job.configuration.writing.output_format is not None:
                path = self._job.staged / "packs" / f"{self._job.number:05}.jsonl"
                self._pack = stack.enter_context(create_file(path))
            self._parts()
        told = self._trail.close() if self._job.level != "none" else ()
        names = () if self._job.inline else self._documents.close()
        pack = None if self._pack is None else TaskLines(StagedFile.of_path(path), self._packed, names)
        return WriteResult(
            self._files, tuple(self._pieces), told, names, tuple(self._told), self._tally, pack
        )

    def _parts(self) -> None:
        prepared = self._job.prepared
        for part, count, read_digest in zip(
            self._job.task.parts, prepared.counts, prepared.parts, strict=True
        ):
            if part.slice is None:
                for _ in range(count):
                    self._whole(part, self._next())
            else:
                self._records(part, part.slice, count, read_digest)

    def _next(self) -> Frame:
        frame = self._frame(self._at)
        self._at += 1
        return frame

    def _frame(self, number: int) -> Frame:
        return self._changed.frame(number) or self._frames.frame(self._offsets[number])

    def _tell(self, frame: Frame) -> None:
        """Writes the trail and the record of a document."""
        edits = [edit for step in trail.decode(frame.trail, frame.name) for edit in step.edits]
        self._tally.add(frame.record, edits)
        if self._job.level == "full":
            self._trail.add(frame.trail)
        elif self._job.level == "counts":
            self._trail.add(trail.encode_rule_counts(frame.name, edits, RULES))
        if self._job.inline:
            self._told.append(frame.record)
        else:
            self._documents.add(encode_record(frame.record) + b"\n")

    def _whole(self, part: FilePart, frame: Frame) -> None:
        self._tell(frame)
        record = frame.record
        if record.status == "written" and self._pack is not None:
            self._pack.write(encode_line(record, frame.text))
            self._packed += 1
        elif record.status == "written":
            self._stage(frame.name, frame.text.encode())
        elif record.status == "quarantined" and frame.raw:
            self._stage(f"{manifest.QUARANTINE}/{frame.name}", frame.raw)
        if record.page is not None and record.page.kept and record.status != "quarantined":
            data = read(part.source.path)
            if sha256_hex(data) != record.page.sha256:
                raise _change_error(part)
            self._stage(f"{manifest.RAW}/{frame.name}", data)

    def _records(self, part: FilePart, slice: Slice, count: int, read_digest: str) -> None:
        """The records of a slice, and beside them those that are left out."""
        source, reading = part.source, self._job.configuration.reading
        format = find_format(source.path, reading.input_format)
        assert format is not None
        if hash_part(part, reading.input_format) != read_digest:
            raise _change_error(part)
        if count == 1 and self._frame(self._at).record.place is None:
            self._tell(self._next())  # the file could not be read as what it is
            return
        lost = self._staged_path(f"{manifest.QUARANTINE}/{source.name}", slice)
        out = self._staged_path(source.name, slice)
        with create_file(lost) as beside, create_file(out) as file:
            answers = self._answers(part, slice, count, format.codec, beside)
            records = RecordSlice(source.path, slice, reading.fields, reading.limit)
            format.codec.rewrite(records, answers, file)
            if next(answers, None) is not None:
                raise _change_error(part)
        if lost.stat().st_size:
            self._pieces.append(
                FilePiece(f"{manifest.QUARANTINE}/{source.name}", slice.start, StagedFile.of_path(lost))
            )
        self._pieces.append(FilePiece(source.name, slice.start, StagedFile.of_path(out)))

    def _answers(
        self, part: FilePart, slice: Slice, count: int, codec: RecordCodec, beside: BinaryIO
    ) -> Iterator[str | None]:
        """The texts of a slice as they are written, one for each that was read, None where the record is left
        out. On the way, what is said of each document is written, and the bytes of what is left out."""
        out = self._find_omitted(count)
        taken = groupby(codec.take(part.source.path, slice, sorted(out)), key=itemgetter(0))
        frames = (self._next() for _ in range(count))
        for number, group in groupby(frames, key=_record_number):
            first, *rest = group
            bad = first.record.place is not None and not first.record.place.field
            if bad or number in out:
                pieces = [first.raw] if bad else (piece for _, piece in next(taken)[1])
                first = _with_size(first, sum(map(beside.write, pieces)))
            for frame in (first, *rest):
                self._tell(frame)
                if not bad:
                    yield None if number in out else frame.text

    def _find_omitted(self, count: int) -> Collection[int]:
        """The numbers of the records of the next documents that are read and not written."""
        drop_empty = self._job.configuration.reading.drop_empty
        found: set[int] = set()
        for number in range(self._at, self._at + count):
            record = self._record(number)
            empty = drop_empty and not record.characters_clean and record.characters_raw > 0
            if (record.status == "quarantined" or empty) and record.place is not None and record.place.field:
                found.add(record.place.number)
        return found

    def _record(self, number: int) -> DocumentRecord:
        """What is said of a document, without the document."""
        changed = self._changed.frame(number)
        return self._frames.record(self._offsets[number]) if changed is None else changed.record

    def _staged_path(self, name: str, slice: Slice) -> Path:
        """Where a piece of a file waits. Formats tell compressed files by the end of their names."""
        key = sha256_hex(name.encode("utf-8", "surrogateescape"))[:24]
        return self._job.staged / "pieces" / f"{key}-{slice.start}-{Path(name).name[-12:]}"

    def _stage(self, name: str, data: bytes) -> None:
        """Puts a file where it waits, unless it stands already as it should be."""
        content = StagedFile.of_bytes(data)
        if not content.is_in(self._job.output, name):
            content = content.stage(self._job.staged / "files" / name, data)
        self._files[name] = content


def _record_number(frame: Frame) -> int:
    assert frame.record.place is not None
    return frame.record.place.number


def _with_size(frame: Frame, size: int) -> Frame:
    assert frame.record.place is not None
    place = msgspec.structs.replace(frame.record.place, kept=size)
    return frame._replace(record=msgspec.structs.replace(frame.record, place=place))


def _change_error(part: FilePart) -> InputError:
    return InputError("has changed while it was read", path=part.source.path, remedy="run again")
