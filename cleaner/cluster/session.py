"""A session on a Spark cluster: named steps, tables, and values that all workers share.

This is the one module that imports PySpark. Tables are joined and grouped in SQL, and worked by functions
over Arrow batches (`mapInArrow`).
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from subprocess import TimeoutExpired
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from cleaner.cluster.signals import delay_signals
from cleaner.cluster.spark_home import set_environment
from cleaner.errors import OutputError, UsageError
from cleaner.programs import SAFE_PATH, find_program, start_in_safe_path

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

    Table: TypeAlias = DataFrame
    Batches: TypeAlias = Iterator[pyarrow.RecordBatch]

LOOK = 0.5
"""Seconds between two calls of `look` while a step runs: often enough for a progress line."""
LOCAL = re.compile(r"local\[([0-9*]+)\]")
"""A master that is this process, without a number of tries."""
LOG = Path(__file__).with_name("log4j2.properties")
GRACE = 2.0
"""Seconds that Java has to end after a signal before it is killed: a run ends within seconds."""
FAILURES = 4
"""Tries of a task: Spark's default on a cluster. Where the cluster is this process its default is one, and a
document that kills its worker would end the run."""
DEFAULTS = {
    "spark.app.name": "cleaner",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={LOG.as_uri()}",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
    "spark.sql.adaptive.enabled": "true",
    f"spark.executorEnv.{SAFE_PATH}": "1",
}
"""Settings of Spark, which `--spark-conf` may replace. Small Arrow batches, as rows may hold texts; no
progress bar and no log, which would stand between the lines of our own progress; workers that import nothing
from the folder that they work in."""


class Broadcast(Protocol):
    """A value that is sent to each worker once, however many tasks it runs."""

    @property
    def value(self) -> Any:
        """The value."""
        ...


class Accumulator(Protocol):
    """A number that workers add to. A task that is tried again adds twice: for progress, not for results."""

    @property
    def value(self) -> int:
        """The sum over the tasks that have ended. Only the process that made the number can read it."""
        ...

    def add(self, term: int) -> None:
        """Adds to it."""
        ...


class Cluster:
    """A Spark session. What `collect` returns comes to this process, and must not grow with the corpus; what
    `materialize` returns stays with the workers. `seconds` are those of each step."""

    def __init__(self, session: Any, scratch: Path, explain: Callable[[str], None] | None) -> None:
        self._session = session
        self._context = session.sparkContext
        self._scratch = scratch
        self._explain = explain
        self._numbers = count()
        self.seconds: dict[str, float] = {}

    @property
    def width(self) -> int:
        """The most parts that a scan of all tasks is cut into: four for each core, so that none waits long
        for the slowest part."""
        return 4 * max(1, int(self._context.defaultParallelism))

    def number_tasks(self, count: int, parts: int = 0) -> Table:
        """Makes a table of the numbers from 0 to before `count`, column `task`, spread over the workers."""
        parts = parts or max(1, min(count, self.width))
        numbers: Table = self._session.range(0, count, 1, numPartitions=parts)
        return numbers.selectExpr("cast(id as int) as task")

    def partition_by_task(self, rows: Table, columns: str, order: str = "") -> Table:
        """Brings the rows of one task together, on a worker, in the order of the columns (or of `order`)."""
        partitioned = rows.select("task", *columns.split(", ")).repartition(self.width, "task")
        return partitioned.sortWithinPartitions("task", *(order or columns).split(", "))

    def sql(self, query: str, **tables: Table) -> Table:
        """Makes a table of a query over tables, which stand in it as ``{name}``. Nothing is computed yet."""
        found: Table = self._session.sql(query, **tables)
        return found

    def broadcast(self, value: object) -> Broadcast:
        """Shares a value with all workers."""
        shared: Broadcast = self._context.broadcast(value)
        return shared

    def make_accumulator(self) -> Accumulator:
        """Makes a number that workers add to, and this process reads while they work."""
        counter: Accumulator = self._context.accumulator(0)
        return counter

    def collect(self, step: str, table: Table, look: Callable[[], None] | None = None) -> list[Any]:
        """Returns the rows of a small table. While they are made, `look` is called every now and then."""
        with self._step(step, table):
            found: list[Any] = table.collect() if look is None else _watch(table.collect, look)
        return found

    def materialize(self, step: str, table: Table) -> Table:
        """Computes a table and writes it where all workers read it. Its plan ends there, so that plans do not
        grow from step to step, and a lost worker loses nothing."""
        path = (self._scratch / f"{next(self._numbers):04}").absolute().as_uri()
        with self._step(step, table):
            table.write.parquet(path)
            found: Table = self._session.read.schema(table.schema).parquet(path)
        return found

    def stop(self) -> None:
        """Ends the session."""
        self._session.stop()

    def abandon(self) -> None:
        """Ends the session in the middle of a step: ends its Java, if this process began it.

        A signal has broken off a message to Java, which then answers nothing more, not even a request to
        stop.
        """
        if not _end_java(self._context._gateway):
            self.stop()

    @contextmanager
    def _step(self, name: str, table: Table) -> Iterator[None]:
        """Names a step in Spark's pages, takes its time, and explains its plan. Raises `OutputError`."""
        from pyspark.errors import PySparkException

        if self._explain is not None:
            plan = self._context._jvm.PythonSQLUtils.explainString(table._jdf.queryExecution(), "simple")
            self._explain(f"== {name}\n{plan}")
        self._context.setJobDescription(name)
        before = perf_counter()
        try:
            yield
        except PySparkException as error:
            raise OutputError(
                f"the cluster gave up at the step {name!r}: {_last_line(error)}",
                remedy="see what its workers logged, and run again: what was prepared is not done again",
            ) from error
        finally:
            self._context.setJobDescription(None)
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - before


