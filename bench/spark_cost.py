"""What a run costs with everything that works for it: the program, the JVMs, the Python workers.

Processor time is that of all processes that this one started, and of those below them: whoever loses its
parent on the way becomes a child of this process, which asks the kernel for the sum. What is told by kind
(`kinds`) is looked at while they run, and is less by what each did after the last look. Neither sees all (a
process that nobody waits for is in no sum of the kernel), so that the larger one counts.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

from corpus_cost import ROOT, _below, _kib
from spark_cluster import end

LOOKS, MEMORY_LOOKS = 4, 1
"""Looks at processor time and at memory in a second."""
KINDS = {
    b"CoarseGrainedExecutorBackend": "executors",
    b"deploy.master.Master": "cluster",
    b"deploy.worker.Worker": "cluster",
    b"org.apache.spark.deploy.SparkSubmit": "driver",
    b"pyspark.daemon": "python",
    b"pyspark.worker": "python",
    b"spawn_main": "python",
}
"""Who is who, by its command: JVMs that work, master and workers that start them, the JVM of the program,
processes of Python that work. All else is the program itself."""
_ADOPT = 36  # PR_SET_CHILD_SUBREAPER
_TICK = os.sysconf("SC_CLK_TCK")


class Spent(NamedTuple):
    """Of all processes: seconds, user and system seconds, the same by kind, the largest sum of pages in MiB
    (one that several share is counted once) with its kinds. `load` is that of the machine when it began,
    `killed` how many processes were killed on the way."""

    wall: float
    cpu: float
    kinds: dict[str, float]
    pss: int
    pages: dict[str, int]
    code: int
    load: float
    killed: int
    told: str

    @property
    def summary(self) -> dict[str, dict[str, float]]:
        """What the run said of itself in its last line, under `--log-format json`."""
        lines = [line for line in self.told.splitlines() if line.startswith('{"event": "summary"')]
        if not lines:
            raise SystemExit(f"a run ended with {self.code}: {self.told[-4000:]}")
        return json.loads(lines[-1])

    def figures(self) -> dict[str, object]:
        """The numbers alone, rounded."""
        return {
            "wall": round(self.wall, 1),
            "cpu": round(self.cpu, 1),
            "cpu by kind": {kind: round(seconds, 1) for kind, seconds in sorted(self.kinds.items())},
            "pss MiB": self.pss,
            "pss by kind": dict(sorted(self.pages.items())),
            "load": round(self.load, 2),
            **({"killed": self.killed} if self.killed else {}),
        }


class Look:
    """What was seen of all processes below this one."""

    def __init__(self) -> None:
        self._kind: dict[tuple[int, int], str] = {}
        self._cpu: dict[tuple[int, int], float] = {}
        self.pss = 0
        self.pages: dict[str, int] = {}

    def watch(self, ended: threading.Event) -> None:
        """Looks until it is told to stop."""
        turn = 0
        while not ended.is_set():
            seen = [(one, kind) for one in _below(os.getpid())[1:] if (kind := self._look(one))]
            if turn % (LOOKS // MEMORY_LOOKS) == 0:
                self._weigh(seen)
            turn += 1
            sleep(1 / LOOKS)

    def _look(self, process: int) -> str | None:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            key = process, int(fields[19])
            if self._kind.get(key, "program") == "program":  # it may have become another since it was forked
                command = Path(f"/proc/{process}/cmdline").read_bytes()
                self._kind[key] = next((kind for word, kind in KINDS.items() if word in command), "program")
        except OSError:
            return None  # it has ended
        self._cpu[key] = (int(fields[11]) + int(fields[12])) / _TICK
        return self._kind[key]

    def _weigh(self, seen: list[tuple[int, str]]) -> None:
        pages: dict[str, int] = {}
        for process, kind in seen:
            pages[kind] = pages.get(kind, 0) + _kib(process, "smaps_rollup", b"Pss:")
        if sum(pages.values()) > self.pss:
            self.pss, self.pages = sum(pages.values()), {kind: kib >> 10 for kind, kib in pages.items()}

    @property
    def kinds(self) -> dict[str, float]:
        """Seconds by kind."""
        found: dict[str, float] = {}
        for key, seconds in self._cpu.items():
            found[self._kind[key]] = found.get(self._kind[key], 0.0) + seconds
        return found


class Meter:
    """Measures from its beginning to its end: `with Meter() as meter`, then `meter.spent(...)`."""

    def __enter__(self) -> Meter:
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
        self._look, self._ended = Look(), threading.Event()
        self._load, self._before = os.getloadavg()[0], _children()
        self._watcher = threading.Thread(target=self._look.watch, args=(self._ended,))
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()
        _reap()
        self._cpu = _children() - self._before

    def spent(self, wall: float, code: int, killed: int, told: str) -> Spent:
        """All of it; `wall` are the seconds of the program alone, without the start of its cluster."""
        pages = self._look.pages
        cpu, kinds, pss = self._cpu, self._look.kinds, self._look.pss >> 10
        return Spent(wall, max(cpu, sum(kinds.values())), kinds, pss, pages, code, self._load, killed, told)


def run(
    command: list[str],
    environment: Mapping[str, str],
    kill: Callable[[], int] | None = None,
    after: float = 0,
) -> tuple[float, int, int, str]:
    """Runs a program to its end: its seconds, its exit code, how many processes `kill` killed `after` so many
    seconds, and what it said on stderr. Whatever it leaves behind is ended."""
    killed: list[int] = []
    with tempfile.TemporaryFile() as told:
        began = monotonic()
        process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable} | environment,
            stdout=subprocess.DEVNULL,
            stderr=told,
            start_new_session=True,
        )
        killer = threading.Timer(after, lambda: killed.append(kill() if kill else 0))
        if kill is not None:
            killer.start()
        try:
            code = process.wait()
            wall = monotonic() - began
        finally:
            killer.cancel()
            end([process])
        told.seek(0)
        return wall, code, sum(killed), told.read().decode(errors="replace")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Takes leave of all children that have ended; there are no others any more."""
    until = monotonic() + 10
    while monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                sleep(0.05)
        except ChildProcessError:
            return
    raise SystemExit(f"processes that do not end: {_below(os.getpid())[1:]}")
