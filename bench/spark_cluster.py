"""A standalone Spark cluster on this machine alone: one master and its workers, on loopback, ended for sure.

    python bench/spark_cluster.py run [--workers N] [--cores N] [--memory 1g] [--kill-after S] -- COMMAND...

runs a command beside a cluster that was started for it. `{master}` in the command, and CLEANER_SPARK_MASTER
in its environment, are the address of the master; the exit code is that of the command. With `--kill-after`
one worker and all that it started are killed (SIGKILL) so many seconds after the command began. Java and an
installed PySpark are all that it takes.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
LIMIT = 60.0
"""Seconds within which a daemon says that it is up."""
GRACE = 10.0
"""Seconds that processes have between SIGTERM and SIGKILL."""
LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "127.0.0.1"}
"""The environment of all that is to be heard on this machine alone, the program that uses it too."""
DAEMON = {"SPARK_DAEMON_MEMORY": "384m", "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false"}
"""What a daemon may take itself (executors have the memory of their worker); no port that is not needed."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Cluster(NamedTuple):
    """A cluster that is up: where its master listens, and the processes, each the head of a session."""

    url: str
    master: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill_worker(self, number: int = 0) -> int:
        """Kills a worker, its executors and their Python processes at once; how many there were."""
        return kill_session(self.workers[number].pid)


@contextmanager
def started(scratch: Path, workers: int = 2, cores: int = 1, memory: str = "1g") -> Iterator[Cluster]:
    """A cluster for as long as the context lasts; logs and the workers' folders are in `scratch`.

    Raises `SystemExit` with the end of its log where a daemon does not come up.
    """
    running: list[subprocess.Popen[bytes]] = []
    try:
        log = scratch / "master.log"
        running.append(_daemon(MASTER, log, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"))
        url = _said(running[0], log, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")
        for number in range(workers):
            log = scratch / f"worker-{number}.log"
            where = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
            share = (
                "--cores",
                str(cores),
                "--memory",
                memory,
                "--work-dir",
                str(scratch / f"worker-{number}"),
            )
            running.append(_daemon(WORKER, log, *where, *share, url))
        for number, worker in enumerate(running[1:]):
            _said(worker, scratch / f"worker-{number}.log", r"Successfully registered with master ()")
        yield Cluster(url, running[0], tuple(running[1:]))
    finally:
        end(running)


def _daemon(name: str, log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A JVM in a session of its own, that goes when this process goes."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise SystemExit("no java (install 17 or later, or set JAVA_HOME)")
    with log.open("wb") as file:
        return subprocess.Popen(
            [str(home() / "bin" / "spark-class"), name, *arguments],
            env=os.environ | LOOPBACK | DAEMON | {"SPARK_HOME": str(home())},
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )


def home() -> Path:
    """Where PySpark is installed; it is not imported."""
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        raise SystemExit("no PySpark (pip install pyspark)")
    return Path(found.origin).parent


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _said(process: subprocess.Popen[bytes], log: Path, pattern: str) -> str:
    """What a daemon says of itself in its log, once it has said it."""
    until = monotonic() + LIMIT
    while monotonic() < until:
        told = log.read_text(errors="replace")
        if found := re.search(pattern, told):
            return found.group(1)
        if process.poll() is not None:
            raise SystemExit(f"{log.name}: ended with {process.returncode}: {told[-2000:]}")
        sleep(0.1)
    raise SystemExit(f"{log.name}: not up after {LIMIT:.0f} s: {told[-2000:]}")


def in_session(leader: int) -> list[int]:
    """The processes of a session that are alive, from /proc."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def kill_session(leader: int, how: signal.Signals = signal.SIGKILL) -> int:
    """Signals every process of a session; how many there were."""
    processes = in_session(leader)
    for process in processes:
        try:
            os.kill(process, how)
        except ProcessLookupError:
            continue
    return len(processes)


def end(leaders: list[subprocess.Popen[bytes]]) -> None:
    """Ends sessions, workers before their master: asked first, then killed, until none of theirs lives."""
    for leader in reversed(leaders):
        kill_session(leader.pid, signal.SIGTERM)
    until = monotonic() + GRACE
    while any(in_session(leader.pid) for leader in leaders):
        for leader in leaders:
            leader.poll()
            if monotonic() > until:
                kill_session(leader.pid)
        sleep(0.05)
    for leader in leaders:
        leader.wait()


@contextmanager
def signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the program as an error does, so that whatever it started is ended too."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def beside(cluster: Cluster, command: list[str]) -> tuple[list[str], Mapping[str, str]]:
    """The command and the environment that name the master."""
    told = os.environ | LOOPBACK | {"CLEANER_SPARK_MASTER": cluster.url, "PYSPARK_PYTHON": sys.executable}
    return [word.replace("{master}", cluster.url) for word in command], told


def main() -> int:
    """Runs what the arguments say; the exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["run"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    parser.add_argument("--memory", default="1g", help="of each worker")
    parser.add_argument("--kill-after", type=float, metavar="SECONDS")
    parser.add_argument("command", nargs="+")
    chosen = parser.parse_args()
    with (
        signals(),
        tempfile.TemporaryDirectory(prefix="cleaner-spark-") as scratch,
        started(Path(scratch), chosen.workers, chosen.cores, chosen.memory) as cluster,
    ):
        command, environment = beside(cluster, chosen.command)
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, preexec_fn=_die_with_parent
        )
        killer = threading.Timer(chosen.kill_after or 0, cluster.kill_worker)
        if chosen.kill_after is not None:
            killer.start()
        try:
            return process.wait()
        finally:
            killer.cancel()
            end([process])


if __name__ == "__main__":
    sys.exit(main())
