"""Documents by number over several files of frames, some of them replaced in an overlay."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaner.corpus.frame_file import FrameFile, FrameWriter
from cleaner.corpus.frames import Frame
from cleaner.store.scratch import ScratchFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Address(NamedTuple):
    """Where a document stands: a file of frames, and the offset in bytes. `paragraph` is the number of one of
    its paragraphs, from 0; None for all of them."""

    file: ScratchFile
    offset: int
    paragraph: int | None


class _FrameColumns(NamedTuple):
    """The offset of each document in its file (int64) and its number of paragraphs there (int32); then the
    number of the first document of each file, and at the end the number of documents."""

    offsets: Ints
    counts: NDArray[np.int32]
    file_starts: list[int]


class FrameTable:
    """The frames of a corpus. A document that changed has a newer frame in the file `overlay`;
    `changed` has the number of each such document, with the offset of its frame there.

    The table never changes, but for columns that it reads on first use: with_... methods append to the
    overlay and return another table. In memory it takes twenty bytes a document and four a paragraph.
    """

    def __init__(self, files: Sequence[ScratchFile], overlay: ScratchFile) -> None:
        self._files = [FrameFile(file) for file in files]
        self.overlay = overlay
        self.changed: Mapping[int, int] = {}
        self._overlay: FrameFile | None = None

    @cached_property
    def _columns(self) -> _FrameColumns:
        # One walk over the headers of all frames. Names and texts stay on the disk.
        import numpy as np

        offsets, counts = array("q"), array("i")
        file_starts = [0]
        for file in self._files:
            for offset in file.offsets():
                offsets.append(offset)
                counts.append(file.count(offset))
            file_starts.append(len(offsets))
        return _FrameColumns(np.frombuffer(offsets, np.int64), np.frombuffer(counts, np.int32), file_starts)

    @cached_property
    def _counts(self) -> NDArray[np.int32]:
        """How many paragraphs each document has now."""
        counts = self._columns.counts
        if self.changed and self._overlay is not None:
            counts = counts.copy()  # the column of the unchanged frames is shared by all tables
            for number, offset in self.changed.items():
                counts[number] = self._overlay.count(offset)
        return counts

    @cached_property
    def first(self) -> Ints:
        """The number of the first paragraph of each document, and at the end the number of paragraphs."""
        import numpy as np

        first = np.zeros(len(self._counts) + 1, np.int64)
        np.cumsum(self._counts, out=first[1:])
        return first

    @cached_property
    def documents(self) -> NDArray[np.int32]:
        """The document of each paragraph."""
        import numpy as np

        # int32, as there is one for each paragraph: 2^31 documents are more than a run holds.
        return np.repeat(np.arange(len(self._counts), dtype=np.int32), self._counts)

    def __len__(self) -> int:
        return len(self._columns.offsets)

    def locate(self, number: int) -> tuple[FrameFile, int]:
        """The file in which a document stands now, and the offset of its frame there."""
        if number in self.changed and self._overlay is not None:
            return self._overlay, self.changed[number]
        offsets, _, file_starts = self._columns
        # The last file that begins at or before the number; files without documents begin at the same one.
        return self._files[bisect_right(file_starts, number) - 1], int(offsets[number])

    def address(self, number: int, paragraph: int | None = None) -> Address:
        """Returns where a document stands, in a form that another process can open."""
        file, offset = self.locate(number)
        return Address(file.file, offset, paragraph)

    def frame(self, number: int) -> Frame:
        """Reads all of a document."""
        file, offset = self.locate(number)
        return file.frame(offset)

    def name(self, number: int) -> str:
        """Reads the name of a document."""
        file, offset = self.locate(number)
        return file.name(offset)

    def text(self, paragraph: int) -> str:
        """Reads one paragraph, by its number in the corpus."""
        number = int(self.documents[paragraph])
        file, offset = self.locate(number)
        return file.text(offset, paragraph - int(self.first[number]))

    def texts_of(self, number: int) -> list[str]:
        """Reads the paragraphs of one document."""
        file, offset = self.locate(number)
        return file.texts(offset)

    def estimate_size(self, number: int) -> int:
        """Returns the bytes of a document's frame before it changed: its text now is hardly ever larger."""
        # From the offsets alone, without a read: a frame ends where the next one begins.
        offsets, _, file_starts = self._columns
        file = bisect_right(file_starts, number) - 1
        is_last = number + 1 == file_starts[file + 1]
        return (self._files[file].size if is_last else int(offsets[number + 1])) - int(offsets[number])

    def with_frames(self, frames: Iterable[tuple[int, Frame]]) -> FrameTable:
        """Returns the table in which these documents have these frames, after appending them to the overlay.

        Raises `OSError` where the overlay cannot be written.
        """
        return self.with_encoded((number, frame.encode()) for number, frame in frames)

    def with_encoded(self, frames: Iterable[tuple[int, bytes]]) -> FrameTable:
        """Does the same for frames that are encoded already."""
        changed = dict(self.changed)
        # Appended: other tables, and workers that read by address, may still use the older frames.
        with self.overlay.root.open_to_update(self.overlay.name) as file:
            writer = FrameWriter(file)
            for number, data in frames:
                changed[number] = writer.put(data)
        return self.with_changed(changed)

    def with_changed(self, changed: Mapping[int, int]) -> FrameTable:
        """Returns the table whose changed documents stand in the overlay already, at these offsets."""
        new = copy(self)
        new.changed = changed
        new._overlay = FrameFile(self.overlay) if changed else None
        for column in ("_counts", "first", "documents"):
            new.__dict__.pop(column, None)  # those are of the documents as they were
        return new

    def find_changed(self, start: int, stop: int) -> dict[int, int]:
        """Returns the changed documents from `start` to before `stop`: their numbers, counted from `start`,
        with the offsets of their frames in the overlay."""
        return {
            number - start: self.changed[number] for number in range(start, stop) if number in self.changed
        }
