"""The second phase of a run: decides over all documents which ids are repeated and which paragraphs go.

The documents stay in their frames; those that a decision changes are written to the overlay file. The
checkpoint names that file by its hash, so that a killed run does not decide twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import msgspec

from cleaner.config import Configuration
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.disk_corpus import DiskCorpus
from cleaner.corpus.frame_table import FrameTable
from cleaner.corpus.frames import Frame
from cleaner.corpus.prepare_task import PrepareResult
from cleaner.corpus.repeated_ids import NO_ID, error_of_frame, find_repeats, refuse_record
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.workers import Workers, crash_error
from cleaner.duplicates.machine_view import clean_corpus
from cleaner.duplicates.ordered_pass import decide_texts
from cleaner.duplicates.paragraph_columns import ParagraphColumns
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import CorpusDecision
from cleaner.formats.io_options import WriteOptions
from cleaner.store.scratch import ScratchFile

Job = TypeVar("Job")

CHECKPOINT = "decided.json"
"""The name of the checkpoint, in the scratch folder."""
SHARED = 40_000
"""Paragraphs from which on workers hash and sign them: with fewer, the work is done in this process before
others have started."""


class _DedupCheckpoint(msgspec.Struct, frozen=True):
    """What a decision changed: the hash of the overlay file, each changed document with the offset of its
    frame in that file, and the problems in words."""

    overlay_sha256: str
    changed: list[tuple[int, int]]
    problems: list[str]


def decide_on_disk(
    corpus: DiskCorpus,
    reference: int,
    prepared: Sequence[PrepareResult],
    configuration: Configuration,
    options: RunOptions,
    workers: Workers,
) -> tuple[DiskCorpus, list[str]]:
    """Returns the corpus without repeated ids and duplicates, and the problems in words.

    The first `reference` documents lose nothing. `prepared` are the tasks that the corpus is made of, in
    order. Raises `OutputError` where a worker is killed twice, and `OSError` where the overlay cannot be
    written.
    """
    key = _key(reference, prepared, configuration)
    file = ScratchFile(options.work, CHECKPOINT)
    checkpoint = _read_checkpoint(file, key, corpus.table)
    if checkpoint is not None:
        table = corpus.table.with_changed(dict(checkpoint.changed))
        return replace(corpus, table=table), checkpoint.problems
    # Frames are appended: what a killed run or another decision left there would be hashed with them.
    corpus.table.overlay.discard()
    table, problems = _refuse_repeated_ids(corpus.table, reference, prepared, configuration)
    corpus = replace(corpus, table=table)
    # Records with repeated ids are in quarantine by now: nothing is a duplicate of them.
    if configuration.duplicates != "off":
        corpus = _drop_duplicates(corpus, reference, configuration, options, workers)
    changed = sorted(corpus.table.changed.items())
    # Sealed last, when every frame is on the disk. The hash is "" where no overlay was made.
    seal(file, key, _DedupCheckpoint(table.overlay.hash(), changed, problems))
    return corpus, problems


def _drop_duplicates(
    corpus: DiskCorpus, reference: int, configuration: Configuration, options: RunOptions, workers: Workers
) -> DiskCorpus:
    if options.jobs > 1 and len(corpus.documents) >= SHARED:
        corpus = replace(corpus, map=partial(workers.map, on_crash=_fail_comparison))
    resources = Resources(options.work.create_unnamed, corpus.map)

    def decide(
        columns: ParagraphColumns, settings: Settings, first: int, pinned: Collection[int]
    ) -> CorpusDecision:
        return decide_texts(
            columns.texts, columns.documents, settings, reference=first, pinned=pinned, resources=resources
        )

    pipeline = configuration.pipeline
    return clean_corpus(
        corpus, configuration.duplicate_settings, pipeline, reference=reference, decide=decide
    )


def _fail_comparison(job: Job) -> Job:
    raise crash_error(" while it compared paragraphs")


def _key(reference: int, prepared: Sequence[PrepareResult], configuration: Configuration) -> str:
    # How files are written is for the third phase. Patterns of paths are relative to the base, and of the
    # base a configuration's hash says nothing.
    base = str(configuration.base.absolute())
    deciding = replace(configuration, writing=WriteOptions())
    return key_of(deciding.sha256, base, reference, [task.frames_sha256 for task in prepared])


def _read_checkpoint(file: ScratchFile, key: str, table: FrameTable) -> _DedupCheckpoint | None:
    checkpoint = unseal(file, key, _DedupCheckpoint)
    if checkpoint is None or table.overlay.hash() != checkpoint.overlay_sha256:
        return None
    return checkpoint


def _refuse_repeated_ids(
    table: FrameTable, reference: int, prepared: Sequence[PrepareResult], configuration: Configuration
) -> tuple[FrameTable, list[str]]:
    """The table with records of repeated ids in quarantine, and their problems in words."""
    import numpy as np

    if configuration.reading.id_field is None or not any(task.ids for task in prepared):
        return table, []
    # One hash for each document, 8 bytes; the task of paragraphs from an index has none.
    hashes = [np.array(task.ids or [NO_ID] * sum(task.counts), np.uint64) for task in prepared]
    frames: list[tuple[int, Frame]] = []  # few: every record in it is an error of the corpus
    problems: list[str] = []
    # Ids are compared within the corpus that is written: a reference may well hold the same records.
    for position in find_repeats(np.concatenate(hashes)[reference:]):
        number = reference + position
        frames += refuse_record(table, number)
        problems.append(str(error_of_frame(table.frame(number))))
    return table.with_frames(frames), problems
