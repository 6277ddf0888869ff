"""Writes the outputs, the quarantine, the trail and the records of one task, in a worker.

Everything goes to the scratch folder. A file that stands in the output folder with the same bytes is only
named. Texts come from the frames; what stands around them in a file of records is read from the input again,
so that input must not have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO, ClassVar, NamedTuple

import msgspec

from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus.documents import FilePart
from cleaner.corpus.frame_file import FrameFile
from cleaner.corpus.frames import Frame
from cleaner.corpus.overlay import Overlay, OverlayFiles
from cleaner.corpus.packing import TaskLines, encode_line
from cleaner.corpus.prepare_task import PrepareResult, hash_part
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import Task
from cleaner.errors import InputError
from cleaner.formats.record_codec import RecordCodec, RecordSlice, Slice
from cleaner.formats.registry import find_format
from cleaner.hashing import sha256_hex
from cleaner.regular_file import read
from cleaner.store import manifest, trail
from cleaner.store.manifest import DocumentRecord, TrailLevel, encode_record
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.shards import ShardWriter
from cleaner.store.staged_file import StagedFile


@dataclass(frozen=True, slots=True)
class WriteJob:
    """The job of writing a task.

    `number` is that of the task in the corpus, from 0. Its documents are in `frames`, those that a decision
    changed in `changes`. Files wait in `staged` until they are moved to their places in `output`, unless they
    stand there already. `inline` is whether the manifest has the records of the documents: then they are in
    the result, else in files of their own. With `again`, a checkpoint of an earlier run does not count.
    """

    step: ClassVar[str] = "write"  # as an engine names the work to users

    number: int
    task: Task
    prepared: PrepareResult
    frames: ScratchFile
    changes: OverlayFiles | None
    configuration: Configuration
    level: TrailLevel
    staged: ScratchFile
    output: Root | None
    inline: bool
    again: bool = False


class FilePiece(NamedTuple):
    """A piece of a file that is written in several. `start` is that of its slice, and orders the pieces."""

    name: str
    start: int
    content: StagedFile


class WriteResult(NamedTuple):
    """The result of writing a task: whole files by name and pieces of other files. `trail` and `documents`
    are the names of those files that hold the trail and the records of documents; `records` are these
    records, if the job is inline. `pack` is the file of packed lines. `fresh` is false where an earlier run
    wrote the task: then no file waits.
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
    """Writes the outputs, the quarantine, the trail and the records of a task.

    Raises `InputError` where an input has changed since it was prepared, and `OSError` where the scratch
    folder cannot be written.
    """
    return _TaskWriter(job).run()


