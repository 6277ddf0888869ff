"""The rows of a file of Parquet, read group by group in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import DamageError, InputError
from cleaner.formats.compressed import RATIO
from cleaner.formats.parquet.file import OpenParquet, explain, import_pyarrow
from cleaner.formats.parquet.unpacking import GroupSize, measure_group
from cleaner.formats.record_codec import Slice

if TYPE_CHECKING:
    from cleaner.formats.parquet.file import RecordBatch

BATCH = 4 << 20
"""Bytes of rows that are looked at together, by the average of their row group."""

ROWS = 8192
"""Rows that are looked at together, at most, however small they are."""

UNPACKED = 64 << 20
"""Bytes that the rows of a file may unpack to, however small it is; those of a larger one to `RATIO` times
its size."""


class DamagedRows(NamedTuple):
    """Rows of a row group that cannot be read, from this one to the last of the group."""

    first: int
    last: int
    reason: str


class Rows(NamedTuple):
    """Some rows of one row group."""

    first: int
    batch: RecordBatch


def read_groups(file: OpenParquet, slice: Slice) -> Iterator[Iterator[Rows | DamagedRows]]:
    """Read the row groups of a slice, each as its rows in batches; a damaged group ends with
    `DamagedRows`."""
    first = slice.first
    for group in range(slice.start, slice.stop):
        yield read_group(file, group, first)
        first += file.metadata.row_group(group).num_rows


def read_group(file: OpenParquet, group: int, first: int) -> Iterator[Rows | DamagedRows]:
    """Read a row group as its rows in batches, of which the first row has the number `first`."""
    metadata = file.metadata.row_group(group)
    end = first + metadata.num_rows
    measured = measure_group(file.parquet, file.stream, group)
    # Rows of about `BATCH` bytes, by the average size of a row of the group; but never more than fit.
    size = max(1, min(ROWS, BATCH * metadata.num_rows // max(1, metadata.total_byte_size), measured.rows))
    problem = measured.problem or ("" if file.is_ours else _find_excess(file, group, measured, size))
    if problem and first < end:
        yield DamagedRows(first, end - 1, problem)
        return
    for batch in _read_batches(file, group, size):
        if isinstance(batch, str):
            if first < end:
                yield DamagedRows(first, end - 1, batch)
            return
        if batch.num_rows:
            yield Rows(first, batch)
        first += batch.num_rows
    if first < end:
        yield DamagedRows(first, end - 1, "the row group has fewer rows than it says")


def _read_batches(file: OpenParquet, group: int, size: int) -> Iterator[RecordBatch | str]:
    """Read a row group, so many rows at a time; at last the reason why it cannot be read on, if it cannot."""
    pa = import_pyarrow()
    try:
        yield from file.parquet.iter_batches(size, row_groups=[group], use_threads=False)
    except InputError as error:  # the disk failed below pyarrow
        yield error.message
    except (pa.ArrowException, OSError) as error:
        yield explain(error)


def _find_excess(file: OpenParquet, group: int, measured: GroupSize, size: int) -> str:
    """Why a row group is not to be read: it unpacks to far more than it takes. Empty for one that is.

    Where the headers leave it open, the group is read once for its size alone, in bounded memory.
    """
    metadata = file.metadata.row_group(group)
    packed = sum(metadata.column(number).total_compressed_size for number in range(metadata.num_columns))
    # So added up over all groups, it is `RATIO` times the file, and `UNPACKED` bytes.
    limit = UNPACKED // file.metadata.num_row_groups + RATIO * packed
    unpacked = measured.least
    if measured.most > limit >= unpacked:
        unpacked = 0
        for batch in _read_batches(file, group, size):
            unpacked += 0 if isinstance(batch, str) else batch.nbytes
            if unpacked > limit:
                break
    return f"it unpacks to more than {RATIO} times its size" if unpacked > limit else ""


def require_intact(item: Rows | DamagedRows, path: Path) -> Rows:
    """The rows of a file that we wrote ourselves. Raises `DamageError` for damaged ones."""
    if isinstance(item, DamagedRows):
        raise DamageError(f"{path} is damaged: {item.reason}", remedy="clean the raw files again")
    return item
