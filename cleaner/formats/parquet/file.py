"""Files of Parquet, opened and written: all that knows pyarrow by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.errors import DamageError, InputError, OutputError, UsageError
from cleaner.formats.compressed import regular
from cleaner.formats.record_codec import Slice

if TYPE_CHECKING:
    from pyarrow import Array as Array
    from pyarrow import DataType as DataType
    from pyarrow import RecordBatch as RecordBatch
    from pyarrow import Schema as Schema
    from pyarrow.parquet import ParquetFile as ParquetFile

GROUP = 64 << 20
"""Bytes of a row group in memory past which it is cut."""

BATCH = 4 << 20
"""Bytes of rows that are looked at together, by the average of their row group."""

ROWS = 8192
BUFFER = 1 << 20

_CODECS = {"UNCOMPRESSED": "NONE"}


class Damage(NamedTuple):
    """Rows of a row group that cannot be read, from this one to the last of the group."""

    first: int
    last: int
    reason: str


class Rows(NamedTuple):
    """Some rows of one row group."""

    first: int
    batch: RecordBatch


def library(path: Path | None = None) -> ModuleType:
    """pyarrow with its Parquet, for a file. Raises `UsageError` where the extra is not installed."""
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            f"{path}: to read Parquet takes pyarrow" if path is not None else "Parquet needs pyarrow",
            remedy="install it: pip install 'seedclean[parquet]'",
        ) from error
    module: ModuleType = pyarrow
    return module


@contextmanager
def opened(path: Path) -> Iterator[ParquetFile]:
    """The file, its page checksums checked. Raises `InputError` for one that is not Parquet."""
    pa = library(path)
    with regular(path) as stream:
        try:
            file = pa.parquet.ParquetFile(
                stream, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True
            )
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"is not a Parquet file that can be read: {_reason(error)}",
                path=path,
                remedy="get an undamaged copy of the file",
            ) from error
        with file:
            schema = file.schema
            for column in range(len(schema)):
                if schema.column(column).physical_type == "INT96":
                    raise InputError(
                        f"has timestamps of the retired type INT96 in {schema.column(column).path!r}",
                        path=path,
                        remedy="write it with timestamps as INT64, in Spark by "
                        "spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS",
                    )
            yield file


def groups(file: ParquetFile, part: Slice) -> Iterator[Iterator[Rows | Damage]]:
    """The row groups of a part, each as its rows in batches; a damaged group ends with its damage."""
    first = part.first
    for group in range(part.start, part.stop):
        yield _rows(file, group, first)
        first += file.metadata.row_group(group).num_rows


def _rows(file: ParquetFile, group: int, first: int) -> Iterator[Rows | Damage]:
    pa = library()
    about = file.metadata.row_group(group)
    end = first + about.num_rows
    size = max(1, min(ROWS, BATCH * about.num_rows // max(1, about.total_byte_size)))
    batches = file.iter_batches(size, row_groups=[group], use_threads=False)
    while first < end:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            yield Damage(first, end - 1, _reason(error))
            return
        if batch is None:
            yield Damage(first, end - 1, "the row group has fewer rows than it says")
            return
        if batch.num_rows:
            yield Rows(first, batch)
        first += batch.num_rows


def whole(item: Rows | Damage, path: Path) -> Rows:
    """The rows. Raises `DamageError`: for files that we wrote ourselves."""
    if isinstance(item, Damage):
        raise DamageError(f"{path} is damaged: {item.reason}", remedy="clean the raw files again")
    return item


def packed(batch: RecordBatch, row: int) -> bytes:
    """One row, as an Arrow stream."""
    pa = library()
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch.slice(row, 1))
    data: bytes = out.getvalue().to_pybytes()
    return data


def unpacked(data: bytes, schema: Schema, path: Path) -> RecordBatch:
    """The row again, as one of a file. Raises `DamageError` for bytes that are not a row of such a file."""
    pa = library()
    try:
        return pa.RecordBatch.from_arrays(unpacked_whole(data, path).columns, schema=schema)
    except pa.ArrowException as error:
        raise DamageError(
            f"a lost row of {path} is damaged: {_reason(error)}", remedy="clean the raw files again"
        ) from error


def unpacked_whole(data: bytes, path: Path) -> RecordBatch:
    """The row again, with its own schema. Raises `DamageError` for bytes that are no row."""
    pa = library()
    try:
        with pa.ipc.open_stream(data) as stream:
            return stream.read_next_batch()
    except (pa.ArrowException, OSError, StopIteration) as error:
        raise DamageError(
            f"a lost row of {path} is damaged: {_reason(error)}", remedy="clean the raw files again"
        ) from error


class Writer:
    """A file being written as another one is: its schema, compression and dictionaries by column."""

    def __init__(self, out: BinaryIO, model: ParquetFile) -> None:
        self._pa = library()
        self._schema = model.schema_arrow
        self._writer = self._pa.parquet.ParquetWriter(
            out,
            self._schema,
            write_page_checksum=True,
            use_compliant_nested_type=False,
            **_settings(model),
        )
        self._batches: list[RecordBatch] = []
        self._size = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.end_group()
        self._writer.close()

    def add(self, batch: RecordBatch) -> None:
        """Rows of the group at hand."""
        if batch.num_rows:
            self._batches.append(batch)
            self._size += batch.nbytes
            if self._size >= GROUP:
                self.end_group()

    def end_group(self) -> None:
        """What was added is a row group; none, if nothing was."""
        if self._batches:
            table = self._pa.Table.from_batches(self._batches, self._schema)
            self._batches.clear()
            self._size = 0
            table = table.unify_dictionaries().combine_chunks()
            try:
                self._writer.write_table(table, row_group_size=table.num_rows)
            except self._pa.ArrowNotImplementedError as error:
                raise OutputError(
                    f"pyarrow cannot write such rows: {_reason(error)}",
                    remedy="write the file with other types",
                ) from error


def _settings(model: ParquetFile) -> dict[str, Any]:
    """How the first row group of a file that can be read was written."""
    about = model.metadata
    settings: dict[str, Any] = {"store_schema": b"ARROW:schema" in (about.metadata or {})}
    group = _sound(model)
    if group is None:
        return settings
    columns = [about.row_group(group).column(number) for number in range(about.num_columns)]
    paths = [model.schema.column(number).path for number in range(about.num_columns)]
    settings["compression"] = {
        path: _CODECS.get(column.compression, column.compression)
        for path, column in zip(paths, columns, strict=True)
    }
    settings["use_dictionary"] = [
        path
        for path, column in zip(paths, columns, strict=True)
        if {"RLE_DICTIONARY", "PLAIN_DICTIONARY"} & set(column.encodings)
    ]
    settings["write_page_index"] = any(column.has_column_index for column in columns)
    return settings


def _sound(model: ParquetFile) -> int | None:
    """The first row group of which a row can be read.

    To ask pyarrow about the columns of a damaged one can end the process: where its reader raises,
    its metadata do not.
    """
    pa = library()
    for group in range(model.metadata.num_row_groups):
        try:
            next(model.iter_batches(1, row_groups=[group], use_threads=False), None)
        except (pa.ArrowException, OSError):
            continue
        return group
    return None


def _reason(error: Exception) -> str:
    """The first line of what Arrow says."""
    return f"{error}".partition("\n")[0]
