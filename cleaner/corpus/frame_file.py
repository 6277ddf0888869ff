"""Reads files of frames part by part, so that one paragraph costs no whole document, and appends frames.

The files are scratch: what they hold can be made again from the raw corpus, and a checkpoint with their hash
tells whether they are whole (`cleaner.corpus.prepare_task`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple
from weakref import finalize

from cleaner.corpus.frames import ENTRY, HEADER, PLACE, Frame, ParagraphPlace
from cleaner.errors import OutputError
from cleaner.store.manifest import DocumentRecord, decode_record
from cleaner.store.scratch import ScratchFile

_WINDOW = 1 << 14
"""Bytes read at once, 16 KB: a small frame, and often the next ones, in one call of the system."""


class FrameLayout(NamedTuple):
    """The kind of a frame, and the offset in its file at which each part begins; `end` is behind the last."""

    kind: int
    name: int
    record: int
    text: int
    trail: int
    places: int
    raw: int
    end: int


class FrameFile:
    """A file of frames to read, part by part. Offsets are bytes at which a frame begins.

    It is read and not mapped: the pages of a mapped file count as memory of the process. Methods raise
    `OutputError` where the file has become shorter.
    """

    def __init__(self, file: ScratchFile) -> None:
        self.file = file
        opened = file.open()
        self._file = opened.fileno()
        # Many objects share a file: it is closed with the last, and not at the end of some `with`.
        finalize(self, opened.close)
        self.size = os.fstat(self._file).st_size
        self._window = b""
        self._start = 0

    def _read(self, start: int, stop: int) -> bytes:
        """Reads bytes of the file, and those behind them, which are likely to be read next."""
        first, last = start - self._start, stop - self._start
        if first < 0 or last > len(self._window):
            self._window = _read_all(self._file, start, max(stop, min(start + _WINDOW, self.size)))
            self._start, first, last = start, 0, stop - start
        return self._window[first:last]

    def layout(self, offset: int) -> FrameLayout:
        """Reads the layout of the frame that begins at `offset`."""
        kind, *lengths = HEADER.unpack(self._read(offset, offset + HEADER.size))
        place = offset + HEADER.size
        starts = [place]
        for length in lengths:
            place += length
            starts.append(place)
        return FrameLayout(kind, *starts)

    def name(self, offset: int) -> str:
        """Reads the name of a document."""
        layout = self.layout(offset)
        return self._read(layout.name, layout.record).decode("utf-8", "surrogateescape")

    def count(self, offset: int) -> int:
        """Returns how many paragraphs a document has, from its header alone."""
        layout = self.layout(offset)
        return (layout.raw - layout.places) // PLACE

    def places(self, offset: int) -> bytes:
        """Reads the encoded places of a document's paragraphs."""
        layout = self.layout(offset)
        return self._read(layout.places, layout.raw)

    def place(self, offset: int, number: int) -> ParagraphPlace:
        """Reads the place of one paragraph."""
        start = self.layout(offset).places + number * PLACE
        return ParagraphPlace(*ENTRY.unpack(self._read(start, start + PLACE)))

    def text(self, offset: int, number: int) -> str:
        """Reads one paragraph."""
        layout = self.layout(offset)
        at = layout.places + number * PLACE
        start, end, _, _ = ENTRY.unpack(self._read(at, at + PLACE))
        return self._read(layout.text + start, layout.text + end).decode()

    def texts(self, offset: int) -> list[str]:
        """Reads all paragraphs of a document."""
        layout = self.layout(offset)
        text = self._read(layout.text, layout.trail)
        spans = ENTRY.iter_unpack(self._read(layout.places, layout.raw))
        return [text[start:end].decode() for start, end, _, _ in spans]

    def data(self, offset: int) -> bytes:
        """Reads the bytes of a frame."""
        return self._read(offset, self.layout(offset).end)

    def record(self, offset: int) -> DocumentRecord:
        """Reads the record that the manifest has of a document."""
        layout = self.layout(offset)
        return decode_record(self._read(layout.record, layout.text))

    def frame(self, offset: int) -> Frame:
        """Reads all of a document."""
        at = self.layout(offset)
        whole = self._read(at.name, at.end)
        name, record, text, lines, spots, raw = (
            whole[start - at.name : end - at.name] for start, end in pairwise(at[1:])
        )
        return Frame(
            at.kind,
            name.decode("utf-8", "surrogateescape"),
            decode_record(record),
            text.decode(),
            lines,
            spots,
            raw,
        )

    def offsets(self) -> Iterator[int]:
        """Yields where each frame begins, in order."""
        offset = 0
        while offset < self.size:
            yield offset
            offset = self.layout(offset).end


def _read_all(file: int, start: int, stop: int) -> bytes:
    """Reads the bytes from `start` to before `stop`. Raises `OutputError` where the file is shorter."""
    # `pread` may return less than it is asked for. It does not move the offset that threads would share.
    pieces = []
    while start < stop:
        piece = os.pread(file, stop - start, start)
        if not piece:
            raise OutputError("a scratch file was cut while it was read", remedy="run again")
        pieces.append(piece)
        start += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class FrameWriter:
    """Appends frames to an open file, one behind the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._end = file.seek(0, 2)

    def add(self, frame: Frame) -> int:
        """Writes a frame, and returns the offset at which it begins."""
        return self.put(frame.encode())

    def put(self, data: bytes) -> int:
        """Writes a frame that is encoded already, and returns the offset at which it begins."""
        self._file.write(data)
        begin, self._end = self._end, self._end + len(data)
        return begin
