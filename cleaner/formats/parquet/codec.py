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
from typing import TYPE_CHECKING, BinaryIO

from cleaner.errors import InputError
from cleaner.formats.parquet.columns import TextColumns
from cleaner.formats.parquet.file import open_parquet, pack_row, unpack_row, unpack_row_as
from cleaner.formats.parquet.row_groups import DamagedRows, Rows, read_groups, require_intact
from cleaner.formats.parquet.writer import Writer
from cleaner.formats.record_codec import SLICE_SIZE, BadRecord, Fields, RecordSlice, RecordText, Slice

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import OpenParquet, RecordBatch, Schema


class ParquetCodec:
    """Reads and writes files of Parquet: a `RecordCodec`."""

    def cut_slices(self, path: Path, size: int = SLICE_SIZE) -> Iterator[Slice]:
        """See `RecordCodec.cut_slices`: of row groups, numbered from 0, by their bytes unpacked."""
        with open_parquet(path) as file:
            metadata = file.metadata
            start, first, row_count, gathered = 0, 1, 0, 0
            for group in range(metadata.num_row_groups):
                gathered += metadata.row_group(group).total_byte_size
                row_count += metadata.row_group(group).num_rows
                if gathered >= size:
                    yield Slice(start, group + 1, first)
                    start, first, gathered = group + 1, row_count + 1, 0
            # What is left, or the one slice of a file without rows.
            if start < metadata.num_row_groups or not start:
                yield Slice(start, metadata.num_row_groups, first)

    def read(self, part: RecordSlice) -> Iterator[RecordText | BadRecord]:
        """See `RecordCodec.read`."""
        with open_parquet(part.path) as file:
            columns = TextColumns(file.schema_arrow, part.fields, part.path, part.limit)
            columns.refuse_outgrown(file.schema_arrow, file.metadata.num_rows)
            for group in read_groups(file, part.slice):
                for item in group:
                    if isinstance(item, DamagedRows):
                        yield _bad_rows(item, part.path)
                    else:
                        yield from _read_rows(columns, item, part)

    def rewrite(self, part: RecordSlice, answers: Iterator[str | None], out: BinaryIO) -> None:
        """See `RecordCodec.rewrite`."""
        with open_parquet(part.path) as file, Writer(out, file) as writer:
            columns = TextColumns(file.schema_arrow, part.fields, part.path, part.limit)
            for group in read_groups(file, part.slice):
                for item in group:
                    if isinstance(item, Rows):
                        for batch in columns.rewrite(item, answers):
                            writer.add(batch)
                writer.end_group()

    def take(self, path: Path, slice: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """See `RecordCodec.take`: each row is an Arrow stream. Rows in a damaged part are left out."""
        remaining = iter(numbers)
        wanted = next(remaining, None)
        with open_parquet(path) as file:
            for group in read_groups(file, slice):
                for item in group:
                    end = item.first + item.batch.num_rows if isinstance(item, Rows) else item.last + 1
                    while wanted is not None and wanted < end:
                        if isinstance(item, Rows) and wanted >= item.first:
                            yield wanted, pack_row(item.batch, wanted - item.first)
                        wanted = next(remaining, None)

    def parse_texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """See `RecordCodec.parse_texts`."""
        path = Path("a Parquet file")
        batch = unpack_row(record, path)
        columns = TextColumns(batch.schema, fields, path, maxsize)
        return tuple(text for row in columns.rows(Rows(1, batch)) for text in row.texts)

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """See `RecordCodec.join`: the row groups of all, with the settings of the first that has any."""
        if len(pieces) == 1:
            with open(pieces[0], "rb") as piece:
                shutil.copyfileobj(piece, out)
            return
        with open_parquet(_first_with_rows(pieces), is_ours=True) as model, Writer(out, model) as writer:
            for path in pieces:
                with open_parquet(path, is_ours=True) as file:
                    for group in read_groups(file, _all_groups(file)):
                        for item in group:
                            writer.add(require_intact(item, path).batch)
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
        with open_parquet(clean, is_ours=True) as file, Writer(out, file) as writer:
            columns = TextColumns(file.schema_arrow, fields, clean, maxsize)
            missing = _LostRows(lost, file.schema_arrow, clean)
            for group in read_groups(file, _all_groups(file)):
                for item in group:
                    for batch in missing.interleave(columns.restore(require_intact(item, clean), raws)):
                        writer.add(batch)
                writer.end_group()
            for batch in missing.drain():
                writer.add(batch)


class _LostRows:
    """Rows that are not in the clean file, put between those that are."""

    def __init__(self, lost: Iterator[tuple[int, bytes]], schema: Schema, path: Path) -> None:
        self._lost = lost
        self._schema = schema
        self._path = path
        self._number = 1  # of the next row of the raw file
        self._next = next(lost, None)

    def interleave(self, batch: RecordBatch) -> Iterator[RecordBatch]:
        """The rows of the next batch of the clean file, and the lost rows that stand before or between
        them."""
        index = 0
        while index < batch.num_rows:
            if self._next is not None and self._next[0] <= self._number:
                yield self._take_row(self._next[1])
                continue
            count = batch.num_rows - index
            if self._next is not None:
                count = min(count, self._next[0] - self._number)
            yield batch.slice(index, count)
            index += count
            self._number += count

    def drain(self) -> Iterator[RecordBatch]:
        """The lost rows behind the last row of the clean file."""
        while self._next is not None:
            yield self._take_row(self._next[1])

    def _take_row(self, data: bytes) -> RecordBatch:
        self._number += 1
        self._next = next(self._lost, None)
        return unpack_row_as(data, self._schema, self._path)


def _first_with_rows(pieces: Sequence[Path]) -> Path:
    """The first file that has a row group to copy the settings of; the first of all where none has."""
    for path in pieces:
        with open_parquet(path, is_ours=True) as file:
            if file.metadata.num_row_groups:
                return path
    return pieces[0]


def _all_groups(file: OpenParquet) -> Slice:
    return Slice(0, file.metadata.num_row_groups, 1)


def _bad_rows(item: DamagedRows, path: Path) -> BadRecord:
    """Rows of a damaged part, as one bad record with the number of the first: none of their bytes can be
    had."""
    rows = f"row {item.first}" if item.first == item.last else f"rows {item.first} to {item.last}"
    problem = InputError(
        f"is damaged, which loses {rows}: {item.reason}",
        path=path,
        line=item.first,
        remedy="get an undamaged copy of the file",
    )
    return BadRecord(item.first, 0, 0, None, problem)


def _read_rows(columns: TextColumns, rows: Rows, part: RecordSlice) -> Iterator[RecordText | BadRecord]:
    for row in columns.rows(rows):
        if row.problem:
            problem = InputError(row.problem, path=part.path, line=row.number, remedy=row.remedy)
            data = pack_row(rows.batch, row.number - rows.first)
            yield BadRecord(row.number, 0, len(data), data if len(data) <= part.limit else None, problem)
        else:
            for field, text in zip(part.fields.text, row.texts, strict=True):
                yield RecordText(row.number, field, text, row.id, 0, 0, "", row.hints)
