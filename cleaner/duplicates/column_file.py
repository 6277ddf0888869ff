"""A column that is written once from front to back and read back in slices: in memory, or in a file.

Files are read, not mapped: the pages of a mapped file count as memory of the process, while what lies in the
system's cache does not.
"""

from __future__ import annotations

import os
from typing import Generic, TypeVar
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.resources import CreateFile

Value = TypeVar("Value", bound=np.generic)


class Column(Generic[Value]):
    """Values of one type: in memory, or in the file that `create_file` gives.

    >>> column = Column(np.uint32)
    >>> column.append(np.arange(5, dtype=np.uint32))
    >>> len(column), column.read(1, 3).tolist()
    (5, [1, 2])
    """

    def __init__(self, kind: type[Value], create_file: CreateFile | None = None) -> None:
        self._kind = np.dtype(kind)
        self._length = 0
        self._data = bytearray()
        self._file = None if create_file is None else create_file()
        if self._file is not None:
            # Not left to the garbage collector, which would warn of an open file.
            finalize(self, self._file.close)
        self._flushed = 0

    def __len__(self) -> int:
        return self._length

    def append(self, values: NDArray[np.generic]) -> None:
        """Appends values, which must fit the column's type."""
        data = np.ascontiguousarray(values, self._kind).data.cast("B") if values.size else b""
        self._length += values.size
        if self._file is None:
            self._data += data
        else:
            self._file.write(data)

    def read(self, start: int, stop: int) -> NDArray[Value]:
        """Returns the values from `start` to before `stop`; raises `EOFError` where the file ends before."""
        size = self._kind.itemsize
        if self._file is None:
            # A view without a copy; while it lives, appending is a BufferError.
            return np.frombuffer(memoryview(self._data)[start * size : stop * size], self._kind)
        if self._flushed < self._length:
            self._file.flush()
            self._flushed = self._length
        values: NDArray[Value] = np.empty(stop - start, self._kind)
        remaining = values.view(np.uint8).data
        place = start * size
        # Linux reads at most 2 GiB a call.
        while remaining:
            count = os.preadv(self._file.fileno(), [remaining], place)
            if not count:
                raise EOFError(f"a scratch file ends at byte {place}")
            remaining, place = remaining[count:], place + count
        return values
