"""Explains a place of a document: all that happened there, in order, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from cleaner.errors import UsageError
from cleaner.finding import Finding, locate_edits
from cleaner.report import evidence, word_diff
from cleaner.report.block_kinds import describe_hints, name_kinds, read_text
from cleaner.report.terminal import escape_text
from cleaner.report.text import describe_finding
from cleaner.store.archive import Archive, Partner, explain_unknown_name, find_paragraph
from cleaner.store.manifest import DocumentRecord
from cleaner.structure import NO_HINTS, Kind
from cleaner.text import Document, Lines, Offsets, Span

MOST = 2_000
"""Characters of a paragraph that are shown."""


class TextPlace(NamedTuple):
    """A line of the clean or the raw text, or one column of it, from 1; without a line, the whole text."""

    line: int | None
    column: int | None = None
    raw: bool = False


class Question(NamedTuple):
    """The documents that a question is about, and the place in each of them."""

    names: Sequence[str]
    place: TextPlace


def parse_question(archive: Archive, argument: str, *, raw: bool = False) -> Question:
    """Parses ``FILE:LINE``, ``FILE:LINE:COLUMN`` or ``FILE:RECORD``, by the names that this corpus has.

    FILE can be a record again: the longest name that exists counts. Without a field, a record is all of its
    texts. A line of packed texts is a record, too. Raises `UsageError` where nothing has such a name.
    """
    records: dict[str, list[DocumentRecord]] = {}
    places = dict(_read_places(argument, raw=raw))
    whole: set[str] = set()
    for record, packed in archive.locate_packed_texts():
        names = _list_names(record)
        if packed:
            names.add(packed)
        for name in names & places.keys():
            records.setdefault(name, []).append(record)
            if record.place is not None or name == packed:
                whole.add(name)
    for name, place in places.items():
        # Only a record can be asked about without a line.
        if name in records and (place.line is not None or name in whole):
            return Question([record.name for record in records[name]], place)
    if argument in records or places.keys() == {argument}:
        raise UsageError(
            f"{argument!r} is no place", remedy="name FILE:LINE, FILE:LINE:COLUMN or FILE:RECORD"
        )
    raise explain_unknown_name(archive, min(places, key=len))


def _read_places(argument: str, *, raw: bool) -> Iterator[tuple[str, TextPlace]]:
    """Yields the ways to read an argument as a name and a place, the longest name first."""
    yield argument, TextPlace(None, raw=True)
    # A name may hold colons and numbers itself, such as a.jsonl:7: each reading is tried.
    for pattern in (r"(.+):(\d{1,18})", r"(.+):(\d{1,18}):(\d{1,18})"):
        match = re.fullmatch(pattern, argument, re.DOTALL)
        if match is not None:
            name, line, *column = match.groups()
            yield name, TextPlace(int(line), int(column[0]) if column else None, raw)


def _list_names(record: DocumentRecord) -> set[str]:
    """Returns the names of a document: its own, and that of its record or page."""
    names = {record.name}
    if record.place is not None:
        names.add(f"{record.place.file}:{record.place.number}")
    if record.page is not None:
        names.add((PurePosixPath(record.name).parent / record.page.source).as_posix())
    return names


def answer(archive: Archive, name: str, place: TextPlace) -> Iterator[str]:
    """Yields the answer as lines for a terminal. Raises `UsageError` for a place that does not exist."""
    archived = archive.find_document(name)
    record, entry = archived.record, archived.get_entry()
    if entry is None:
        yield f"{escape_text(name, most=4096)} is in quarantine: {escape_text(record.problem, most=500)}"
        return
    document = entry.document
    # A dropped document has no clean text; its raw text can still be asked about.
    if record.status == "dropped" and not (place.raw and place.line is not None):
        partner = escape_text(record.partner, most=4096)
        yield f"{escape_text(name, most=4096)} was dropped: all of it stands in {partner}"
        place = place if place.line is None else TextPlace(1)
    text = document.raw if place.raw else document.text
    span = _find_span(text, place)
    if record.hints != NO_HINTS:
        yield describe_hints(record.hints)
    if place.line is not None:
        line = text[span.start : span.end].rstrip("\r\n")
        yield f"{'raw' if place.raw else 'clean'} line {place.line}: {escape_text(line, most=200)}"
    else:
        yield f"{escape_text(name, most=4096)}: {escape_text(text, most=200)}"
    count = 0
    for finding, clean in _place_findings(archive, document):
        if _overlaps(finding.span if place.raw else clean, span, at_end=span.end == len(text)):
            count += 1
            yield ""
            kinds = name_kinds(read_text(document.raw, record.hints), finding.span)
            yield from _describe(archive, document, finding, clean, kinds)
    if not count:
        yield "nothing was changed or reported here"


def _find_span(text: str, place: TextPlace) -> Span:
    """Returns the span of a place. Raises `UsageError` for a line or column that the text does not have."""
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


def _place_findings(archive: Archive, document: Document) -> Iterator[tuple[Finding, Span]]:
    """Yields each finding, in the order of the trail, with its span in the clean text."""
    findings = locate_edits(document, archive.rules)
    for number, step in enumerate(document.trail):
        # An edit counts in the text that its step saw: the steps from this one on lead to the clean text.
        after = Offsets.of(document.trail[number:])
        for edit in step.edits:
            finding, _ = next(findings)
            yield finding, after.to_clean(edit.start, edit.end)


def _overlaps(finding: Span, place: Span, *, at_end: bool) -> bool:
    """Whether a finding touches a place. An empty span belongs to the character behind it, but at the end."""
    if finding.start == finding.end:
        return place.start <= finding.start < place.end or (at_end and finding.start == place.end)
    return finding.start < place.end and place.start < finding.end


def _describe(
    archive: Archive, document: Document, finding: Finding, clean: Span, kinds: Sequence[Kind]
) -> Iterator[str]:
    """Yields what one finding is, where it stands, and its evidence."""
    line, column = Lines.of(document.text).locate(clean.start)
    rule = finding.rule
    yield f"round {finding.round}, {finding.stage}: {rule.id} ({rule.certainty})"
    kind = f", in {' and '.join(kinds)}" if kinds else ""
    yield f"  raw {finding.line}:{finding.column}, clean {line}:{column}{kind}"
    yield f"  {describe_finding(finding)}"
    for description in evidence.describe_evidence(finding.evidence):
        yield f"  {escape_text(description, most=400)}"
    partner_text = _read_partner_text(archive, Partner.of(finding.rule.id, finding.evidence))
    if partner_text is not None:
        yield "  word by word, [-only here-] {+only in the one that was kept+}:"
        yield f"  {_mark_words(finding.removed.strip(), partner_text)}"


def _read_partner_text(archive: Archive, partner: Partner | None) -> str | None:
    """Returns the paragraph that the evidence of a duplicate names, as it stands in the clean text."""
    if partner is None or partner.line is None:
        return None
    for record, entry in archive.stream_entries([partner.document]):
        span = find_paragraph(entry, partner.line) if record.status == "written" else None
        return None if span is None else entry.document.text[span.start : span.end]
    return None


def _mark_words(removed: str, kept: str) -> str:
    """Marks the words that only one of two paragraphs has."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    text = "".join(marks[run.kind].format(run.text) for run in word_diff.compare_words(removed, kept))
    return escape_text(text, most=MOST)
