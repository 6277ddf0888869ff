"""The decision over a corpus that lies on disk, with what it cost.

    python bench/duplicates_room.py CORPUS.txt SCRATCH --count 700000 [--workers 2]

Reads one paragraph a line, ten to a document, with the settings that are the default of the program, and
prints CPU seconds, wall time, the peak of the process and how many paragraphs fall, as JSON; by step with
--steps.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from cleaner.duplicates import Settings, decide_texts
from cleaner.duplicates.resources import Resources, map_in_order
from cleaner.store.root import Root


class Lines(Sequence[str]):
    """The first lines of a file, read when they are asked for."""

    def __init__(self, path: Path, count: int) -> None:
        self._file = path.open("rb")
        self._path = path
        ends = array("q", [0])
        for line in islice(self._file, count):
            ends.append(ends[-1] + len(line))
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place):
        start, end = self._ends[place : place + 2]
        return os.pread(self._file.fileno(), end - start - 1, start).decode()

    def __iter__(self) -> Iterator[str]:
        with self._path.open(encoding="utf-8", newline="\n") as lines:
            for line in islice(lines, len(self)):
                yield line[:-1]


def map_over(pool: Executor, ahead: int) -> Callable:
    """Makes a map over a pool that takes only a few more than it has answered."""
    return partial(map_in_order, pool, ahead)


def time_steps(steps: dict[str, float]) -> None:
    """Notes the CPU time of each step, by wrapping what does it."""
    from cleaner.duplicates import candidate_pairs, candidates, hashes, matches

    def wrap(place: object, name: str, step: str) -> None:
        function = getattr(place, name)

        def wrapped(*arguments, **options):
            started = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                steps[step] = steps.get(step, 0) + time.process_time() - started

        setattr(place, name, wrapped)

    wrap(hashes.CorpusHashes, "__init__", "hashing and counting")
    wrap(hashes, "hash_texts", "of which hashing")
    wrap(candidate_pairs.CandidatePairs, "_pair_by_keys", "signing and grouping")
    wrap(candidates, "key_rows", "of which signing")
    wrap(candidate_pairs.CandidatePairs, "_pair_by_anchors", "anchors")
    wrap(candidate_pairs.CandidatePairs, "_pair_sure_heads", "large buckets")
    wrap(matches.Matches, "_measure_all", "measuring")
    wrap(matches.Matches, "__init__", "all before the pass")


def main() -> None:
    """Runs the program on the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--in-memory", action="store_true")
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--shingle", default="word:2")
    parser.add_argument("--threshold", type=float, default=0.55)
    chosen = parser.parse_args()
    steps: dict[str, float] = {}
    if chosen.steps:
        time_steps(steps)
    texts = Lines(chosen.corpus, chosen.count)
    documents = np.arange(len(texts), dtype=np.uint32) // np.uint32(10)
    before = _peak()
    settings = Settings(shingle=chosen.shingle, threshold=chosen.threshold)
    started, cpu = time.monotonic(), _cpu()
    with ExitStack() as stack:
        resources = Resources(None if chosen.in_memory else Root.create(chosen.scratch).create_unnamed)
        if chosen.workers:
            pool = stack.enter_context(ProcessPoolExecutor(chosen.workers))
            resources = Resources(resources.create_file, map=map_over(pool, 4 * chosen.workers))
        found = decide_texts(texts, documents, settings, resources=resources)
    wall = time.monotonic() - started
    report = {
        "count": len(texts),
        "cpu": round(_cpu() - cpu, 1),
        "wall": round(wall, 1),
        "micros": round((_cpu() - cpu) / len(texts) * 1e6, 2),
        "mib_before": before,
        "mib": _peak(),
        "drops": len(found.drops),
        "notes": len(found.notes),
        "documents": len(found.documents),
    }
    json.dump(
        report | ({"steps": {step: round(seconds, 2) for step, seconds in steps.items()}} if steps else {}),
        sys.stdout,
    )
    print()


def _cpu() -> float:
    return sum(os.times()[:4])


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    main()
