"""The one module that knows PySpark: a session, its steps by name, and what all workers are told.

Tables are joined and grouped in SQL, and worked by functions over Arrow batches (`mapInArrow`).
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from cleaner.errors import OutputError, UsageError

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

    Table: TypeAlias = DataFrame
    Batches: TypeAlias = Iterator[pyarrow.RecordBatch]

LOCAL = re.compile(r"local\[([0-9*]+)\]")
FAILURES = 4
"""Times that a task may be tried, also where the cluster is this process."""
DEFAULTS = {
    "spark.app.name": "cleaner",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
    "spark.sql.adaptive.enabled": "true",
}
"""What is set where `--spark-conf` says nothing else."""


class Shared(Protocol):
    """A value that each worker holds once."""

    @property
    def value(self) -> Any:
        """The value."""
        ...


class Cluster:
    """A Spark session. What it is asked for in `rows` comes to this process, and must not grow with the
    corpus; `kept` tables stay with the workers."""

    def __init__(self, session: Any, checkpoints: Path, explain: Callable[[str], None] | None) -> None:
        self._session = session
        self._context = session.sparkContext
        self._explain = explain
        self._kept: list[Any] = []
        self._context.setCheckpointDir(checkpoints.absolute().as_uri())
        self.seconds: dict[str, float] = {}

    @property
    def width(self) -> int:
        """Parts that a scan of all tasks is cut into, at most."""
        return 4 * max(1, int(self._context.defaultParallelism))

    @property
    def shuffled(self) -> int:
        """Parts of a table after a shuffle (`spark.sql.shuffle.partitions`)."""
        return int(self._session.conf.get("spark.sql.shuffle.partitions"))

    def numbers(self, count: int) -> Table:
        """The numbers from 0 to before `count` as a column `task`, spread over the workers."""
        parts = max(1, min(count, self.width))
        return self._session.range(0, count, 1, numPartitions=parts).selectExpr("cast(id as int) as task")

    def empty(self, columns: str) -> Table:
        """A table without rows."""
        return self._session.createDataFrame([], columns)

    def by_task(self, rows: Table, columns: str, order: str = "") -> Table:
        """Rows with a column `task`, those of one task together, in the order of the columns."""
        brought = rows.select("task", *columns.split(", ")).repartition(self.width, "task")
        return brought.sortWithinPartitions("task", *(order or columns).split(", "))

    def sql(self, query: str, **tables: Table) -> Table:
        """A query over tables, which stand in it as ``{name}``."""
        return self._session.sql(query, **tables)

    def share(self, value: object) -> Shared:
        """Hands a value to all workers."""
        shared: Shared = self._context.broadcast(value)
        return shared

    def rows(self, step: str, table: Table) -> list[Any]:
        """The rows of a small table."""
        with self._step(step, table):
            found: list[Any] = table.collect()
        return found

    def kept(self, step: str, table: Table) -> Table:
        """The table, made once: later steps read it."""
        stays = table.persist(_storage())
        self._kept.append(stays)
        with self._step(step, stays):
            stays.count()
        return stays

    def cut(self, step: str, table: Table) -> Table:
        """The table written to the folder of checkpoints: what was done to come to it is forgotten."""
        with self._step(step, table):
            return table.checkpoint()

    def let_go(self) -> None:
        """Frees what was kept."""
        for table in self._kept:
            table.unpersist()
        self._kept.clear()

    def stop(self) -> None:
        """Ends the session."""
        self._session.stop()

    @contextmanager
    def _step(self, name: str, table: Table) -> Iterator[None]:
        if self._explain is not None:
            plan = self._context._jvm.PythonSQLUtils.explainString(table._jdf.queryExecution(), "simple")
            self._explain(f"== {name}\n{plan}")
        self._context.setJobDescription(name)
        before = perf_counter()
        try:
            yield
        finally:
            self._context.setJobDescription(None)
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - before
            print(f"{perf_counter() - before:6.2f} {name}", flush=True)


def start(
    master: str, options: Mapping[str, str], checkpoints: Path, explain: Callable[[str], None] | None = None
) -> Cluster:
    """A session on the cluster that `master` names, or the one that this process runs in already.

    Raises `UsageError` where PySpark or Java is missing, and `OutputError` where the cluster cannot be had.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which PySpark asks for and we do not use
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise UsageError(
                "the engine spark needs PySpark",
                remedy="pip install 'seedclean[spark]', and Java 17 or later",
            ) from error
        # Workers on this machine must find this package; elsewhere the variable or the option says where.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        retried = LOCAL.sub(rf"local[\1,{FAILURES}]", master)
        builder = SparkSession.builder.master(retried)
        for name, value in {**DEFAULTS, **options}.items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except PySparkException as error:
            raise _without_java(master) from error
        session.sparkContext.setLogLevel("ERROR")
    return Cluster(session, checkpoints, explain)


def _without_java(master: str) -> Exception:
    import shutil

    home = os.environ.get("JAVA_HOME", "")
    if not home and shutil.which("java") is None:
        return UsageError("the engine spark needs Java", remedy="install Java 17 or later, or set JAVA_HOME")
    return OutputError(
        f"no Spark session could be had of {master}",
        remedy="look at what Java said above; Java 17 or later is needed",
    )


def attempt() -> int:
    """How often the task that runs here has failed before."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return 0 if context is None else int(context.attemptNumber())


def _storage() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY
