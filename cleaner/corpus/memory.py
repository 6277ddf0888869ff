"""A corpus in memory: prepare each document, decide the duplicates over all of them, and say what is written.

Pure of processes and of files that are written: bytes in, outcomes out. `cleaner.corpus.run` does the same in
bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus.documents import DocumentPreparer, FilePart
from cleaner.corpus.index_reference import find_reference
from cleaner.corpus.manifest_builder import manifest_of
from cleaner.corpus.packing import encode_line, held
from cleaner.corpus.tally import Tally
from cleaner.decisions import Decisions, mark_document
from cleaner.duplicates.machine_view import clean_members
from cleaner.duplicates.member import Member
from cleaner.errors import InputError
from cleaner.formats.sources import Source, Sources
from cleaner.hashing import sha256_hex
from cleaner.outcome import Outcome
from cleaner.pipeline import Pipeline
from cleaner.store import manifest, trail
from cleaner.store.jsonl_output import Packed
from cleaner.store.manifest import Manifest, RecordPlace, TrailLevel
from cleaner.text import Document, find_paragraphs


def decide(
    outcomes: Sequence[Outcome], configuration: Configuration, pipeline: Pipeline, reference: int = 0
) -> list[Outcome]:
    """The outcomes after the corpus-level stage. They must come in the one order; of the first `reference`
    nothing is dropped."""
    if configuration.duplicates == "off":
        return list(outcomes)
    readable = [outcome for outcome in outcomes if outcome.problem is None]
    members = [
        Member(outcome.name, outcome.document, "", outcome.pipeline, outcome.positions)
        for outcome in readable
    ]
    settled = iter(clean_members(members, configuration.looked_for, pipeline, reference=reference))
    return [
        outcome
        if outcome.problem is not None
        else replace(outcome, document=(member := next(settled)).document, partner=member.partner)
        for outcome in outcomes
    ]


def clean_bytes(
    name: str,
    data: bytes,
    configuration: Configuration,
    reference: Iterable[Source] = (),
    index: Path | None = None,
) -> Outcome:
    """A corpus of one document, and of those of the reference and the index, which rank before it."""
    pipelines = DocumentPreparer(configuration)
    before = pipelines.reference(reference)
    outcome = pipelines.prepare(Source(name, Path(name)), data)
    before += _known(index, [outcome], configuration)
    return decide([*before, outcome], configuration, configuration.pipeline, len(before))[-1]


def clean_sources(
    sources: Sources,
    configuration: Configuration,
    tick: Callable[[], None] = lambda: None,
    index: Path | None = None,
) -> list[Outcome]:
    """Reads, prepares and decides; `tick` is called after each document. Writes nothing.

    Documents of the reference, and what the index knows like the paragraphs that are read, come first in the
    decision, and not in what is returned. Raises `InputError`
    for one that cannot be read: a comparison with a part of them would say too little.
    """
    pipelines = DocumentPreparer(configuration)
    reference = pipelines.reference(sources.reference)
    outcomes = [
        Outcome(refused.name, b"", None, Document.of(""), refused.error) for refused in sources.refused
    ]
    for source in sources.documents:
        outcomes += pipelines.documents(FilePart(source))
        tick()
    itself = {source.path.as_posix() for source in sources.documents}
    return decide_against(reference, outcomes, configuration, index, itself)


def decide_against(
    reference: Sequence[Outcome],
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    index: Path | None = None,
    itself: Collection[str] = frozenset(),
) -> list[Outcome]:
    """The outcomes after the decision over all of them, behind the reference and what the index knows.

    What the index holds under a name of theirs, or one of `itself`, is not compared with them.
    """
    done = list(without_repeated_ids(outcomes, configuration))
    before = [*reference, *_known(index, done, configuration, itself)]
    return decide([*before, *done], configuration, configuration.pipeline, len(before))[len(before) :]


def without_repeated_ids(outcomes: Iterable[Outcome], configuration: Configuration) -> Iterator[Outcome]:
    """Of several records with one id the first stays: nobody could tell the others from it."""
    owners: dict[str, tuple[str, int]] = {}
    for outcome in outcomes:
        place = outcome.place
        if configuration.reading.id_field is None or place is None or not place.id:
            yield outcome
            continue
        record = (place.file, place.number)
        if owners.setdefault(place.id, record) == record:
            yield outcome
        else:
            yield replace(outcome, document=Document.of(""), decoded=None, problem=repeated(place))


def repeated(place: RecordPlace) -> InputError:
    """The problem of a record whose id an earlier one has."""
    return InputError(
        f"has the id {place.id!r} of an earlier record",
        path=place.file,
        line=place.number,
        byte=place.offset if place.length else None,  # a row of Parquet has none
        remedy="give each record an id of its own, or do not use --id-field",
    )


def _known(
    path: Path | None,
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    itself: Collection[str] = frozenset(),
) -> list[Outcome]:
    texts = (
        outcome.document.text[span.start : span.end]
        for outcome in outcomes
        for span in find_paragraphs(outcome.document.text)
    )
    own = {outcome.name for outcome in outcomes}.union(itself)
    return find_reference(path, texts, configuration.settings, own)


def plan(
    sources: Sources,
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    level: TrailLevel = "full",
) -> dict[str, bytes]:
    """Every file of the output folder by name: outputs, quarantine, trail, and the manifest last."""
    files, packed = _outputs(outcomes, configuration)
    files |= {
        f"{manifest.QUARANTINE}/{outcome.name}": outcome.data
        for outcome in outcomes
        if outcome.problem is not None and outcome.data
    }
    entries = (
        trail.Entry(outcome.name, outcome.decoded, outcome.document)
        for outcome in outcomes
        if outcome.problem is None and outcome.decoded is not None
    )
    trails = trail.files(level, entries, RULES)
    digests = {name: sha256_hex(data) for name, data in trails.items()}
    made = summarize(sources, outcomes, configuration, digests, level)
    made = msgspec.structs.replace(made, packed=packed)
    return files | trails | {manifest.NAME: made.encode()}


def _outputs(
    outcomes: Iterable[Outcome], configuration: Configuration
) -> tuple[dict[str, bytes], Packed | None]:
    written = [outcome for outcome in outcomes if outcome.status == "written"]
    writing = configuration.writing
    if writing.output_format is None:
        return {outcome.name: outcome.document.text.encode() for outcome in written}, None
    lines = (encode_line(outcome.record(), outcome.document.text) for outcome in written)
    return held(lines, writing.shard_size)


def summarize(
    sources: Sources,
    outcomes: Iterable[Outcome],
    configuration: Configuration,
    trails: Mapping[str, str],
    level: TrailLevel = "full",
) -> Manifest:
    """The manifest of a run."""
    done = list(outcomes)
    records = [outcome.record() for outcome in done]
    tally = Tally.of(records, (edit for o in done for step in o.document.trail for edit in step.edits))
    made = manifest_of(sources, configuration, tally, trails=trails, level=level)
    return msgspec.structs.replace(made, documents=records)


def unmatched(outcomes: Iterable[Outcome], decisions: Decisions) -> int:
    """How many rejections of single findings met none of these documents: their text has changed, or gone."""
    rejected = {mark for mark, verdict in decisions.marks.items() if verdict == "reject"}
    for outcome in outcomes if rejected else ():
        edits = (edit for step in outcome.document.trail for edit in step.edits)
        for edit, mark in zip(edits, mark_document(outcome.document), strict=True):
            if edit.evidence.get("decision") == "reject":
                rejected.discard(mark)
    return len(rejected)
