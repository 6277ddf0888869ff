import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.config import Configuration
from cleaner.corpus.run import Run, RunResult
from cleaner.corpus.run_options import RunOptions
from cleaner.formats.sources import Sources
from cleaner.store.root import Root

LOOPBACK = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "3",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="session")
def spark():
    """What starts the engine of Spark for a run, on two cores of this machine."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    from cleaner.cluster.engine import Spark, SparkOptions

    def run(
        sources: Sources,
        configuration: Configuration,
        work: Path,
        settings: dict[str, str] | None = None,
        explain: Callable[[str], None] | None = None,
        **how,
    ) -> RunResult:
        running = RunOptions(Root.create(work), **how)
        options = SparkOptions("local[2]", tuple({**LOOPBACK, **(settings or {})}.items()), explain)
        return Run(sources, configuration, running, Spark(configuration, running, options)).run()

    return run
