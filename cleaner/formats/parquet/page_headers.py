"""The headers of the pages of a column: what each page unpacks to, read before anything is unpacked.

The sizes in the footer of a file are what its writer says; pyarrow allocates what the header of each page
says. Headers are structures of Thrift's compact protocol:
https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_DICTIONARY = 2
"""The type of a page that holds a dictionary."""

# Types of the compact protocol. A boolean has its value in its type.
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_NUMBERS = (_I16, _I32, _I64)
_NESTED = 8
"""Structures inside one another; a header has three."""
_MOST = 1 << 24
"""Bytes of a header, with the smallest and the largest value of a page in it: as pyarrow has it."""


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
    position = start
    while position < start + size:
        file.seek(position)
        reader = _Reader(file)
        fields = reader.read_struct(_NESTED)
        # Fields 5, 7 and 8 are the header of a data page, of a dictionary, and of a data page of version 2.
        inner = next((part for key in (5, 7, 8) if isinstance(part := fields.get(key), dict)), {})
        numbers = [fields.get(1), fields.get(2), fields.get(3), inner.get(1, 0)]
        kind, unpacked, packed, values = (each if isinstance(each, int) else -1 for each in numbers)
        if min(kind, unpacked, packed, values) < 0:
            raise ValueError("a page without a size")
        yield PageHeader(kind == _DICTIONARY, unpacked, packed, values)
        position += reader.taken + packed


Fields = dict[int, "int | Fields"]


class _Reader:
    """Reads structures of the compact protocol: numbers and structures by the id of their field."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.taken = 0

    def read_struct(self, depth: int) -> Fields:
        """Read the fields of a structure; strings and lists are passed over."""
        if not depth:
            raise ValueError("nested too deep")
        fields: Fields = {}
        number = 0
        while head := self._take(1)[0]:
            number = number + (head >> 4) if head >> 4 else self._read_number()
            value = self._read_value(head & 15, depth)
            if value is not None:
                fields[number] = value
        return fields

    def _read_value(self, kind: int, depth: int) -> int | Fields | None:
        if kind in _NUMBERS:
            return self._read_number()
        if kind == _STRUCT:
            return self.read_struct(depth - 1)
        if kind in (_LIST, _SET):
            self._pass_list(depth)
        elif kind == _BINARY:
            self._take(self._read_varint())
        elif kind in (_BYTE, _DOUBLE):
            self._take(1 if kind == _BYTE else 8)
        elif kind not in (_TRUE, _FALSE):  # a map is in no header
            raise ValueError(f"a field of type {kind}")
        return None

    def _pass_list(self, depth: int) -> None:
        head = self._take(1)[0]
        count = head >> 4 if head >> 4 < 15 else self._read_varint()
        for _ in range(count):
            # In a list a boolean is a byte.
            kind = head & 15
            self._read_value(_BYTE if kind in (_TRUE, _FALSE) else kind, depth - 1)

    def _read_number(self) -> int:
        """Read a signed number: zigzag, so that small ones are short."""
        number = self._read_varint()
        return (number >> 1) ^ -(number & 1)

    def _read_varint(self) -> int:
        number = 0
        for shift in range(0, 70, 7):
            byte = self._take(1)[0]
            number |= (byte & 127) << shift
            if byte < 128:
                return number
        raise ValueError("a number of more than 64 bits")

    def _take(self, count: int) -> bytes:
        self.taken += count
        if self.taken > _MOST:
            raise ValueError(f"a header of more than {_MOST} bytes")
        data = self._file.read(count)
        if len(data) < count:
            raise ValueError("the file ends in a header")
        return data
