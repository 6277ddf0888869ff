"""External sort of pairs of paragraphs, each once: sorted runs, in memory or in files, that are merged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.duplicates.column_file import Column
from cleaner.duplicates.resources import CreateFile
from cleaner.duplicates.shingles import U64, Ints

_PENDING = 1 << 21
"""Pairs that wait in memory: 16 MiB, and as much again while they are sorted."""
_FAN = 8
"""Runs of one rank that are merged into one of the next. A pair that many bands bring together stands in few
runs at a time."""
_READ = 1 << 18
"""Pairs of a run that are read at once: 2 MiB."""
_LATER_SHIFT = np.uint64(32)


class PairSorter:
    """Pairs of paragraphs as codes, `later << 32 | earlier`. Whatever their number, memory holds some of
    them."""

    def __init__(self, create_file: CreateFile | None = None) -> None:
        self._create_file = create_file
        self._pending: list[U64] = []
        self._waiting = 0
        self._ranks: list[list[Column[np.uint64]]] = [[]]

    def add(self, a: Ints, b: Ints) -> None:
        """Adds pairs, in any order, new or not."""
        later, earlier = np.maximum(a, b).astype(np.uint64), np.minimum(a, b).astype(np.uint64)
        self._pending.append(later << _LATER_SHIFT | earlier)
        self._waiting += len(a)
        if self._waiting > _PENDING:
            # Most pairs share several bands: often nothing needs to be written once each stands here once.
            self._pending = [np.unique(np.concatenate(self._pending))]
            self._waiting = len(self._pending[0])
            if self._waiting > _PENDING // 2:
                self._write_run()

    def read_sorted(self) -> Iterator[U64]:
        """Yields the pairs in order, some at a time."""
        waiting: Column[np.uint64] = Column(np.uint64)
        waiting.append(np.unique(np.concatenate([np.empty(0, np.uint64), *self._pending])))
        yield from merge_runs([waiting, *(run for rank in self._ranks for run in rank)])

    def _write_run(self) -> None:
        """Makes a run of what waits, and merges runs where a rank is full."""
        [codes] = self._pending
        self._pending, self._waiting = [], 0
        run = Column(np.uint64, self._create_file)
        run.append(codes)
        self._ranks[0].append(run)
        # Each pair is written once a rank: with 8 runs of 8 MiB or more a rank, four ranks hold 4 billion.
        for rank, runs in enumerate(self._ranks):
            if len(runs) < _FAN:
                break
            merged = Column(np.uint64, self._create_file)
            for part in merge_runs(runs):
                merged.append(part)
            runs.clear()
            if rank + 1 == len(self._ranks):
                self._ranks.append([])
            self._ranks[rank + 1].append(merged)


def merge_runs(runs: list[Column[np.uint64]]) -> Iterator[U64]:
    """Yields the different values of sorted runs in order, some at a time."""
    places = [0] * len(runs)
    ahead = [np.empty(0, np.uint64)] * len(runs)
    while True:
        for i, run in enumerate(runs):
            if not len(ahead[i]) and places[i] < len(run):
                stop = min(places[i] + _READ, len(run))
                ahead[i], places[i] = run.read(places[i], stop), stop
        filled = [i for i in range(len(runs)) if len(ahead[i])]
        if not filled:
            return
        # Of every run, all up to here has been read.
        last = min(ahead[i][-1] for i in filled)
        parts = []
        for i in filled:
            cut = int(np.searchsorted(ahead[i], last, "right"))
            parts.append(ahead[i][:cut])
            ahead[i] = ahead[i][cut:]
        yield np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0]
