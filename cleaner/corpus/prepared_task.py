"""A task with what was made of it: what the phases of a run hand on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.corpus.documents import FilePart
from cleaner.corpus.frames import FrameWriter, frame_of
from cleaner.corpus.prepare_task import PrepareResult, hash_if_readable
from cleaner.corpus.tasks import Task
from cleaner.formats.sources import Source
from cleaner.outcome import Outcome
from cleaner.store.scratch import create_file


class PreparedTask(NamedTuple):
    """A task, what was said of it, and its documents."""

    task: Task
    prepared: PrepareResult
    frames: Path

    @property
    def documents(self) -> int:
        """How many documents it has."""
        return sum(self.prepared.counts)


def frame_outcomes(outcomes: Sequence[Outcome], path: Path) -> PreparedTask:
    """A task of documents that are known already; their frames go to a file of the scratch."""
    with create_file(path) as file:
        writer = FrameWriter(file)
        for outcome in outcomes:
            writer.add(frame_of(outcome))
    parts = tuple(FilePart(Source(outcome.name, Path(outcome.name))) for outcome in outcomes)
    done = PrepareResult(
        parts=[""] * len(parts),
        counts=[1] * len(parts),
        frames=path.name,
        frames_sha256=hash_if_readable(path),
        problems=[str(outcome.problem) for outcome in outcomes if outcome.problem is not None],
    )
    return PreparedTask(Task(parts), done, path)
