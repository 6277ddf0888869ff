"""Where a decision may put what does not fit in memory, and who else may work on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cleaner.ordered_map import OrderedMap, map_in_process

Given = TypeVar("Given")
Made = TypeVar("Made")
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Room:
    """What a decision may use; the answer is the same in any room.

    `scratch` is a folder that exists, for files that have no name and vanish with the process; without one,
    all is held in memory. `map` may hand the pure part of the work, hashing and signing, to other processes.
    """

    scratch: Path | None = None
    map: OrderedMap = map_in_process

    def ahead(self, make: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """`map` in this process; where others may work too, by threads that are one or two things ahead of
        what is used. For work of numpy, which does not hold the lock of the interpreter."""
        if self.map is map_in_process:
            yield from map(make, given)
            return
        with ThreadPoolExecutor(_THREADS) as threads:
            yield from in_turn(threads, _THREADS, make, given)


def in_turn(
    pool: Executor, ahead: int, make: Callable[[Given], Made], given: Iterable[Given]
) -> Iterator[Made]:
    """What a pool makes, in the order of what went in, of which it takes only a few more than it has
    answered."""
    waiting: deque[Future[Made]] = deque()
    for each in given:
        waiting.append(pool.submit(make, each))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
