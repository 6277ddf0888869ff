"""The checkpoint of a written task: the task is not written again while the same is to come out.

It counts while its key is the same, and every file stands in the output folder with the hash that it names.
Slices of files and packed lines do not stand there: where one is needed, its task is written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.overlay import Overlay
from cleaner.corpus.packing import TaskLines
from cleaner.corpus.tally import Tally, TallySums
from cleaner.corpus.write_task import FilePiece, WriteJob, WriteResult, write_task
from cleaner.store.manifest import DocumentRecord
from cleaner.store.staged_file import StagedFile

Fingerprint = tuple[str, int]
"""A file by the hash and the number of its bytes."""


class _WriteCheckpoint(msgspec.Struct, frozen=True):
    """What `Written` says of a task."""

    files: dict[str, Fingerprint]
    pieces: list[tuple[str, int, Fingerprint]]
    trail: tuple[str, ...]
    documents: tuple[str, ...]
    records: tuple[DocumentRecord, ...]
    sums: TallySums
    pack: tuple[Fingerprint, int] | None


def write_once(job: WriteJob) -> WriteResult:
    """Writes the outputs, the quarantine, the trail and the records of a task, unless that was done."""
    if job.output is None:
        return write_task(job)
    key, path = _key(job), write_checkpoint_path(job.frames)
    earlier = None if job.again else _read_checkpoint(path, key, job.output)
    if earlier is not None:
        return earlier
    done = write_task(job)
    pack = None if done.pack is None else (_fingerprint(done.pack.content), done.pack.lines)
    seal(
        path,
        key,
        _WriteCheckpoint(
            {name: _fingerprint(content) for name, content in done.files.items()},
            [(piece.name, piece.start, _fingerprint(piece.content)) for piece in done.pieces],
            done.trail,
            done.documents,
            done.records,
            done.tally.sums,
            pack,
        ),
    )
    return done


def write_checkpoint_path(frames: Path) -> Path:
    """Where the record of writing a task is, by where its documents are."""
    return frames.with_suffix(".written")


def all_stand(files: Mapping[str, StagedFile], output: Path | None) -> bool:
    """Whether all of these files are in the output folder, as they should be."""
    return all(content.is_in(output, name) for name, content in files.items())


def _fingerprint(content: StagedFile) -> Fingerprint:
    return content.sha256, content.size


def _key(job: WriteJob) -> str:
    # The name of the frames is the hash of the files and of the options under which they were read.
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


def _read_checkpoint(path: Path, key: str, output: Path) -> WriteResult | None:
    found = unseal(path, key, _WriteCheckpoint)
    if found is None:
        return None
    files = {name: StagedFile(*told) for name, told in found.files.items()}
    if not all_stand(files, output):
        return None
    return WriteResult(
        files,
        tuple(FilePiece(name, start, StagedFile(*told)) for name, start, told in found.pieces),
        found.trail,
        found.documents,
        found.records,
        Tally.again(found.sums),
        None if found.pack is None else TaskLines(StagedFile(*found.pack[0]), found.pack[1], found.documents),
        fresh=False,
    )
