"""Small random corpora cleaned by one machine and on Spark, one after the other in this process.

    python bench/spark_same.py [--cases 40] [--first 0] [--master local[2]] [--keep FOLDER]

Tasks are small (four files, 6,000 bytes), so that a corpus of some 30 kB has three to ten of them. The
folders are compared byte for byte, all files but scratch and lock; or, where the corpus is refused, what is
said of it. A corpus whose folders differ is named by its seed, and stays in FOLDER. Exit 1 if there is one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from spark import tree
from spark_mixed import Corpus, Maker

from cleaner.cluster.engine import Spark, SparkOptions
from cleaner.config import Configuration
from cleaner.corpus.engine import Engine
from cleaner.corpus.run import Run
from cleaner.corpus.run_options import RunOptions
from cleaner.errors import CleanerError
from cleaner.formats.selection import Selection
from cleaner.formats.sources import Sources, find_sources
from cleaner.store.folder import OutputFolder

FILES, BYTES = 4, 6000
"""Of a task."""
Made = Callable[[Sources, Configuration, RunOptions], Engine]


def put(folder: Path, corpus: Corpus) -> list[Path]:
    """The files in a folder; its roots."""
    for name, data in corpus.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sorted(folder.iterdir())


def cleaned(
    roots: list[Path], out: Path, configuration: Configuration, engine: Made | None
) -> dict[str, str]:
    """The files that a run writes, by their hashes; or what is said where it refuses."""
    sources = find_sources(roots, Selection(ignore_files=False))
    running = RunOptions(out / ".cleaner" / "work", output=out, files=FILES, bytes=BYTES)
    try:
        made = None if engine is None else engine(sources, configuration, running)
        done = Run(sources, configuration, running, made).run()
        OutputFolder.open(out).commit(done.files)
    except CleanerError as error:
        return {"refused": f"{type(error).__name__}: {error}"}
    return tree(out)


def compared(seed: int, folder: Path, engine: Made) -> tuple[list[str], dict[str, str]]:
    """The files of one corpus that differ, and those of one machine."""
    maker = Maker(seed)
    roots = put(folder / "raw", maker.corpus())
    configuration = maker.configuration()
    one = cleaned(roots, folder / "one", configuration, None)
    other = cleaned(roots, folder / "spark", configuration, engine)
    return [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)], one


def main() -> int:
    """Runs what the arguments say; 1 where a folder differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--partitions", type=int, default=3, help="parts of a shuffle")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    settings = (("spark.sql.shuffle.partitions", str(chosen.partitions)), ("spark.ui.enabled", "false"))
    options = SparkOptions(chosen.master, settings)

    def engine(_: Sources, configuration: Configuration, running: RunOptions) -> Engine:
        return Spark(configuration, running, options)

    wrong, kinds = 0, Counter[str]()
    for seed in range(chosen.first, chosen.first + chosen.cases):
        before = monotonic()
        with tempfile.TemporaryDirectory(prefix="cleaner-spark-") as folder:
            differing, one = compared(seed, Path(folder), engine)
            kinds["refused" if "refused" in one else "cleaned"] += 1
            if differing:
                wrong += 1
                if chosen.keep is not None:
                    shutil.copytree(folder, chosen.keep / str(seed))
        seconds = monotonic() - before
        print(f"{seed}: {len(one)} files, {seconds:.1f} s, differing: {differing[:5]}", flush=True)
    print(f"{dict(kinds)}, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
