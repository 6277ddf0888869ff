"""Applies a decision to the documents of a task, on a worker: takes paragraphs out, and writes reports.

A document is a corpus of its own here, for the functions that do the same to a whole one. Its partners, which
are in other tasks, were looked up before and come as text: their place or their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from cleaner import json_codec
from cleaner.cluster.arrow import batch_rows, group_by_task
from cleaner.cluster.task_documents import TaskDocuments, write_changes
from cleaner.config import Configuration
from cleaner.corpus.frames import Frame
from cleaner.corpus.source_lookup import SourceLookup
from cleaner.duplicates.drop_edits import find_reports, group_losses, select_removals
from cleaner.duplicates.member import Member, apply_loss
from cleaner.duplicates.paragraph_columns import MemoryCorpus, ParagraphKey, find_numbers
from cleaner.duplicates.pins import find_rejected, find_suppressed
from cleaner.duplicates.verdicts import Comparison, CorpusDecision, DocumentDrop, Resemblance
from cleaner.store.scratch import ScratchFile
from cleaner.text import Edit

if TYPE_CHECKING:
    from cleaner.cluster.session import Batches, Broadcast

DROP, NOTE, WHOLE, STAYS, SUPPRESSED = range(5)
"""Kinds of rows of `FOUND`: a paragraph that a decision drops, one that it notes, a document that goes as a
whole, a pinned paragraph, and a drop of a suppressed paragraph, which is only reported."""
FOUND = (
    "task int, kind int, document long, place long, start long, partner string, rule string, "
    "similarity double, containment double, verdict string, reason string, edit string"
)
PLACED = "member long, place string"
NAMED = "document long, name string"
STANDING = "task int, document long, start long"
LOST = "task int, document long, pipeline_changed_more boolean, frames string, places string"
REJECTED = "task int, document long, start long, edit string"


class DecisionRow(NamedTuple):
    """A row of `FOUND`: what a decision says of one paragraph or document, for those who change documents."""

    task: int
    kind: int
    document: int
    place: int
    start: int
    partner: str
    rule: str
    similarity: float
    containment: float
    verdict: str
    reason: str
    edit: str | None


class SingleDocument(MemoryCorpus):
    """One document as a corpus. Its partners have numbers below 0: -1 is the first of `partners`."""

    def __init__(self, member: Member, partners: Sequence[str] = (), whole: str = "") -> None:
        super().__init__([member])
        self._partners = partners
        self._whole = whole

    def place(self, paragraph: int) -> str:
        """``name:line`` of a partner."""
        return self._partners[-1 - paragraph]

    def name(self, number: int) -> str:
        """The name of the document, or of the one that it repeats."""
        return self._whole if number < 0 else super().name(number)


class DecidedDocument(NamedTuple):
    """A document and the decision about it. `pinned` are the numbers of its pinned paragraphs, `pins` their
    keys, with the reports of rejected drops."""

    number: int
    frame: Frame
    corpus: SingleDocument
    decision: CorpusDecision
    suppressed: tuple[Resemblance, ...]
    pinned: frozenset[int]
    pins: Mapping[ParagraphKey, Edit | None]


def read_places(tasks: Broadcast, batches: Batches) -> Batches:
    """Reads the places of paragraphs, ``name:line``: `place, member` -> `PLACED`."""

    def rows() -> Iterator[tuple[object, ...]]:
        for group in group_by_task(batches):
            documents = TaskDocuments(tasks.value[group.task])
            members = group.rows["member"].to_pylist()
            places = documents.locate(group.column("place"))
            for member, (number, within) in zip(members, places, strict=True):
                yield member, documents.place(number, within)

    yield from batch_rows(rows(), PLACED)


def read_names(tasks: Broadcast, batches: Batches) -> Batches:
    """Reads the names of documents: `document` -> `NAMED`."""

    def rows() -> Iterator[tuple[object, ...]]:
        for group in group_by_task(batches):
            documents = TaskDocuments(tasks.value[group.task])
            for document in group.rows["document"].to_pylist():
                yield document, documents.name(document - documents.task.first)

    yield from batch_rows(rows(), NAMED)


def read_starts(tasks: Broadcast, batches: Batches) -> Batches:
    """Reads where the paragraphs of documents begin in their raw texts: `document` -> `STANDING`."""

    def rows() -> Iterator[tuple[object, ...]]:
        for group in group_by_task(batches):
            documents = TaskDocuments(tasks.value[group.task])
            for document in group.rows["document"].to_pylist():
                for start in documents.starts_of(document - documents.task.first):
                    yield group.task, document, start

    yield from batch_rows(rows(), STANDING)


def list_suppressed(tasks: Broadcast, configuration: Configuration, batches: Batches) -> Batches:
    """Lists the paragraphs that a suppression or a path keeps: tasks -> `STANDING`."""

    def rows() -> Iterator[tuple[object, ...]]:
        for batch in batches:
            for task in batch["task"].to_pylist():
                documents = TaskDocuments(tasks.value[task])
                owners = SourceLookup(configuration, documents.task.sources)
                for number in range(len(documents)):
                    frame = documents.frame(number)
                    corpus = MemoryCorpus([frame.member(owners.pipeline(frame.name))])
                    for _, start in find_suppressed(corpus, configuration.pipeline).reports:
                        yield task, documents.task.first + number, start

    yield from batch_rows(rows(), STANDING)


def list_rejected(tasks: Broadcast, configuration: Configuration, batches: Batches) -> Batches:
    """Lists the paragraphs whose drop a reviewer rejected, with the report: `FOUND` -> `REJECTED`."""

    def rows() -> Iterator[tuple[object, ...]]:
        for group in group_by_task(batches):
            documents = TaskDocuments(tasks.value[group.task])
            for case in _group_documents(documents, group.rows.to_pylist(), configuration):
                pins = find_rejected(case.corpus, case.decision, configuration.pipeline)
                for (_, start), edit in pins.reports.items():
                    report = None if edit is None else json_codec.encode_struct(edit).decode()
                    yield group.task, documents.task.first + case.number, start, report

    yield from batch_rows(rows(), REJECTED)


def take_out(
    tasks: Broadcast, folder: ScratchFile, configuration: Configuration, batches: Batches
) -> Batches:
    """Writes the documents that lose something, each with its `pipeline_changed_more`: `FOUND` -> `LOST`."""
    for group in group_by_task(batches):
        documents = TaskDocuments(tasks.value[group.task])
        changed_more: dict[int, bool] = {}
        rows = group.rows.to_pylist()
        frames = _apply_losses(_group_documents(documents, rows, configuration), configuration, changed_more)
        changes = write_changes(documents, folder, frames)
        if changes is not None:
            files = (changes.frames.name, changes.places.name)
            first = documents.task.first
            yield from batch_rows(
                ((group.task, first + number, more, *files) for number, more in changed_more.items()), LOST
            )


def _apply_losses(
    cases: Iterable[DecidedDocument], configuration: Configuration, changed_more: dict[int, bool]
) -> Iterator[tuple[int, Frame]]:
    pipeline = configuration.pipeline
    for case in cases:
        removals = select_removals(case.corpus, case.decision, case.pinned, pipeline)
        for _, loss in group_losses(case.corpus, removals):
            remainder = apply_loss(case.corpus[0], loss, pipeline)
            changed_more[case.number] = remainder.pipeline_changed_more
            yield case.number, case.frame.with_member(remainder.member)


def write_reports(
    tasks: Broadcast,
    after: Broadcast,
    folder: ScratchFile,
    configuration: Configuration,
    dropping: bool,
    batches: Batches,
) -> Batches:
    """Writes the documents of which something is reported: `FOUND` -> `LOST`.

    `after` are the tasks as they are now, `tasks` as they were when the decision was made. Without `dropping`
    none of its drops was applied.
    """
    for group in group_by_task(batches):
        before = TaskDocuments(tasks.value[group.task])
        documents = TaskDocuments(after.value[group.task])
        reported: dict[int, bool] = {}
        cases = _group_documents(before, group.rows.to_pylist(), configuration)
        frames = _report_documents(cases, documents, configuration, reported, dropping=dropping)
        changes = write_changes(documents, folder, frames)
        if changes is not None:
            files = (changes.frames.name, changes.places.name)
            first = documents.task.first
            yield from batch_rows(((group.task, first + number, False, *files) for number in reported), LOST)


def _report_documents(
    cases: Iterable[DecidedDocument],
    documents: TaskDocuments,
    configuration: Configuration,
    reported: dict[int, bool],
    *,
    dropping: bool,
) -> Iterator[tuple[int, Frame]]:
    pipeline = configuration.pipeline
    for case in cases:
        removals = select_removals(case.corpus, case.decision, case.pinned, pipeline) if dropping else {}
        frame = documents.frame(case.number)
        member = frame.member(case.corpus.pipeline(0))
        every = (*case.decision.drops, *case.suppressed)
        decision = CorpusDecision(every, case.decision.notes)
        rejections = {key: edit for key, edit in case.pins.items() if edit is not None}
        after = MemoryCorpus([member])
        for _, changed in find_reports(after, case.corpus, decision, removals, pipeline, rejections):
            reported[case.number] = True
            yield case.number, frame.with_member(changed)


def _group_documents(
    documents: TaskDocuments, rows: Iterable[Mapping[str, object]], configuration: Configuration
) -> Iterator[DecidedDocument]:
    owners = SourceLookup(configuration, documents.task.sources)
    every = (DecisionRow(**row) for row in rows)  # type: ignore[arg-type]
    for document, group in groupby(every, key=attrgetter("document")):
        number = document - documents.task.first
        frame = documents.frame(number)
        member = frame.member(owners.pipeline(frame.name))
        yield _decide_document(number, frame, member, list(group), int(documents.starts[number]))


def _decide_document(
    number: int, frame: Frame, member: Member, rows: Sequence[DecisionRow], first: int
) -> DecidedDocument:
    """Makes of the rows of one document a decision over a corpus of it alone; `first` is its first place."""
    found = sorted((row for row in rows if row.kind in (DROP, NOTE, SUPPRESSED)), key=attrgetter("place"))
    whole = next((row.partner for row in rows if row.kind == WHOLE), "")
    corpus = SingleDocument(member, [row.partner for row in found], whole)
    by_kind: dict[int, list[Resemblance]] = {DROP: [], NOTE: [], SUPPRESSED: []}
    for index, row in enumerate(found):
        comparison = Comparison(row.similarity, row.containment, row.verdict, row.reason)  # type: ignore[arg-type]
        by_kind[row.kind].append(Resemblance(row.place - first, -1 - index, row.rule, comparison))
    wholes = (DocumentDrop(0, -1),) if whole else ()
    pins = {ParagraphKey(0, row.start): _decode_report(row.edit) for row in rows if row.kind == STAYS}
    decision = CorpusDecision(tuple(by_kind[DROP]), tuple(by_kind[NOTE]), wholes)
    return DecidedDocument(
        number, frame, corpus, decision, tuple(by_kind[SUPPRESSED]), find_numbers(corpus, pins), pins
    )


def _decode_report(edit: str | None) -> Edit | None:
    return None if edit is None else json_codec.decode_struct(edit.encode(), Edit)
