"""Adds up what the workers wrote: every file of the output folder by its name, and the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from cleaner import __version__
from cleaner.config import Configuration
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.tally import Tally
from cleaner.corpus.write_phase import WritePhaseResult
from cleaner.formats.sources import Sources
from cleaner.store import manifest
from cleaner.store.jsonl_output import PackedTexts
from cleaner.store.manifest import FileRecord, Manifest, TrailLevel
from cleaner.store.staged_file import Content, hash_content


class OutputPlan(NamedTuple):
    """The files of the output folder by name, the manifest last among them, its value, and the sums."""

    files: dict[str, Content]
    manifest: Manifest
    tally: Tally


def plan_output(
    sources: Sources, configuration: Configuration, options: RunOptions, result: WritePhaseResult
) -> OutputPlan:
    """Plans every file of the output folder, from the results of all tasks in their order."""
    files: dict[str, Content] = {}
    tally = Tally()
    for task in result.written:
        files |= task.files
        tally.update(task.tally)
    for join in result.joined:
        files |= join.files
    packed = None
    if result.packing is not None:
        files |= result.packing.files
        packed = result.packing.packed
    summary = manifest_of(
        sources,
        configuration,
        tally,
        trails={name: hash_content(files[name]) for task in result.written for name in task.trail},
        level=options.level,
        outside=bool(sources.reference) or options.index is not None,
        files=[join.record for join in result.joined],
        packed=packed,
    )
    # A small corpus has one file to read. A large one has its records in files of their own, of which the
    # manifest has the hashes: nobody has to read a manifest of gigabytes.
    if tally.counts.documents_found <= manifest.INLINE_LIMIT:
        summary = msgspec.structs.replace(
            summary,
            documents=[record for task in result.written for record in task.records],
            # `before` is about the files of records of documents, of which there are none here.
            packed=packed and msgspec.structs.replace(packed, before={}),
        )
    else:
        shards = [name for task in result.written for name in task.documents]
        summary = msgspec.structs.replace(
            summary, documents_sha256={name: hash_content(files[name]) for name in shards}
        )
    return OutputPlan(files | {manifest.NAME: summary.encode()}, summary, tally)


def manifest_of(
    sources: Sources,
    configuration: Configuration,
    tally: Tally,
    *,
    trails: Mapping[str, str],
    level: TrailLevel,
    outside: bool = False,
    files: Sequence[FileRecord] = (),
    packed: PackedTexts | None = None,
) -> Manifest:
    """Makes the manifest of a run, without the records of its documents.

    `trails` are the hashes of the files of the trail by name, `outside` is whether paragraphs from elsewhere
    (a reference, an index) were compared too, `files` are the records of the files that hold records.
    """
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
