"""Cleans a corpus in memory: prepares each document and decides the duplicates over all of them.

It starts no process and writes no file: bytes go in, outcomes come out. `cleaner.corpus.run` does the same in
bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.documents import DocumentPreparer, FilePart, for_record_texts, prepare_text
from cleaner.corpus.index_reference import find_reference
from cleaner.corpus.repeated_ids import refuse_outcomes
from cleaner.decisions import Decisions, mark_document
from cleaner.duplicates.machine_view import clean_members
from cleaner.duplicates.member import Member
from cleaner.formats.sources import Sources
from cleaner.outcome import Outcome
from cleaner.structure import NO_HINTS, Hints
from cleaner.text import Document, find_paragraphs


def decide(outcomes: Sequence[Outcome], configuration: Configuration, reference: int = 0) -> list[Outcome]:
    """Returns the outcomes after the duplicates stage, in the same order.

    They must come in the order of the corpus, in which an earlier paragraph wins. Of the first `reference`
    nothing is dropped.
    """
    if configuration.duplicates == "off":
        return list(outcomes)
    # A document in quarantine is no partner: what repeats it is all that the output has of the paragraph.
    readable = [outcome for outcome in outcomes if outcome.problem is None]
    members = [
        Member(outcome.name, outcome.document, "", outcome.pipeline, outcome.positions, outcome.hints)
        for outcome in readable
    ]
    cleaned = iter(
        clean_members(members, configuration.duplicate_settings, configuration.pipeline, reference=reference)
    )
    return [
        outcome
        if outcome.problem is not None
        else replace(outcome, document=(member := next(cleaned)).document, partner=member.partner)
        for outcome in outcomes
    ]


class NamedText(NamedTuple):
    """A text of a record: its name, and what its record says of it."""

    name: str
    text: str
    hints: Hints = NO_HINTS


def clean_texts(texts: Iterable[NamedText], configuration: Configuration) -> list[Outcome]:
    """Cleans texts as one corpus of records, in this order."""
    pipeline = for_record_texts(configuration.pipeline)
    outcomes = [prepare_text(each.name, each.text, pipeline.with_hints(each.hints)) for each in texts]
    return decide(outcomes, configuration)


def clean_sources(
    sources: Sources,
    configuration: Configuration,
    tick: Callable[[], None] = lambda: None,
    index: Path | None = None,
) -> list[Outcome]:
    """Reads, prepares and decides; `tick` is called after each file. Writes nothing.

    Documents of the reference, and paragraphs of the index that may be like those of the files, come first in
    the decision, and are not returned. Raises `InputError` for one of the reference that cannot be read: a
    comparison with a part of it would say too little.
    """
    pipelines = DocumentPreparer(configuration)
    reference = pipelines.reference(sources.reference)
    outcomes = [
        Outcome(refused.name, b"", None, Document.of(""), refused.error) for refused in sources.refused
    ]
    for source in sources.documents:
        outcomes += pipelines.documents(FilePart(source))
        tick()
    # An index that was made of these files holds them under their paths.
    names = {source.path.as_posix() for source in sources.documents}
    return decide_against(reference, outcomes, configuration, index, names)


def decide_against(
    reference: Sequence[Outcome],
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    index: Path | None = None,
    names: Collection[str] = frozenset(),
) -> list[Outcome]:
    """Returns the outcomes after the decision over all of them, behind the reference and the index.

    What the index holds under one of their names, or of `names`, is not compared with them.
    """
    has_ids = configuration.reading.id_field is not None
    # Before the decision: a record in quarantine must not be the partner of a drop.
    done = list(refuse_outcomes(outcomes) if has_ids else outcomes)
    before = [*reference, *_find_reference(index, done, configuration, names)]
    return decide([*before, *done], configuration, len(before))[len(before) :]


def _find_reference(
    path: Path | None,
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    names: Collection[str] = frozenset(),
) -> list[Outcome]:
    # A generator: an index is asked for some thousand paragraphs at once.
    texts = (
        outcome.document.text[span.start : span.end]
        for outcome in outcomes
        for span in find_paragraphs(outcome.document.text)
    )
    names = {outcome.name for outcome in outcomes}.union(names)
    return find_reference(path, texts, configuration.settings, names)


def count_unmatched(outcomes: Iterable[Outcome], decisions: Decisions) -> int:
    """Counts the rejections of single findings that meet no document: their text has changed or gone."""
    rejected = {mark for mark, verdict in decisions.marks.items() if verdict == "reject"}
    for outcome in outcomes if rejected else ():
        edits = (edit for step in outcome.document.trail for edit in step.edits)
        for edit, mark in zip(edits, mark_document(outcome.document), strict=True):
            if edit.evidence.get("decision") == "reject":
                rejected.discard(mark)
    return len(rejected)
