"""Files of Parquet, written as another one is written."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner.errors import OutputError
from cleaner.formats.parquet.file import OpenParquet, explain, import_pyarrow
from cleaner.formats.parquet.row_groups import DamagedRows, read_group

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import RecordBatch

GROUP = 64 << 20
"""Bytes of a row group in memory past which it is cut."""

_CODECS = {"UNCOMPRESSED": "NONE"}
"""Compressions that pyarrow reads under another name than it writes."""


class Writer:
    """Writes a file as another one is written: its schema, compression and dictionaries by column."""

    def __init__(self, out: BinaryIO, model: OpenParquet) -> None:
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
                    f"pyarrow cannot write such rows: {explain(error)}",
                    remedy="write the file with other types",
                ) from error


def _writer_settings(model: OpenParquet) -> dict[str, Any]:
    """How the first row group of a file that can be read was written, as options of pyarrow."""
    metadata = model.metadata
    settings: dict[str, Any] = {"store_schema": b"ARROW:schema" in (metadata.metadata or {})}
    group = _find_sound_group(model)
    if group is None:
        return settings
    columns = [metadata.row_group(group).column(number) for number in range(metadata.num_columns)]
    paths = [model.parquet.schema.column(number).path for number in range(metadata.num_columns)]
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


def _find_sound_group(model: OpenParquet) -> int | None:
    """The first row group of which a row can be read.

    To ask pyarrow about the columns of a damaged one can end the process: where its reader raises,
    its metadata do not.
    """
    for group in range(model.metadata.num_row_groups):
        if not isinstance(next(read_group(model, group, 1), None), DamagedRows):
            return group
    return None
