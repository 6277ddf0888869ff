"""A file of many records in a cleaned folder: each text of it with its raw text, and the raw file again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records, and beside it, in quarantine, the records that were left out of it."""

    folder: Path
    file: FileRecord
    format: Format

    @classmethod
    def of(cls, folder: Path, file: FileRecord) -> RecordFile:
        """Raises `DamageError` for a format that there is not."""
        try:
            format = get_format(file.format)
        except UsageError as error:
            raise DamageError(f"{file.name}: {error.message}") from error
        if format.content != "records":
            raise DamageError(f"{file.name}: there is no format {file.format!r}")
        return cls(folder, file, format)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.folder / self.file.name

    @property
    def quarantine(self) -> str:
        """The name of the file of what was left out."""
        return f"{manifest.QUARANTINE}/{self.file.name}"

    @property
    def fields(self) -> Fields:
        """Where the texts stand."""
        return Fields(tuple(self.file.text_fields), self.file.id_field or None)

    @property
    def exact(self) -> bool:
        """Whether the raw file comes back byte for byte."""
        return self.format.restores == "bytes" and not is_compressed(self.path)

    def check(self) -> None:
        """Raises `DamageError` unless both files are as they were written."""
        check_file(self.folder, self.file.name, self.file.sha256_clean)
        if self.file.bytes_quarantine:
            check_file(self.folder, self.quarantine, self.file.sha256_quarantine)

    def kept(self, told: Iterable[StreamItem]) -> Iterator[ArchivedDocument]:
        """Each document of the file, in order, in one pass over it. One that is damaged says so.

        Raises `DamageError` where the file does not have the records that it should have.
        """
        texts = self._texts()
        last = 0
        with ExitStack() as stack:
            lost = stack.enter_context(self.beside())
            for _, group in groupby(told, key=_number):
                every = list(group)
                place = _place(every[0].record)
                if place.number <= last or not all(map(_is_named, every)):
                    raise DamageError(f"{every[0].record.name} is not the name of a record in its order")
                last = place.number
                if not place.field or place.kept:
                    yield from self._beside(every, lost.read(place.kept))
                else:
                    for each in every:
                        yield self._inside(each, next(texts, None))
            if lost.read(1):
                raise DamageError(f"{self.folder / self.quarantine} holds more than its records say")
        if next(texts, None) is not None:
            raise DamageError(f"{self.path} holds more texts than its records say", remedy=CLEAN_AGAIN)

    def beside(self) -> BinaryIO:
        """The file of what was left out, open; an empty one where there is none."""
        path = self.folder / self.quarantine if self.file.bytes_quarantine else Path("/dev/null")
        return path.open("rb")

    def _texts(self) -> Iterator[RecordText]:
        try:
            codec = self.format.codec
            for slice in codec.cut_slices(self.path, sys.maxsize):
                for item in codec.read(RecordSlice(self.path, slice, self.fields, sys.maxsize)):
                    if isinstance(item, BadRecord):
                        raise item.problem
                    yield item
        except InputError as error:
            raise DamageError(str(error), remedy=CLEAN_AGAIN) from error

    def _inside(self, told: StreamItem, text: RecordText | None) -> ArchivedDocument:
        """A document whose record is in the file."""
        if text is None or text.field != _place(told.record).field:
            raise DamageError(f"{self.path} has no text for {told.record.name}", remedy=CLEAN_AGAIN)
        return _kept(told, text.text, left_out=False)

    def _beside(self, every: Sequence[StreamItem], data: bytes) -> Iterator[ArchivedDocument]:
        """The documents of a record that was left out."""
        first = every[0]
        place = _place(first.record)
        if len(data) != place.kept:
            raise DamageError(f"{self.folder / self.quarantine} ends within {first.record.name}")
        if not place.field:
            damage = None
            if data and sha256_hex(data) != first.record.sha256_raw:
                damage = DamageError("its bytes are not those that were read")
            yield ArchivedDocument(first, None, damage, True, data)
            return
        texts = self.format.codec.parse_texts(data, self.fields)
        if [_place(told.record).field for told in every] != list(self.fields.text) or len(texts) != len(
            every
        ):
            raise DamageError(f"{first.record.name}: the texts of its record are not all there")
        for told, raw in zip(every, texts, strict=True):
            yield _kept(told, raw, left_out=True)


def is_unrecoverable(format: Format, place: RecordPlace) -> bool:
    """Whether nothing was kept of a record that could not be read: it was too large, or in a damaged part of
    a file without byte ranges. Of a compressed file that breaks off there can be nothing to keep.
    """
    return not place.field and not place.kept and (place.length > 0 or not format.byte_ranges)


def _kept(told: StreamItem, text: str, *, left_out: bool) -> ArchivedDocument:
    record = told.record
    try:
        if record.status == "quarantined":
            raw = text.encode("utf-8", "surrogatepass")
            if not left_out or sha256_hex(raw) != record.sha256_raw:
                raise DamageError("its text is not the one that was read")
            return ArchivedDocument(told, left_out=True, lost=raw)
        return ArchivedDocument(
            told,
            rebuild_from_raw(told, text) if left_out else rebuild_from_clean(told, text),
            left_out=left_out,
        )
    except DamageError as error:
        return ArchivedDocument(told, None, error, left_out)


def _place(record: DocumentRecord) -> RecordPlace:
    if record.place is None:
        raise DamageError(f"{record.name} has no place in its file")
    return record.place


def _is_named(told: StreamItem) -> bool:
    """Whether a document is called as its place says."""
    place = _place(told.record)
    name = f"{place.file}:{place.number}"
    return told.record.name == name or (bool(place.field) and told.record.name == f"{name}#{place.field}")


def _number(told: StreamItem) -> int:
    return _place(told.record).number
