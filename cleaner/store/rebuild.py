"""The raw file of a file of records: what it needs is gathered first, then it is written in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from struct import Struct
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from cleaner.errors import DamageError
from cleaner.hashing import HashingWriter
from cleaner.store.archived_document import ArchivedDocument, encode_raw
from cleaner.store.record_file import RecordFile, is_unrecoverable
from cleaner.store.remedies import CLEAN_AGAIN

MEMORY_LIMIT = 8 << 20
"""Bytes of each of the two spill files that stay in memory; past it the file goes to the disk. Most files
need no disk, and one of any size is rebuilt in bounded memory."""
_HEADER = Struct("<2q")
"""Two signed 64-bit numbers before each entry of a spill file, so that any size in bytes fits."""
_UNCHANGED = -1
"""Stands for the size of a raw text that is the clean one: the output has it, and it is not spilled."""


def _open_spill() -> BinaryIO:
    """Open a spill file in memory, and past `MEMORY_LIMIT` in the temporary folder of the system."""
    return cast(BinaryIO, SpooledTemporaryFile(MEMORY_LIMIT))


class RawFileBuilder:
    """Gathers the raw texts of a file of records, document by document, and writes its raw file.

    `open_spill` opens a spill file, which has no name and is gone once the builder is closed.
    """

    def __init__(self, record_file: RecordFile, open_spill: Callable[[], BinaryIO] = _open_spill) -> None:
        self._record_file = record_file
        self._raw_texts = open_spill()
        self._quarantine_sizes = open_spill()
        self.unrecoverable = ""
        """Names the first record of which nothing was kept, as part of a message; empty without one."""

    def __enter__(self) -> RawFileBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw_texts.close()
        self._quarantine_sizes.close()

    def add(self, document: ArchivedDocument) -> None:
        """Add the next document. Raises `DamageError` for one that is damaged."""
        record, place, entry = document.record, document.record.place, document.get_entry()
        assert place is not None
        # Encoded even where it is not needed: this compares the raw text with its hash.
        raw = encode_raw(record, entry) if entry is not None else document.quarantine_bytes
        if place.kept:
            self._quarantine_sizes.write(_HEADER.pack(place.number, place.kept))
        if document.in_quarantine:
            if not self.unrecoverable and is_unrecoverable(self._record_file.format, place):
                format = self._record_file.format
                where = f"{format.record_noun} {place.number}"
                if format.byte_ranges:
                    where += f", bytes {place.offset} to {place.offset + place.length},"
                self.unrecoverable = f"{where} was not kept: it {record.problem}"
        elif record.sha256_raw == record.sha256_clean:
            self._raw_texts.write(_HEADER.pack(_UNCHANGED, 0))
        else:
            spelling = place.spelling.encode("utf-8", "surrogatepass")
            self._raw_texts.write(b"".join((_HEADER.pack(len(raw), len(spelling)), raw, spelling)))

    def write(self, out: BinaryIO) -> None:
        """Write the raw file. Raises `DamageError`, also where nothing was kept of one of its records."""
        record_file = self._record_file
        if self.unrecoverable:
            raise DamageError(
                f"{record_file.file_record.name}: {self.unrecoverable}",
                remedy="this file cannot be rebuilt; take it from where it was read",
            )
        self._raw_texts.seek(0)
        self._quarantine_sizes.seek(0)
        record_file.format.codec.restore(
            record_file.path, record_file.fields, self._read_raw_texts(), self._read_quarantine(), out
        )

    def _read_raw_texts(self) -> Iterator[tuple[str, str] | None]:
        """Read the raw text and its spelling for each text of the output, None for an unchanged one."""
        return map(self._read_raw_text, iter(partial(self._raw_texts.read, _HEADER.size), b""))

    def _read_raw_text(self, header: bytes) -> tuple[str, str] | None:
        text_size, spelling_size = _HEADER.unpack(header)
        if text_size == _UNCHANGED:
            return None
        text, spelling = self._raw_texts.read(text_size), self._raw_texts.read(spelling_size)
        # A text of JSON can hold lone surrogates, which strict UTF-8 cannot.
        return text.decode("utf-8", "surrogatepass"), spelling.decode("utf-8", "surrogatepass")

    def _read_quarantine(self) -> Iterator[tuple[int, bytes]]:
        """Read the number and the raw bytes of each record in quarantine."""
        with self._record_file.open_quarantine() as file:
            for header in iter(partial(self._quarantine_sizes.read, _HEADER.size), b""):
                number, size = _HEADER.unpack(header)
                yield number, file.read(size)


def check_rebuilt(record_file: RecordFile, raw: HashingWriter) -> None:
    """Compare a raw file with the one that was read. Raises `DamageError` where they differ.

    Only for files that come back byte for byte.
    """
    file_record = record_file.file_record
    if (raw.sha256, raw.size) != (file_record.sha256_raw, file_record.bytes_raw):
        raise DamageError(f"{file_record.name}: what is rebuilt is not what was read", remedy=CLEAN_AGAIN)
