"""Everything that happened in one place of a document, in order, with the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.errors import UsageError
from cleaner.finding import Finding, placed
from cleaner.report import difference, evidence
from cleaner.report.terminal import shown
from cleaner.report.text import message
from cleaner.store.archive import Archive, paragraph_at
from cleaner.store.trail import Entry
from cleaner.text import Document, Lines, Offsets, Span

MOST = 2_000
"""Characters of a paragraph that are shown."""


class Place(NamedTuple):
    """A line of the clean text or of the raw one, or one column of it; both count from 1."""

    line: int
    column: int | None = None
    raw: bool = False


def lines(archive: Archive, name: str, place: Place) -> Iterator[str]:
    """The answer, as lines for a terminal. Raises `UsageError` for a place that there is not."""
    record = archive.record(name)
    if record.status == "quarantined":
        yield f"{shown(name, most=4096)} is in quarantine: {shown(record.problem, most=500)}"
        return
    entry = archive.entry(name)
    document = entry.document
    if record.status == "dropped" and not place.raw:
        yield f"{shown(name, most=4096)} was dropped: all of it stands in {shown(record.partner, most=4096)}"
        place = Place(1)
    text = document.raw if place.raw else document.text
    span = _span(text, place)
    side = "raw" if place.raw else "clean"
    line = text[span.start : span.end].rstrip("\r\n")
    yield f"{side} line {place.line}: {shown(line, most=200)}"
    found = 0
    for finding, clean in _standing(archive, document):
        if _touches(finding.span if place.raw else clean, span, at_end=span.end == len(text)):
            found += 1
            yield ""
            yield from _told(archive, document, finding, clean)
    if not found:
        yield "nothing was changed or reported here"


def _span(text: str, place: Place) -> Span:
    starts = Lines.of(text).starts
    if not 1 <= place.line <= len(starts):
        raise UsageError(f"there is no line {place.line}", remedy=f"the text has {len(starts)}")
    start = starts[place.line - 1]
    end = starts[place.line] if place.line < len(starts) else len(text)
    if place.column is None:
        return Span(start, end)
    if not 1 <= place.column <= max(1, end - start):
        raise UsageError(f"line {place.line} has no column {place.column}", remedy=f"it has {end - start}")
    return Span(start + place.column - 1, start + place.column)


def _standing(archive: Archive, document: Document) -> Iterator[tuple[Finding, Span]]:
    """Each finding in the order of the trail, with its place in the clean text."""
    findings = placed(document, archive.rules)
    for number, step in enumerate(document.trail):
        after = Offsets.of(document.trail[number:])
        for edit in step.edits:
            finding, _ = next(findings)
            yield finding, after.to_clean(edit.start, edit.end)


def _touches(there: Span, here: Span, *, at_end: bool) -> bool:
    if there.start == there.end:
        return here.start <= there.start < here.end or (at_end and there.start == here.end)
    return there.start < here.end and here.start < there.end


def _told(archive: Archive, document: Document, finding: Finding, clean: Span) -> Iterator[str]:
    line, column = Lines.of(document.text).place(clean.start)
    rule = finding.rule
    yield f"round {finding.round}, {finding.stage}: {rule.id} ({rule.certainty})"
    yield f"  raw {finding.line}:{finding.column}, clean {line}:{column}"
    yield f"  {message(finding)}"
    for said in evidence.lines(finding.evidence):
        yield f"  {shown(said, most=400)}"
    told = finding.evidence.get("partner")
    kept = partner_text(archive, told) if isinstance(told, str) else None
    if kept is not None:
        yield "  word by word, [-only here-] {+only in the one that was kept+}:"
        yield f"  {_marked(finding.removed.strip(), kept)}"


def partner_text(archive: Archive, told: str) -> str | None:
    """The paragraph that the evidence of a duplicate names, as it stands in the clean text."""
    partner = archive.partner(told)
    if partner is None or partner.line is None or archive.record(partner.document).status != "written":
        return None
    entry: Entry = archive.entry(partner.document)
    span = paragraph_at(entry, partner.line)
    return None if span is None else entry.document.text[span.start : span.end]


def _marked(here: str, kept: str) -> str:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    marked = "".join(marks[part.kind].format(part.text) for part in difference.words(here, kept))
    return shown(marked, most=MOST)
