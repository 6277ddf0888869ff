"""Reads the documents of a task on a worker of a cluster: from the frames, or from the overlay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.frame_file import FrameFile, FrameWriter
from cleaner.corpus.frames import Frame, parse_places
from cleaner.corpus.overlay import Overlay, OverlayFiles, write_overlay
from cleaner.formats.sources import Source
from cleaner.store.scratch import ScratchFile

INDEX = 32
"""Bits of a paragraph's number that are its place in its task; the bits above are the number of the task. So
numbers are in the order of the corpus, and say which task has the text without a join."""
PLACE = (1 << INDEX) - 1


class TaskFrames(NamedTuple):
    """A task: its number, the number of its first document in the corpus, its files, its frames, and the
    overlay of the documents that have changed since, if any."""

    number: int
    first: int
    sources: tuple[Source, ...]
    frames: ScratchFile
    changes: OverlayFiles | None = None


class TaskDocuments:
    """The documents of a task in their newest state; `starts` are the places of their first paragraphs."""

    def __init__(self, task: TaskFrames) -> None:
        self.task = task
        self._frames = FrameFile(task.frames)
        self._offsets = np.fromiter(self._frames.offsets(), np.int64)
        self._changed = Overlay(task.changes)
        counts = [file.count(offset) for file, offset in map(self._at, range(len(self)))]
        self.starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.array(counts, np.int64))))

    def __len__(self) -> int:
        return len(self._offsets)

    def _at(self, number: int) -> tuple[FrameFile, int]:
        return self._changed.at(number) or (self._frames, int(self._offsets[number]))

    def name(self, number: int) -> str:
        """Reads the name of a document, by its number in the task."""
        file, offset = self._at(number)
        return file.name(offset)

    def frame(self, number: int) -> Frame:
        """Reads all of a document."""
        file, offset = self._at(number)
        return file.frame(offset)

    def paragraphs(self, number: int) -> list[str]:
        """Reads the paragraphs of a document."""
        file, offset = self._at(number)
        return file.texts(offset)

    def starts_of(self, number: int) -> list[int]:
        """Reads where each paragraph of a document begins in its raw text, in characters."""
        file, offset = self._at(number)
        return [place.raw for place in parse_places(file.places(offset))]

    def read_all(self) -> Iterator[str]:
        """Yields the paragraphs of all documents, in order."""
        for number in range(len(self)):
            yield from self.paragraphs(number)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The document of each paragraph of the task, by its number in the corpus: one int64 each."""
        return np.repeat(np.arange(len(self)) + self.task.first, np.diff(self.starts))

    def read_texts(self, chosen: NDArray[np.int64]) -> Iterator[str]:
        """Yields the paragraphs at these places, which should be in order: then each document is read
        once."""
        last, own = -1, [""]
        for number, within in self.locate(chosen):
            if number != last:
                last, own = number, self.paragraphs(number)
            yield own[within]

    def locate(self, chosen: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """Yields the document of each place, and the number of the paragraph in it, both from 0."""
        numbers = np.searchsorted(self.starts, chosen, "right") - 1
        return zip(numbers.tolist(), (chosen - self.starts[numbers]).tolist(), strict=True)

    def place(self, number: int, within: int) -> str:
        """Returns where a paragraph stands in its raw file, ``name:line``."""
        file, offset = self._at(number)
        return f"{file.name(offset)}:{file.place(offset, within).line}"

    def overlay_frames(self) -> Iterator[tuple[int, bytes]]:
        """Yields the number and the encoded frame of each document that changed, in order."""
        for number in sorted(self._changed.numbers):
            yield number, self.frame(number).encode()


def number_paragraphs(task: int, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns the numbers, in the corpus, of paragraphs at these places of a task."""
    return places + (task << INDEX)


def write_changes(
    documents: TaskDocuments, folder: ScratchFile, frames: Iterable[tuple[int, Frame]]
) -> OverlayFiles | None:
    """Writes all documents of a task that changed, these among them; returns None if none of these did.

    Two workers that do the same work by mistake write the same bytes, each whole.
    """
    new, places = (folder.below(f"{documents.task.number:05}.{kind}") for kind in ("frames", "places"))
    offsets: dict[int, int] = {}
    with new.create() as file:
        writer = FrameWriter(file)
        for number, frame in frames:
            offsets[number] = writer.add(frame)
        if not offsets:
            return None
        # Of earlier decisions, too: a task has one overlay, and the new file must stand alone.
        for number, data in documents.overlay_frames():
            if number not in offsets:
                offsets[number] = writer.put(data)
    return write_overlay(new, places, offsets)
