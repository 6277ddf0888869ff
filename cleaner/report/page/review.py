"""What the page shows, gathered from a cleaned corpus, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.decisions import Decisions, Mark, mark_document
from cleaner.finding import Finding, locate_edits
from cleaner.report import difference, evidence
from cleaner.report.page.doubt import doubt
from cleaner.report.page.visible import marked, visible
from cleaner.report.text import message
from cleaner.store.archive import Archive, Partner, find_paragraph
from cleaner.store.manifest import DocumentRecord, Manifest
from cleaner.store.trail import DecodedDocument
from cleaner.text import find_paragraphs

CONTEXT = 90
SPARE = 1_000
BINS = 20
LONGEST = 1_500
"""Characters of context on each side, and of one text that was removed or put in."""


class Shown(NamedTuple):
    """A finding as the page shows it. `parts` are runs of text with what became of each."""

    document: str
    finding: Finding
    mark: Mark
    doubt: float
    before: str
    parts: Sequence[tuple[str, str]]
    after: str
    says: str
    evidence: Sequence[str]
    partner: Partner | None


@dataclass(frozen=True, slots=True)
class Review:
    """All of it: the manifest, the findings with the most doubtful first, and figures for the pictures."""

    name: str
    manifest: Manifest
    documents: Sequence[DocumentRecord]
    """All of a small corpus; of a larger one those that the findings are of."""
    findings: Sequence[Shown]
    total: int
    whats: Mapping[str, str]
    """What each rule finds, in a sentence."""
    partners: Mapping[Partner, str]
    lengths: tuple[Counter[int], Counter[int]]
    """Paragraphs by the power of two that their length in characters reaches, raw and clean."""
    similarities: Counter[tuple[int, bool]]
    """Of every duplicate and revision that was compared: the similarity in twentieths, and whether it was
    removed."""
    threshold: float
    decisions: Decisions


def review(archive: Archive, decisions: Decisions, *, most: int) -> Review:
    """Reads every document once, and the partners of duplicates once more. Raises `DamageError`."""
    threshold = _threshold(archive.manifest)
    raw, clean = Counter[int](), Counter[int]()
    found: list[Shown] = []
    similarities = Counter[tuple[int, bool]]()
    total = 0
    for _, entry in archive.entries():
        for text, lengths in ((entry.document.raw, raw), (entry.document.text, clean)):
            lengths.update((span.end - span.start).bit_length() - 1 for span in find_paragraphs(text))
        for shown in _shown(archive, entry, threshold):
            found.append(shown)
            total += 1
            similarity = shown.finding.evidence.get("similarity")
            if isinstance(similarity, float):
                column = min(BINS - 1, max(0, int(similarity * BINS)))
                similarities[column, shown.finding.changes] += 1
        if len(found) > 2 * most + SPARE:
            found = _doubtful(found, most)
    kept = _doubtful(found, most)
    partners = _partners(archive, {shown.partner for shown in kept if shown.partner and shown.partner.line})
    return Review(
        name=archive.folder.resolve().name,
        manifest=archive.manifest,
        documents=list(_listed(archive, {shown.document for shown in kept})),
        findings=[_compared(shown, partners) for shown in kept],
        total=total,
        whats={rule: archive.rules[rule].what for rule in archive.manifest.rules},
        partners={partner: visible(text, most=2 * LONGEST) for partner, text in partners.items()},
        lengths=(raw, clean),
        similarities=similarities,
        threshold=threshold,
        decisions=decisions,
    )


def _doubtful(found: list[Shown], most: int) -> list[Shown]:
    """The most doubtful, in the order of the corpus where they are equally so."""
    return sorted(found, key=lambda shown: -shown.doubt)[:most]


def _listed(archive: Archive, shown: set[str]) -> Iterator[DocumentRecord]:
    every = bool(archive.manifest.documents)
    return (record for record in archive.records() if every or record.name in shown)


def _threshold(manifest: Manifest) -> float:
    settings = manifest.configuration.get("settings")
    told = settings.get("threshold") if isinstance(settings, dict) else None
    return float(told) if isinstance(told, int | float) else 0.0


def _shown(archive: Archive, entry: DecodedDocument, threshold: float) -> Iterator[Shown]:
    raw = entry.document.raw
    for (finding, _), mark in zip(
        locate_edits(entry.document, archive.rules), mark_document(entry.document), strict=True
    ):
        start, end = finding.span
        yield Shown(
            entry.name,
            finding,
            mark,
            doubt(finding, threshold),
            visible(raw[max(0, start - CONTEXT) : start], most=CONTEXT),
            _parts(finding),
            visible(raw[end : end + CONTEXT], most=CONTEXT),
            message(finding),
            [visible(line, most=400) for line in evidence.lines(finding.evidence)],
            Partner.of(finding.rule.id, finding.evidence),
        )


def _parts(finding: Finding) -> list[tuple[str, str]]:
    if finding.replacement is None:
        return [("same", marked(finding.removed, most=LONGEST))] if finding.removed else []
    texts = (("old", finding.removed), ("new", finding.replacement))
    return [(kind, marked(text, most=LONGEST)) for kind, text in texts if text]


def _partners(archive: Archive, wanted: set[Partner]) -> dict[Partner, str]:
    """The texts of partner paragraphs, each document read once."""
    found: dict[Partner, str] = {}
    lines: dict[str, list[Partner]] = {}
    for partner in wanted:
        lines.setdefault(partner.document, []).append(partner)
    for record, entry in archive.entries(lines.keys()):
        for partner in sorted(lines[record.name]) if record.status == "written" else ():
            span = find_paragraph(entry, partner.line or 0)
            if span is not None:
                found[partner] = entry.document.text[span.start : span.end]
    return found


def _compared(shown: Shown, partners: Mapping[Partner, str]) -> Shown:
    """A duplicate with its text compared, word by word, to the paragraph that was kept."""
    kept = partners.get(shown.partner) if shown.partner else None
    if kept is None:
        return shown
    parts = difference.words(shown.finding.removed.strip(), kept)
    return shown._replace(parts=[(part.kind, visible(part.text, most=LONGEST)) for part in parts])
