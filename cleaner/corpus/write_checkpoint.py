"""Writes a task unless its checkpoint says that its files stand in the output folder.

The checkpoint holds while its key is the same and every whole file stands in the output folder with the hash
that it names. Slices of files and packed lines do not stand there: where one is needed to make a file, its
task is written again (`cleaner.corpus.write_phase`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.overlay import Overlay
from cleaner.corpus.packing import TaskLines
from cleaner.corpus.tally import Tally, TallySums
from cleaner.corpus.write_task import FilePiece, WriteJob, WriteResult, write_task
from cleaner.store.manifest import DocumentRecord
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import StagedFile

Fingerprint = tuple[str, int]
"""A file by its SHA-256 and its size in bytes, without the place where it waited."""


class _WriteCheckpoint(msgspec.Struct, frozen=True):
    """A `WriteResult` in values of JSON."""

    files: dict[str, Fingerprint]
    pieces: list[tuple[str, int, Fingerprint]]
    trail: tuple[str, ...]
    documents: tuple[str, ...]
    records: tuple[DocumentRecord, ...]
    sums: TallySums
    pack: tuple[Fingerprint, int] | None


def write_once(job: WriteJob) -> WriteResult:
    """Writes the outputs, the quarantine, the trail and the records of a task, unless that is done.

    A result of an earlier run has `fresh` false, and files that wait nowhere. Raises `InputError` where an
    input has changed since it was prepared, and `OSError`.
    """
    if job.output is None:
        return write_task(job)  # nothing can stand anywhere
    key, file = _key(job), find_write_checkpoint(job.frames)
    earlier = None if job.again else _read_checkpoint(file, key, job.output)
    if earlier is not None:
        return earlier
    # The files wait in the scratch folder when this is sealed. If the run is killed before they are moved,
    # they do not stand in the output folder, and the next run finds that the checkpoint does not hold.
    result = write_task(job)
    pack = None if result.pack is None else (_fingerprint(result.pack.content), result.pack.lines)
    seal(
        file,
        key,
        _WriteCheckpoint(
            {name: _fingerprint(content) for name, content in result.files.items()},
            [(piece.name, piece.start, _fingerprint(piece.content)) for piece in result.pieces],
            result.trail,
            result.documents,
            result.records,
            result.tally.sums,
            pack,
        ),
    )
    return result


def find_write_checkpoint(frames: ScratchFile) -> ScratchFile:
    """Returns the checkpoint of a written task, by its frames."""
    return frames.with_suffix(".written")


def all_stand(files: Mapping[str, StagedFile], output: Root | None) -> bool:
    """Whether all of these files stand in the output folder, with their hashes."""
    return all(content.is_in(output, name) for name, content in files.items())


def _fingerprint(content: StagedFile) -> Fingerprint:
    return content.sha256, content.size


def _key(job: WriteJob) -> str:
    # The name of the frames stands for the paths and the options; `parts` for the bytes of the files, as all
    # that stands beside the texts of records comes from there. The number is in the names of trail files.
    return key_of(
        job.number,
        job.frames.name,
        job.prepared.frames_sha256,
        job.prepared.parts,
        Overlay(job.changes).sha256,
        job.configuration.writing.output_format,
        job.level,
        job.inline,
    )


def _read_checkpoint(file: ScratchFile, key: str, output: Root) -> WriteResult | None:
    checkpoint = unseal(file, key, _WriteCheckpoint)
    if checkpoint is None:
        return None
    files = {name: StagedFile(*fingerprint) for name, fingerprint in checkpoint.files.items()}
    if not all_stand(files, output):
        return None
    return WriteResult(
        files,
        tuple(
            FilePiece(name, start, StagedFile(*fingerprint)) for name, start, fingerprint in checkpoint.pieces
        ),
        checkpoint.trail,
        checkpoint.documents,
        checkpoint.records,
        Tally.again(checkpoint.sums),
        None
        if checkpoint.pack is None
        else TaskLines(StagedFile(*checkpoint.pack[0]), checkpoint.pack[1], checkpoint.documents),
        fresh=False,
    )
