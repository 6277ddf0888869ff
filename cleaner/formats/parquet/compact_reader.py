"""Structures of Thrift's compact protocol, as headers of pages and footers of Parquet are written in.

https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import BinaryIO

# Types of the compact protocol. A boolean has its value in its type.
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_NUMBERS = (_I16, _I32, _I64)
_MOST = 1 << 24
"""Bytes of a structure, with all that is in it."""

Fields = dict[int, "Value"]
Value = int | Fields | list["Value"]


class CompactReader:
    """Reads structures: numbers, structures and lists of them by the id of their field.

    `taken` counts the bytes that were read. Raises `ValueError` for what is no structure.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.taken = 0

    def read_struct(self, depth: int) -> Fields:
        """Read the fields of a structure, with at most `depth` more inside one another; no strings."""
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

    def _read_value(self, kind: int, depth: int) -> Value | None:
        if kind in _NUMBERS:
            return self._read_number()
        if kind == _STRUCT:
            return self.read_struct(depth - 1)
        if kind in (_LIST, _SET):
            return self._read_list(depth)
        if kind == _BINARY:
            self._take(self._read_varint())
        elif kind in (_BYTE, _DOUBLE):
            self._take(1 if kind == _BYTE else 8)
        elif kind not in (_TRUE, _FALSE):  # maps are in none that is read here
            raise ValueError(f"a field of type {kind}")
        return None

    def _read_list(self, depth: int) -> list[Value]:
        head = self._take(1)[0]
        count = head >> 4 if head >> 4 < 15 else self._read_varint()
        # In a list a boolean is a byte.
        kind = _BYTE if head & 15 in (_TRUE, _FALSE) else head & 15
        values = (self._read_value(kind, depth - 1) for _ in range(count))
        return [value for value in values if value is not None]

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
            raise ValueError(f"a structure of more than {_MOST} bytes")
        data = self._file.read(count)
        if len(data) < count:
            raise ValueError("the file ends in a structure")
        return data
