"""The headers of the pages of a column: what each page unpacks to, read before anything is unpacked.

The sizes in the footer of a file are what its writer says; pyarrow allocates what the header of each page
says. Headers are structures of Thrift's compact protocol:
https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner.formats.parquet.compact_reader import CompactReader

_DICTIONARY = 2
"""The type of a page that holds a dictionary."""

_NESTED = 8
"""Structures inside one another; a header has three."""

_END = 1 << 62
"""Bytes that a file can have; systems seek no further than a power of two more."""


class PageHeader(NamedTuple):
    """What a page is and holds: sizes in bytes, `values` with nulls."""

    is_dictionary: bool
    unpacked: int
    packed: int
    values: int


def read_page_headers(file: BinaryIO, start: int, size: int) -> Iterator[PageHeader]:
    """Read the headers of the pages in a range of bytes, passing over what is between them.

    Raises `ValueError` for what is no header, or a page that leaves the range.
    """
    if not 0 <= start <= start + size <= _END:
        raise ValueError("a column in a place that no file has")
    position = start
    while position < start + size:
        file.seek(position)
        reader = CompactReader(file)
        fields = reader.read_struct(_NESTED)
        # Fields 5, 7 and 8 are the header of a data page, of a dictionary, and of a data page of version 2.
        inner = next((part for key in (5, 7, 8) if isinstance(part := fields.get(key), dict)), {})
        numbers = [fields.get(1), fields.get(2), fields.get(3), inner.get(1, 0)]
        kind, unpacked, packed, values = (each if isinstance(each, int) else -1 for each in numbers)
        if min(kind, unpacked, packed, values) < 0:
            raise ValueError("a page without a size")
        yield PageHeader(kind == _DICTIONARY, unpacked, packed, values)
        position += reader.taken + packed
