"""Who resembles whom: measured pairs, by the paragraph that asks."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Shelf
from cleaner.duplicates.shingles import Ints

U32s = NDArray[np.uint32]

_BLOCK = 256


class Filed:
    """Rows of four numbers (met, shared, its size, own size), filed under who asks, in order."""

    def __init__(self, scratch: Path | None) -> None:
        self._rows: Shelf[np.uint32] = Shelf(np.uint32, scratch)
        self._columns: list[U32s] = [np.empty(0, np.uint32)]
        self._asking = memoryview(b"").cast("I")
        self._block = -1
        self._read: list[list[int]] = []

    def file(self, asking: Ints, rows: U32s) -> None:
        """Files rows; none may come before those that are filed."""
        self._columns.append(asking.astype(np.uint32))
        self._rows.append(rows)

    def close(self) -> U32s:
        """There are no more; who asks, in order."""
        asking = np.concatenate(self._columns)
        self._asking = asking.data
        self._columns.clear()
        return asking

    def of(self, asking: int) -> list[list[int]]:
        """The rows of one; many are read at once, since the pass asks in order."""
        found: list[list[int]] = []
        place = bisect_left(self._asking, asking)
        while place < len(self._asking) and self._asking[place] == asking:
            block, within = divmod(place, _BLOCK)
            if block != self._block:
                values = self._rows.read(4 * block * _BLOCK, min(4 * (block + 1) * _BLOCK, len(self._rows)))
                self._block, self._read = block, values.reshape(-1, 4).tolist()
            found.append(self._read[within])
            place += 1
        return found


class Nearest:
    """For each paragraph the few most similar of those that were put to it one by one, the earliest of
    equals."""

    def __init__(self, count: int, most: int) -> None:
        self._most = most
        self._line = np.zeros(count, np.uint32)  # 1 for the first line of the table
        self._used = 0
        self._table = np.zeros((1024, most, 4), np.uint32)
        self._filled = np.zeros(1024, np.uint8)

    def put(self, asking: Ints, rows: U32s) -> None:
        """Rows as in `Filed`, each under another paragraph."""
        new = asking[self._line[asking] == 0]
        self._line[new] = np.arange(self._used + 1, self._used + 1 + len(new))
        self._used += len(new)
        while self._used > len(self._filled):
            self._table = np.concatenate((self._table, np.zeros_like(self._table)))
            self._filled = np.concatenate((self._filled, np.zeros_like(self._filled)))
        lines = self._line[asking].astype(np.int64) - 1
        slots = self._filled[lines].astype(np.int64)
        full = slots == self._most
        slots[full], better = self._worst(lines[full], rows[full])
        taken = ~full
        taken[full] = better
        self._table[lines[taken], slots[taken]] = rows[taken]
        self._filled[lines[~full]] += 1

    def of(self, asking: int) -> list[list[int]]:
        """The rows of one, in no order."""
        line = int(self._line[asking]) - 1
        return self._table[line, : self._filled[line]].tolist() if line >= 0 else []

    def _worst(self, lines: Ints, rows: U32s) -> tuple[Ints, NDArray[np.bool_]]:
        """The least similar slot of full lines, the latest of equals, and whether a row is better than it."""
        held = self._table[lines]
        alike, mine = _similarity(held), _similarity(rows)
        least = alike.min(axis=1)
        slots = np.where(alike == least[:, None], held[..., 0] + np.uint32(1), np.uint32(0)).argmax(axis=1)
        met = held[np.arange(len(lines)), slots, 0]
        return slots, (mine > least) | ((mine == least) & (rows[:, 0] < met))


def _similarity(rows: U32s) -> NDArray[np.float64]:
    wide = rows.astype(np.float64)
    similarity: NDArray[np.float64] = wide[..., 1] / (wide[..., 2] + wide[..., 3] - wide[..., 1])
    return similarity
