"""CPU time: what a test may bound. How long something lasts says how busy the machine is."""

import os
from pathlib import Path


def cpu_seconds() -> float:
    """Read the CPU time of this process and of its children that have ended, their children included."""
    return sum(os.times()[:4])


def cpu_seconds_of(process: int) -> float:
    """Read the CPU time so far of a running process and of those that it started (Linux).

    One that ends meanwhile counts nothing: its time is in that of its parent, or will be.
    """
    place = Path(f"/proc/{process}")
    try:
        fields = place.joinpath("stat").read_text().rpartition(")")[2].split()
        children = " ".join(path.read_text() for path in place.glob("task/*/children")).split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    ticks = sum(map(int, fields[11:15]))  # its own, and of children that have ended: user and system
    return ticks / os.sysconf("SC_CLK_TCK") + sum(cpu_seconds_of(int(child)) for child in children)
