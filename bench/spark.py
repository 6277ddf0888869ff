"""The engine on Spark beside one machine: the same folder, and what it costs.

    python bench/spark.py paragraphs|documents|growth|flood|chain [--size N] [--ways local,cluster] [--json]

Each corpus is cleaned by one machine (`-j 2`) and then in each way on Spark: `local` is `local[2]`;
`cluster` a standalone cluster of a master and two workers of one core and 1 GB each (`spark_cluster.py`);
`partitions` is `local` with 3 parts a shuffle, and again with 61; `killed` is `cluster` with one worker
killed in the middle of the time that `cluster` took, `kills` at six points of it. The folders are compared
byte for byte, all files but scratch and lock. Of each run: processor time of all processes, the largest sum
of their memory, and by step what moved through shuffles, files and Python. `growth` ends with a table of
rows and bytes a paragraph. Exit 1 where a folder differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

import spark_made
from spark_cluster import Cluster, beside, signals, started
from spark_cost import Meter, Spent, run
from spark_events import Step, steps, table
from spark_model import model

Report = dict[str, object]
LOCAL = "local[2]"
WAYS = ("local", "cluster", "partitions", "killed")
KILLS = {"killed": (0.5,), "kills": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)}
"""When a worker is killed, in shares of the time of a run that nobody disturbs."""
PARTITIONS = (3, 61)
EVENTS = {"enabled": "true", "compress": "false", "rolling.enabled": "false"}
LARGE = 1_000_000


class Way(NamedTuple):
    """A way to run on Spark: where, with what set, and after how many seconds a worker is killed."""

    name: str
    cluster: bool = False
    set: Mapping[str, str] = {}
    kill: float | None = None


class Done(NamedTuple):
    """A run on Spark: what it cost, the steps of it, and the files that are not those of one machine."""

    spent: Spent
    steps: dict[str, Step]
    differing: list[str]


class Bench:
    """Runs of one corpus after the other, in a scratch folder, with the same options."""

    def __init__(self, scratch: Path, options: Sequence[str] = (), ways: Sequence[str] = WAYS) -> None:
        self.scratch, self.options, self.ways = scratch, options, ways
        self.report: Report = {"what": "", "ours": {}, "steps": {}, "differing": {}, "met": {}}

    def corpus(self, name: str, make: Callable[[Path], None]) -> dict[str, Done]:
        """One machine, and then Spark in each way, told in the report; the runs on Spark."""
        source, out = self.scratch / "in", self.scratch / "out"
        make(source)
        one = self._spent(self._command(source, out, "-j", "2"))
        reference = tree(out)
        self._tell(f"{name}, one machine", one)
        found: dict[str, Done] = {}
        undisturbed = 0.0
        for way in self.ways:
            for each in _ways(way, undisturbed):
                done = found[each.name] = self._on_spark(source, out, each, reference, one.code)
                self._tell(f"{name}, {each.name}", done.spent, done)
                undisturbed = done.spent.wall if each.name == "cluster" else undisturbed
        shutil.rmtree(source)
        return found

    def _command(self, source: Path, out: Path, *more: str) -> list[str]:
        shutil.rmtree(out, ignore_errors=True)
        options = ("--isolated", "--log-format", "json", *self.options, *more)
        return [sys.executable, "-m", "cleaner", "clean", str(source), "-o", str(out), *options]

    def _on_spark(self, source: Path, out: Path, way: Way, reference: dict[str, str], code: int) -> Done:
        log = self.scratch / "events"
        shutil.rmtree(log, ignore_errors=True)
        log.mkdir()
        told = {**{f"spark.eventLog.{key}": value for key, value in EVENTS.items()}, **way.set}
        told["spark.eventLog.dir"] = log.as_uri()
        settings = [word for key, value in told.items() for word in ("--spark-conf", f"{key}={value}")]
        master = "{master}" if way.cluster else LOCAL
        command = self._command(source, out, "--engine", "spark", "--spark-master", master, *settings)
        spent = self._spent(command, way)
        if spent.code != code:
            raise SystemExit(f"{way.name} ended with {spent.code}, not {code}: {spent.told[-6000:]}")
        there = tree(out)
        keys = sorted({*there, *reference})
        differing = [key for key in keys if there.get(key) != reference.get(key)]
        return Done(spent, steps(log), differing)

    def _spent(self, command: list[str], way: Way | None = None) -> Spent:
        """A run; the scratch folder of its Spark, and its cluster if any, are in ours."""
        daemons = self.scratch / "cluster"
        shutil.rmtree(daemons, ignore_errors=True)
        daemons.mkdir()
        local = {"SPARK_LOCAL_DIRS": str(daemons), "SPARK_LOCAL_IP": "127.0.0.1"}
        with Meter() as meter:
            if way is not None and way.cluster:
                with started(daemons) as cluster:
                    done = self._beside(cluster, command, way, local)
            else:
                done = run(command, local)
        return meter.spent(*done)

    def _beside(
        self, cluster: Cluster, command: list[str], way: Way, local: Mapping[str, str]
    ) -> tuple[float, int, int, str]:
        told, environment = beside(cluster, command)
        if way.kill is None:
            return run(told, {**environment, **local})
        done = run(told, {**environment, **local}, cluster.kill_worker, way.kill)
        if done[2] < 2:  # the worker and an executor
            raise SystemExit(f"no executor was there to be killed after {way.kill:.0f} s")
        return done

    def _tell(self, name: str, spent: Spent, done: Done | None = None) -> None:
        report = self.report
        figures = spent.figures()
        print(f"{name}: {figures}", file=sys.stderr, flush=True)
        report["ours"][name] = figures | {"parts": spent.summary.get("parts", {})}
        if done is None:
            return
        print(table(done.steps), file=sys.stderr, flush=True)
        report["steps"][name] = {step: moved.figures() for step, moved in done.steps.items()}
        report["met"][f"{name}: the same folder"] = not done.differing
        if done.differing:
            report["differing"][name] = done.differing[:5]
            print(f"{name}: {len(done.differing)} files differ: {done.differing[:5]}", file=sys.stderr)


def _ways(name: str, undisturbed: float) -> list[Way]:
    if name == "partitions":
        key = "spark.sql.shuffle.partitions"
        return [Way(f"local, {number} parts", set={key: str(number)}) for number in PARTITIONS]
    if name in KILLS:
        if not undisturbed:
            raise SystemExit(f"{name} comes after cluster")
        return [
            Way(f"cluster, a worker killed at {share:.0%}", cluster=True, kill=undisturbed * share)
            for share in KILLS[name]
        ]
    return [Way(name, cluster=name == "cluster")]


def tree(out: Path) -> dict[str, str]:
    """The hashes of all files that a run writes, but for scratch and lock."""
    own = out / ".cleaner"
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file() and not path.is_relative_to(own / "work") and path != own / "lock"
    }


def paragraphs(bench: Bench, size: int) -> None:
    """The bench file, ten paragraphs to a document, and one."""
    bench.corpus("ten a document", lambda path: spark_made.paragraphs(path, size))
    bench.corpus("one a document", lambda path: spark_made.paragraphs(path, size, 1))


def documents(bench: Bench, size: int) -> None:
    """Documents of 3 kB as JSON Lines in four files, and as Parquet."""
    bench.corpus("JSON Lines", lambda path: spark_made.documents(path, size))
    bench.corpus("Parquet", lambda path: spark_made.parquet(path, size))


def growth(bench: Bench, size: int) -> None:
    """A tenth of the paragraphs and all of them, and what each step would move at other sizes."""
    found = {
        number: bench.corpus(f"{number:,}", partial(_grown, number))["local"] for number in (size // 10, size)
    }
    bench.report["model"] = model({number: done.steps for number, done in found.items()})


def _grown(number: int, path: Path) -> None:
    spark_made.grown(path, number)


def flood(bench: Bench, size: int) -> None:
    """Paragraphs that differ in one word, ten to a document, and one."""
    bench.corpus("ten a document", lambda path: spark_made.flood(path, size))
    bench.corpus("one a document", lambda path: spark_made.flood(path, size, 1))


def chain(bench: Bench, size: int) -> None:
    """Paragraphs each similar to the next alone, in their order and in any, ten to a document and one."""
    bench.corpus("in order", lambda path: spark_made.chain(path, size))
    bench.corpus("in any order", lambda path: spark_made.chain(path, size, shuffled=True))
    bench.corpus("one a document", lambda path: spark_made.chain(path, size, 1))


MEASURES: dict[str, tuple[Callable[[Bench, int], None], int, tuple[str, ...]]] = {
    "paragraphs": (paragraphs, 139_948, WAYS),
    "documents": (documents, 20 * 10**6, WAYS),
    "growth": (growth, LARGE, ("local",)),
    "flood": (flood, 200_000, ("local", "cluster")),
    "chain": (chain, 20_000, ("local", "cluster")),
}
"""Each measure with its full size (paragraphs; for `documents` bytes) and its ways."""


def measure(
    name: str, rounds: int = 1, size: int | None = None, ways: Sequence[str] = (), options: Sequence[str] = ()
) -> Report:
    """Runs one measure in a scratch folder of its own."""
    del rounds  # the same folder is the same folder, and a round takes minutes
    made, full, usual = MEASURES[name]
    with signals(), tempfile.TemporaryDirectory(prefix="cleaner-spark-") as scratch:
        bench = Bench(Path(scratch), options, ways or usual)
        made(bench, full if size is None else size)
    bench.report["what"] = f"{name}, {full if size is None else size:,}; seconds, MiB, bytes"
    return bench.report


def main() -> int:
    """Runs what the arguments name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=list(MEASURES))
    parser.add_argument("--size", type=int)
    parser.add_argument("--ways", type=lambda told: tuple(told.split(",")), default=())
    parser.add_argument("--options", type=str.split, default=(), help="more options of `clean`, in one word")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    report = measure(chosen.name, 1, chosen.size, chosen.ways, chosen.options)
    if chosen.json:
        print(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        for key, value in report.items():
            print(f"{key:24} {value}")
    return 0 if all(report["met"].values()) else 1


BENCHMARKS = {f"spark-{name}": partial(measure, name) for name in MEASURES}


if __name__ == "__main__":
    sys.exit(main())
