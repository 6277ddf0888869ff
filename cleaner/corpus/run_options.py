"""How a run works, none of which changes what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cleaner.corpus.tasks import FILES
from cleaner.store.manifest import TrailLevel


class Watch(Protocol):
    """Whoever wants to know how far a run is."""

    def begin_phase(self, phase: str, tasks: int) -> None:
        """A phase begins, of so many tasks."""

    def tick(self, documents: int = 1) -> None:
        """Documents have been prepared whose task has not ended."""

    def end_task(self, documents: int, characters: int, findings: int) -> None:
        """A task has ended."""

    def refresh(self) -> None:
        """A while has passed."""


class SilentWatch:
    """Nobody wants to know."""

    def begin_phase(self, phase: str, tasks: int) -> None:
        """Passes over it."""

    def tick(self, documents: int = 1) -> None:
        """Passes over it."""

    def end_task(self, documents: int, characters: int, findings: int) -> None:
        """Passes over it."""

    def refresh(self) -> None:
        """Passes over it."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`work` is the scratch folder, on the file system of `output`, which is the folder to write, if any.

    `jobs` is the number of workers, `index` a file of old paragraphs that rank first, `level` how much of the
    trail stays.
    A task is of about as many `files`, and `bytes` of them; None is what suits the corpus.
    """

    work: Path
    output: Path | None = None
    jobs: int = 1
    index: Path | None = None
    level: TrailLevel = "full"
    files: int = FILES
    bytes: int | None = None
    watch: Watch = field(default_factory=SilentWatch)