def start(
    master: str, options: Mapping[str, str], scratch: Path, explain: Callable[[str], None] | None = None
) -> Cluster:
    """Starts a session on the cluster `master`, or takes the one that this process runs in already.

    Raises `UsageError` where PySpark or Java is missing, and `OutputError` where the cluster cannot be had.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which PySpark asks for and we do not use
        try:
            import pyspark
            from pyspark.errors import PySparkException
        except ImportError as error:
            raise UsageError(
                "the engine spark needs PySpark",
                remedy="pip install 'seedclean[spark]', and Java 17 or later",
            ) from error
        set_environment(Path(pyspark.__file__).parent)
        retried = LOCAL.sub(rf"local[\1,{FAILURES}]", master)
        chosen = {**DEFAULTS, **options, "spark.master": retried}
        try:
            session = _session(list(chosen.items()))
        except PySparkException as error:
            raise _without_java(master) from error
        session.sparkContext.setLogLevel("ERROR")
    return Cluster(session, scratch, explain)


def _session(settings: list[tuple[str, str]]) -> Any:
    """Starts the session. A signal that comes before it is there leaves no Java behind."""
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    # Until the gateway to Java is stored, nothing could end that Java.
    with delay_signals(), start_in_safe_path():
        SparkContext._ensure_initialized(conf=SparkConf().setAll(settings))
    try:
        return SparkSession.builder.config(map=dict(settings)).getOrCreate()
    except (KeyboardInterrupt, SystemExit):
        _end_java(SparkContext._gateway)
        raise


def _end_java(gateway: Any) -> bool:
    """Ends the Java behind a gateway, and returns True, if this process began it."""
    java = getattr(gateway, "proc", None)
    if java is None:
        return False
    java.terminate()
    try:
        java.wait(GRACE)
    except TimeoutExpired:
        java.kill()
    return True


def _watch(make: Callable[[], Any], look: Callable[[], None]) -> Any:
    """Runs `make` in a thread, and `look` in this one, which alone gets signals. Raises what `make`
    raises."""
    from pyspark import InheritableThread

    made: list[Any] = []
    thread = InheritableThread(target=lambda: made.append(_attempt(make)))
    thread.start()
    while thread.is_alive():
        thread.join(LOOK)
        look()
    [(done, error)] = made
    if error is not None:
        raise error
    return done


def _attempt(make: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    from pyspark.errors import PySparkException

    try:
        return make(), None
    except PySparkException as error:
        return None, error


def _last_line(error: Exception) -> str:
    """Returns the last line that names an error of a worker's Python, or else the first line of Spark."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"\w+(\.\w+)*(Error|Exception)\b", line)]
    return (errors or lines or [type(error).__name__])[-1 if errors else 0]


def _without_java(master: str) -> Exception:
    if not os.environ.get("JAVA_HOME") and find_program("java") is None:
        return UsageError("the engine spark needs Java", remedy="install Java 17 or later, or set JAVA_HOME")
    return OutputError(
        f"no Spark session could be had of {master}",
        remedy="look at what Java said above; Java 17 or later is needed",
    )


def attempt() -> int:
    """Returns how often the task that runs in this worker has failed before."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return 0 if context is None else int(context.attemptNumber())
