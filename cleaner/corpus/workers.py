"""Worker processes: jobs in, results in the order of the jobs, and a job that kills its worker found out."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from cleaner.errors import OutputError

Job = TypeVar("Job")
Result = TypeVar("Result")

ALIVE = 1.0
"""Seconds between two looks of a worker whether its parent is still there."""
LOOK = 0.5
"""Seconds between two looks at the jobs in work, for those who show progress."""
UNTIL = 1.0
"""Seconds that the thread of a pool has to see that its workers are gone."""


def count(jobs: int) -> int:
    """The number of workers that `-j` means: 0 is one for each core that the process may use.

    >>> count(3)
    3
    """
    return jobs or len(os.sched_getaffinity(0))


def crash_error(detail: str = "") -> OutputError:
    """The error of a job that killed its worker twice. `detail` goes on with the sentence."""
    return OutputError(
        f"a worker was killed twice{detail}", remedy="free some memory, or use fewer workers with -j"
    )


def fail_job(job: Job) -> Job:
    """Refuses to replace a job that killed its worker twice: raises `OutputError`."""
    raise crash_error()


class Workers:
    """Runs functions over jobs, in this process or in several others, which stay until the end of a `with`.

    A worker that dies takes no other job with it: those that were in work are done again, each alone.
    `look` is called while a result is waited for.
    """

    def __init__(self, number: int, *, look: Callable[[], None] = lambda: None) -> None:
        self._number = number
        self._look = look
        self._pool: _Pool | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.__exit__(kind, *rest)

    def map(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        /,
        *,
        on_crash: Callable[[Job], Job] = fail_job,
    ) -> Iterator[Result]:
        """An `OrderedMap`. Few jobs are in work ahead of the one that is waited for."""
        jobs = iter(jobs)
        if self._number <= 1:
            yield from map(function, jobs)
            return
        waiting: deque[Job] = deque()
        while True:
            pool = self._pool = self._pool or _Pool(self._number)
            try:
                yield from self._in_pool(pool.executor, function, jobs, waiting)
                return
            except BrokenProcessPool as broken:
                if self._pool is pool:
                    self.__exit__(broken)
                while waiting:
                    yield self._alone(function, waiting[0], on_crash)
                    waiting.popleft()

    def _in_pool(
        self,
        pool: ProcessPoolExecutor,
        function: Callable[[Job], Result],
        jobs: Iterator[Job],
        waiting: deque[Job],
    ) -> Iterator[Result]:
        futures: deque[Future[Result]] = deque()
        for job in jobs:
            waiting.append(job)
            futures.append(pool.submit(function, job))
            if len(futures) > 2 * self._number:
                yield self._first(futures, waiting)
        while futures:
            yield self._first(futures, waiting)

    def _first(self, futures: deque[Future[Result]], waiting: deque[Job]) -> Result:
        result = self._result(futures[0])
        futures.popleft()
        waiting.popleft()
        return result

    def _alone(self, function: Callable[[Job], Result], job: Job, on_crash: Callable[[Job], Job]) -> Result:
        while True:
            with _Pool(1) as pool:
                try:
                    return self._result(pool.executor.submit(function, job))
                except BrokenProcessPool:
                    job = on_crash(job)

    def _result(self, future: Future[Result]) -> Result:
        while not wait_for([future], timeout=LOOK).done:
            self._look()
        self._look()
        return future.result()


class _Pool:
    """A pool of processes. Left by an exception, it kills them at once: what they write is scratch."""

    def __init__(self, number: int) -> None:
        self._others = set(multiprocessing.active_children())
        self.executor = ProcessPoolExecutor(
            number,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(os.getpid(),),
        )

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.executor.shutdown()
            return
        thread, pipes = _inside(self.executor)
        self.executor.shutdown(wait=False, cancel_futures=True)
        while ours := set(multiprocessing.active_children()) - self._others:
            for process in ours:
                process.kill()
            for process in ours:
                process.join()
        for pipe in pipes:
            if thread is not None:
                thread.join(UNTIL)
                if thread.is_alive():
                    pipe.close()


def _inside(executor: ProcessPoolExecutor) -> tuple[threading.Thread | None, list[Connection]]:
    """The thread of a pool, and this process's own copies of the workers' ends of its pipes.

    While those are open, a thread that reads a result of which a worker was killed in the middle, or that
    waits for one that writes a job nobody reads any more, waits for ever, and the end of the program waits
    for the thread. The pool has no public name for either.
    """
    inner: Any = executor
    return inner._executor_manager_thread, [inner._result_queue._writer, inner._call_queue._reader]


def _begin(parent: int) -> None:
    """A worker leaves signals to its parent, and goes when that has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(ALIVE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
