"""Measured pairs, filed under the paragraph that asks for them.

A row is four numbers of 32 bits: the other paragraph, the number of shared shingles, the size of the other
paragraph and the size of the asking one.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.column_file import Column
from cleaner.duplicates.resources import CreateFile
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.signatures import U32

_BLOCK = 256
"""Rows that are read at once: 4 KiB, a page of the disk."""


class MatchFile:
    """Rows in the order of the asking paragraphs, in memory or in a file."""

    def __init__(self, create_file: CreateFile | None) -> None:
        self._rows: Column[np.uint32] = Column(np.uint32, create_file)
        self._columns: list[U32] = [np.empty(0, np.uint32)]
        self._asking = memoryview(b"").cast("I")
        self._block = -1
        self._block_rows: list[list[int]] = []

    def append(self, asking: Ints, rows: U32) -> None:
        """Appends `rows[i]` for the paragraph `asking[i]`; none may come before those that are there."""
        self._columns.append(asking.astype(np.uint32))
        self._rows.append(rows)

    def close(self) -> U32:
        """Ends appending; returns the asking paragraphs, in order, with repeats."""
        asking = np.concatenate(self._columns)
        self._asking = asking.data
        self._columns.clear()
        return asking

    def read(self, asking: int) -> list[list[int]]:
        """Returns the rows of one paragraph; a block is read at once, since the pass asks in order."""
        rows: list[list[int]] = []
        place = bisect_left(self._asking, asking)
        while place < len(self._asking) and self._asking[place] == asking:
            block, within = divmod(place, _BLOCK)
            if block != self._block:
                values = self._rows.read(4 * block * _BLOCK, min(4 * (block + 1) * _BLOCK, len(self._rows)))
                self._block, self._block_rows = block, values.reshape(-1, 4).tolist()
            rows.append(self._block_rows[within])
            place += 1
        return rows


class NearestMatches:
    """For each paragraph the `limit` most similar of the rows that are put to it one by one, the earliest of
    equals: in one table, so that a flood of matches costs no Python objects."""

    def __init__(self, count: int, limit: int) -> None:
        self._limit = limit
        self._line = np.zeros(count, np.uint32)  # 1 for the first line of the table, 0 for none
        self._used = 0
        self._table = np.zeros((1024, limit, 4), np.uint32)
        self._filled = np.zeros(1024, np.uint8)

    def put(self, asking: Ints, rows: U32) -> None:
        """Puts `rows[i]` to the paragraph `asking[i]`, each to another one."""
        new = asking[self._line[asking] == 0]
        self._line[new] = np.arange(self._used + 1, self._used + 1 + len(new))
        self._used += len(new)
        while self._used > len(self._filled):
            self._table = np.concatenate((self._table, np.zeros_like(self._table)))
            self._filled = np.concatenate((self._filled, np.zeros_like(self._filled)))
        lines = self._line[asking].astype(np.int64) - 1
        slots = self._filled[lines].astype(np.int64)
        # A line that is full gives up its worst row, if the new one is better.
        full = slots == self._limit
        slots[full], better = self._find_worst(lines[full], rows[full])
        taken = ~full
        taken[full] = better
        self._table[lines[taken], slots[taken]] = rows[taken]
        self._filled[lines[~full]] += 1

    def read(self, asking: int) -> list[list[int]]:
        """Returns the rows of one paragraph, in no order."""
        line = int(self._line[asking]) - 1
        return self._table[line, : self._filled[line]].tolist() if line >= 0 else []

    def _find_worst(self, lines: Ints, rows: U32) -> tuple[Ints, NDArray[np.bool_]]:
        """Returns the least similar slot of full lines, the latest of equals, and whether a row is better
        than it."""
        present = self._table[lines]
        alike, new = _compute_similarity(present), _compute_similarity(rows)
        least = alike.min(axis=1)
        # Among the least similar, the largest paragraph number; 1 is added, since 0 means "not among them".
        ranks = np.where(alike == least[:, None], present[..., 0] + np.uint32(1), np.uint32(0))
        slots = ranks.argmax(axis=1)
        other = present[np.arange(len(lines)), slots, 0]
        return slots, (new > least) | ((new == least) & (rows[:, 0] < other))


def _compute_similarity(rows: U32) -> NDArray[np.float64]:
    """Returns the Jaccard similarity of rows."""
    wide = rows.astype(np.float64)
    similarity: NDArray[np.float64] = wide[..., 1] / (wide[..., 2] + wide[..., 3] - wide[..., 1])
    return similarity
