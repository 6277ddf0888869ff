"""A file of many records in a cleaned folder: each of its texts with the raw text, in one pass over it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import DamageError, InputError, UsageError
from cleaner.formats.compressed import is_compressed
from cleaner.formats.format import Format
from cleaner.formats.record_codec import BadRecord, Fields, RecordSlice, RecordText
from cleaner.formats.registry import get_format
from cleaner.hashing import sha256_hex
from cleaner.store import manifest
from cleaner.store.archived_document import ArchivedDocument, rebuild_from_clean, rebuild_from_raw
from cleaner.store.checked_read import check_file
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord, FileRecord, RecordPlace
from cleaner.store.remedies import CLEAN_AGAIN
from cleaner.store.root import Root


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records, and its file in quarantine with the records that were left out of the output.

    `file_record` is what the manifest says of it.
    """

    root: Root
    file_record: FileRecord
    format: Format

    @classmethod
    def of(cls, root: Root, file_record: FileRecord) -> RecordFile:
        """Describe a file by its record. Raises `DamageError` where its format is none of ours."""
        try:
            format = get_format(file_record.format)
        except UsageError as error:
            raise DamageError(f"{file_record.name}: {error.message}") from error
        if format.content != "records":
            raise DamageError(f"{file_record.name}: there is no format {file_record.format!r}")
        return cls(root, file_record, format)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.root.path / self.file_record.name

    @property
    def quarantine_name(self) -> str:
        """The name of its file in quarantine, below the cleaned folder. The file need not be there."""
        return f"{manifest.QUARANTINE}/{self.file_record.name}"

    @property
    def fields(self) -> Fields:
        """Where the texts stand in a record."""
        return Fields(tuple(self.file_record.text_fields), self.file_record.id_field or None)

    @property
    def is_byte_exact(self) -> bool:
        """Whether the raw file comes back byte for byte. A compressed one comes back line by line."""
        return self.format.restores == "bytes" and not is_compressed(self.path)

    def check_hashes(self) -> None:
        """Compare both files with their hashes. Raises `DamageError` unless they are as they were written."""
        check_file(self.root, self.file_record.name, self.file_record.sha256_clean)
        if self.file_record.bytes_quarantine:
            check_file(self.root, self.quarantine_name, self.file_record.sha256_quarantine)

    def rebuild_documents(self, items: Iterable[StreamItem]) -> Iterator[ArchivedDocument]:
        """Rebuild each document of the file, in order, in one pass over it. A damaged one has its `damage`.

        `items` are all documents of the file, in order. Raises `DamageError` where the file does not have the
        records that they name.
        """
        texts = self._parse_clean_texts()
        last_number = 0
        with ExitStack() as stack:
            quarantine = stack.enter_context(self.open_quarantine())
            for _, group in groupby(items, key=_get_record_number):
                record_items = list(group)
                place = _get_place(record_items[0].record)
                # Texts are matched by order alone: records out of order would get the texts of others.
                if place.number <= last_number or not all(map(_has_name_of_place, record_items)):
                    raise DamageError(
                        f"{record_items[0].record.name} is not the name of a record in its order"
                    )
                last_number = place.number
                if not place.field or place.kept:
                    yield from self._rebuild_from_quarantine(record_items, quarantine.read(place.kept))
                else:
                    for item in record_items:
                        yield self._rebuild_from_output(item, next(texts, None))
            # What no document claims is damage, as a file that is too short.
            if quarantine.read(1):
                raise DamageError(f"{self.root.path / self.quarantine_name} holds more than its records say")
        if next(texts, None) is not None:
            raise DamageError(f"{self.path} holds more texts than its records say", remedy=CLEAN_AGAIN)

    def open_quarantine(self) -> BinaryIO:
        """Open the file in quarantine for reading; an empty one where there is none."""
        return self.root.open_file(self.quarantine_name) if self.file_record.bytes_quarantine else BytesIO()

    def _parse_clean_texts(self) -> Iterator[RecordText]:
        """Parse the texts of the output. Raises `DamageError` at a record that cannot be read."""
        try:
            codec = self.format.codec
            # No limit for a record: the run that wrote the file let none through past its own limit.
            for slice in codec.cut_slices(self.path, sys.maxsize):
                for text in codec.read(RecordSlice(self.path, slice, self.fields, sys.maxsize)):
                    if isinstance(text, BadRecord):
                        raise text.problem
                    yield text
        except InputError as error:
            raise DamageError(str(error), remedy=CLEAN_AGAIN) from error

    def _rebuild_from_output(self, item: StreamItem, text: RecordText | None) -> ArchivedDocument:
        """Rebuild a document whose record stands in the output."""
        if text is None or text.field != _get_place(item.record).field:
            raise DamageError(f"{self.path} has no text for {item.record.name}", remedy=CLEAN_AGAIN)
        return _rebuild_document(item, text.text, in_quarantine=False)

    def _rebuild_from_quarantine(
        self, record_items: Sequence[StreamItem], data: bytes
    ) -> Iterator[ArchivedDocument]:
        """Rebuild the documents of one record that was left out. `data` are the raw bytes of the record."""
        first = record_items[0]
        place = _get_place(first.record)
        if len(data) != place.kept:
            raise DamageError(f"{self.root.path / self.quarantine_name} ends within {first.record.name}")
        if not place.field:
            # The record could not be read: one document stands for it, with nothing but its bytes, if any.
            damage = None
            if data and sha256_hex(data) != first.record.sha256_raw:
                damage = DamageError("its bytes are not those that were read")
            yield ArchivedDocument(first, None, damage, True, data)
            return
        texts = self.format.codec.parse_texts(data, self.fields)
        fields = [_get_place(item.record).field for item in record_items]
        if fields != list(self.fields.text) or len(texts) != len(record_items):
            raise DamageError(f"{first.record.name}: the texts of its record are not all there")
        for item, raw in zip(record_items, texts, strict=True):
            yield _rebuild_document(item, raw, in_quarantine=True)


