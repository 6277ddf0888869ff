"""One document of a cleaned folder, with its raw text again."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.errors import DamageError, StageError
from cleaner.formats.decoded_text import DecodedText, Patch, encode
from cleaner.hashing import sha256_hex
from cleaner.store import trail
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord
from cleaner.store.trail import DecodedDocument
from cleaner.text import Document


class ArchivedDocument(NamedTuple):
    """What a cleaned folder keeps of a document: what it says of it, and the document itself.

    `entry` is None for one in quarantine, and for one that is damaged, where `damage` says how. `left_out` is
    whether its record stands in the quarantine's file and not in the output, `lost` the raw bytes of a
    text in quarantine, or those of a record that could not be read.
    """

    told: StreamItem
    entry: DecodedDocument | None = None
    damage: DamageError | None = None
    left_out: bool = False
    lost: bytes = b""

    @property
    def entered(self) -> DecodedDocument | None:
        """The document, None for one in quarantine. Raises `DamageError` for one that is damaged."""
        if self.damage is not None:
            raise DamageError(f"{self.record.name}: {self.damage.message}", remedy=self.damage.remedy)
        return self.entry

    @property
    def record(self) -> DocumentRecord:
        """The record of the document."""
        return self.told.record


def rebuild_from_clean(told: StreamItem, text: str) -> DecodedDocument:
    """The document by its clean text. Raises `DamageError` where that or the trail is not the one that was
    written.
    """
    record = told.record
    if (sha256_hex(text.encode()) if record.status == "written" else text) != record.sha256_clean:
        raise DamageError("its text is not as it was written")
    steps = trail.decode(told.lines, record.name)
    return _entry(record, Document(trail.replay(text, steps), text, steps))


def rebuild_from_raw(told: StreamItem, raw: str) -> DecodedDocument:
    """The document by its raw text, for one whose clean text stands nowhere. Raises `DamageError`."""
    document = Document.of(raw)
    steps = trail.decode(told.lines, told.record.name)
    try:
        for step in steps:
            document = document.apply(step.stage, step.edits, round=step.round)
    except StageError as error:
        raise DamageError(f"the trail does not fit the text: {error}") from error
    text = document.text if told.record.status == "written" else ""
    again = rebuild_from_clean(told, text)
    if again.document.raw != raw or document.text != text:
        raise DamageError("the trail does not fit the text")
    return again


def encode_raw(record: DocumentRecord, entry: DecodedDocument) -> bytes:
    """The bytes that were read, checked by their hash. Raises `DamageError`."""
    raw = encode(entry.decoded)
    if (len(raw), sha256_hex(raw)) != (record.bytes_raw, record.sha256_raw):
        raise DamageError("what is rebuilt is not what was read")
    return raw


def _entry(record: DocumentRecord, document: Document) -> DecodedDocument:
    patches = tuple(Patch(*patch) for patch in record.patches)
    decoded = DecodedText(document.raw, record.encoding, record.encoding_reason, True, patches)
    return DecodedDocument(record.name, decoded, document)