class _TaskWriter:
    """Walks over the parts of a task and over its documents, which come in the same order."""

    def __init__(self, job: WriteJob) -> None:
        self._job = job
        self._frames = FrameFile(job.frames)
        self._changed = Overlay(job.changes)
        self._offsets = list(self._frames.offsets())
        self._at = 0
        self._files: dict[str, StagedFile] = {}
        self._pieces: list[FilePiece] = []
        self._tally = Tally()
        self._inline_records: list[DocumentRecord] = []
        self._pack: BinaryIO | None = None
        self._packed = 0
        self._trail = ShardWriter(f"{trail.FOLDER}/{job.number:05}", self._stage)
        self._documents = ShardWriter(f"{manifest.DOCUMENTS}/{job.number:05}", self._stage)

    def run(self) -> WriteResult:
        with ExitStack() as stack:
            if self._job.configuration.writing.output_format is not None:
                lines = self._job.staged.below(f"packs/{self._job.number:05}.jsonl")
                self._pack = stack.enter_context(lines.create())
            self._parts()
        # Closed in any case but "none": a task without edits has a file of the trail all the same.
        trail_names = self._trail.close() if self._job.level != "none" else ()
        names = () if self._job.inline else self._documents.close()
        pack = None if self._pack is None else TaskLines(StagedFile.of_file(lines), self._packed, names)
        return WriteResult(
            self._files,
            tuple(self._pieces),
            trail_names,
            names,
            tuple(self._inline_records),
            self._tally,
            pack,
        )

    def _parts(self) -> None:
        # `counts` says how many of the frames are of each part.
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

    def _add_document(self, frame: Frame) -> None:
        """Writes the trail and the record of a document."""
        edits = [edit for step in trail.decode(frame.trail, frame.name) for edit in step.edits]
        self._tally.add(frame.record, edits)
        if self._job.level == "full":
            self._trail.add(frame.trail)
        elif self._job.level == "counts":
            self._trail.add(trail.encode_rule_counts(frame.name, edits, RULES))
        if self._job.inline:
            self._inline_records.append(frame.record)
        else:
            self._documents.add(encode_record(frame.record) + b"\n")

    def _whole(self, part: FilePart, frame: Frame) -> None:
        """Writes a document that is a file: its text or its line, or its bytes for quarantine."""
        self._add_document(frame)
        record = frame.record
        if record.status == "written" and self._pack is not None:
            self._pack.write(encode_line(record, frame.text))
            self._packed += 1
        elif record.status == "written":
            self._stage(frame.name, frame.text.encode())
        elif record.status == "quarantined" and frame.raw:
            self._stage(f"{manifest.QUARANTINE}/{frame.name}", frame.raw)
        if record.page is not None and record.page.kept and record.status != "quarantined":
            # The copy of the page must be what was extracted from, or `restore` gives back another file.
            data = read(part.source.path)
            if sha256_hex(data) != record.page.sha256:
                raise _change_error(part)
            self._stage(f"{manifest.RAW}/{frame.name}", data)

    def _records(self, part: FilePart, slice: Slice, count: int, read_digest: str) -> None:
        """Writes the records of a slice, and in another piece those that are left out.

        Raises `InputError` where the slice has changed: before it is rewritten, and when texts are left over
        behind the last record.
        """
        source, reading = part.source, self._job.configuration.reading
        format = find_format(source.path, reading.input_format)
        assert format is not None
        if hash_part(part, reading.input_format) != read_digest:
            raise _change_error(part)
        if count == 1 and self._frame(self._at).record.place is None:
            self._add_document(self._next())  # the file could not be read as what it is
            return
        lost = self._make_staged_file(f"{manifest.QUARANTINE}/{source.name}", slice)
        out = self._make_staged_file(source.name, slice)
        with lost.create() as beside, out.create() as file:
            answers = self._answers(part, slice, count, format.codec, beside)
            records = RecordSlice(source.path, slice, reading.fields, reading.limit)
            format.codec.rewrite(records, answers, file)
            if next(answers, None) is not None:
                raise _change_error(part)
        # A quarantine without bytes is no file; an output without records is one, as its input was.
        left_out = StagedFile.of_file(lost)
        if left_out.size:
            self._pieces.append(FilePiece(f"{manifest.QUARANTINE}/{source.name}", slice.start, left_out))
        self._pieces.append(FilePiece(source.name, slice.start, StagedFile.of_file(out)))

    def _answers(
        self, part: FilePart, slice: Slice, count: int, codec: RecordCodec, beside: BinaryIO
    ) -> Iterator[str | None]:
        """Yields the text of each document of a slice, None where its record is left out.

        The codec takes one for each text that it reads, while it rewrites the slice. On the way, trail and
        record of each document are written, and to `beside` the bytes of what is left out.
        """
        out = self._find_omitted(count)
        taken = groupby(codec.take(part.source.path, slice, sorted(out)), key=itemgetter(0))
        frames = (self._next() for _ in range(count))
        for number, group in groupby(frames, key=_record_number):
            first, *others = group
            # A bad record has no text: its field is "". The codec takes no answer for it.
            bad = first.record.place is not None and not first.record.place.field
            if bad or number in out:
                pieces = [first.raw] if bad else (piece for _, piece in next(taken)[1])
                # The size goes into the record, so that `restore` finds the piece in the file of quarantine.
                first = _with_size(first, sum(map(beside.write, pieces)))
            for frame in (first, *others):
                self._add_document(frame)
                if not bad:
                    yield None if number in out else frame.text

    def _find_omitted(self, count: int) -> Collection[int]:
        """Returns the numbers of the records that are read and not written, among the next `count` documents.

        Those have a text in quarantine, or with `drop_empty` one that cleaning emptied.
        """
        drop_empty = self._job.configuration.reading.drop_empty
        omitted: set[int] = set()
        for number in range(self._at, self._at + count):
            record = self._record(number)
            empty = drop_empty and not record.characters_clean and record.characters_raw > 0
            if (record.status == "quarantined" or empty) and record.place is not None and record.place.field:
                omitted.add(record.place.number)
        return omitted

    def _record(self, number: int) -> DocumentRecord:
        """Reads the record of a document, without its text and trail."""
        changed = self._changed.frame(number)
        return self._frames.record(self._offsets[number]) if changed is None else changed.record

    def _make_staged_file(self, name: str, slice: Slice) -> ScratchFile:
        """Returns the file in which a piece of a file waits.

        Its name ends as that of the file does, since codecs tell compressed files by their suffix.
        """
        suffix = name.rpartition("/")[2][-12:]
        return self._job.staged.below(f"pieces/{_make_key(name)}-{slice.start}-{suffix}")

    def _stage(self, name: str, data: bytes) -> None:
        """Adds a file: written to where it waits, unless it stands in the output with the same bytes."""
        content = StagedFile.of_bytes(data)
        if not content.is_in(self._job.output, name):
            content = content.stage(self._job.staged.below(f"files/{_make_key(name)}"), data)
        self._files[name] = content


def _make_key(name: str) -> str:
    """Returns the name under which a file waits: that of the output may be long, and lie in deep folders."""
    return sha256_hex(name.encode("utf-8", "surrogateescape"))[:24]


def _record_number(frame: Frame) -> int:
    assert frame.record.place is not None
    return frame.record.place.number


def _with_size(frame: Frame, size: int) -> Frame:
    assert frame.record.place is not None
    place = msgspec.structs.replace(frame.record.place, kept=size)
    return frame._replace(record=msgspec.structs.replace(frame.record, place=place))


def _change_error(part: FilePart) -> InputError:
    return InputError("has changed while it was read", path=part.source.path, remedy="run again")
