"""Everything that happened in one place of a document, in order, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from cleaner.errors import UsageError
from cleaner.finding import Finding, locate_edits
from cleaner.report import difference, evidence
from cleaner.report.terminal import shown
from cleaner.report.text import message
from cleaner.store.archive import Archive, Partner, explain_unknown_name, find_paragraph
from cleaner.store.manifest import DocumentRecord
from cleaner.text import Document, Lines, Offsets, Span

MOST = 2_000
"""Characters of a paragraph that are shown."""


class Place(NamedTuple):
    """A line of the clean text or of the raw one, or one column of it; both count from 1. Without a line, all
    of the text.
    """

    line: int | None
    column: int | None = None
    raw: bool = False


class Question(NamedTuple):
    """Documents, and a place in each of them."""

    names: Sequence[str]
    place: Place


def question(archive: Archive, asked: str, *, raw: bool = False) -> Question:
    """What ``FILE:LINE``, ``FILE:LINE:COLUMN`` or ``FILE:RECORD`` means in this corpus, where FILE can be
    that of a record again: the longest name that is one. Without a field, a record is all of its texts. A
    line of packed texts is a record, too.

    Raises `UsageError`.
    """
    found: dict[str, list[DocumentRecord]] = {}
    places = dict(_readings(asked, raw=raw))
    whole: set[str] = set()
    for record, packed in archive.packed():
        names = _names(record)
        if packed:
            names.add(packed)
        for name in names & places.keys():
            found.setdefault(name, []).append(record)
            if record.place is not None or name == packed:
                whole.add(name)
    for name, place in places.items():
        if name in found and (place.line is not None or name in whole):
            return Question([record.name for record in found[name]], place)
    if asked in found or places.keys() == {asked}:
        raise UsageError(f"{asked!r} is no place", remedy="name FILE:LINE, FILE:LINE:COLUMN or FILE:RECORD")
    raise explain_unknown_name(archive, min(places, key=len))


def _readings(asked: str, *, raw: bool) -> Iterator[tuple[str, Place]]:
    """The ways to read a place, the longest name first."""
    yield asked, Place(None, raw=True)
    for pattern in (r"(.+):(\d+)", r"(.+):(\d+):(\d+)"):
        match = re.fullmatch(pattern, asked, re.DOTALL)
        if match is not None:
            name, line, *column = match.groups()
            yield name, Place(int(line), int(column[0]) if column else None, raw)


def _names(record: DocumentRecord) -> set[str]:
    """What a document is called: by its own name, and by that of its record or page."""
    names = {record.name}
    if record.place is not None:
        names.add(f"{record.place.file}:{record.place.number}")
    if record.page is not None:
        names.add((PurePosixPath(record.name).parent / record.page.source).as_posix())
    return names


def lines(archive: Archive, name: str, place: Place) -> Iterator[str]:
    """The answer, as lines for a terminal. Raises `UsageError` for a place that there is not."""
    kept = archive.find(name)
    record, entry = kept.record, kept.entered
    if entry is None:
        yield f"{shown(name, most=4096)} is in quarantine: {shown(record.problem, most=500)}"
        return
    document = entry.document
    if record.status == "dropped" and not (place.raw and place.line is not None):
        yield f"{shown(name, most=4096)} was dropped: all of it stands in {shown(record.partner, most=4096)}"
        place = place if place.line is None else Place(1)
    text = document.raw if place.raw else document.text
    span = _span(text, place)
    if place.line is not None:
        line = text[span.start : span.end].rstrip("\r\n")
        yield f"{'raw' if place.raw else 'clean'} line {place.line}: {shown(line, most=200)}"
    else:
        yield f"{shown(name, most=4096)}: {shown(text, most=200)}"
    found = 0
    for finding, clean in _standing(archive, document):
        if _touches(finding.span if place.raw else clean, span, at_end=span.end == len(text)):
            found += 1
            yield ""
            yield from _told(archive, document, finding, clean)
    if not found:
        yield "nothing was changed or reported here"


def _span(text: str, place: Place) -> Span:
    if place.line is None:
        return Span(0, len(text))
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
    findings = locate_edits(document, archive.rules)
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
    line, column = Lines.of(document.text).locate(clean.start)
    rule = finding.rule
    yield f"round {finding.round}, {finding.stage}: {rule.id} ({rule.certainty})"
    yield f"  raw {finding.line}:{finding.column}, clean {line}:{column}"
    yield f"  {message(finding)}"
    for said in evidence.lines(finding.evidence):
        yield f"  {shown(said, most=400)}"
    kept = _partner_text(archive, Partner.of(finding.rule.id, finding.evidence))
    if kept is not None:
        yield "  word by word, [-only here-] {+only in the one that was kept+}:"
        yield f"  {_marked(finding.removed.strip(), kept)}"


def _partner_text(archive: Archive, partner: Partner | None) -> str | None:
    """The paragraph that the evidence of a duplicate names, as it stands in the clean text."""
    if partner is None or partner.line is None:
        return None
    for record, entry in archive.entries([partner.document]):
        span = find_paragraph(entry, partner.line) if record.status == "written" else None
        return None if span is None else entry.document.text[span.start : span.end]
    return None


def _marked(here: str, kept: str) -> str:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    marked = "".join(marks[part.kind].format(part.text) for part in difference.words(here, kept))
    return shown(marked, most=MOST)
