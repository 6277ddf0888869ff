"""Options of how a run works (folders, workers, sizes of tasks), and the watch that follows its progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cleaner.corpus.tasks import FILES
from cleaner.store.manifest import TrailLevel
from cleaner.store.root import Root


class Watch(Protocol):
    """Is called with the progress of a run, in this process."""

    def begin_phase(self, phase: str, tasks: int) -> None:
        """A phase begins: ``prepare``, ``decide`` or ``write``, with so many tasks."""

    def tick(self, documents: int = 1) -> None:
        """So many documents of a task in work are prepared."""

    def end_task(self, documents: int, characters: int, findings: int) -> None:
        """A task has ended, with the sums over its documents."""

    def refresh(self) -> None:
        """Some time has passed without a result: a progress line may show the new time."""


class SilentWatch:
    """A `Watch` that shows nothing."""

    def begin_phase(self, phase: str, tasks: int) -> None:
        """Does nothing."""

    def tick(self, documents: int = 1) -> None:
        """Does nothing."""

    def end_task(self, documents: int, characters: int, findings: int) -> None:
        """Does nothing."""

    def refresh(self) -> None:
        """Does nothing."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Where and how a run works.

    `work` is the scratch folder, on the file system of `output`, as files are moved from one to the other;
    `output` is the folder to write, None where nothing is written. `jobs` is the number of workers,
    `index` a file of old paragraphs that rank first, `level` how much of the trail is written. A task has
    about so many `files`, and up to so many `bytes` (None: a size that suits the corpus).
    """

    work: Root
    output: Root | None = None
    jobs: int = 1
    index: Path | None = None
    level: TrailLevel = "full"
    files: int = FILES
    bytes: int | None = None
    watch: Watch = field(default_factory=SilentWatch)
