"""A corpus: prepare each document, decide the duplicates over all of them, and say what is to be written.

Pure of files and processes: bytes in, outcomes out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner import __version__
from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.decisions import Decisions, marks
from cleaner.duplicates.settle import settle
from cleaner.duplicates.view import Member
from cleaner.errors import InputError, StageError
from cleaner.formats.decode import decode
from cleaner.formats.decode import findings as form
from cleaner.formats.sources import Source, Sources
from cleaner.formats.txt import read
from cleaner.outcome import Outcome
from cleaner.pipeline import Pipeline
from cleaner.store import manifest, trail
from cleaner.store.manifest import Manifest, RuleCount, TrailLevel, sha256
from cleaner.text import Document, paragraphs


def prepare(name: str, data: bytes, configuration: Configuration, pipeline: Pipeline) -> Outcome:
    """Decodes and cleans one document; looks at no other. A stage's bug costs the document, not the run."""
    decoded = decode(data, configuration.encoding)
    try:
        document = pipeline.run(decoded.text)
    except StageError as bug:
        problem = InputError(f"cannot be cleaned: {bug}", path=name, remedy="a bug of ours: please report it")
        return Outcome(name, data, decoded, Document.of(""), problem)
    stray = _first_surrogate(document.text)
    if stray is not None:
        place = document.offsets.to_raw(stray).start
        error = InputError(
            f"character {place + 1} cannot be written as UTF-8",
            path=name,
            remedy="do not ignore encoding.stray-byte, or name the encoding",
        )
        return Outcome(name, data, decoded, Document.of(""), error)
    judged = (pipeline.policy.judge(edit, decoded.text) for edit in form(decoded))
    reports = [edit for edit in judged if edit is not None]
    return Outcome(name, data, decoded, document.reported_first("encoding", reports), pipeline=pipeline)


def _first_surrogate(text: str) -> int | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


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
    settled = iter(settle(members, configuration.looked_for, pipeline, reference=reference))
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
    pipelines = Pipelines(configuration)
    before = pipelines.reference(reference)
    outcome = pipelines.prepare(Source(name, Path(name)), data)
    before += known(index, [outcome], configuration)
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
    pipelines = Pipelines(configuration)
    reference = pipelines.reference(sources.reference)
    outcomes = [
        Outcome(refused.name, b"", None, Document.of(""), refused.error) for refused in sources.refused
    ]
    for source in sources.documents:
        try:
            data = read(source.path)
        except InputError as error:
            outcomes.append(Outcome(source.name, b"", None, Document.of(""), error))
        else:
            outcomes.append(pipelines.prepare(source, data))
        tick()
    position = {source.name: index for index, source in enumerate(sources.documents)}
    outcomes.sort(key=lambda outcome: position.get(outcome.name, -1))
    itself = {source.path.as_posix() for source in sources.documents}
    reference += known(index, outcomes, configuration, itself)
    decided = decide([*reference, *outcomes], configuration, configuration.pipeline, len(reference))
    return decided[len(reference) :]


def known(
    path: Path | None,
    outcomes: Iterable[Outcome],
    configuration: Configuration,
    itself: Collection[str] = frozenset(),
) -> list[Outcome]:
    """The paragraphs of an index that these documents meet, as documents. A document that is in the index
    under its own name, or its path (one of `itself`), is not compared with itself."""
    if path is None:
        return []
    from cleaner.duplicates.index import Index

    judged = {outcome.name for outcome in outcomes}.union(itself)
    texts = [
        outcome.document.text[span.start : span.end]
        for outcome in outcomes
        for span in paragraphs(outcome.document.text)
    ]
    met: dict[str, dict[int, str]] = {}
    with Index.open(path, configuration.settings) as index:
        for old in index.reference(texts) if texts else ():
            line = " ".join(old.text.split())  # one line is one paragraph, whatever stands around it
            if line and old.document not in judged:
                met.setdefault(old.document, {})[old.position] = line
    return [
        Outcome(name, b"", None, Document.of("\n\n".join(found.values())), positions=tuple(found))
        for name, found in met.items()
    ]


class Pipelines:
    """The pipeline of each document: one for all of them, but for those whose path says otherwise."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._made: dict[Configuration, Pipeline] = {}

    def prepare(self, source: Source, data: bytes) -> Outcome:
        """Decodes and cleans a document under the options of its path."""
        local = self._configuration.at(source.name, source.path)
        if local not in self._made:
            self._made[local] = local.pipeline
        return prepare(source.name, data, local, self._made[local])

    def reference(self, sources: Iterable[Source]) -> list[Outcome]:
        """The documents that others are compared with. Raises `InputError` for one that cannot be read."""
        outcomes = (self.prepare(source, read(source.path)) for source in sources)
        return [outcome for outcome in outcomes if outcome.problem is None]


def plan(
    sources: Sources,
    outcomes: Sequence[Outcome],
    configuration: Configuration,
    level: TrailLevel = "full",
) -> dict[str, bytes]:
    """Every file of the output folder by name: outputs, quarantine, trail, and the manifest last."""
    files = {
        outcome.name: outcome.document.text.encode() for outcome in outcomes if outcome.status == "written"
    }
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
    digests = {name: sha256(data) for name, data in trails.items()}
    made = summarize(sources, outcomes, configuration, digests, level)
    return files | trails | {manifest.NAME: made.encode()}


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
    return Manifest(
        format=manifest.FORMAT,
        version=__version__,
        configuration=configuration.record(),
        configuration_sha256=configuration.sha256,
        roots=list(sources.roots),
        skipped=dict(sources.skipped),
        counts=manifest.count(records),
        rules=_rule_counts(done),
        trail=level,
        trail_sha256=dict(trails),
        documents=records,
    )


def unmatched(outcomes: Iterable[Outcome], decisions: Decisions) -> int:
    """How many rejections of single findings met none of these documents: their text has changed, or gone."""
    rejected = {mark for mark, verdict in decisions.marks.items() if verdict == "reject"}
    for outcome in outcomes if rejected else ():
        edits = (edit for step in outcome.document.trail for edit in step.edits)
        for edit, mark in zip(edits, marks(outcome.document), strict=True):
            if edit.evidence.get("decision") == "reject":
                rejected.discard(mark)
    return len(rejected)


def _rule_counts(outcomes: Iterable[Outcome]) -> dict[str, RuleCount]:
    edits = (edit for outcome in outcomes for step in outcome.document.trail for edit in step.edits)
    totals = trail.count(edits)
    return {rule: RuleCount(**totals[rule]) for rule in RULES if rule in totals}