def is_unrecoverable(format: Format, place: RecordPlace) -> bool:
    """Whether nothing was kept of a record that could not be read: it was too large, or in a damaged part of
    a file without byte ranges. Of a compressed file that breaks off there can be nothing to keep.
    """
    return not place.field and not place.kept and (place.length > 0 or not format.byte_ranges)


def _rebuild_document(item: StreamItem, text: str, *, in_quarantine: bool) -> ArchivedDocument:
    """Rebuild a document from its text: the raw one in quarantine, else the clean one."""
    record = item.record
    try:
        if record.status == "quarantined":
            # A text that could not be cleaned has no trail: its record keeps the hash of the raw text alone.
            raw = text.encode("utf-8", "surrogatepass")
            if not in_quarantine or sha256_hex(raw) != record.sha256_raw:
                raise DamageError("its text is not the one that was read")
            return ArchivedDocument(item, in_quarantine=True, quarantine_bytes=raw)
        return ArchivedDocument(
            item,
            rebuild_from_raw(item, text) if in_quarantine else rebuild_from_clean(item, text),
            in_quarantine=in_quarantine,
        )
    except DamageError as error:
        # The other texts of the file can be whole: this one alone is damaged.
        return ArchivedDocument(item, None, error, in_quarantine)


def _get_place(record: DocumentRecord) -> RecordPlace:
    """Return the place of a text in its file. Raises `DamageError` for a document that is all of its file."""
    if record.place is None:
        raise DamageError(f"{record.name} has no place in its file")
    return record.place


def _has_name_of_place(item: StreamItem) -> bool:
    """Whether a document has the name that its place gives it: ``file:number`` or ``file:number#field``."""
    place = _get_place(item.record)
    name = f"{place.file}:{place.number}"
    return item.record.name == name or (bool(place.field) and item.record.name == f"{name}#{place.field}")


def _get_record_number(item: StreamItem) -> int:
    return _get_place(item.record).number
