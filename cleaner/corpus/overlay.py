"""The overlay of a task: frames of the documents that a decision changed, and the place of each.

The prepared frames never change, so that the next run can decide anew from them; what a decision changes is
laid over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct
from typing import NamedTuple

from cleaner.corpus.frame_file import FrameFile
from cleaner.corpus.frames import Frame
from cleaner.hashing import HashingWriter
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile

_ENTRY = Struct("<2Q")
"""16 bytes of a file of places: the number of a document in its task, and the offset of its frame."""


class OverlayFiles(NamedTuple):
    """The files of an overlay: one of frames, which several tasks may share, and one of places (`_ENTRY`), of
    this task alone, ordered by the numbers of the documents."""

    frames: ScratchFile
    places: ScratchFile

    @classmethod
    def at(cls, scratch: Root, frames: str, places: str) -> OverlayFiles:
        """The files of these names in the scratch folder."""
        return cls(ScratchFile(scratch, frames), ScratchFile(scratch, places))


class Overlay:
    """The changed documents of a task, by their numbers in it; None as files is an overlay without any."""

    def __init__(self, changes: OverlayFiles | None) -> None:
        self._places: dict[int, int] = {}
        if changes is not None:
            self._places = dict(_ENTRY.iter_unpack(changes.places.read()))
            self._frames = FrameFile(changes.frames)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the documents that changed."""
        return frozenset(self._places)

    def at(self, number: int) -> tuple[FrameFile, int] | None:
        """Returns the file and the offset of a changed document, None for one that is as it was prepared."""
        place = self._places.get(number)
        return None if place is None else (self._frames, place)

    @property
    def sha256(self) -> str:
        """The hash of the numbers and the frames of all changed documents, "" where there are none."""
        hashing = HashingWriter()
        for number, place in self._places.items():
            # Without the offset: another task's documents may stand before these in a shared file.
            hashing.write(_ENTRY.pack(number, 0))
            hashing.write(self._frames.data(place))
        return hashing.sha256 if self._places else ""

    def frame(self, number: int) -> Frame | None:
        """Reads a changed document, None for one that is as it was prepared."""
        place = self._places.get(number)
        return None if place is None else self._frames.frame(place)


def write_overlay(frames: ScratchFile, file: ScratchFile, places: Mapping[int, int]) -> OverlayFiles | None:
    """Writes the file of places of a task; returns None where none of its documents changed.

    `places` has the offset in `frames` of each changed document, by its number in the task. Raises `OSError`.
    """
    if not places:
        return None
    file.write(b"".join(_ENTRY.pack(*entry) for entry in sorted(places.items())))
    return OverlayFiles(frames, file)
