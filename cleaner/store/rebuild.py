"""The raw file of a file of records: what is needed is gathered first, then it is written in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from struct import Struct
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from cleaner.errors import DamageError
from cleaner.hashing import HashingWriter
from cleaner.store.archived_document import ArchivedDocument, encode_raw
from cleaner.store.record_file import RecordFile, is_unrecoverable
from cleaner.store.remedies import CLEAN_AGAIN

MEMORY = 8 << 20
"""Bytes that wait in memory; more wait on the disk."""
_SIZES = Struct("<2q")


class RawFileBuilder:
    """Gathers what a file of records was before, document by document, and writes it.

    `scratch` is where a file of what does not fit into memory goes, and goes away again.
    """

    def __init__(self, holder: RecordFile, scratch: Path | None = None) -> None:
        self._holder = holder
        place = None if scratch is None else str(scratch)
        self._raws = SpooledTemporaryFile(MEMORY, dir=place)  # noqa: SIM115
        self._lost = SpooledTemporaryFile(MEMORY, dir=place)  # noqa: SIM115
        self.unkept = ""

    def __enter__(self) -> RawFileBuilder:
        return self

    def __exit__(self, *rest: object) -> None:
        self._raws.close()
        self._lost.close()

    def add(self, kept: ArchivedDocument) -> None:
        """Takes the next document. Raises `DamageError` for one that is damaged."""
        record, place, entry = kept.record, kept.record.place, kept.entered
        assert place is not None
        raw = encode_raw(record, entry) if entry is not None else kept.lost
        if place.kept:
            self._lost.write(_SIZES.pack(place.number, place.kept))
        if kept.left_out:
            if not self.unkept and is_unrecoverable(self._holder.format, place):
                format = self._holder.format
                where = f"{format.record_noun} {place.number}"
                if format.byte_ranges:
                    where += f", bytes {place.offset} to {place.offset + place.length},"
                self.unkept = f"{where} was not kept: it {record.problem}"
        elif record.sha256_raw == record.sha256_clean:
            self._raws.write(_SIZES.pack(-1, 0))
        else:
            spelling = place.spelling.encode("utf-8", "surrogatepass")
            self._raws.write(b"".join((_SIZES.pack(len(raw), len(spelling)), raw, spelling)))

    def write(self, out: BinaryIO) -> None:
        """Writes the file. Raises `DamageError`, also where something was never kept."""
        holder = self._holder
        if self.unkept:
            raise DamageError(
                f"{holder.file.name}: {self.unkept}",
                remedy="this file cannot be rebuilt; take it from where it was read",
            )
        self._raws.seek(0)
        self._lost.seek(0)
        holder.format.codec.restore(holder.path, holder.fields, self._answers(), self._records(), out)

    def _answers(self) -> Iterator[tuple[str, str] | None]:
        return map(self._answer, iter(partial(self._raws.read, _SIZES.size), b""))

    def _answer(self, head: bytes) -> tuple[str, str] | None:
        raw, spelling = _SIZES.unpack(head)
        if raw < 0:
            return None
        data, spelt = self._raws.read(raw), self._raws.read(spelling)
        return data.decode("utf-8", "surrogatepass"), spelt.decode("utf-8", "surrogatepass")

    def _records(self) -> Iterator[tuple[int, bytes]]:
        with self._holder.beside() as file:
            for head in iter(partial(self._lost.read, _SIZES.size), b""):
                number, size = _SIZES.unpack(head)
                yield number, file.read(size)


def check_rebuilt(holder: RecordFile, found: HashingWriter) -> None:
    """Raises `DamageError` where a file that comes back byte for byte is not the one that was read."""
    if (found.sha256, found.size) != (holder.file.sha256_raw, holder.file.bytes_raw):
        raise DamageError(f"{holder.file.name}: what is rebuilt is not what was read", remedy=CLEAN_AGAIN)
