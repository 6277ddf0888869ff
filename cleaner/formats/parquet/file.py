"""Files of Parquet, opened and written: all that knows pyarrow by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.errors import DamageError, InputError, OutputError, UsageError
from cleaner.formats.compressed import open_regular
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
"""Rows that are looked at together, at most, however small they are."""
BUFFER = 1 << 20
"""Bytes of the buffer through which pyarrow reads."""

_CODECS = {"UNCOMPRESSED": "NONE"}
"""Compressions that pyarrow reads under another name than it writes."""


class DamagedRows(NamedTuple):
    """Rows of a row group that cannot be read, from this one to the last of the group."""

    first: int
    last: int
    reason: str


class Rows(NamedTuple):
    """Some rows of one row group."""

    first: int
    batch: RecordBatch


def import_pyarrow(path: Path | None = None) -> ModuleType:
    """pyarrow with its Parquet. Raises `UsageError`, which names the file, where the extra is not
    installed."""
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
def open_parquet(path: Path) -> Iterator[ParquetFile]:
    """The file, its page checksums checked. Raises `InputError` for one that is not Parquet."""
    pa = import_pyarrow(path)
    with open_regular(path) as stream:
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


def read_groups(file: ParquetFile, slice: Slice) -> Iterator[Iterator[Rows | DamagedRows]]:
    """Read the row groups of a slice, each as its rows in batches; a damaged group ends with
    `DamagedRows`."""
    first = slice.first
    for group in range(slice.start, slice.stop):
        yield _read_group(file, group, first)
        first += file.metadata.row_group(group).num_rows


def _read_group(file: ParquetFile, group: int, first: int) -> Iterator[Rows | DamagedRows]:
    pa = import_pyarrow()
    metadata = file.metadata.row_group(group)
    end = first + metadata.num_rows
    # Rows of about `BATCH` bytes, by the average size of a row of the group.
    size = max(1, min(ROWS, BATCH * metadata.num_rows // max(1, metadata.total_byte_size)))
    batches = file.iter_batches(size, row_groups=[group], use_threads=False)
    while first < end:
        try:
            batch = next(batches, None)
        except InputError as error:  # the disk failed below pyarrow
            yield DamagedRows(first, end - 1, error.message)
            return
        except (pa.ArrowException, OSError) as error:
            yield DamagedRows(first, end - 1, _reason(error))
            return
        if batch is None:
            yield DamagedRows(first, end - 1, "the row group has fewer rows than it says")
            return
        if batch.num_rows:
            yield Rows(first, batch)
        first += batch.num_rows


def require_intact(item: Rows | DamagedRows, path: Path) -> Rows:
    """The rows of a file that we wrote ourselves. Raises `DamageError` for damaged ones."""
    if isinstance(item, DamagedRows):
        raise DamageError(f"{path} is damaged: {item.reason}", remedy="clean the raw files again")
    return item


def pack_row(batch: RecordBatch, row: int) -> bytes:
    """Write one row as an Arrow stream, which keeps all of its types."""
    pa = import_pyarrow()
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch.slice(row, 1))
    data: bytes = out.getvalue().to_pybytes()
    return data


def unpack_row_as(data: bytes, schema: Schema, path: Path) -> RecordBatch:
    """Read the row again, as one of a file. Raises `DamageError` for bytes that are not a row of such a
    file."""
    pa = import_pyarrow()
    try:
        return pa.RecordBatch.from_arrays(unpack_row(data, path).columns, schema=schema)
    except pa.ArrowException as error:
        raise DamageError(
            f"a lost row of {path} is damaged: {_reason(error)}", remedy="clean the raw files again"
        ) from error


def unpack_row(data: bytes, path: Path) -> RecordBatch:
    """Read the row again, with the schema that it was packed with. Raises `DamageError` for bytes that are
    no row."""
    pa = import_pyarrow()
    try:
        with pa.ipc.open_stream(data) as stream:
            return stream.read_next_batch()
    except (pa.ArrowException, OSError, StopIteration) as error:
        raise DamageError(
            f"a lost row of {path} is damaged: {_reason(error)}", remedy="clean the raw files again"
        ) from error


class Writer:
    """Writes a file as another one is written: its schema, compression and dictionaries by column."""

    def __init__(self, out: BinaryIO, model: ParquetFile) -> None:
        self._pa = import_pyarrow()
        self._schema = model.schema_arrow
        self._writer = self._pa.parquet.ParquetWriter(
            out,
            self._schema,
            write_page_checksum=True,
            use_compliant_nested_type=False,
            **_writer_settings(model),
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
        """Take rows of the row group that is being written."""
        if batch.num_rows:
            self._batches.append(batch)
            self._size += batch.nbytes
            if self._size >= GROUP:
                self.end_group()

    def end_group(self) -> None:
        """Write what was added as a row group; none, if nothing was."""
        if self._batches:
            table = self._pa.Table.from_batches(self._batches, self._schema)
            self._batches.clear()
            self._size = 0
            # The dictionaries of a column must be one: each batch has brought its own.
            table = table.unify_dictionaries().combine_chunks()
            try:
                self._writer.write_table(table, row_group_size=table.num_rows)
            except self._pa.ArrowNotImplementedError as error:
                raise OutputError(
                    f"pyarrow cannot write such rows: {_reason(error)}",
                    remedy="write the file with other types",
                ) from error


def _writer_settings(model: ParquetFile) -> dict[str, Any]:
    """How the first row group of a file that can be read was written, as options of pyarrow."""
    metadata = model.metadata
    settings: dict[str, Any] = {"store_schema": b"ARROW:schema" in (metadata.metadata or {})}
    group = _find_sound_group(model)
    if group is None:
        return settings
    columns = [metadata.row_group(group).column(number) for number in range(metadata.num_columns)]
    paths = [model.schema.column(number).path for number in range(metadata.num_columns)]
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


def _find_sound_group(model: ParquetFile) -> int | None:
    """The first row group of which a row can be read.

    To ask pyarrow about the columns of a damaged one can end the process: where its reader raises,
    its metadata do not.
    """
    pa = import_pyarrow()
    for group in range(model.metadata.num_row_groups):
        try:
            next(model.iter_batches(1, row_groups=[group], use_threads=False), None)
        except (pa.ArrowException, OSError):
            continue
        return group
    return None


def _reason(error: Exception) -> str:
    """The first line of an error of Arrow, which may have a page of them."""
    return f"{error}".partition("\n")[0]
