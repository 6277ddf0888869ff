"""An ordered map that takes all jobs before it answers, as a pool of workers may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cleaner.duplicates.resources import Job, Result


def eager_map(function: Callable[[Job], Result], jobs: Iterable[Job], /) -> Iterator[Result]:
    """Yields the result of each job in the order of the jobs."""
    return iter([function(job) for job in list(jobs)])
