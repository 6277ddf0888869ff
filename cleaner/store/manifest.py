"""The manifest: what was read, what was written, what was decided, in counts that add up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.hashing import sha256_hex
from cleaner.small_file import explain_damage
from cleaner.store.file_names import is_name_below
from cleaner.store.jsonl_output import PackedTexts
from cleaner.store.remedies import CLEAN_AGAIN, NEW_FOLDER
from cleaner.structure import Hints, Kind

FORMAT = 3
"""Rises when a reader of an older format would misunderstand a manifest; `decode` refuses any other."""
NAME = ".cleaner/manifest.json"
LIMIT = 256 << 20
"""Bytes of a manifest: some 400,000 files of records. The records of their documents stand elsewhere."""
DOCUMENTS = ".cleaner/documents"
"""The folder of the records of documents, where they do not stand in the manifest."""
INLINE_LIMIT = 1000
"""Documents up to which their records stand in the manifest itself; those of more stand in files of their
own, so that a manifest is small enough to be read whole."""
QUARANTINE = ".cleaner/quarantine"
"""The folder of inputs and records that could not be cleaned, or were left out of the output."""
RAW = ".cleaner/raw"
"""The folder of the bytes of pages, when they are kept."""

TrailLevel = Literal["full", "counts", "none"]
"""How much of the edits is written: all of each, a count for each rule and document, or nothing."""


class RecordPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a text stands that is one of many in a file: at `number` (line or row, from 1), in `field`.

    `offset` and `length` are the bytes of the record in the raw file, as it is when it is not compressed.
    `id` is its label, `spelling` is how its JSON was spelt where that does not follow from the text. Of a
    record that is left out, the first text says how many bytes of it are `kept` in its file in quarantine.
    """

    file: str
    number: int
    field: str
    offset: int
    length: int
    id: str = ""
    spelling: str = ""
    kept: int = 0


class PagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """The page that a text was taken out of.

    `source` is its name without its folder, `bytes` its size, `kept` whether its bytes stand in `RAW`.
    """

    source: str
    sha256: str
    bytes: int
    extractor: str
    kept: bool = False


class DocumentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One document. Characters are code points; hashes are SHA-256 of the file's bytes, in hex.

    ``written``: has an output of the same name, or is packed. ``dropped``: a duplicate of the whole document
    `partner`; its text is in the trail. ``quarantined``: could not be read or written, `problem` says why.

    A document that is a text of a record has a `place` in its file; its raw bytes are those of the text. So
    has one that was taken out of a `page`. `kind` and `language` are what the caller said of the text. Where
    nothing was said they are not there, and the bytes are those of versions that had no such fields.
    """

    name: str
    status: Literal["written", "dropped", "quarantined"]
    sha256_raw: str = ""
    bytes_raw: int = 0
    encoding: str = ""
    encoding_reason: str = ""
    patches: list[tuple[int, int, str]] = []
    characters_raw: int = 0
    characters_removed: int = 0
    characters_inserted: int = 0
    characters_clean: int = 0
    paragraphs_raw: int = 0
    paragraphs_clean: int = 0
    paragraphs_duplicate: int = 0
    sha256_clean: str = ""
    bytes_clean: int = 0
    metadata: dict[str, str] = {}
    partner: str = ""
    problem: str = ""
    place: RecordPlace | None = None
    page: PagePlace | None = None
    kind: Kind | UnsetType = UNSET
    language: str | UnsetType = UNSET

    @property
    def hints(self) -> Hints:
        """What the caller said of the text."""
        return Hints(
            None if self.kind is UNSET else self.kind, None if self.language is UNSET else self.language
        )


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A file that holds many documents.

    `name` is that of the output, and of the input below its root. Records that were left out of it stand in
    the file of that name in quarantine; without any, there is no such file.
    """

    name: str
    format: str
    text_fields: list[str]
    id_field: str
    sha256_raw: str
    bytes_raw: int
    sha256_clean: str
    bytes_clean: int
    sha256_quarantine: str = ""
    bytes_quarantine: int = 0


class RuleCount(msgspec.Struct, frozen=True):
    """What one rule did in the whole corpus."""

    edits: int
    characters_removed: int
    characters_inserted: int
    reports: int


