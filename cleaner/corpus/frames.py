"""Prepared documents on the disk: one frame each, whose parts are read without the others.

The files are scratch: what they hold can be made again from the raw corpus, and a checkpoint with their hash
tells whether they are whole (`cleaner.corpus.prepare_task`).
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple
from weakref import finalize

from cleaner.catalogue import RULES
from cleaner.duplicates.member import Member
from cleaner.errors import OutputError
from cleaner.formats.decoded_text import DecodedText
from cleaner.outcome import Outcome, complete_record
from cleaner.pipeline import Pipeline
from cleaner.store import trail
from cleaner.store.manifest import DocumentRecord, decode_record, encode_record
from cleaner.text import Document, Lines, Span, find_paragraphs

_HEADER = Struct("<7I")
"""The first 28 bytes of a frame: its kind, then the lengths in bytes of its six parts, in the order of
`Frame`. Little-endian, so that hosts which share a folder agree."""
_PLACE = Struct("<4I")
PLACE = _PLACE.size
"""Bytes of a paragraph's entry: the four fields of `ParagraphPlace`."""

DOCUMENT, KNOWN = range(2)
"""Kinds of frames: a document of the corpus, or the paragraphs of a document that an index holds."""


class ParagraphPlace(NamedTuple):
    """Where a paragraph stands: its first byte and the byte behind its last in the clean text (UTF-8), the
    character of the raw text at which it begins, and the line there, from 1 (in a frame of the kind `KNOWN`:
    its number in the index, from 1)."""

    start: int
    end: int
    raw: int
    line: int


class Frame(NamedTuple):
    """A document after the stages. `text` is the clean text, `trail` its lines of the trail, `places` the
    encoded `ParagraphPlace`s. `raw` are the bytes of a document in quarantine, else empty."""

    kind: int
    name: str
    record: DocumentRecord
    text: str
    trail: bytes
    places: bytes
    raw: bytes

    def encode(self) -> bytes:
        """Encodes the frame: the header, then its parts without anything between them."""
        parts = (
            self.name.encode("utf-8", "surrogateescape"),
            encode_record(self.record),
            self.text.encode(),
            self.trail,
            self.places,
            self.raw,
        )
        return b"".join((_HEADER.pack(self.kind, *map(len, parts)), *parts))

    @property
    def document(self) -> Document:
        """The document with its trail. The raw text is not stored: the trail gives it back."""
        steps = trail.decode(self.trail, self.name)
        return Document(trail.replay(self.text, steps), self.text, steps)

    def member(self, pipeline: Pipeline | None) -> Member:
        """Returns the document as the duplicates stage sees it."""
        positions: tuple[int, ...] = ()
        if self.kind == KNOWN:
            positions = tuple(place.line - 1 for place in parse_places(self.places))
        return Member(self.name, self.document, self.record.partner, pipeline, positions)

    def with_member(self, member: Member) -> Frame:
        """Returns the frame of the same document after further edits; what it says of raw bytes stays."""
        document = member.document
        record = complete_record(self.record, document, member.partner)
        entry = trail.DecodedDocument(self.name, rebuild_decoded(record, document.raw), document)
        return self._replace(
            record=record,
            text=document.text,
            trail=trail.encode_edits(entry, RULES),
            places=_encode_places(member),
        )


def frame_of(outcome: Outcome) -> Frame:
    """Makes the frame of a prepared document."""
    lines = b""
    if outcome.problem is None and outcome.decoded is not None:
        lines = trail.encode_edits(
            trail.DecodedDocument(outcome.name, outcome.decoded, outcome.document), RULES
        )
    member = Member(outcome.name, outcome.document, "", None, outcome.positions)
    # Only for quarantine: any other raw bytes stand in the input, and would double the scratch folder.
    raw = outcome.data if outcome.problem is not None else b""
    return Frame(
        KNOWN if outcome.positions else DOCUMENT,
        outcome.name,
        outcome.record(),
        outcome.document.text,
        lines,
        _encode_places(member),
        raw,
    )


def rebuild_decoded(record: DocumentRecord, raw: str) -> DecodedText:
    """Returns how the raw bytes of a document were read, from its record and its raw text."""
    from cleaner.formats.decoded_text import Patch

    patches = tuple(Patch(*patch) for patch in record.patches)
    return DecodedText(raw, record.encoding, record.encoding_reason, True, patches)


def _encode_places(member: Member) -> bytes:
    """Encodes the places of all paragraphs, in order: `PLACE` bytes each."""
    text = member.document.text
    spans = find_paragraphs(text)
    bytes_of = _byte_spans(text, spans)
    starts = member.starts
    if member.positions:
        numbers = [position + 1 for position in member.positions]
    else:
        numbers = Lines.of(member.document.raw).line_numbers(starts)
    rows = ((first, last, *place) for (first, last), *place in zip(bytes_of, starts, numbers, strict=True))
    return array("I", chain.from_iterable(rows)).tobytes()


def _byte_spans(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yields spans of characters as spans of bytes of UTF-8, so that a paragraph is read without its text."""
    if text.isascii():
        yield from spans
        return
    # One walk over the text: each stretch is encoded once.
    position = written = 0
    for start, end in spans:
        written += len(text[position:start].encode())
        first = written
        written += len(text[start:end].encode())
        position = end
        yield Span(first, written)


def parse_places(data: bytes) -> Iterator[ParagraphPlace]:
    """Decodes the places of the paragraphs of a frame, in order."""
    return (ParagraphPlace(*fields) for fields in _PLACE.iter_unpack(data))


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

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        # Many objects share a file: it is closed with the last, and not at the end of some `with`.
        finalize(self, os.close, self._file)
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
        kind, *lengths = _HEADER.unpack(self._read(offset, offset + _HEADER.size))
        place = offset + _HEADER.size
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
        return ParagraphPlace(*_PLACE.unpack(self._read(start, start + PLACE)))

    def text(self, offset: int, number: int) -> str:
        """Reads one paragraph."""
        layout = self.layout(offset)
        at = layout.places + number * PLACE
        start, end, _, _ = _PLACE.unpack(self._read(at, at + PLACE))
        return self._read(layout.text + start, layout.text + end).decode()

    def texts(self, offset: int) -> list[str]:
        """Reads all paragraphs of a document."""
        layout = self.layout(offset)
        text = self._read(layout.text, layout.trail)
        spans = _PLACE.iter_unpack(self._read(layout.places, layout.raw))
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


_WINDOW = 1 << 14
"""Bytes read at once, 16 KB: a small frame, and often the next ones, in one call of the system."""


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
