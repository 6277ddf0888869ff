"""One document of a cleaned folder, with its raw text rebuilt."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.errors import DamageError, StageError
from cleaner.formats.decoded_text import DecodedText, Patch, encode, find_codec
from cleaner.hashing import sha256_hex
from cleaner.store import trail
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord
from cleaner.store.trail import DecodedDocument
from cleaner.text import Document


class ArchivedDocument(NamedTuple):
    """A document of a cleaned folder: what the records say of it, and the document itself.

    `entry` is None for a document in quarantine, and for a damaged one, where `damage` says what is wrong.
    `in_quarantine` is whether its bytes stand in quarantine and not in the output: it can be a good text of a
    record that was left out. `quarantine_bytes` are the raw bytes of a text in quarantine, or of a record
    that could not be read; empty in all other cases.
    """

    item: StreamItem
    entry: DecodedDocument | None = None
    damage: DamageError | None = None
    in_quarantine: bool = False
    quarantine_bytes: bytes = b""

    def get_entry(self) -> DecodedDocument | None:
        """Return the document, None for one in quarantine. Raises `DamageError` for one that is damaged."""
        if self.damage is not None:
            raise DamageError(f"{self.record.name}: {self.damage.message}", remedy=self.damage.remedy)
        return self.entry

    @property
    def record(self) -> DocumentRecord:
        """The record of the document."""
        return self.item.record


def rebuild_from_clean(item: StreamItem, text: str) -> DecodedDocument:
    """Rebuild a document from its clean text. Raises `DamageError` where text or trail is not as written."""
    record = item.record
    # Without an output the record has no hash, and there must be no text.
    if (sha256_hex(text.encode()) if record.status == "written" else text) != record.sha256_clean:
        raise DamageError("its text is not as it was written")
    steps = trail.decode(item.trail_lines, record.name)
    return _build_entry(record, Document(trail.replay(text, steps), text, steps))


def rebuild_from_raw(item: StreamItem, raw: str) -> DecodedDocument:
    """Rebuild a document from its raw text, where its record is in quarantine: its clean text stands nowhere.

    Raises `DamageError` where text or trail is not as written.
    """
    document = Document.of(raw)
    steps = trail.decode(item.trail_lines, item.record.name)
    try:
        for step in steps:
            document = document.apply(step.stage, step.edits, round=step.round)
    except StageError as error:
        raise DamageError(f"the trail does not fit the text: {error}") from error
    text = document.text if item.record.status == "written" else ""
    # The way back checks what the way there does not: the hash of the clean text, and what each edit removed.
    entry = rebuild_from_clean(item, text)
    if entry.document.raw != raw or document.text != text:
        raise DamageError("the trail does not fit the text")
    return entry


def encode_raw(record: DocumentRecord, entry: DecodedDocument) -> bytes:
    """Encode the raw text to the bytes that were read, checked by their hash. Raises `DamageError`."""
    try:
        raw = encode(entry.decoded)
    except ValueError as error:  # a patch that is no hexadecimal number
        raise DamageError(f"the raw bytes cannot be rebuilt: {error}") from error
    if (len(raw), sha256_hex(raw)) != (record.bytes_raw, record.sha256_raw):
        raise DamageError("what is rebuilt is not what was read")
    return raw


def _build_entry(record: DocumentRecord, document: Document) -> DecodedDocument:
    # A record may be a stranger's: Python knows codecs that are no encoding of files, or take quadratic time.
    if find_codec(record.encoding) is None:
        raise DamageError(f"there is no encoding {record.encoding!r}")
    patches = tuple(Patch(*patch) for patch in record.patches)
    decoded = DecodedText(document.raw, record.encoding, record.encoding_reason, True, patches)
    return DecodedDocument(record.name, decoded, document)
