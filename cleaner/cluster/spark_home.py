"""Where the programs of Spark lie: PySpark looks above the working directory before it looks at itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def set_environment(package: Path) -> None:
    """Set what PySpark asks the environment for, where the user has not: the Python of workers, and Spark.

    `package` is the folder of PySpark. Its programs are in it, below it where pip fetched a distribution, or
    two folders above it in a copy of Spark.
    """
    # Workers on this machine must find this package; elsewhere the variable or the option says where.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    homes = (package / "spark-distribution", package, package.parent.parent)
    home = next((home for home in homes if (home / "bin" / "spark-submit").is_file()), package)
    # Without it, PySpark runs bin/spark-submit of the folder above the working directory, if there is one.
    os.environ.setdefault("SPARK_HOME", str(home))
