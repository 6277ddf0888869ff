"""What a format of files of records must be able to do, whatever its bytes look like.

A record is a line of JSON Lines or a row of Parquet. Its texts are the strings at the paths that `Fields`
names; all else of it comes out as it went in. One bad record costs itself: it is yielded as `BadRecord`,
with its bytes, and the next one is read.

A file is worked in slices, which tasks may take in any order: read a slice, clean its texts, rewrite it,
then join the pieces to one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from cleaner.errors import InputError, UsageError
from cleaner.structure import NO_HINTS, Hints

LIMIT = 64 << 20
"""Bytes of a record. A larger one is passed over by its byte range and never held in memory."""

SLICE_SIZE = 64 << 20
"""Bytes of a slice, about, where nobody asks for another size."""


class Fields(NamedTuple):
    """Where the texts of a record stand, its id, and what it says of its texts.

    `text` are dotted paths: `article.body` is the string `body` in the object `article`. A key that itself
    holds the dots wins over the path. Every path must be there, in every record, and be a string.
    """

    text: tuple[str, ...] = ("text",)
    id: str | None = None
    kind: str | None = None
    """Where a record names the kind of its texts; one that has nothing there names none."""
    language: str | None = None
    """Where it names their language."""


class Slice(NamedTuple):
    """The part of a file that one task works.

    Of a format with byte ranges, `start` and `stop` are bytes of the file; else they count what the format
    cuts a file into (row groups of Parquet).
    """

    start: int
    stop: int
    """Where the slice ends, exclusive; -1 for the end of the file."""
    first: int
    """Number of its first record, from 1, in the whole file: a line (blank lines count) or a row."""


WHOLE = Slice(0, -1, 1)
"""All of a file that has byte ranges."""


class RecordSlice(NamedTuple):
    """A slice of a file of records, and how to read it."""

    path: Path
    slice: Slice
    fields: Fields = Fields()
    limit: int = LIMIT
    """Bytes of the largest record that is read."""


class RecordText(NamedTuple):
    """One text of a record."""

    number: int
    """Line or row, from 1, in the whole file."""
    field: str
    text: str
    id: str
    """The value of the id field as a label; empty without one."""
    offset: int
    """Of the record in the (uncompressed) file, in bytes; 0 in a format without byte ranges."""
    length: int
    """Bytes of the record without its line break; 0 in a format without byte ranges."""
    spelling: str
    """How the file spells the text, for `restore`: empty for the format's canonical spelling."""
    hints: Hints = NO_HINTS
    """What the record says of its texts."""


class BadRecord(NamedTuple):
    """A record that cannot be read. It costs itself."""

    number: int
    offset: int
    length: int
    """Bytes with the line break; 0 in a format without byte ranges, where no byte can be kept."""
    data: bytes | None
    """Its bytes, as `restore` takes them; None for one larger than the limit, or in a damaged part of a
    file."""
    problem: InputError
    """Names path, line, and the byte of the file where the problem lies."""


class Verbatim(NamedTuple):
    """Bytes of a stream that stand between records (a blank line): they come out as they went in."""

    data: bytes


class StreamRecord(Protocol):
    """A record of a stream, held in memory until it is answered."""

    @property
    def number(self) -> int:
        """Its number, from 1."""

    @property
    def offset(self) -> int:
        """Where it begins, in bytes."""

    @property
    def length(self) -> int:
        """Its bytes, with the line break."""

    @property
    def data(self) -> bytes:
        """The record, with its line break."""

    @property
    def id(self) -> str:
        """The value of the id field as a label; empty without one."""

    @property
    def hints(self) -> Hints:
        """What it says of its texts."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts, in the order of `Fields.text`."""

    def with_texts(self, texts: Sequence[str]) -> bytes:
        """The record with these texts in the places of its own; what is unchanged keeps its bytes."""


class RecordCodec(Protocol):
    """Reads and writes the files of one format of records. Of an `out`, nothing is used but `write`."""

    def cut_slices(self, path: Path, size: int = SLICE_SIZE) -> Iterator[Slice]:
        """Cut a file between records into slices of about `size` bytes; at least one. One pass, bounded
        memory."""

    def read(self, part: RecordSlice) -> Iterator[RecordText | BadRecord]:
        """Read the texts of a slice; those of a record follow each other in the order of `fields.text`."""

    def rewrite(self, part: RecordSlice, answers: Iterator[str | None], out: BinaryIO) -> None:
        """Write the slice again: one answer for each `RecordText` that `read` yields, in order.

        An answer is the new text, or None, which leaves the whole record out. Bad records are left out. A
        text that is unchanged keeps its very bytes, and so does everything else of a record. Raises
        `ValueError` where there are fewer answers than texts.
        """

    def take(self, path: Path, slice: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Take these records of a slice (ascending) as bytes, which `restore` needs of those that are left
        out.

        A record of any size: one larger than a mebibyte may come in several entries of the same number.
        """

    def parse_texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """Parse the texts of one record, from the bytes that `take` gave of it.

        Raises `DamageError` where they are not those of a record that was read.
        """

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """Write one file of the rewritten slices of one file, in order."""

    def restore(
        self,
        clean: Path,
        fields: Fields,
        raws: Iterator[tuple[str, str] | None],
        lost: Iterator[tuple[int, bytes]],
        out: BinaryIO,
    ) -> None:
        """Write the raw file again, as exactly as `Format.restores` says.

        `raws` has one entry for each text of the clean file, in order: raw text and spelling, or None if it
        is unchanged. `lost` are the records that are not in the clean file: number in the raw file, and
        bytes as `take` gave them, ascending; one record may come in several entries of the same number.
        Raises `DamageError` where the clean file is not as it was written.
        """


def take_answer(answers: Iterator[str | None], number: int) -> str | None:
    """Take the next answer of `RecordCodec.rewrite`. Raises `ValueError` where record `number` has none."""
    try:
        return next(answers)
    except StopIteration:
        # A `StopIteration` inside a generator would be a `RuntimeError` that names nothing.
        raise ValueError(f"fewer answers than texts: none for record {number}") from None


def split_path(field: str) -> Iterator[tuple[str, str]]:
    """The ways to read a dotted path, as first key and remaining path, the longest first key first.

    >>> list(split_path("a.b.c"))
    [('a.b.c', ''), ('a.b', 'c'), ('a', 'b.c')]
    """
    parts = field.split(".")
    for count in range(len(parts), 0, -1):
        yield ".".join(parts[:count]), ".".join(parts[count:])


def check_fields(fields: Fields) -> Fields:
    """The fields, unless they are a mistake. Raises `UsageError` where there is none, or one twice."""
    if not fields.text:
        raise UsageError("no text field is named", remedy="name one with --text-field")
    if len(set(fields.text)) < len(fields.text):
        raise UsageError("a text field is named twice", remedy="name each with --text-field once")
    return fields
