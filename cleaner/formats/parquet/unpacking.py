"""What the row groups of a file unpack to: a limit for each, and how many rows may be read at once.

A file of a kilobyte can unpack to gigabytes: a page says what it unpacks to, a dictionary lets a number stand
for a text, and a run lets one number stand for many. So nothing is unpacked that its size does not allow.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleaner.formats.parquet.page_headers import PageHeader, read_page_headers

if TYPE_CHECKING:
    from pyarrow.parquet import ColumnChunkMetaData, ParquetFile

PAGES = 1 << 30
"""Bytes of the largest page and of the dictionary of each column, added up: so much is in memory at once.
Writers make pages of one megabyte, some of a hundred."""

TOGETHER = 64 << 20
"""Bytes of rows that are held at once beside these, whatever their row group says of itself."""

_WIDTHS = {"BOOLEAN": 0.125, "INT32": 4, "FLOAT": 4, "INT64": 8, "DOUBLE": 8, "INT96": 12, "BYTE_ARRAY": 4}
"""Bytes of a value in memory, at least: of a text, where it begins."""
_ROW = 256
"""Bytes that a row takes as a record of a corpus, however little is in it."""
_WIDTH = 16
"""Bytes of a value in memory, at most, where it is no text."""


class GroupSize(NamedTuple):
    """What is known of a row group before it is unpacked.

    `rows` is how many fit into memory at once. It unpacks to `least` bytes or more, and to `most` or less;
    `most` is infinite where a value of a row can be many. `problem` says why it must not be unpacked.
    """

    rows: int
    least: float
    most: float
    problem: str = ""


def measure_group(file: ParquetFile, stream: BinaryIO, group: int) -> GroupSize:
    """Measure a row group by the headers of its pages. `stream` is the file that `file` reads."""
    metadata = file.metadata.row_group(group)
    least = most = float(_ROW * metadata.num_rows)
    held = row = 0.0
    before = stream.tell()
    try:
        for number in range(metadata.num_columns):
            column = metadata.column(number)
            pages = _read_pages(column, stream)
            data = [page for page in pages if not page.is_dictionary]
            values = sum(page.values for page in data)
            largest = max((page.unpacked for page in data), default=0)
            # A value of a row may be all of the dictionary.
            dictionary = max((page.unpacked for page in pages if page.is_dictionary), default=0)
            # The last page is short, and is met once; of the others, so many rows touch one more.
            fewest = min((page.values for page in data[:-1]), default=0)
            least += _WIDTHS.get(column.physical_type, 1) * values
            most += values * (dictionary + _WIDTH) + sum(page.unpacked for page in data)
            held += largest + dictionary
            row += dictionary + _WIDTH + (largest / max(1, fewest) if data[1:] else 0)
            if file.schema.column(number).max_repetition_level:
                most = inf
    except ValueError as error:
        return GroupSize(1, 0, 0, f"the header of a page cannot be read: {error}")
    finally:
        stream.seek(before)
    problem = f"its pages unpack to {held:.0f} bytes, and {PAGES} is the most" if held > PAGES else ""
    return GroupSize(max(1, int(TOGETHER / max(1, row))), least, most, problem)


def _read_pages(column: ColumnChunkMetaData, stream: BinaryIO) -> list[PageHeader]:
    # As pyarrow finds the first page.
    start = column.data_page_offset
    if column.has_dictionary_page and 0 < (column.dictionary_page_offset or 0) < start:
        start = column.dictionary_page_offset
    return list(read_page_headers(stream, start, column.total_compressed_size))
