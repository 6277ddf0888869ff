"""Items of a document stream that are made by hand: a raw text, its edits, and what a run writes of them."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.formats.decoded_text import DecodedText
from cleaner.hashing import sha256_hex
from cleaner.rule import Rule
from cleaner.store import trail
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord, RecordPlace
from cleaner.store.trail import DecodedDocument
from cleaner.structure import ANYWHERE
from cleaner.text import Document, Edit

RULES = {"test.rule": Rule("test.rule", "likely", "What.", "Why.", "What not.", ("a", "b"), ANYWHERE)}
CUT = Edit(0, 4, "", "test.rule")
"""Removes the first four characters."""


def make_item(
    name: str,
    raw: str,
    edits: Sequence[Edit] = (),
    *,
    place: RecordPlace | None = None,
    status: str = "written",
) -> StreamItem:
    """The record and the trail lines of a document, as a run writes them."""
    document = Document.of(raw).apply("test", edits)
    entry = DecodedDocument(name, DecodedText(raw, "utf-8", ""), document)
    counts = trail.count_edits(edits).get("test.rule", {})
    clean = document.text if status == "written" else ""
    record = DocumentRecord(
        name=name,
        status=status,
        sha256_raw=sha256_hex(raw.encode()),
        bytes_raw=len(raw.encode()),
        encoding="utf-8",
        characters_raw=len(raw),
        characters_removed=counts.get("characters_removed", 0),
        characters_inserted=counts.get("characters_inserted", 0),
        characters_clean=len(document.text),
        sha256_clean=sha256_hex(clean.encode()) if clean else "",
        bytes_clean=len(clean.encode()),
        place=place,
    )
    return StreamItem(record, trail.encode_edits(entry, RULES))


def make_place(number: int, field: str = "text", **values: object) -> RecordPlace:
    """The place of a text in ``a.jsonl``."""
    return RecordPlace(file="a.jsonl", number=number, field=field, offset=0, length=0, **values)
