"""How far a run is: a line that moves on a terminal, a line now and then elsewhere, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from time import monotonic

import click

EVERY = 30.0
"""Seconds between two lines that do not go to a terminal."""
MOVES = 0.5
"""Seconds between two states of the line on a terminal."""

_TOLD = {"prepare": "cleaning", "decide": "comparing", "write": "writing"}


class Progress:
    """Counts what a run does and says so, to stderr. A `Watch` of `cleaner.corpus.run_options`."""

    def __init__(
        self,
        *,
        quiet: bool,
        json_lines: bool,
        terminal: bool | None = None,
        now: Callable[[], float] = monotonic,
        out: Callable[[str], None] = lambda text: click.echo(text, err=True, nl=False),
    ) -> None:
        self._quiet = quiet
        self._json = json_lines
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._now = now
        self._out = out
        self._phase = ""
        self._tasks = self._ended = 0
        self._documents = self._characters = self._findings = 0
        self._ticks = 0
        self._began = self._said = self._last = now()
        self._shown = 0

    def begin(self, phase: str, tasks: int) -> None:
        """A phase begins, of so many tasks."""
        self._phase, self._tasks, self._ended = phase, tasks, 0
        self._began = self._now()
        self._ticks = 0
        if phase == "prepare":
            self._documents = self._characters = self._findings = 0
        self._say(force=self._terminal and not self._json and tasks > 1)

    def tick(self, documents: int = 1) -> None:
        """Documents have been prepared whose task has not ended."""
        before = self._ticks
        self._ticks += documents
        if self._ticks // 16 > before // 16:
            self._say()

    def done(self, documents: int, characters: int, findings: int) -> None:
        """A task has ended."""
        self._ended += 1
        self._ticks = 0
        if self._phase == "prepare":
            self._documents += documents
            self._characters += characters
            self._findings += findings
        self._say()

    def look(self) -> None:
        """A while has passed."""
        self._say()

    def close(self) -> None:
        """Leaves the terminal as it was."""
        if self._shown:
            self._out("\r" + " " * self._shown + "\r")
            self._shown = 0

    def _say(self, *, force: bool = False) -> None:
        if self._quiet:
            return
        now = self._now()
        moving = self._terminal and not self._json
        if not force and now - self._last < (MOVES if moving else EVERY):
            return
        self._last = now
        if self._json:
            self._out(json.dumps({"event": "progress", **self._state(now)}) + "\n")
        elif moving:
            line = self._line(now)
            self._out("\r" + line + " " * max(0, self._shown - len(line)))
            self._shown = len(line)
        else:
            self._out(self._line(now) + "\n")

    def _state(self, now: float) -> dict[str, object]:
        seconds = max(now - self._began, 1e-9)
        return {
            "phase": self._phase,
            "tasks": self._tasks,
            "tasks_done": self._ended,
            "documents": self._documents + self._ticks,
            "findings": self._findings,
            "characters_per_second": round(self._characters / seconds) if self._phase == "prepare" else 0,
        }

    def _line(self, now: float) -> str:
        seconds = max(now - self._began, 1e-9)
        parts = [_TOLD.get(self._phase, self._phase)]
        if self._tasks > 1:
            parts.append(f"{self._ended} of {self._tasks} tasks")
        if self._phase == "prepare":
            documents = self._documents + self._ticks
            parts.append(f"{documents:,} documents, {documents / seconds:,.0f} a second")
            parts.append(f"{self._findings:,} findings")
            if 0 < self._ended < self._tasks:
                left = seconds / self._ended * (self._tasks - self._ended)
                parts.append(f"about {left:,.0f} s left")
        return "  ".join(parts)
