"""What became of one input."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.catalogue import RULES
from cleaner.duplicates.settle import STAGE, WHOLE
from cleaner.errors import InputError
from cleaner.finding import Finding, findings
from cleaner.formats.decode import Decoded
from cleaner.pipeline import Pipeline, metadata
from cleaner.store.manifest import DocumentRecord, sha256
from cleaner.text import Document, paragraphs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its bytes, how they were read, and the document with its trail.

    `problem` is set where it could not be read or written; then `document` is empty and the bytes, where
    there are any, go to quarantine. `partner` names the document that it repeats, where all of it does.
    `pipeline` is the one that holds for its path, `positions` are those of an index (see `Member`).
    """

    name: str
    data: bytes
    decoded: Decoded | None
    document: Document
    problem: InputError | None = None
    partner: str = ""
    pipeline: Pipeline | None = None
    positions: tuple[int, ...] = ()

    @property
    def status(self) -> str:
        """``written``, ``dropped`` or ``quarantined``."""
        if self.problem is not None:
            return "quarantined"
        return "dropped" if self.partner else "written"

    def findings(self) -> list[Finding]:
        """The findings by place in the raw file."""
        return findings(self.document, RULES)

    def record(self) -> DocumentRecord:
        """The line of the manifest."""
        if self.problem is not None:
            return DocumentRecord(
                name=self.name,
                status="quarantined",
                sha256_raw=sha256(self.data) if self.data else "",
                bytes_raw=len(self.data),
                problem=self.problem.message,
            )
        removed, inserted = _sizes(self.document)
        clean = self.document.text.encode()
        return DocumentRecord(
            name=self.name,
            status="dropped" if self.partner else "written",
            sha256_raw=sha256(self.data),
            bytes_raw=len(self.data),
            encoding=self.decoded.encoding if self.decoded else "",
            encoding_reason=self.decoded.reason if self.decoded else "",
            patches=[(p.offset, p.length, p.original) for p in self.decoded.patches] if self.decoded else [],
            characters_raw=len(self.document.raw),
            characters_removed=removed,
            characters_inserted=inserted,
            characters_clean=len(self.document.text),
            paragraphs_raw=len(paragraphs(self.document.raw)),
            paragraphs_clean=len(paragraphs(self.document.text)),
            paragraphs_duplicate=_duplicates(self.document),
            sha256_clean="" if self.partner else sha256(clean),
            bytes_clean=0 if self.partner else len(clean),
            metadata=dict(metadata(self.document)),
            partner=self.partner,
        )


def _duplicates(document: Document) -> int:
    """Paragraphs that were removed as duplicates; a document that was dropped whole counts all of its own."""
    total = 0
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            if step.stage == STAGE and edit.replacement is not None:
                total += len(paragraphs(removed)) if edit.rule == WHOLE else 1
    return total


def _sizes(document: Document) -> tuple[int, int]:
    removed = inserted = 0
    for step in document.trail:
        for edit in step.edits:
            if edit.replacement is not None:
                removed += edit.end - edit.start
                inserted += len(edit.replacement)
    return removed, inserted
