"""Worker processes: jobs in, results in the order of the jobs. Finds the job that kills its worker.

A worker dies without a word when the system has no memory left, and `ProcessPoolExecutor` then fails every
job of the pool. So the jobs in work are run again one at a time, each in a pool of one process: the job whose
pool breaks again is the one that kills.
"""

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
from cleaner.programs import start_in_safe_path

Job = TypeVar("Job")
Result = TypeVar("Result")

ALIVE = 1.0
"""Seconds between two checks of a worker that its parent is still there: a parent killed by SIGKILL leaves no
worker behind for longer."""
LOOK = 0.5
"""Seconds between two calls of `look` while a result is waited for: often enough for a progress line."""
UNTIL = 1.0
"""Seconds that the thread of a pool has to see that its workers are gone, before its pipes are closed."""


def count(jobs: int) -> int:
    """Returns the number of workers that `-j` means: 0 is one for each core that the process may use.

    >>> count(3)
    3
    """
    return jobs or len(os.sched_getaffinity(0))


def crash_error(detail: str = "") -> OutputError:
    """Returns the error of a job that killed its worker twice. `detail` continues the sentence."""
    return OutputError(
        f"a worker was killed twice{detail}", remedy="free some memory, or use fewer workers with -j"
    )


def fail_job(job: Job) -> Job:
    """Refuses to replace a job that killed its worker twice: raises `OutputError`."""
    raise crash_error()


class Workers:
    """Runs functions over jobs, in this process or in `number` others, which stay until the end of a `with`.

    A worker that dies takes no other job with it: the jobs in work are run again, each in a process of its
    own. `look` is called every `LOOK` seconds while a result is waited for.
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
        """Yields the result of each job, in the order of the jobs: an `OrderedMap`.

        At most twice as many jobs as there are workers are in work ahead of the one that is waited for.
        Raises what a job raises, and what `on_crash` raises.
        """
        # One iterator for all pools: after a crash, the next pool goes on where this one stopped.
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
                # Two maps may be in work over one pool: only the first to see the crash puts it away, the
                # other must not kill the new pool.
                if self._pool is pool:
                    self.__exit__(broken)
                # All of them, in order, for one of them kills. A job leaves `waiting` when its result is out.
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
        """Yields results of a pool. `waiting` holds the jobs without a result, also after a crash."""
        futures: deque[Future[Result]] = deque()
        for job in jobs:
            waiting.append(job)
            futures.append(_submit(pool, function, job))
            # Two for each worker: none is idle while results are taken, and few results wait in memory.
            if len(futures) > 2 * self._number:
                yield self._first(futures, waiting)
        while futures:
            yield self._first(futures, waiting)

    def _first(self, futures: deque[Future[Result]], waiting: deque[Job]) -> Result:
        # The queues are shortened after the wait: a job whose pool breaks must stay in `waiting`.
        result = self._result(futures[0])
        futures.popleft()
        waiting.popleft()
        return result

    def _alone(self, function: Callable[[Job], Result], job: Job, on_crash: Callable[[Job], Job]) -> Result:
        """Runs a job in a pool of one process, and what `on_crash` puts in its place when that breaks too."""
        while True:
            with _Pool(1) as pool:
                try:
                    return self._result(_submit(pool.executor, function, job))
                except BrokenProcessPool:
                    job = on_crash(job)

    def _result(self, future: Future[Result]) -> Result:
        while not wait_for([future], timeout=LOOK).done:
            self._look()
        self._look()  # results that come fast would never let the progress line move
        return future.result()


class _Pool:
    """A pool of processes. An exception kills them at once: the files that they write are scratch."""

    def __init__(self, number: int) -> None:
        # The executor has no public list of its processes: they are the children that were not there before.
        self._others = set(multiprocessing.active_children())
        # Its locks start a process too, which tracks them.
        with start_in_safe_path():
            self.executor = ProcessPoolExecutor(
                number,
                # A forked child would inherit locks that other threads of this process hold, and might wait
                # for one for ever.
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
        # Again until none is left: the executor may start one more while the first are killed.
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


def _submit(executor: ProcessPoolExecutor, function: Callable[[Job], Result], job: Job) -> Future[Result]:
    """Hands a job to a pool, which may start a worker for it."""
    with start_in_safe_path():
        return executor.submit(function, job)


def _inside(executor: ProcessPoolExecutor) -> tuple[threading.Thread | None, list[Connection]]:
    """Returns the thread of a pool, and this process's own copies of the workers' ends of its pipes.

    While those are open, the thread may wait for ever: for the other half of a result whose worker was
    killed, or for a write of a job that no worker reads any more. The end of the program waits for the
    thread. The executor has no public name for either.
    """
    inner: Any = executor
    return inner._executor_manager_thread, [inner._result_queue._writer, inner._call_queue._reader]


def _begin(parent: int) -> None:
    """Sets a worker up: its parent sees to signals, and the worker ends when its parent has ended."""
    # Ctrl-C goes to all processes of a terminal: the parent alone answers it, and kills its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        # An orphan gets another parent. os._exit, because a thread cannot end the process by an exception.
        while os.getppid() == parent:
            time.sleep(ALIVE)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
