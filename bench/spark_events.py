"""What each step of a run on Spark moved, from the log of events that Spark writes of itself.

    python bench/spark_events.py LOG...

A step is what the program called `setJobDescription` with; jobs without a name are those of Spark itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

UNNAMED = "(no name)"
_TO_PYTHON, _FROM_PYTHON = "data sent to Python workers", "data returned from Python workers"
Event = Mapping[str, Any]


@dataclass(slots=True)
class Step:
    """Sums over the tasks of a step, those that failed and were tried again among them.

    `tasks` ended, `failed` of them badly; `seconds` are those of tasks, `jvm` what the JVM computed in them;
    records and bytes were written to shuffles and read from them; `files` are bytes written to files and to
    what is kept on the disk; `to_python` and `from_python` are bytes of Arrow; `spilled` are bytes that did
    not fit into memory. `wall` is from the first task to the last, in seconds.
    """

    jobs: int = 0
    stages: int = 0
    tasks: int = 0
    failed: int = 0
    seconds: float = 0.0
    jvm: float = 0.0
    wall: float = 0.0
    records_written: int = 0
    bytes_written: int = 0
    records_read: int = 0
    bytes_read: int = 0
    files: int = 0
    to_python: int = 0
    from_python: int = 0
    spilled: int = 0

    def add(self, event: Event) -> None:
        """Counts one task that ended."""
        self.tasks += 1
        self.failed += event["Task End Reason"]["Reason"] != "Success"
        for moved in event["Task Info"].get("Accumulables", ()):
            if moved.get("Name") == _TO_PYTHON:
                self.to_python += int(moved.get("Update", 0))
            elif moved.get("Name") == _FROM_PYTHON:
                self.from_python += int(moved.get("Update", 0))
        metrics = event.get("Task Metrics")
        if metrics is None:
            return
        self.seconds += metrics["Executor Run Time"] / 1e3
        self.jvm += metrics["Executor CPU Time"] / 1e9
        written, read = metrics["Shuffle Write Metrics"], metrics["Shuffle Read Metrics"]
        self.records_written += written["Shuffle Records Written"]
        self.bytes_written += written["Shuffle Bytes Written"]
        self.records_read += read["Total Records Read"]
        self.bytes_read += read["Remote Bytes Read"] + read["Local Bytes Read"]
        self.files += metrics["Output Metrics"]["Bytes Written"]
        self.spilled += metrics["Disk Bytes Spilled"]

    def figures(self) -> dict[str, float]:
        """The numbers that are not 0."""
        found = {field.name: round(getattr(self, field.name), 2) for field in fields(self)}
        return {name: value for name, value in found.items() if value}


def steps(folder: Path) -> dict[str, Step]:
    """The steps of all logs in a folder, in the order in which they first began."""
    found: dict[str, Step] = {}
    for log in sorted(folder.rglob("*")):
        if log.is_file() and not log.name.startswith(("appstatus", ".")):
            _read(log, found)
    return found


def _read(log: Path, found: dict[str, Step]) -> None:
    names: dict[int, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for event in events(log):
        match event["Event"]:
            case "SparkListenerJobStart":
                found.setdefault(_name(event), Step()).jobs += 1
            case "SparkListenerStageSubmitted":
                name = names[event["Stage Info"]["Stage ID"]] = _name(event)
                found.setdefault(name, Step()).stages += 1
            case "SparkListenerTaskEnd":
                name = names.get(event["Stage ID"], UNNAMED)
                found.setdefault(name, Step()).add(event)
                told = event["Task Info"]
                first, last = spans.get(name, (told["Launch Time"], 0))
                spans[name] = min(first, told["Launch Time"]), max(last, told["Finish Time"])
    for name, (first, last) in spans.items():
        found[name].wall += (last - first) / 1e3


def _name(event: Event) -> str:
    return str((event.get("Properties") or {}).get("spark.job.description") or UNNAMED)


def events(log: Path) -> Iterator[Event]:
    """The events of a log; the last line is half a line where the program was killed."""
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def table(found: Mapping[str, Step]) -> str:
    """A row a step, in Markdown."""
    columns = [field.name for field in fields(Step)]
    rows = [f"| step | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for name, step in found.items():
        values = step.figures()
        rows.append(f"| {name} | {' | '.join(f'{values.get(column, 0):,}' for column in columns)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    for given in sys.argv[1:]:
        print(table(steps(Path(given))))
