"""Decides components of the candidate graph, on a worker: reads their paragraphs, and runs the ordered pass.

Several components may come to one worker: they are decided in one pass, as they cannot influence each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from cleaner.cluster.arrow import batch_columns, batch_rows, group_by_task
from cleaner.cluster.task_documents import TaskDocuments, number_paragraphs
from cleaner.duplicates import candidate_steps
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.ordered_pass import OrderedPass, add_recurring_lines
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.text_column import TextColumn
from cleaner.duplicates.whole_documents import find_kept_forms

if TYPE_CHECKING:
    from cleaner.cluster.session import Batches, Broadcast
    from cleaner.duplicates.shingles import Ints

MEMBER, PINNED = range(2)
"""Kinds of the rows that come in (task, kind, place, component, doubtful, document, start): a paragraph that
may be like another, and one that is pinned."""
MEMBERS = (
    "component long, member long, document long, start long, size int, text string, doubtful boolean, "
    "pinned boolean"
)
DECIDED = (
    "kind string, member long, document long, start long, partner long, partner_document long, "
    "partner_start long, rule string, similarity double, containment double, verdict string, reason string, "
    "kept_form long, short boolean, dropped boolean, size int"
)


def read_members(tasks: Broadcast, batches: Batches) -> Batches:
    """Reads the paragraphs of components, with their texts and the sizes of their documents: `ASKED` ->
    `MEMBERS`. Rows of one task follow each other, in the order of their places."""
    import pyarrow

    for group in group_by_task(batches):
        documents = TaskDocuments(tasks.value[group.task])
        own = group.rows.to_pydict()
        pinned = {
            (document, start)
            for kind, document, start in zip(own["kind"], own["document"], own["start"], strict=True)
            if kind == PINNED
        }
        chosen = group.column("kind") == MEMBER
        places = group.column("place")[chosen]
        rows = group.rows.filter(pyarrow.array(chosen)).select(["component", "doubtful"]).to_pylist()
        yield from batch_rows(_member_rows(documents, places, rows, pinned), MEMBERS)


def _member_rows(
    documents: TaskDocuments, places: Ints, rows: list[dict[str, Any]], pinned: set[tuple[int, int]]
) -> Iterator[tuple[object, ...]]:
    """Yields the rows of `MEMBERS` of one task; `rows` has the component of each place."""
    numbers = number_paragraphs(documents.task.number, places).tolist()
    # Places come in order, so each document is read once.
    last, raws, texts = -1, [0], [""]
    for number, row, (own, within) in zip(numbers, rows, documents.locate(places), strict=True):
        if own != last:
            last, raws, texts = own, documents.starts_of(own), documents.paragraphs(own)
        document = documents.task.first + own
        start = raws[within]
        stays = (document, start) in pinned
        yield (
            row["component"],
            number,
            document,
            start,
            len(texts),
            texts[within],
            row["doubtful"],
            stays,
        )


def decide_members(
    counts: Broadcast, paragraphs: int, settings: Settings, reference: int, batches: Batches
) -> Batches:
    """Decides over all rows of `MEMBERS` that come, which are in order. The first rows of `DECIDED` are drops
    and notes; a row for every member follows, by which whole documents are found."""
    import pyarrow

    # A component must be in memory as a whole: a later paragraph is compared with every kept one before it.
    gathered = list(batches)
    if not gathered:
        return
    rows = pyarrow.Table.from_batches(gathered)
    # One buffer of bytes, where a million Python strings would take several times as much.
    texts = TextColumn.from_texts(text.as_py() for text in rows["text"])
    part = {name: rows[name].to_numpy() for name in ("member", "document", "start", "doubtful", "pinned")}
    del gathered
    # Rows are in the order of the corpus, so those of the reference are the first ones.
    first = int(np.count_nonzero(part["document"] < reference))
    ordered = OrderedPass(
        texts,
        part["document"],
        settings,
        first,
        frozenset(np.flatnonzero(part["pinned"]).tolist()),
        context=CorpusContext(counts.value, paragraphs, part["doubtful"]),
    )
    yield from batch_rows(_list_findings(ordered, settings, part, first), DECIDED)
    yield from batch_columns(
        _describe_members(ordered, texts, settings, part, rows["size"].to_numpy()), DECIDED
    )


def _list_findings(
    ordered: OrderedPass, settings: Settings, part: dict[str, Any], reference: int
) -> Iterator[tuple[object, ...]]:
    """Yields a row of `DECIDED` for each drop and each note; the four columns of members are empty."""
    drops = add_recurring_lines(ordered, part["document"], settings, reference)
    for kind, found in (("drop", drops), ("note", ordered.notes)):
        for resemblance in found:
            comparison = resemblance.comparison
            yield (
                kind,
                *(int(part[name][resemblance.paragraph]) for name in ("member", "document", "start")),
                *(int(part[name][resemblance.partner]) for name in ("member", "document", "start")),
                resemblance.rule,
                comparison.similarity,
                comparison.containment,
                comparison.verdict,
                comparison.reason,
                *(None,) * 4,
            )


def _describe_members(
    ordered: OrderedPass, texts: TextColumn, settings: Settings, part: dict[str, Any], size: Ints
) -> dict[str, Any]:
    """Makes the rows by which whole documents are found: the kept form of each member."""
    # 4,096 texts at a time, as Python strings of all would take more memory than the column.
    count = len(texts)
    forms = np.concatenate(
        [
            candidate_steps.hash_forms(
                texts[start : start + 4096], part["document"][start : start + 4096], settings
            )
            for start in range(0, count, 4096)
        ]
    )
    kept = find_kept_forms(forms, ordered.drops)
    columns = {
        "kind": ["member"] * count,
        **{name: part[name] for name in ("member", "document", "start")},
        "kept_form": kept.forms.view(np.int64),
        "short": ordered.matches.are_short(np.arange(count)),
        "dropped": kept.dropped,
        "size": size,
    }
    return {name.split()[0]: columns.get(name.split()[0], [None] * count) for name in DECIDED.split(", ")}
