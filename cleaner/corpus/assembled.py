"""From what the workers wrote to the files of the output folder: pieces joined, and the manifest."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleaner import __version__
from cleaner.config import Configuration
from cleaner.corpus.output import Piece, Written
from cleaner.corpus.packing import joined
from cleaner.corpus.running import Running
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import Task
from cleaner.corpus.work import digest_file
from cleaner.formats import records
from cleaner.formats.sources import Source, Sources
from cleaner.store import manifest
from cleaner.store.content import Content, Staged, digest
from cleaner.store.manifest import FileRecord, Manifest, TrailLevel
from cleaner.store.packed import Packed


class Assembled(NamedTuple):
    """The files by name, the manifest last among them, and what it says."""

    files: dict[str, Content]
    manifest: Manifest
    tally: Tally


def assembled(
    sources: Sources,
    configuration: Configuration,
    running: Running,
    tasks: Sequence[Task],
    written: Sequence[Written],
) -> Assembled:
    """Every file of the output folder, from what was written of each task."""
    files: dict[str, Content] = {}
    tally = Tally()
    pieces: defaultdict[str, list[Piece]] = defaultdict(list)
    for each in written:
        files |= each.files
        tally.update(each.tally)
        for piece in each.pieces:
            pieces[piece.name].append(piece)
    files |= {name: _joined(name, own, configuration, running) for name, own in pieces.items()}
    packed = None
    if configuration.writing.output_format is not None:
        packs = [each.pack for each in written if each.pack is not None]
        own_files, packed = joined(packs, configuration.writing.shard_size, running)
        files |= own_files
    holders = {
        part.source.name: part.source for task in tasks for part in task.parts if part.slice is not None
    }
    made = manifest_of(
        sources,
        configuration,
        tally,
        trails={name: digest(files[name]) for each in written for name in each.trail},
        level=running.level,
        outside=bool(sources.reference) or running.index is not None,
        files=[
            _file_record(source, configuration, files)
            for source in holders.values()
            if source.name in files  # one that could not be read is a document in quarantine
        ],
        packed=packed,
    )
    shards = [name for each in written for name in each.documents]
    if tally.counts.documents_found <= manifest.INLINE:
        made = msgspec.structs.replace(
            made,
            documents=[record for each in written for record in each.records],
            packed=packed and msgspec.structs.replace(packed, before={}),
        )
        for name in shards:
            del files[name]
    else:
        made = msgspec.structs.replace(made, documents_sha256={name: digest(files[name]) for name in shards})
    return Assembled(files | {manifest.NAME: made.encode()}, made, tally)


def _joined(name: str, pieces: Sequence[Piece], configuration: Configuration, running: Running) -> Staged:
    """One file of the pieces of one."""
    ordered = [piece.path for piece in sorted(pieces, key=lambda piece: piece.start)]
    if len(ordered) == 1:
        content = Staged.file(ordered[0])
    else:
        path = ordered[0].with_name(f"joined-{ordered[0].name}")
        with path.open("wb") as out:
            if name.startswith(f"{manifest.QUARANTINE}/"):
                for piece in ordered:
                    with piece.open("rb") as file:
                        shutil.copyfileobj(file, out)
            else:
                format = records.of(Path(name), configuration.reading.input_format)
                assert format is not None
                format.join(ordered, out)
        for piece in ordered:
            piece.unlink()
        content = Staged.file(path)
    return content._replace(path=None) if content.stands(running.output, name) else content


def _file_record(source: Source, configuration: Configuration, files: Mapping[str, Content]) -> FileRecord:
    reading = configuration.reading
    content = files[source.name]
    lost = files.get(f"{manifest.QUARANTINE}/{source.name}", Staged("", 0))
    assert isinstance(content, Staged) and isinstance(lost, Staged)
    return FileRecord(
        name=source.name,
        format=reading.input_format
        or ("parquet" if source.name.lower().endswith(records.PARQUET) else "jsonl"),
        text_fields=list(reading.text_fields),
        id_field=reading.id_field or "",
        sha256_raw=digest_file(source.path),
        bytes_raw=source.path.stat().st_size,
        sha256_clean=content.sha256,
        bytes_clean=content.size,
        sha256_quarantine=lost.sha256,
        bytes_quarantine=lost.size,
    )


def manifest_of(
    sources: Sources,
    configuration: Configuration,
    tally: Tally,
    *,
    trails: Mapping[str, str],
    level: TrailLevel,
    outside: bool = False,
    files: Sequence[FileRecord] = (),
    packed: Packed | None = None,
) -> Manifest:
    """The manifest of a run, without the records of its documents."""
    return Manifest(
        format=manifest.FORMAT,
        version=__version__,
        configuration=configuration.record(),
        configuration_sha256=configuration.sha256,
        roots=list(sources.roots),
        skipped=dict(sources.skipped),
        outside=outside,
        counts=tally.counts,
        rules=tally.rules,
        trail=level,
        trail_sha256=dict(trails),
        files=list(files),
        packed=packed,
    )
