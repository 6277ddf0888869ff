"""What a worker does, the last part: a file that was written in pieces, as one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.corpus.output import Piece
from cleaner.corpus.work import digest_file
from cleaner.formats import records
from cleaner.formats.kinds import Reading
from cleaner.formats.sources import Source
from cleaner.store import manifest
from cleaner.store.content import Staged
from cleaner.store.manifest import FileRecord
from cleaner.store.scratch import whole


@dataclass(frozen=True, slots=True)
class Join:
    """The job of making one file of its pieces, and another of those of what was left out of it.

    They wait beside the first piece for their places in `output`, unless they stand there already.
    """

    source: Source
    reading: Reading
    pieces: tuple[Piece, ...]
    lost: tuple[Piece, ...]
    output: Path | None


class Joined(NamedTuple):
    """The files by name, and what the manifest says of the first."""

    files: dict[str, Staged]
    record: FileRecord


def join(job: Join) -> Joined:
    """Joins the pieces of a file. They stay where they are: another worker may be at the same job."""
    format = records.of(Path(job.source.name), job.reading.input_format)
    assert format is not None
    out = _joined(job.pieces, format.join)
    files = {job.source.name: _unless_it_stands(job, job.source.name, out)}
    lost = Staged("", 0)
    if job.lost:
        name = f"{manifest.QUARANTINE}/{job.source.name}"
        lost = _joined(job.lost, _end_to_end)
        files[name] = _unless_it_stands(job, name, lost)
    return Joined(files, _record(job, out, lost))


def _joined(pieces: Sequence[Piece], put: Callable[[Sequence[Path], BinaryIO], None]) -> Staged:
    ordered = [piece.content for piece in sorted(pieces, key=lambda piece: piece.start)]
    if len(ordered) == 1:
        return ordered[0]
    paths = [content.path for content in ordered if content.path is not None]
    path = paths[0].with_name(f"joined-{paths[0].name}")
    with whole(path) as out:
        put(paths, out)
    return Staged.file(path)


def _end_to_end(paths: Sequence[Path], out: BinaryIO) -> None:
    for path in paths:
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)


def _unless_it_stands(job: Join, name: str, content: Staged) -> Staged:
    return content._replace(path=None) if content.stands(job.output, name) else content


def _record(job: Join, out: Staged, lost: Staged) -> FileRecord:
    name, reading = job.source.name, job.reading
    return FileRecord(
        name=name,
        format=reading.input_format or ("parquet" if name.lower().endswith(records.PARQUET) else "jsonl"),
        text_fields=list(reading.text_fields),
        id_field=reading.id_field or "",
        sha256_raw=digest_file(job.source.path),
        bytes_raw=job.source.path.stat().st_size,
        sha256_clean=out.sha256,
        bytes_clean=out.size,
        sha256_quarantine=lost.sha256,
        bytes_quarantine=lost.size,
    )
