"""Files of many records: what a format must be able to do, whatever its bytes look like.

A record is a line of JSONL or a row of Parquet. Its texts are the strings at the paths that `Fields` names;
all else of it is none of our business and comes out as it went in. One bad record costs itself: it is given
as `BadRecord`, with its bytes, and the next one is read.

A file is worked in parts (`Slice`), which tasks may take in any order: read, clean, rewrite, then join the
pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from cleaner.errors import InputError, UsageError

LIMIT = 64 << 20
"""Bytes of a record. A larger one is passed over by byte range and never held in memory."""

JSONL = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")
PARQUET = (".parquet",)
SUFFIXES = (*JSONL, *PARQUET)
"""Ends of file names that say that a file holds records."""


class Fields(NamedTuple):
    """Where the texts of a record stand, and its id.

    `text` are dotted paths: `article.body` is the string `body` in the object `article`. A key that itself
    holds the dots wins over the path. Every path must be there, in every record, and be a string.
    """

    text: tuple[str, ...] = ("text",)
    id: str | None = None


class Slice(NamedTuple):
    """The part of a file that one task works.

    Bytes of a plain JSONL file, row groups of Parquet, or all of a compressed file.
    """

    start: int
    stop: int
    first: int
    """Number of its first record, from 1: a line (blank lines count) or a row."""


class RecordText(NamedTuple):
    """One text of a record."""

    number: int
    """Line or row, from 1, in the whole file."""
    field: str
    text: str
    id: str
    """The value of the id field as a label; empty without one."""
    offset: int
    """Of the record in the (uncompressed) file, in bytes; 0 for Parquet."""
    length: int
    """Bytes of the record without its line break; 0 for Parquet."""
    spelling: str
    """How to spell its raw literal: empty (canonical UTF-8), `ascii` (canonical, escaped), or itself."""


class BadRecord(NamedTuple):
    """A record that cannot be read. It costs itself."""

    number: int
    offset: int
    length: int
    """Bytes with the line break."""
    data: bytes | None
    """Its bytes with the line break; None for one larger than the limit. Of Parquet, what `restore` takes."""
    problem: InputError
    """Names path, line, and the byte of the file where the problem lies."""


class RecordCodec(Protocol):
    """A format of files of records."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Ends of the names of its files."""

    def slices(self, path: Path, size: int = 64 << 20) -> Iterator[Slice]:
        """Parts of about `size` bytes, cut between records; at least one. One pass in bounded memory."""

    def read(
        self, path: Path, part: Slice, fields: Fields, limit: int = LIMIT
    ) -> Iterator[RecordText | BadRecord]:
        """The texts of a part; those of a record follow each other in the order of `fields.text`."""

    def rewrite(
        self,
        path: Path,
        part: Slice,
        fields: Fields,
        answers: Iterator[str | None],
        out: BinaryIO,
        limit: int = LIMIT,
    ) -> None:
        """Write the part again: one answer for each `RecordText` that `read` gave, in order.

        An answer is the new text, or None, which leaves the whole record out. Bad records are left out. A
        text that is unchanged keeps its very bytes, and so does everything else of a record.
        """

    def take(self, path: Path, part: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """These records of a part (ascending), as `restore` takes the lost ones: those that were left out.

        A record of any size: one larger than a mebibyte may come in several entries of the same number.
        """

    def texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """The texts of one record that was left out, from the bytes that `take` gave of it. Raises
        `DamageError` where they are not those of a record that was read.
        """

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """One file of the rewritten parts of one file, in order."""

    def restore(
        self,
        clean: Path,
        fields: Fields,
        raws: Iterator[tuple[str, str] | None],
        lost: Iterator[tuple[int, bytes]],
        out: BinaryIO,
    ) -> None:
        """The raw file again. Byte for byte for plain JSONL, record for record or value for value for the
        others.

        `raws` has one entry for each text of the clean file, in order: raw text and spelling, or None if it
        is unchanged. `lost` are the records that are not in the clean file: number in the raw file, and
        bytes with the line break, ascending. A record too large for memory may come in several entries of
        the same number.
        """


def of(path: Path, input_format: str | None = None) -> RecordCodec | None:
    """The format of a file: by its name, or as `--input-format` says; None for one that is not of records.

    >>> [type(of(Path(name))).__name__ for name in ("a.jsonl", "a.ndjson.zst", "a.parquet", "a.txt")]
    ['Jsonl', 'Jsonl', 'Parquet', 'NoneType']
    >>> type(of(Path("dump.json.gz"), "jsonl")).__name__
    'Jsonl'
    """
    if input_format not in (None, "jsonl", "parquet"):
        return None
    name = path.name.lower()
    if input_format == "jsonl" or (input_format is None and name.endswith(JSONL)):
        from cleaner.formats.jsonl.codec import Jsonl

        return Jsonl()
    if input_format == "parquet" or (input_format is None and name.endswith(PARQUET)):
        from cleaner.formats.parquet.codec import Parquet

        return Parquet()
    return None


def splits(field: str) -> Iterator[tuple[str, str]]:
    """The ways to read a dotted path, as first key and rest, the longest first key first.

    >>> list(splits("a.b.c"))
    [('a.b.c', ''), ('a.b', 'c'), ('a', 'b.c')]
    """
    parts = field.split(".")
    for count in range(len(parts), 0, -1):
        yield ".".join(parts[:count]), ".".join(parts[count:])


def distinct(fields: Fields) -> Fields:
    """The fields, unless they are a mistake. Raises `UsageError` where there is none, or one twice."""
    if not fields.text:
        raise UsageError("no text field is named", remedy="name one with --text-field")
    if len(set(fields.text)) < len(fields.text):
        raise UsageError("a text field is named twice", remedy="name each with --text-field once")
    return fields
