"""What a decision may use: files for what does not fit in memory, and other processes and threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from cleaner.ordered_map import OrderedMap, map_in_process

Job = TypeVar("Job")
Result = TypeVar("Result")
CreateFile = Callable[[], BinaryIO]
"""Opens a new file to write and read. It has no name: nothing is left of it however the process ends."""
_THREADS = 2
"""Threads that are ahead: one to sort while the next column is read; more find nothing to do."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a decision may use; the answer is the same with any resources.

    `create_file` opens files for what does not fit in memory; without it, all is held there. `map` may hand
    the pure part of the work (hashing, signing, measuring, judging) to other processes.
    """

    create_file: CreateFile | None = None
    map: OrderedMap = map_in_process

    @property
    def is_parallel(self) -> bool:
        """Whether work may be done elsewhere while this process goes on."""
        return self.map is not map_in_process

    def map_ahead(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yields results in the order of the jobs; if parallel, by threads that are one or two jobs ahead of
        what is used. For work of numpy, which does not hold the lock of the interpreter."""
        if not self.is_parallel:
            yield from map(function, jobs)
            return
        with ThreadPoolExecutor(_THREADS) as threads:
            yield from map_in_order(threads, _THREADS, function, jobs)


def map_in_order(
    pool: Executor, ahead: int, function: Callable[[Job], Result], jobs: Iterable[Job]
) -> Iterator[Result]:
    """Yields the results of a pool in the order of the jobs, of which it takes only `ahead` more than it has
    answered: a corpus goes through as jobs."""
    waiting: deque[Future[Result]] = deque()
    for job in jobs:
        waiting.append(pool.submit(function, job))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
