"""The protocol of an ordered map: runs a function over jobs, and yields the results in the order of the jobs.

All parallel work goes through it, in this process, in worker processes or on a cluster. As results come in
the order of the jobs, the output does not depend on which worker ends first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class OrderedMap(Protocol):
    """Runs a function over jobs and yields the results in the order of the jobs.

    An implementation that runs jobs ahead of the one whose result is waited for takes only a few more from
    the iterable than it has answered: a whole corpus may go through as jobs.
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

        `function` must be known by its name in its module, and jobs and results must be values that can be
        pickled, for other processes. A job that kills its worker process twice goes to `on_crash`, which
        returns a job to run in its place, or raises; the default raises. What a job raises is raised here.
        """


def map_in_process(
    function: Callable[[Job], Result],
    jobs: Iterable[Job],
    /,
    *,
    on_crash: Callable[[Job], Job] | None = None,  # a job that kills this process ends the run
) -> Iterator[Result]:
    """Runs the jobs in this process, each when its result is asked for: `map`, as an `OrderedMap`.

    >>> list(map_in_process(abs, [-1, 2]))
    [1, 2]
    """
    return map(function, jobs)
