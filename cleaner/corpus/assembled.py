"""From what the workers wrote to the files of the output folder: what is to be joined, and the manifest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from cleaner import __version__
from cleaner.config import Configuration
from cleaner.corpus.joining import Join, Joined
from cleaner.corpus.output import Piece, Written
from cleaner.corpus.packing import joined
from cleaner.corpus.running import Running
from cleaner.corpus.tally import Tally
from cleaner.corpus.tasks import Task
from cleaner.formats.sources import Sources
from cleaner.store import manifest
from cleaner.store.content import Content, digest
from cleaner.store.manifest import FileRecord, Manifest, TrailLevel
from cleaner.store.packed import Packed


class Assembled(NamedTuple):
    """The files by name, the manifest last among them, and what it says."""

    files: dict[str, Content]
    manifest: Manifest
    tally: Tally


def joins(
    tasks: Sequence[Task], written: Iterable[Written], configuration: Configuration, running: Running
) -> list[Join]:
    """The jobs of joining the files that were written in pieces, in the order of the corpus."""
    pieces: defaultdict[str, list[Piece]] = defaultdict(list)
    for each in written:
        for piece in each.pieces:
            pieces[piece.name].append(piece)
    sources = {
        part.source.name: part.source for task in tasks for part in task.parts if part.slice is not None
    }
    return [
        Join(
            source,
            configuration.reading,
            tuple(pieces[name]),
            tuple(pieces[f"{manifest.QUARANTINE}/{name}"]),
            running.output,
        )
        for name, source in sources.items()
        if pieces[name]  # one that could not be read is a document in quarantine
    ]


def assembled(
    sources: Sources,
    configuration: Configuration,
    running: Running,
    written: Sequence[Written],
    holders: Sequence[Joined],
) -> Assembled:
    """Every file of the output folder, from what was written of each task, and what was joined of it."""
    files: dict[str, Content] = {}
    tally = Tally()
    for each in written:
        files |= each.files
        tally.update(each.tally)
    for holder in holders:
        files |= holder.files
    packed = None
    if configuration.writing.output_format is not None:
        packs = [each.pack for each in written if each.pack is not None]
        own_files, packed = joined(packs, configuration.writing.shard_size, running)
        files |= own_files
    made = manifest_of(
        sources,
        configuration,
        tally,
        trails={name: digest(files[name]) for each in written for name in each.trail},
        level=running.level,
        outside=bool(sources.reference) or running.index is not None,
        files=[holder.record for holder in holders],
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