class Counts(msgspec.Struct, frozen=True):
    """Sums over the documents: found = written + dropped + quarantined, clean = raw - removed + inserted."""

    documents_found: int
    documents_written: int
    documents_dropped: int
    documents_quarantined: int
    characters_raw: int
    characters_removed: int
    characters_inserted: int
    characters_clean: int
    paragraphs_raw: int
    paragraphs_clean: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What `.cleaner/manifest.json` holds. It is written last: where it stands, the corpus is whole.

    `outside` says whether the texts were compared with some that are not of the corpus (a reference, an
    index): then these, too, can be the partners of duplicates. `packed` are the files of the texts that have
    none of their own; without it, the field is not there.

    In the file `sha256` is the hash of the whole file as it is with an empty string there: no byte of it can
    change unseen.
    """

    format: int
    version: str
    configuration: dict[str, object]
    configuration_sha256: str
    roots: list[str]
    skipped: dict[str, int]
    outside: bool = False
    counts: Counts
    rules: dict[str, RuleCount]
    trail: TrailLevel = "full"
    trail_sha256: dict[str, str]
    files: list[FileRecord] = []
    documents: list[DocumentRecord] = []
    documents_sha256: dict[str, str] = {}
    packed: PackedTexts | None = None
    sha256: str = ""

    def encode(self) -> bytes:
        """Encode the manifest to the bytes of its file, sealed."""
        values = msgspec.to_builtins(self) | {"sha256": ""}
        # Without packed texts the bytes stay those of versions that could not pack them.
        if self.packed is None:
            del values["packed"]
        values["sha256"] = sha256_hex(json_codec.encode(values, indent=1) + b"\n")
        return json_codec.encode(values, indent=1) + b"\n"


def decode(data: bytes) -> Manifest:
    """Decode a manifest from the bytes of its file.

    Raises `DamageError` when it is none, is not as it was written, names a file outside the folder, or its
    counts do not add up. The seal in `sha256` is checked, and empty in what is returned.
    """
    with explain_damage(f"{NAME} is damaged or not ours", remedy=NEW_FOLDER):
        manifest = msgspec.convert(json_codec.decode(data), Manifest, strict=True)
        # What was just deep enough to be read can be too deep to be written.
        sealed = manifest.encode()
    if manifest.format != FORMAT:
        raise DamageError(
            f"{NAME} has format {manifest.format}, this version reads {FORMAT}",
            remedy=NEW_FOLDER,
        )
    if not manifest.documents_sha256 and count_documents(manifest.documents) != manifest.counts:
        raise DamageError(f"{NAME}: its counts do not add up", remedy=NEW_FOLDER)
    # Compares the seal, and at the same time every byte: a space more is no manifest of ours.
    if sealed != data:
        raise DamageError(f"{NAME} is not as it was written", remedy=NEW_FOLDER)
    _refuse_names(manifest)
    return msgspec.structs.replace(manifest, sha256="")


def _refuse_names(manifest: Manifest) -> None:
    """Raise `DamageError` for a name outside the folder, or one that stands twice.

    A seal is no signature: a manifest of somebody else must not make anybody read or write elsewhere.
    """
    seen: set[str] = set()
    packed = [file.name for file in manifest.packed.files] if manifest.packed is not None else []
    names = (*manifest.trail_sha256, *manifest.documents_sha256, *(file.name for file in manifest.files))
    for name in (*names, *packed):
        refuse_name(name)
    for record in manifest.documents:
        refuse_record(record)
    for name in (*names, *(record.name for record in manifest.documents)):
        if name in seen:
            raise DamageError(f"{NAME} names {name!r} twice")
        seen.add(name)


def refuse_record(record: DocumentRecord) -> None:
    """Raise `DamageError` for a document whose file is no file of the folder.

    The name of a text of a record is a label: only the file in its place is ever opened.
    """
    refuse_name(record.name if record.place is None else record.place.file)


def refuse_name(name: str) -> None:
    """Raise `DamageError` for a name that is no file of the folder."""
    # Each name has one spelling (no ``a//b``, no ``./a``), so that names are compared as strings.
    if not is_name_below(name):
        raise DamageError(f"{NAME} names {name!r}, which is no file of this folder")


def count_documents(documents: Iterable[DocumentRecord]) -> Counts:
    """Sum up documents. Raises `DamageError` when the characters of one do not add up."""
    records = list(documents)
    for record in records:
        expected = record.characters_raw - record.characters_removed + record.characters_inserted
        if expected != record.characters_clean:
            raise DamageError(
                f"{record.name}: characters do not add up: {expected}, {record.characters_clean}"
            )
    statuses = [record.status for record in records]
    return Counts(
        documents_found=len(records),
        documents_written=statuses.count("written"),
        documents_dropped=statuses.count("dropped"),
        documents_quarantined=statuses.count("quarantined"),
        characters_raw=sum(record.characters_raw for record in records),
        characters_removed=sum(record.characters_removed for record in records),
        characters_inserted=sum(record.characters_inserted for record in records),
        characters_clean=sum(record.characters_clean for record in records),
        paragraphs_raw=sum(record.paragraphs_raw for record in records),
        paragraphs_clean=sum(record.paragraphs_clean for record in records),
    )


def encode_record(record: DocumentRecord) -> bytes:
    """Encode a record as one line of JSON, without the line break."""
    return json_codec.encode_struct(record)


def decode_record(line: bytes) -> DocumentRecord:
    """Decode what `encode_record` wrote. Raises `DamageError`."""
    try:
        return json_codec.decode_struct(line, DocumentRecord)
    except ValueError as error:
        raise DamageError(f"a record is damaged: {error}", remedy=CLEAN_AGAIN) from error
