"""Makes Arrow batches of columns or rows, and groups the rows of batches by task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow

    from cleaner.cluster.session import Batches

ROWS = 1 << 18
"""Rows of a batch that a worker returns, at most: 2 MB for a column of numbers."""
FEW = 4096
"""Rows of Python objects that are in memory at once."""


class TaskRows(NamedTuple):
    """The rows of one task, by the names of their columns."""

    task: int
    rows: pyarrow.Table

    def column(self, name: str) -> NDArray[Any]:
        """A column of numbers."""
        found: NDArray[Any] = self.rows[name].to_numpy()
        return found


def group_by_task(batches: Batches) -> Iterator[TaskRows]:
    """Yields the rows of each task, in their order. Rows of one task must follow each other."""
    import pyarrow

    # The rows of a task may come in several batches: they wait until the next task begins.
    waiting: list[Any] = []
    last = -1
    for batch in batches:
        tasks = batch["task"].to_numpy()
        # The rows at which another task begins, from the numbers alone; slices of a batch copy nothing.
        edges = [0, *(np.flatnonzero(tasks[1:] != tasks[:-1]) + 1).tolist(), len(tasks)]
        for start, stop in pairwise(edges):
            if start == stop:
                continue
            if waiting and tasks[start] != last:
                yield TaskRows(last, pyarrow.Table.from_batches(waiting))
                waiting = []
            last = int(tasks[start])
            waiting.append(batch.slice(start, stop - start))
    if waiting:
        yield TaskRows(last, pyarrow.Table.from_batches(waiting))


def parse_schema(described: str) -> pyarrow.Schema:
    """Makes the Arrow schema of a schema in Spark's notation.

    >>> parse_schema("key long, near boolean").names
    ['key', 'near']
    """
    import pyarrow

    types = {
        "long": pyarrow.int64(),
        "int": pyarrow.int32(),
        "boolean": pyarrow.bool_(),
        "double": pyarrow.float64(),
        "string": pyarrow.string(),
        "binary": pyarrow.binary(),
    }
    fields = (field.split() for field in described.split(", "))
    return pyarrow.schema([(name, types[kind]) for name, kind in fields])


def batch_columns(columns: Mapping[str, Any], described: str) -> Iterator[pyarrow.RecordBatch]:
    """Makes batches of columns of one length (arrays of numbers, or lists) with this schema."""
    import pyarrow

    made = pyarrow.Table.from_pydict(dict(columns), schema=parse_schema(described))
    yield from made.to_batches(max_chunksize=ROWS)


def batch_rows(rows: Iterable[tuple[object, ...]], described: str) -> Iterator[pyarrow.RecordBatch]:
    """Makes batches of rows, which may be many: some thousand are in memory at a time."""
    names = parse_schema(described).names
    every = iter(rows)
    while some := list(islice(every, FEW)):
        columns = zip(*some, strict=True)
        yield from batch_columns(dict(zip(names, map(list, columns), strict=True)), described)
