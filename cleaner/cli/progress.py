"""Shows how far a run is: a line that moves on a terminal, a line now and then elsewhere, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import monotonic

import click

LOG_INTERVAL = 30.0
"""Seconds between two lines that do not go to a terminal."""
TERMINAL_INTERVAL = 0.5
"""Seconds between two states of the line on a terminal."""
TICKS_PER_LOOK = 16
"""Documents between two looks at the clock, which costs more than a document may."""

_PHASE_LABELS = {"prepare": "cleaning", "decide": "comparing", "write": "writing"}


class Progress:
    """Counts what a run does and writes it on stderr. A `Watch` of `cleaner.corpus.run_options`."""

    def __init__(
        self,
        *,
        quiet: bool,
        json_lines: bool,
        terminal: bool | None = None,
        # For tests: a clock and an output of their own. The clock never goes back, as the time of day may.
        now: Callable[[], float] = monotonic,
        out: Callable[[str], None] = lambda text: click.echo(text, err=True, nl=False),
    ) -> None:
        self._quiet = quiet
        self._json = json_lines
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._now = now
        self._out = out
        self._phase = ""
        self._tasks = self._tasks_done = 0
        self._documents = self._characters = self._findings = 0
        self._ticks = 0  # documents of tasks that have not ended
        self._phase_start = self._last = now()
        self._line_length = 0

    def begin_phase(self, phase: str, tasks: int) -> None:
        """A phase begins, of so many tasks."""
        self._phase, self._tasks, self._tasks_done = phase, tasks, 0
        self._phase_start = self._now()
        self._ticks = 0
        # The files to compare with are prepared first; only the documents of the corpus count.
        if phase == "prepare":
            self._documents = self._characters = self._findings = 0
        self._show(force=self._terminal and not self._json and tasks > 1)

    def tick(self, documents: int = 1) -> None:
        """Documents have been prepared whose task has not ended."""
        before = self._ticks
        self._ticks += documents
        if self._ticks // TICKS_PER_LOOK > before // TICKS_PER_LOOK:
            self._show()

    def end_task(self, documents: int, characters: int, findings: int) -> None:
        """A task has ended."""
        self._tasks_done += 1
        self._ticks = 0
        if self._phase == "prepare":
            self._documents += documents
            self._characters += characters
            self._findings += findings
        self._show()

    def refresh(self) -> None:
        """A while has passed."""
        self._show()

    def close(self) -> None:
        """Leaves the terminal as it was."""
        if self._line_length:
            self._out("\r" + " " * self._line_length + "\r")
            self._line_length = 0

    def _show(self, *, force: bool = False) -> None:
        """Writes the state, where the last one is old enough."""
        # Counted all the same: `quiet` is asked in one place.
        if self._quiet:
            return
        now = self._now()
        is_moving = self._terminal and not self._json
        if not force and now - self._last < (TERMINAL_INTERVAL if is_moving else LOG_INTERVAL):
            return
        self._last = now
        if self._json:
            self._out(json.dumps({"event": "progress", **self._state(now)}) + "\n")
        elif is_moving:
            line = self._line(now)
            # Blanks cover the end of a longer line before it.
            self._out("\r" + line + " " * max(0, self._line_length - len(line)))
            self._line_length = len(line)
        else:
            self._out(self._line(now) + "\n")

    def _state(self, now: float) -> dict[str, object]:
        """Returns the state as JSON values."""
        seconds = max(now - self._phase_start, 1e-9)
        return {
            "phase": self._phase,
            "tasks": self._tasks,
            "tasks_done": self._tasks_done,
            "documents": self._documents + self._ticks,
            "findings": self._findings,
            "characters_per_second": round(self._characters / seconds) if self._phase == "prepare" else 0,
        }

    def _line(self, now: float) -> str:
        """Returns the state as a line of text."""
        seconds = max(now - self._phase_start, 1e-9)
        parts = [_PHASE_LABELS.get(self._phase, self._phase)]
        if self._tasks > 1:
            parts.append(f"{self._tasks_done} of {self._tasks} tasks")
        if self._phase == "prepare":
            documents = self._documents + self._ticks
            parts.append(f"{documents:,} documents, {documents / seconds:,.0f} a second")
            parts.append(f"{self._findings:,} findings")
            # Before the first task has ended there is nothing to estimate from.
            if 0 < self._tasks_done < self._tasks:
                left = seconds / self._tasks_done * (self._tasks - self._tasks_done)
                parts.append(f"about {left:,.0f} s left")
        return "  ".join(parts)
