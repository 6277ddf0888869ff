"""What a run of the command line costs, its workers with it: time, processor, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SAMPLES = 20
"""Looks at the memory of a run in a second."""


class Cost(NamedTuple):
    """Of a process and all below it: seconds, user and system seconds, MiB. `first` are those seconds of the
    first process alone, and `own` its peak; `pss` is the largest sum that was seen, pages that are shared
    counted once, or 0 where nobody looked. `load` is that of the machine when it began."""

    wall: float
    cpu: float
    first: float
    pss: int
    own: int
    code: int
    load: float
    told: str

    @property
    def summary(self) -> dict[str, dict[str, float]]:
        """What the run said of itself in its last line, under `--log-format json`."""
        lines = [line for line in self.told.splitlines() if line.startswith('{"event": "summary"')]
        if not lines:
            raise SystemExit(f"a run ended with {self.code}: {self.told[-2000:]}")
        return json.loads(lines[-1])

    def figures(self) -> dict[str, float]:
        """The numbers alone, rounded."""
        return {
            "wall": round(self.wall, 1),
            "cpu": round(self.cpu, 1),
            "first cpu": round(self.first, 1),
            **({"pss MiB": self.pss, "own MiB": self.own} if self.pss else {}),
            "load": round(self.load, 2),
        }


def clean(*arguments: object, environment: dict[str, str] | None = None, memory: bool = False) -> Cost:
    """`cleaner clean` with these arguments."""
    command = [sys.executable, "-m", "cleaner", "clean", *map(str, arguments), "--isolated"]
    return cost([*command, "--log-format", "json"], environment, memory=memory)


def cost(command: list[str], environment: dict[str, str] | None = None, *, memory: bool = False) -> Cost:
    """Runs a program to its end. With `memory`, its memory is looked at on the way."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {})
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    load = os.getloadavg()[0]
    seen = Seen()
    with tempfile.TemporaryFile() as told:
        began = monotonic()
        process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=told)
        ended = threading.Event()
        watcher = threading.Thread(target=seen.watch, args=(process.pid, ended), kwargs={"memory": memory})
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        told.seek(0)
        said = told.read().decode(errors="replace")
    cpu = usage.ru_utime + usage.ru_stime
    done = Cost(wall, cpu, seen.first, seen.pss >> 10, seen.own >> 10, process.returncode, load, said)
    print(f"{' '.join(command[3:])}: {done.figures()}", file=sys.stderr)
    return done


class Seen:
    """What was seen of a process while it ran, in KiB and seconds."""

    def __init__(self) -> None:
        self.pss = self.own = 0
        self.first = 0.0

    def watch(self, process: int, ended: threading.Event, *, memory: bool) -> None:
        """Looks at it until it has ended."""
        while not ended.is_set():
            if memory:
                self.pss = max(self.pss, sum(_kib(one, "smaps_rollup", b"Pss:") for one in _below(process)))
                self.own = max(self.own, _kib(process, "status", b"VmHWM:"))
            self.first = max(self.first, _cpu(process))
            sleep(1 / SAMPLES)


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has ended
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _below(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _kib(process: int, name: str, field: bytes) -> int:
    try:
        for line in Path(f"/proc/{process}/{name}").read_bytes().splitlines():
            if line.startswith(field):
                return int(line.split()[1])
    except OSError:
        return 0  # it has ended
    return 0
