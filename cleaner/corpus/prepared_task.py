"""A prepared task: its parts, its result and its frames, which the phases of a run pass to each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.corpus.documents import FilePart
from cleaner.corpus.frame_file import FrameWriter
from cleaner.corpus.frames import frame_of
from cleaner.corpus.prepare_task import PrepareResult
from cleaner.corpus.tasks import Task
from cleaner.formats.sources import Source
from cleaner.outcome import Outcome
from cleaner.store.scratch import ScratchFile


class PreparedTask(NamedTuple):
    """A task, the result of preparing it, and its frames."""

    task: Task
    prepared: PrepareResult
    frames: ScratchFile

    @property
    def documents(self) -> int:
        """The number of its documents."""
        return sum(self.prepared.counts)


def frame_outcomes(outcomes: Sequence[Outcome], frames: ScratchFile) -> PreparedTask:
    """Makes a prepared task of outcomes that need no worker: refused files, or paragraphs of an index.

    Their frames are written to `frames`. Raises `OSError`.
    """
    with frames.create() as file:
        writer = FrameWriter(file)
        for outcome in outcomes:
            writer.add(frame_of(outcome))
    # A part for each document, with no hash: there is no file to compare with what was read.
    parts = tuple(FilePart(Source(outcome.name, Path(outcome.name))) for outcome in outcomes)
    result = PrepareResult(
        parts=[""] * len(parts),
        counts=[1] * len(parts),
        frames=frames.name,
        frames_sha256=frames.hash(),
        problems=[str(outcome.problem) for outcome in outcomes if outcome.problem is not None],
    )
    return PreparedTask(Task(parts), result, frames)
