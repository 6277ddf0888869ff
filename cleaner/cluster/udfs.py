"""Functions over Arrow batches that hash, sign, read and measure the paragraphs of a task, on a worker.

They are pure: a task that Spark tries again has the same rows. Each takes the number of a task in the column
`task`, and reads its documents from the storage that all workers see. Places are those of paragraphs in
their task, members paragraphs by their numbers in the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cleaner.cluster import tables
from cleaner.cluster.arrow import batch_columns, group_by_task
from cleaner.cluster.task_documents import TaskDocuments, number_paragraphs
from cleaner.duplicates import candidate_steps
from cleaner.duplicates.prefilter import make_count_table, mark_anchors
from cleaner.duplicates.settings import Settings

if TYPE_CHECKING:
    from cleaner.cluster.session import Batches, Broadcast

    Ints = NDArray[np.int64]

BLOCK = 8192
"""Paragraphs that are hashed or signed at once: enough for arrays, and a few megabytes of text."""

HASHED = "form long, member long, paragraphs long, piece int, counts binary"
# Keys are unsigned, and Spark has signed numbers only: the same 64 bits.
SIGNED = "kind int, key long, member long, anchor int"
BAND, INNER = range(2)
HOLDING = "key long, member long, passed boolean"
TEXTS = "member long, document long, text string"
MEASURED = "later long, earlier long, plausible boolean, alike boolean"


def hash_paragraphs(tasks: Broadcast, settings: Settings, batches: Batches) -> Batches:
    """Hashes the normal form of each paragraph that has one and counts shingles: `task` -> `HASHED`.

    A row has either a form and a member, or the number of paragraphs of a task, or a piece of the counts. The
    counts are of all tasks that come to this worker, as the table is as large for one of them.
    """
    # One table for all tasks of this worker: it has the same size for one, and is returned once.
    table = make_count_table()
    for batch in batches:
        for number in batch["task"].to_pylist():
            documents = TaskDocuments(tasks.value[number])
            for places, owners, texts in _blocks(documents):
                candidate_steps.count_texts(table, texts, settings)
                forms = candidate_steps.hash_forms(texts, owners, settings)
                some = np.flatnonzero(forms)  # 0 is a paragraph without a word, a copy of none
                yield from _batch_hashes(
                    form=forms[some].view(np.int64), member=number_paragraphs(number, places[some])
                )
            yield from _batch_hashes(paragraphs=[int(documents.starts[-1])])
    yield from _batch_hashes(**tables.split_table(table))


def _batch_hashes(**columns: Any) -> Batches:
    [length] = {len(column) for column in columns.values()}
    names = [field.split()[0] for field in HASHED.split(", ")]
    given = {name: columns.get(name, [None] * length) for name in names}
    yield from batch_columns(given, HASHED)


def sign_paragraphs(
    tasks: Broadcast, counts: Broadcast, settings: Settings, width: int, batches: Batches
) -> Batches:
    """Signs all paragraphs but those at the places that come: `task, place` -> `SIGNED`.

    A `BAND` row is a paragraph in the bucket `key`; an `INNER` row is one that others may hold, with its
    anchor, and in `key` what its holders have in common with it.
    """
    for group in group_by_task(batches):
        for places, owners, texts in _blocks(TaskDocuments(tasks.value[group.task]), group.column("place")):
            members = number_paragraphs(group.task, places)
            made = candidate_steps.sign_texts(texts, members, owners, counts.value, settings, width)
            # The number of the band goes into the upper half of the key, so that bands share no bucket.
            bands = np.arange(len(made.keys), dtype=np.int64)[:, None] << 32
            yield from batch_columns(
                {
                    "kind": np.full(made.keys.size, BAND, np.int32),
                    "key": (made.keys | bands).ravel(),
                    "member": np.tile(made.numbers, len(made.keys)),
                    "anchor": np.zeros(made.keys.size, np.int32),
                },
                SIGNED,
            )
            yield from batch_columns(
                {
                    "kind": np.full(len(made.contained), INNER, np.int32),
                    "key": made.anchor_keys.view(np.int64),
                    "member": made.contained,
                    "anchor": made.anchors.view(np.int32),
                },
                SIGNED,
            )


def mark_anchor_slots(batches: Batches) -> Batches:
    """Marks the slots of anchors in a table: `anchor` -> `tables.SCHEMA`."""
    table = make_count_table()
    for batch in batches:
        table |= np.unpackbits(mark_anchors(batch["anchor"].to_numpy().view(np.uint32)), bitorder="little")
    yield from batch_columns(tables.split_table(table), tables.SCHEMA)


def find_holders(
    tasks: Broadcast, counts: Broadcast, marks: Broadcast, settings: Settings, batches: Batches
) -> Batches:
    """Finds the paragraphs that hold a marked anchor, but those at the places that come: -> `HOLDING`."""
    for group in group_by_task(batches):
        for places, owners, texts in _blocks(TaskDocuments(tasks.value[group.task]), group.column("place")):
            members = number_paragraphs(group.task, places)
            made = candidate_steps.find_holders(texts, members, owners, counts.value, marks.value, settings)
            yield from batch_columns(
                {"key": made.anchor_keys.view(np.int64), "member": made.numbers, "passed": made.passing},
                HOLDING,
            )


def read_texts(tasks: Broadcast, batches: Batches) -> Batches:
    """Reads the texts at the places that come, in order: `task, place` -> `TEXTS`."""
    for group in group_by_task(batches):
        documents = TaskDocuments(tasks.value[group.task])
        places, owners = group.column("place"), documents.owners
        found = documents.read_texts(places)
        for start in range(0, len(places), BLOCK):
            part = places[start : start + BLOCK]
            yield from batch_columns(
                {
                    "member": number_paragraphs(group.task, part),
                    "document": owners[part],
                    "text": list(islice(found, len(part))),
                },
                TEXTS,
            )


def measure_pairs(settings: Settings, width: int, batches: Batches) -> Batches:
    """Measures pairs with their texts: whether they pass the glance, and are alike -> `MEASURED`."""
    for batch in batches:
        one, other = (
            candidate_steps.PairSide(
                batch[f"{side}_text"].to_pylist(),
                batch[f"{side}_document"].to_numpy(),
                batch[f"{side}_passed"].to_numpy(zero_copy_only=False),
            )
            for side in ("later", "earlier")
        )
        plausible, alike = candidate_steps.measure_sides(one, other, settings, width)
        columns = {name: batch[name].to_numpy() for name in ("later", "earlier")}
        yield from batch_columns({**columns, "plausible": plausible, "alike": alike}, MEASURED)


def _blocks(documents: TaskDocuments, skipped: Ints | None = None) -> Iterator[tuple[Ints, Ints, list[str]]]:
    """Yields the paragraphs of a task, `BLOCK` at a time, but those at the places `skipped`: their places,
    documents and texts."""
    # Places below 0 are those of rows that only name a task.
    kept = np.ones(int(documents.starts[-1]), np.bool_)
    if skipped is not None:
        kept[skipped[skipped >= 0]] = False
    owners, every = documents.owners, documents.read_all()
    for start in range(0, len(kept), BLOCK):
        chosen = kept[start : start + BLOCK]
        texts = [text for stays, text in zip(chosen.tolist(), every, strict=False) if stays]
        places = np.flatnonzero(chosen) + start
        yield places, owners[places], texts
