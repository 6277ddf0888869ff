"""The one way to hand work to others: a function over jobs, whose results come in the order of the jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class OrderedMap(Protocol):
    """Runs a function over jobs, wherever that is: in this process, in worker processes, on a cluster.

    An implementation that runs jobs ahead of the one whose result is waited for takes only a few more from
    the iterable than it has answered: whole corpora go through as jobs.
    """

    def __call__(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        /,
        *,
        on_crash: Callable[[Job], Job] = ...,
    ) -> Iterator[Result]:
        """Yields the result of each job, in the order of the jobs.

        A job that kills its worker process twice is given to `on_crash`, which returns a job to run in its
        place, or raises. The default raises.
        """


def map_in_process(
    function: Callable[[Job], Result],
    jobs: Iterable[Job],
    /,
    *,
    on_crash: Callable[[Job], Job] | None = None,  # a job that kills this process ends the run
) -> Iterator[Result]:
    """`map` of one iterable, as an `OrderedMap`.

    >>> list(map_in_process(abs, [-1, 2]))
    [1, 2]
    """
    return map(function, jobs)
