"""Collects what the page shows from a cleaned corpus, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.decisions import Decisions, Mark, mark_document
from cleaner.finding import Finding, locate_edits
from cleaner.report import evidence, word_diff
from cleaner.report.block_kinds import name_kinds, read_text
from cleaner.report.page.doubt import score_doubt
from cleaner.report.page.visible import make_change_visible, make_visible
from cleaner.report.text import describe_finding
from cleaner.store.archive import Archive, Partner, find_paragraph
from cleaner.store.manifest import DocumentRecord, Manifest
from cleaner.store.trail import DecodedDocument
from cleaner.structure import Kind
from cleaner.text import find_paragraphs

CONTEXT = 90
"""Characters of context on each side of a finding."""
SPARE = 1_000
"""Findings past twice the number to show, at which the least doubtful are dropped: memory stays bounded."""
BINS = 20
"""Columns of the picture of similarities."""
LONGEST = 1_500
"""Characters of a removed or inserted text that are shown."""


class ReviewFinding(NamedTuple):
    """A finding as the page shows it. `kinds` are those of the blocks that it touches in the raw text.
    `parts` are runs of text, each with `same`, `old` or `new`."""

    document: str
    finding: Finding
    mark: Mark
    doubt: float
    kinds: Sequence[Kind]
    before: str
    parts: Sequence[tuple[str, str]]
    after: str
    says: str
    evidence: Sequence[str]
    partner: Partner | None


@dataclass(frozen=True, slots=True)
class Review:
    """All that the page shows: the manifest, the findings, the most doubtful first, and figures."""

    name: str
    manifest: Manifest
    documents: Sequence[DocumentRecord]
    """All of a small corpus; of a larger one those that the findings are of."""
    findings: Sequence[ReviewFinding]
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


def collect_review(archive: Archive, decisions: Decisions, *, most: int) -> Review:
    """Collects a review: reads every document once, and the partners of duplicates once more.

    Raises `DamageError`.
    """
    threshold = _read_threshold(archive.manifest)
    raw, clean = Counter[int](), Counter[int]()
    findings: list[ReviewFinding] = []
    similarities = Counter[tuple[int, bool]]()
    total = 0
    for record, entry in archive.stream_entries():
        for text, lengths in ((entry.document.raw, raw), (entry.document.text, clean)):
            lengths.update((span.end - span.start).bit_length() - 1 for span in find_paragraphs(text))
        for item in _review_findings(archive, record, entry, threshold):
            findings.append(item)
            total += 1
            _count_similarity(item.finding, similarities)
        # Now and then, not each time: a sort for every finding would cost more than the reading.
        if len(findings) > 2 * most + SPARE:
            findings = _take_most_doubtful(findings, most)
    findings = _take_most_doubtful(findings, most)
    # Only now: most findings of a large corpus are dropped above, and their partners need no second read.
    partners = _read_partners(
        archive, {item.partner for item in findings if item.partner and item.partner.line}
    )
    return Review(
        name=archive.folder.resolve().name,
        manifest=archive.manifest,
        documents=list(_list_documents(archive, {item.document for item in findings})),
        findings=[_compare_with_partner(item, partners) for item in findings],
        total=total,
        whats={rule: archive.rules[rule].what for rule in archive.manifest.rules},
        partners={partner: make_visible(text, most=2 * LONGEST) for partner, text in partners.items()},
        lengths=(raw, clean),
        similarities=similarities,
        threshold=threshold,
        decisions=decisions,
    )


def _count_similarity(finding: Finding, similarities: Counter[tuple[int, bool]]) -> None:
    """Counts a duplicate or revision in its column of the picture."""
    similarity = finding.evidence.get("similarity")
    if isinstance(similarity, float):
        # A similarity of exactly 1 belongs to the last column.
        column = min(BINS - 1, max(0, int(similarity * BINS)))
        similarities[column, finding.changes] += 1


def _take_most_doubtful(findings: list[ReviewFinding], most: int) -> list[ReviewFinding]:
    """Returns the most doubtful findings; equally doubtful ones stay in the order of the corpus."""
    return sorted(findings, key=lambda item: -item.doubt)[:most]


def _list_documents(archive: Archive, names: set[str]) -> Iterator[DocumentRecord]:
    # The manifest lists the documents of a small corpus alone.
    is_small = bool(archive.manifest.documents)
    return (record for record in archive.stream_records() if is_small or record.name in names)


def _read_threshold(manifest: Manifest) -> float:
    settings = manifest.configuration.get("settings")
    threshold = settings.get("threshold") if isinstance(settings, dict) else None
    return float(threshold) if isinstance(threshold, int | float) else 0.0


def _review_findings(
    archive: Archive, record: DocumentRecord, entry: DecodedDocument, threshold: float
) -> Iterator[ReviewFinding]:
    raw = entry.document.raw
    text = read_text(raw, record.hints)
    for (finding, _), mark in zip(
        locate_edits(entry.document, archive.rules), mark_document(entry.document), strict=True
    ):
        start, end = finding.span
        yield ReviewFinding(
            entry.name,
            finding,
            mark,
            score_doubt(finding, threshold),
            name_kinds(text, finding.span),
            make_visible(raw[max(0, start - CONTEXT) : start], most=CONTEXT),
            _split_parts(finding),
            make_visible(raw[end : end + CONTEXT], most=CONTEXT),
            describe_finding(finding),
            [make_visible(line, most=400) for line in evidence.describe_evidence(finding.evidence)],
            Partner.of(finding.rule.id, finding.evidence),
        )


def _split_parts(finding: Finding) -> list[tuple[str, str]]:
    if finding.replacement is None:
        return [("same", make_change_visible(finding.removed, most=LONGEST))] if finding.removed else []
    texts = (("old", finding.removed), ("new", finding.replacement))
    return [(kind, make_change_visible(text, most=LONGEST)) for kind, text in texts if text]


def _read_partners(archive: Archive, partners: set[Partner]) -> dict[Partner, str]:
    """Returns the texts of partner paragraphs; each document is read once."""
    texts: dict[Partner, str] = {}
    by_document: dict[str, list[Partner]] = {}
    for partner in partners:
        by_document.setdefault(partner.document, []).append(partner)
    for record, entry in archive.stream_entries(by_document.keys()):
        for partner in sorted(by_document[record.name]) if record.status == "written" else ():
            span = find_paragraph(entry, partner.line or 0)
            if span is not None:
                texts[partner] = entry.document.text[span.start : span.end]
    return texts


def _compare_with_partner(item: ReviewFinding, partners: Mapping[Partner, str]) -> ReviewFinding:
    """Returns a duplicate with its text compared, word by word, to its partner paragraph."""
    partner_text = partners.get(item.partner) if item.partner else None
    if partner_text is None:
        return item
    parts = word_diff.compare_words(item.finding.removed.strip(), partner_text)
    return item._replace(parts=[(part.kind, make_visible(part.text, most=LONGEST)) for part in parts])
