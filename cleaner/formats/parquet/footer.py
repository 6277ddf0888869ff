"""The footer of a Parquet file, before pyarrow believes it.

pyarrow ends the process, with all that it has in work, where the statistics of a column have another size
than the schema says, and where a column is encrypted. So the footer is read here first.
https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import SEEK_END, BytesIO
from typing import BinaryIO, NamedTuple

from cleaner.formats.parquet.compact_reader import CompactReader, Fields, Value

_NESTED = 16
"""Structures and lists inside one another; a footer has nine."""
_TAIL = 8
"""Bytes at the end of a file: the size of the footer, and `PAR1`."""


class LeafColumn(NamedTuple):
    """A column of the schema: its largest repetition and definition level, and whether it holds strings."""

    repetition: int
    definition: int
    holds_strings: bool


def find_fatal_fault(file: BinaryIO, columns: Sequence[LeafColumn]) -> str:
    """Describe what in the footer would end the process; empty where nothing does.

    `columns` are those of the schema, in order.
    """
    end = file.seek(0, SEEK_END)
    file.seek(end - _TAIL)
    size = int.from_bytes(file.read(4), "little")
    file.seek(max(0, end - _TAIL - size))
    return _find_fatal_fault(file.read(size), tuple(columns))


# Each slice of a file opens it anew, and Python takes about a second for a footer of a megabyte.
@lru_cache(maxsize=16)
def _find_fatal_fault(footer: bytes, columns: tuple[LeafColumn, ...]) -> str:
    try:
        fields = CompactReader(BytesIO(footer)).read_struct(_NESTED)
    except ValueError as error:
        return f"has a footer that cannot be read: {error}"
    for group in _list_structs(fields.get(4)):
        for number, chunk in enumerate(_list_structs(group.get(1))):
            if 8 in chunk or 9 in chunk:  # keys, or encrypted metadata
                return "has encrypted columns"
            if number < len(columns) and not _fits(chunk, columns[number]):
                return "has statistics of a column that do not fit its schema"
    return ""


def _list_structs(value: Value | None) -> Iterator[Fields]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _fits(chunk: Fields, leaf: LeafColumn) -> bool:
    """Whether the histograms of levels have one place for each level, or none, and whether only strings have
    a size of their own."""
    column = chunk.get(3)
    statistics = column.get(16) if isinstance(column, dict) else None
    if not isinstance(statistics, dict):
        return True
    histograms = (statistics.get(2, []), leaf.repetition), (statistics.get(3, []), leaf.definition)
    return (leaf.holds_strings or 1 not in statistics) and all(
        isinstance(histogram, list) and (not histogram or len(histogram) == most + 1)
        for histogram, most in histograms
    )
