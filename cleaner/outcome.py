"""The result of cleaning one document: its edits, its problem if there is one, and its record in the
manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from msgspec import UNSET

from cleaner.catalogue import RULES
from cleaner.duplicates.rules import DOCUMENT, STAGE
from cleaner.errors import InputError
from cleaner.finding import Finding, list_findings
from cleaner.formats.encoding_detection import DecodedText
from cleaner.hashing import sha256_hex
from cleaner.pipeline import Pipeline, collect_metadata
from cleaner.store.manifest import DocumentRecord, PagePlace, RecordPlace
from cleaner.structure import NO_HINTS, Hints
from cleaner.text import Document, find_paragraphs


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of cleaning one document: its bytes, how they were decoded, and the document with its trail.

    `problem` is set where it could not be read or cleaned: then `document` is empty, and `data`, if there is
    any, goes to quarantine. `partner` is the name of the document that all of it repeats, else "".
    `pipeline` is that of its path. `positions` are those of its paragraphs in an index (see `Member`).
    `place` is where a text of a record stands; its `data` is the text as UTF-8. `page` is the page that a
    text was extracted from, and `metadata` its title, date and language. `hints` are what the caller said of
    the text, by its path or in its record.
    """

    name: str
    data: bytes
    decoded: DecodedText | None
    document: Document
    problem: InputError | None = None
    partner: str = ""
    pipeline: Pipeline | None = None
    positions: tuple[int, ...] = ()
    place: RecordPlace | None = None
    page: PagePlace | None = None
    hints: Hints = NO_HINTS
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the file that the document is, or that holds its record."""
        return self.name if self.place is None else self.place.file

    @property
    def status(self) -> str:
        """``written``, ``dropped`` or ``quarantined``."""
        if self.problem is not None:
            return "quarantined"
        return "dropped" if self.partner else "written"

    @property
    def unread(self) -> bool:
        """Whether nothing of the input could be read; of a bad record the file was."""
        return self.problem is not None and not self.data and self.place is None

    def findings(self) -> list[Finding]:
        """Returns the findings, ordered by their place in the raw file."""
        return list_findings(self.document, RULES)

    def record(self) -> DocumentRecord:
        """Returns the record that the manifest has of the document."""
        raw = DocumentRecord(
            name=self.name,
            status="quarantined",
            # An empty file has a hash; a file of which nothing could be read has none.
            sha256_raw="" if self.problem is not None and not self.data else sha256_hex(self.data),
            bytes_raw=len(self.data),
            problem=self.problem.message if self.problem is not None else "",
            place=self.place,
            page=self.page,
            kind=self.hints.kind or UNSET,
            language=self.hints.language or UNSET,
            metadata=dict(self.metadata),
        )
        if self.problem is not None:
            return raw
        if self.decoded is not None:
            raw = msgspec.structs.replace(
                raw,
                encoding=self.decoded.encoding,
                encoding_reason=self.decoded.reason,
                patches=[(p.offset, p.length, p.original) for p in self.decoded.patches],
            )
        return complete_record(raw, self.document, self.partner)


def complete_record(record: DocumentRecord, document: Document, partner: str = "") -> DocumentRecord:
    """Returns the record with the sums over the edits of the document; what it says of raw bytes stays.

    Characters out = in - removed + inserted. `partner` is the document that all of it repeats, else "".
    """
    removed, inserted = _sizes(document)
    clean = document.text.encode()
    return msgspec.structs.replace(
        record,
        status="dropped" if partner else "written",
        characters_raw=len(document.raw),
        characters_removed=removed,
        characters_inserted=inserted,
        characters_clean=len(document.text),
        paragraphs_raw=len(find_paragraphs(document.raw)),
        paragraphs_clean=len(find_paragraphs(document.text)),
        paragraphs_duplicate=_duplicates(document),
        sha256_clean="" if partner else sha256_hex(clean),
        bytes_clean=0 if partner else len(clean),
        metadata={**record.metadata, **collect_metadata(document)},
        partner=partner,
    )


def _duplicates(document: Document) -> int:
    """Counts the paragraphs that were removed as duplicates: one an edit, and all of a document that is
    dropped whole."""
    total = 0
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            if step.stage == STAGE and edit.replacement is not None:
                total += len(find_paragraphs(removed)) if edit.rule == DOCUMENT.id else 1
    return total


def _sizes(document: Document) -> tuple[int, int]:
    """Returns how many characters all edits removed and inserted. A report (no replacement) does neither."""
    removed = inserted = 0
    for step in document.trail:
        for edit in step.edits:
            if edit.replacement is not None:
                removed += edit.end - edit.start
                inserted += len(edit.replacement)
    return removed, inserted
