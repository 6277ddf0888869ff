"""The frame of a prepared document: record, clean text, trail and places of the paragraphs, as bytes.

A file of frames (`cleaner.corpus.frame_file`) lets each part be read without the others.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from struct import Struct
from typing import NamedTuple

from cleaner.catalogue import RULES
from cleaner.duplicates.member import Member
from cleaner.formats.decoded_text import DecodedText
from cleaner.outcome import Outcome, complete_record
from cleaner.pipeline import Pipeline
from cleaner.store import trail
from cleaner.store.manifest import DocumentRecord, encode_record
from cleaner.text import Document, Lines, Span, find_paragraphs

HEADER = Struct("<7I")
"""The first 28 bytes of a frame: its kind, then the lengths in bytes of its six parts, in the order of
`Frame`. Little-endian, so that hosts which share a folder agree."""
ENTRY = Struct("<4I")
PLACE = ENTRY.size
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
        return b"".join((HEADER.pack(self.kind, *map(len, parts)), *parts))

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
        return Member(self.name, self.document, self.record.partner, pipeline, positions, self.record.hints)

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
    return (ParagraphPlace(*fields) for fields in ENTRY.iter_unpack(data))
