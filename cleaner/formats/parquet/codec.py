"""Parquet, by pyarrow (extra `parquet`).

pyarrow, and not DuckDB, which is 100 MB smaller: a file that went through DuckDB lost the metadata of schema
and fields, dictionary, large string, half float, duration, fixed-size and zone types, and the sizes of row
groups; pyarrow kept all of them.

A record is a row. Every column is read, so that a damaged page is found while reading and not while writing.
Row groups stay as they are, but for one of more than `GROUP` bytes, which is cut: a group is held in memory
while it is written. Compression and dictionaries are those of the first row group, column by column; page
checksums are always written, and checked where there are some. Bloom filters and the note of the order of
rows are left out, as texts change. Timestamps of the retired type INT96 are refused: they do not fit into
any type that could hold them all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from sys import maxsize
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from cleaner.errors import InputError
from cleaner.formats import record_codec
from cleaner.formats.parquet.columns import Columns
from cleaner.formats.parquet.file import (
    Damage,
    Rows,
    Writer,
    groups,
    opened,
    packed,
    unpacked,
    unpacked_whole,
    whole,
)
from cleaner.formats.record_codec import LIMIT, BadRecord, Fields, RecordText, Slice

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import ParquetFile, RecordBatch, Schema


class Parquet:
    """The format of Parquet files."""

    suffixes: ClassVar[tuple[str, ...]] = record_codec.PARQUET

    def slices(self, path: Path, size: int = 64 << 20) -> Iterator[Slice]:
        """See `RecordCodec.slices`: of row groups, numbered from 0, by their bytes unpacked."""
        with opened(path) as file:
            metadata = file.metadata
            start, first, rows, held = 0, 1, 0, 0
            for group in range(metadata.num_row_groups):
                held += metadata.row_group(group).total_byte_size
                rows += metadata.row_group(group).num_rows
                if held >= size:
                    yield Slice(start, group + 1, first)
                    start, first, held = group + 1, rows + 1, 0
            if start < metadata.num_row_groups or not start:
                yield Slice(start, metadata.num_row_groups, first)

    def read(
        self, path: Path, part: Slice, fields: Fields, limit: int = LIMIT
    ) -> Iterator[RecordText | BadRecord]:
        """See `RecordCodec.read`."""
        with opened(path) as file:
            columns = Columns(file.schema_arrow, fields, path, limit)
            for group in groups(file, part):
                for item in group:
                    if isinstance(item, Damage):
                        yield _damaged(item, path)
                    else:
                        yield from _texts(columns, item, fields, path, limit)

    def rewrite(
        self,
        path: Path,
        part: Slice,
        fields: Fields,
        answers: Iterator[str | None],
        out: BinaryIO,
        limit: int = LIMIT,
    ) -> None:
        """See `RecordCodec.rewrite`."""
        with opened(path) as file, Writer(out, file) as writer:
            columns = Columns(file.schema_arrow, fields, path, limit)
            for group in groups(file, part):
                for item in group:
                    if isinstance(item, Rows):
                        for batch in columns.answered(item, answers):
                            writer.add(batch)
                writer.end_group()

    def take(self, path: Path, part: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """See `RecordCodec.take`: each row is an Arrow stream. Rows in a damaged part are left out."""
        wanted = iter(numbers)
        number = next(wanted, None)
        with opened(path) as file:
            for group in groups(file, part):
                for item in group:
                    end = item.first + item.batch.num_rows if isinstance(item, Rows) else item.last + 1
                    while number is not None and number < end:
                        if isinstance(item, Rows) and number >= item.first:
                            yield number, packed(item.batch, number - item.first)
                        number = next(wanted, None)

    def texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """See `RecordCodec.texts`."""
        path = Path("a Parquet file")
        batch = unpacked_whole(record, path)
        columns = Columns(batch.schema, fields, path, maxsize)
        return tuple(text for row in columns.rows(Rows(1, batch)) for text in row.texts)

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """See `RecordCodec.join`: the row groups of all, with the settings of the first that has any."""
        if len(pieces) == 1:
            with open(pieces[0], "rb") as piece:
                shutil.copyfileobj(piece, out)
            return
        model = pieces[0]
        for path in pieces:
            with opened(path) as file:
                if file.metadata.num_row_groups:
                    model = path
                    break
        with opened(model) as first, Writer(out, first) as writer:
            for path in pieces:
                with opened(path) as file:
                    for group in groups(file, _all(file)):
                        for item in group:
                            writer.add(whole(item, path).batch)
                        writer.end_group()

    def restore(
        self,
        clean: Path,
        fields: Fields,
        raws: Iterator[tuple[str, str] | None],
        lost: Iterator[tuple[int, bytes]],
        out: BinaryIO,
    ) -> None:
        """See `RecordCodec.restore`. The rows are those of the raw file; how they are grouped may differ."""
        with opened(clean) as file, Writer(out, file) as writer:
            columns = Columns(file.schema_arrow, fields, clean, maxsize)
            missing = _Missing(lost, file.schema_arrow, clean)
            for group in groups(file, _all(file)):
                for item in group:
                    for batch in missing.among(columns.restored(whole(item, clean), raws)):
                        writer.add(batch)
                writer.end_group()
            for batch in missing.rest():
                writer.add(batch)


class _Missing:
    """Rows that are not in the clean file, put between those that are."""

    def __init__(self, lost: Iterator[tuple[int, bytes]], schema: Schema, path: Path) -> None:
        self._lost = lost
        self._schema = schema
        self._path = path
        self._number = 1
        self._next = next(lost, None)

    def among(self, batch: RecordBatch) -> Iterator[RecordBatch]:
        """The rows of a batch that follows what came before, and the missing ones between them."""
        place = 0
        while place < batch.num_rows:
            if self._next is not None and self._next[0] <= self._number:
                yield self._row(self._next[1])
                continue
            rows = batch.num_rows - place
            if self._next is not None:
                rows = min(rows, self._next[0] - self._number)
            yield batch.slice(place, rows)
            place += rows
            self._number += rows

    def rest(self) -> Iterator[RecordBatch]:
        """Those after the last row of the clean file."""
        while self._next is not None:
            yield self._row(self._next[1])

    def _row(self, data: bytes) -> RecordBatch:
        self._number += 1
        self._next = next(self._lost, None)
        return unpacked(data, self._schema, self._path)


def _all(file: ParquetFile) -> Slice:
    return Slice(0, file.metadata.num_row_groups, 1)


def _damaged(item: Damage, path: Path) -> BadRecord:
    rows = f"row {item.first}" if item.first == item.last else f"rows {item.first} to {item.last}"
    problem = InputError(
        f"is damaged, which loses {rows}: {item.reason}",
        path=path,
        line=item.first,
        remedy="get an undamaged copy of the file",
    )
    return BadRecord(item.first, 0, 0, None, problem)


def _texts(
    columns: Columns, rows: Rows, fields: Fields, path: Path, limit: int
) -> Iterator[RecordText | BadRecord]:
    for row in columns.rows(rows):
        if row.problem:
            problem = InputError(row.problem, path=path, line=row.number, remedy=row.remedy)
            data = packed(rows.batch, row.number - rows.first)
            yield BadRecord(row.number, 0, len(data), data if len(data) <= limit else None, problem)
        else:
            for field, text in zip(fields.text, row.texts, strict=True):
                yield RecordText(row.number, field, text, row.id, 0, 0, "")
