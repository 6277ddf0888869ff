"""Joins the slices of a file that several tasks wrote into one file of the output folder.

A job of the third phase, for a worker. The pieces of a file do not stand in the output folder, so a join that
finds its checkpoint broken may have nothing to join: then it returns None, and the pieces are written again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar, NamedTuple

from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.prepare_task import hash_if_readable
from cleaner.corpus.write_task import FilePiece
from cleaner.formats.format import Format
from cleaner.formats.io_options import ReadOptions
from cleaner.formats.registry import find_format
from cleaner.formats.sources import Source
from cleaner.hashing import sha256_hex
from cleaner.store import manifest
from cleaner.store.folder_walk import join_name
from cleaner.store.manifest import FileRecord
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import StagedFile


@dataclass(frozen=True, slots=True)
class JoinJob:
    """The job of joining the pieces of one file, and those of the records that were left out of it (`lost`).

    Both files wait beside their first piece until they are moved to their places in `output`, unless they
    stand there already. `read` has the hash of what each slice was read from, in the order of the corpus;
    `folder` is the scratch folder.
    """

    step: ClassVar[str] = "join"  # as an engine names the work to users

    source: Source
    reading: ReadOptions
    read: tuple[str, ...]
    pieces: tuple[FilePiece, ...]
    lost: tuple[FilePiece, ...]
    folder: Root
    output: Root | None

    @property
    def beside(self) -> str:
        """The name of the file of records that were left out, in the quarantine."""
        return f"{manifest.QUARANTINE}/{self.source.name}"

    @property
    def record(self) -> ScratchFile:
        """The checkpoint of this job."""
        return ScratchFile(self.folder, join_checkpoint_name(self.source.name))


class JoinResult(NamedTuple):
    """One or two files by name, the joined one first, and the record that the manifest has of it."""

    files: dict[str, StagedFile]
    record: FileRecord


def join_checkpoint_name(name: str) -> str:
    """Returns the name of the checkpoint of a joined file, in the scratch folder."""
    # A hash, as the name of the file may have folders in it, and be as long as a name can be.
    return f"{sha256_hex(name.encode('utf-8', 'surrogateescape'))[:24]}.joined"


def join(job: JoinJob) -> JoinResult | None:
    """Joins the pieces of a file, unless that is done and both files stand in the output folder.

    Returns None where it is not done and a piece waits nowhere: an earlier run wrote that one. Pieces stay
    where they are, for another worker may be at the same job. Raises `OSError`.
    """
    key = _key(job)
    earlier = _read_checkpoint(job, key)
    if earlier is not None:
        return earlier
    if any(piece.content.file is None for piece in (*job.pieces, *job.lost)):
        return None
    # By the name, as the bytes may be those of another file by now. The tasks found this format, too.
    format = find_format(Path(job.source.name), job.reading.input_format)
    assert format is not None
    out = _join_pieces(job.pieces, format.codec.join)
    lost = _join_pieces(job.lost, _end_to_end) if job.lost else StagedFile("", 0)
    record = _file_record(job, format, out, lost)
    seal(job.record, key, record)
    return JoinResult(_unless_they_stand(job, out, lost), record)


def _key(job: JoinJob) -> str:
    # The raw file's hash in the record is of all of it, so what was read of it counts beside the pieces; and
    # the number of pieces says where those that are left out begin.
    return key_of(
        [job.source.name, str(job.source.path), job.read],
        [job.reading.input_format, job.reading.text_fields, job.reading.id_field],
        [[piece.start, piece.content.sha256] for piece in (*job.pieces, *job.lost)],
        len(job.pieces),
    )


def _read_checkpoint(job: JoinJob, key: str) -> JoinResult | None:
    record = unseal(job.record, key, FileRecord)
    if record is None:
        return None
    # Without a file: such a one must stand in the output folder, and waits nowhere.
    files = {job.source.name: StagedFile(record.sha256_clean, record.bytes_clean)}
    if job.lost:
        files[job.beside] = StagedFile(record.sha256_quarantine, record.bytes_quarantine)
    stand = all(content.is_in(job.output, name) for name, content in files.items())
    return JoinResult(files, record) if stand else None


def _unless_they_stand(job: JoinJob, out: StagedFile, lost: StagedFile) -> dict[str, StagedFile]:
    """Returns both files by name; one that stands in the output folder already waits nowhere."""
    files = {job.source.name: out} | ({job.beside: lost} if job.lost else {})
    return {
        name: content._replace(file=None) if content.is_in(job.output, name) else content
        for name, content in files.items()
    }


def _join_pieces(pieces: Sequence[FilePiece], put: Callable[[Sequence[Path], BinaryIO], None]) -> StagedFile:
    # By their place in the file and not in the order in which workers ended.
    ordered = [piece.content for piece in sorted(pieces, key=lambda piece: piece.start)]
    if len(ordered) == 1:
        return ordered[0]  # the piece is the file, with nothing to copy
    files = [content.file for content in ordered if content.file is not None]
    folder, _, name = files[0].name.rpartition("/")
    joined = files[0]._replace(name=join_name(folder, f"joined-{name}"))
    with joined.create() as out:
        put([file.path for file in files], out)
    return StagedFile.of_file(joined)


def _end_to_end(paths: Sequence[Path], out: BinaryIO) -> None:
    # Quarantine is bytes as they were read, whatever the format.
    for path in paths:
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


def _file_record(job: JoinJob, format: Format, out: StagedFile, lost: StagedFile) -> FileRecord:
    name, reading = job.source.name, job.reading
    return FileRecord(
        name=name,
        format=format.name,
        text_fields=list(reading.text_fields),
        id_field=reading.id_field or "",
        sha256_raw=hash_if_readable(job.source.path),
        bytes_raw=job.source.path.stat().st_size,
        sha256_clean=out.sha256,
        bytes_clean=out.size,
        sha256_quarantine=lost.sha256,
        bytes_quarantine=lost.size,
    )
