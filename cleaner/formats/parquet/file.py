"""Files of Parquet, opened, and rows as bytes; pyarrow is imported here, and used in the modules beside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleaner.errors import DamageError, InputError, UsageError
from cleaner.formats.compressed import open_regular
from cleaner.formats.parquet.footer import LeafColumn, find_fatal_fault

if TYPE_CHECKING:
    from pyarrow import Array as Array
    from pyarrow import DataType as DataType
    from pyarrow import RecordBatch as RecordBatch
    from pyarrow import Schema as Schema
    from pyarrow.parquet import FileMetaData
    from pyarrow.parquet import ParquetFile as ParquetFile

MOST_ROWS = 1 << 40
"""Rows of a file: more is what no file has, and no number of ours holds."""
BUFFER = 1 << 20
"""Bytes of the buffer through which pyarrow reads."""


class OpenParquet(NamedTuple):
    """A file that is open: as pyarrow reads it, and as a stream.

    One that `is_ours` may unpack to any size.
    """

    parquet: ParquetFile
    stream: BinaryIO
    is_ours: bool

    @property
    def metadata(self) -> FileMetaData:
        """The footer."""
        return self.parquet.metadata

    @property
    def schema_arrow(self) -> Schema:
        """The columns as Arrow has them."""
        return self.parquet.schema_arrow


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
def open_parquet(path: Path, *, is_ours: bool = False) -> Iterator[OpenParquet]:
    """The file, its page checksums checked. Raises `InputError` for one that is not Parquet.

    One that is not ours unpacks to so many times its size and no more.
    """
    pa = import_pyarrow(path)
    with open_regular(path) as stream:
        try:
            file = pa.parquet.ParquetFile(
                stream, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True
            )
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"is not a Parquet file that can be read: {explain(error)}",
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
            opened = OpenParquet(file, stream, is_ours)
            _refuse_fatal(opened, path)
            _refuse_impossible(opened, path)
            yield opened


def _refuse_fatal(file: OpenParquet, path: Path) -> None:
    """Raises `InputError` for a footer at which pyarrow would end the process."""
    schema = file.parquet.schema
    columns = (schema.column(number) for number in range(len(schema)))
    leaves = [
        LeafColumn(each.max_repetition_level, each.max_definition_level, each.physical_type == "BYTE_ARRAY")
        for each in columns
    ]
    if fault := find_fatal_fault(file.stream, leaves):
        raise InputError(fault, path=path, remedy="get an undamaged copy of the file, or write it anew")


def _refuse_impossible(file: OpenParquet, path: Path) -> None:
    """Raises `InputError` for a footer that no writer makes: what it says could not be believed."""
    metadata = file.metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    packed = sum(
        group.column(number).total_compressed_size for group in groups for number in range(group.num_columns)
    )
    if packed > file.stream.seek(0, os.SEEK_END):
        raise InputError("has row groups that overlap", path=path, remedy="get an undamaged copy of the file")
    if any(not 0 <= group.num_rows <= MOST_ROWS for group in groups):
        raise InputError("has row groups of an impossible size", path=path, remedy="write the file anew")


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
            f"a lost row of {path} is damaged: {explain(error)}", remedy="clean the raw files again"
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
            f"a lost row of {path} is damaged: {explain(error)}", remedy="clean the raw files again"
        ) from error


def explain(error: Exception) -> str:
    """The first line of an error of Arrow, which may have a page of them."""
    return f"{error}".partition("\n")[0]
