"""Documents of a task that changed after they were prepared: their frames, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from cleaner.corpus.frames import Frame, FrameFile
from cleaner.hashing import HashingWriter
from cleaner.store.scratch import write_file

_ENTRY = Struct("<2Q")


class OverlayFiles(NamedTuple):
    """A file of frames, which may be that of other tasks too, and a file of places, 16 bytes each: the number
    of a document in its task, and where its frame begins, both as little-endian integers."""

    frames: Path
    places: Path


class Overlay:
    """What changed of a task, read."""

    def __init__(self, changes: OverlayFiles | None) -> None:
        self._places: dict[int, int] = {}
        if changes is not None:
            self._places = dict(_ENTRY.iter_unpack(changes.places.read_bytes()))
            self._frames = FrameFile(changes.frames)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the documents that changed."""
        return frozenset(self._places)

    def at(self, number: int) -> tuple[FrameFile, int] | None:
        """Where a document stands as it became, None for one that stayed as it was prepared."""
        place = self._places.get(number)
        return None if place is None else (self._frames, place)

    @property
    def sha256(self) -> str:
        """The hash of all that changed; nothing where nothing did."""
        hashing = HashingWriter()
        for number, place in self._places.items():
            hashing.write(_ENTRY.pack(number, 0))
            hashing.write(self._frames.data(place))
        return hashing.sha256 if self._places else ""

    def frame(self, number: int) -> Frame | None:
        """A document of the task as it became, None for one that stayed as it was prepared."""
        place = self._places.get(number)
        return None if place is None else self._frames.frame(place)


def write_overlay(frames: Path, path: Path, places: Mapping[int, int]) -> OverlayFiles | None:
    """Writes the places of a task, by the numbers of its documents; None where none of them changed."""
    if not places:
        return None
    write_file(path, b"".join(_ENTRY.pack(*entry) for entry in sorted(places.items())))
    return OverlayFiles(frames, path)
