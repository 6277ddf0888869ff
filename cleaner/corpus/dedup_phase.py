"""The decisions over a whole corpus: records of one id, and duplicates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from cleaner.config import Configuration
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.disk_corpus import DiskCorpus
from cleaner.corpus.frames import Frame
from cleaner.corpus.prepare_task import PrepareResult, hash_if_readable
from cleaner.corpus.repeated_ids import NO_ID, error_of_frame, find_repeats, refuse_record
from cleaner.corpus.run_options import RunOptions
from cleaner.corpus.workers import Workers, crash_error
from cleaner.duplicates.corpus_view import CorpusView
from cleaner.duplicates.machine_view import clean_corpus
from cleaner.duplicates.ordered_pass import decide_texts
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import CorpusDecision
from cleaner.formats.io_options import WriteOptions
from cleaner.ordered_map import map_in_process

Job = TypeVar("Job")


CHECKPOINT = "decided.json"
"""The name of the checkpoint, in the scratch folder."""
SHARED = 40_000
"""Paragraphs from which on workers hash and sign them: of fewer, that is done before they are handed out."""


class _Decided(msgspec.Struct, frozen=True):
    """What a decision changed: the hash of the file of changes, each changed document with the offset of its
    frame in that file, and the problems in words."""

    changes_sha256: str
    changed: list[tuple[int, int]]
    problems: list[str]


def decide_on_disk(
    corpus: DiskCorpus,
    reference: int,
    made: Sequence[PrepareResult],
    configuration: Configuration,
    running: RunOptions,
    workers: Workers,
) -> tuple[DiskCorpus, list[str]]:
    """The corpus without its duplicates, and the problems that were found on the way.

    Of the first `reference` documents nothing goes. `made` is what the corpus was made from, task by task."""
    key = _key(reference, made, configuration)
    path = running.work / CHECKPOINT
    earlier = _earlier(path, key, corpus)
    if earlier is not None:
        return corpus.with_changes(dict(earlier.changed)), earlier.problems
    corpus.changes.unlink(missing_ok=True)
    corpus, problems = _without_repeated_ids(corpus, reference, made, configuration)
    if configuration.duplicates != "off":
        corpus = _settled(corpus, reference, configuration, running, workers)
    seal(path, key, _Decided(hash_if_readable(corpus.changes), sorted(corpus.changed.items()), problems))
    return corpus, problems


def _settled(
    corpus: DiskCorpus, reference: int, configuration: Configuration, running: RunOptions, workers: Workers
) -> DiskCorpus:
    shared = running.jobs > 1 and len(corpus.documents) >= SHARED
    corpus.map = partial(workers.map, on_crash=_fail_comparison) if shared else map_in_process
    resources = Resources(running.work, corpus.map)

    def decide(view: CorpusView, settings: Settings, first: int, pinned: Collection[int]) -> CorpusDecision:
        return decide_texts(
            view.texts, view.documents, settings, reference=first, pinned=pinned, resources=resources
        )

    pipeline = configuration.pipeline
    return clean_corpus(corpus, configuration.looked_for, pipeline, reference=reference, decide=decide)


def _fail_comparison(job: Job) -> Job:
    raise crash_error(" while it compared paragraphs")


def _key(reference: int, made: Sequence[PrepareResult], configuration: Configuration) -> str:
    base = str(configuration.base.absolute())
    alone = replace(configuration, writing=WriteOptions())
    return key_of(alone.sha256, base, reference, [each.frames_sha256 for each in made])


def _earlier(path: Path, key: str, corpus: DiskCorpus) -> _Decided | None:
    found = unseal(path, key, _Decided)
    return found if found is not None and hash_if_readable(corpus.changes) == found.changes_sha256 else None


def _without_repeated_ids(
    corpus: DiskCorpus, reference: int, made: Sequence[PrepareResult], configuration: Configuration
) -> tuple[DiskCorpus, list[str]]:
    """Of several records with one id the first stays: nobody could tell the others from it."""
    import numpy as np

    if configuration.reading.id_field is None or not any(each.ids for each in made):
        return corpus, []
    # One for each document; a task of what is known already has none.
    labels = [np.array(each.ids or [NO_ID] * sum(each.counts), np.uint64) for each in made]
    ids = np.concatenate(labels)[reference:]
    frames: list[tuple[int, Frame]] = []
    problems: list[str] = []
    for position in find_repeats(ids):
        number = reference + position
        frames += refuse_record(corpus, number)
        problems.append(str(error_of_frame(corpus.frame(number))))
    return corpus.with_frames(frames), problems
