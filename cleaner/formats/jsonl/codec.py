"""JSON Lines: one object a line, plain or compressed, split on b"\\n" only.

What is not a text is never written anew: unknown fields, the order of keys, the spelling of numbers, spaces,
a `\\r` before the line break, blank lines and a missing last line break stay as they are. A mark of UTF-8
before the first line is part of that line.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, ClassVar, NamedTuple

from cleaner.errors import DamageError, InputError
from cleaner.formats import record_codec
from cleaner.formats.compressed import Stream, is_compressed, reading, writing
from cleaner.formats.jsonl.lines import Line, cuts, lines, pieces
from cleaner.formats.jsonl.record_parser import BOM, SPACE, Literal, Record, Span, record
from cleaner.formats.jsonl.string_literal import find_spelling, spell, spell_like
from cleaner.formats.record_codec import LIMIT, BadRecord, Fields, RecordText, Slice

_BLANK = SPACE + BOM


class Blank(NamedTuple):
    """A line without a record."""

    line: Line


class Good(NamedTuple):
    """A line that was read."""

    line: Line
    data: bytes
    record: Record


class Jsonl:
    """The format of files of JSON Lines."""

    suffixes: ClassVar[tuple[str, ...]] = record_codec.JSONL

    def slices(self, path: Path, size: int = 64 << 20) -> Iterator[Slice]:
        """See `RecordCodec.slices`. A compressed file is one slice, of its compressed bytes."""
        if is_compressed(path):
            yield Slice(0, path.stat().st_size, 1)
            return
        with reading(path) as stream:
            yield from cuts(stream.file, size)

    def read(
        self, path: Path, part: Slice, fields: Fields, limit: int = LIMIT
    ) -> Iterator[RecordText | BadRecord]:
        """See `RecordCodec.read`."""
        for item in scan(path, part, fields, limit):
            if isinstance(item, Good):
                line = item.line
                length = line.length - item.data.endswith(b"\n")
                for field, text, (start, end) in item.record.literals:
                    spelling = find_spelling(text, item.data[start:end])
                    yield RecordText(line.number, field, text, item.record.id, line.offset, length, spelling)
            elif isinstance(item, BadRecord):
                yield item

    def rewrite(
        self,
        path: Path,
        part: Slice,
        fields: Fields,
        answers: Iterator[str | None],
        out: BinaryIO,
        limit: int = LIMIT,
    ) -> None:
        """See `RecordCodec.rewrite`."""
        with writing(path, out) as file:
            for item in scan(path, part, fields, limit):
                if isinstance(item, Blank):
                    file.write(item.line.data or b"")
                elif isinstance(item, Good):
                    literals = item.record.literals
                    texts = [_answer(answers) for _ in literals]
                    kept = [text for text in texts if text is not None]
                    if len(kept) == len(texts):
                        file.write(changed(item.data, literals, kept))

    def take(self, path: Path, part: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """See `RecordCodec.take`."""
        wanted = iter(numbers)
        number = next(wanted, None)
        with opened(path, part) as (stream, whole):
            for at, piece in pieces(stream.file, whole):
                while number is not None and number < at:
                    number = next(wanted, None)
                if number is None:
                    return
                if at == number:
                    yield at, piece

    def texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """See `RecordCodec.texts`."""
        item = taken(Line(1, 0, len(record), record), fields, Path("the record"), sys.maxsize)
        if not isinstance(item, Good):
            raise DamageError("a record that was left out is damaged", remedy="clean the raw files again")
        return tuple(literal.text for literal in item.record.literals)

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """See `RecordCodec.join`: the bytes, one after the other."""
        for path in pieces:
            with open(path, "rb") as file:
                shutil.copyfileobj(file, out)

    def restore(
        self,
        clean: Path,
        fields: Fields,
        raws: Iterator[tuple[str, str] | None],
        lost: Iterator[tuple[int, bytes]],
        out: BinaryIO,
    ) -> None:
        """See `RecordCodec.restore`. Raises `DamageError` where the clean file cannot be read."""
        part = Slice(0, -1, 1)
        with writing(clean, out) as file:
            number = 1
            missing = next(lost, None)
            for item in scan(clean, part, fields, limit=sys.maxsize):
                while missing is not None and missing[0] == number:
                    number += 1
                    missing = _put(missing, lost, file)
                number += 1
                file.write(_raw(item, raws))
            while missing is not None:
                missing = _put(missing, lost, file)


def scan(path: Path, part: Slice, fields: Fields, limit: int) -> Iterator[Blank | Good | BadRecord]:
    """Every line of a part, in order, as what it is."""
    record_codec.distinct(fields)
    with opened(path, part) as (stream, whole):
        for line in lines(stream.file, whole, limit, stream.damage):
            yield taken(line, fields, path, limit)


@contextmanager
def opened(path: Path, part: Slice) -> Iterator[tuple[Stream, Slice]]:
    """The file at the start of a part, and the part of what can be read of it: all, if it is compressed."""
    with reading(path) as stream:
        if is_compressed(path):
            part = Slice(0, -1, 1)
        if part.start:
            stream.file.seek(part.start)
        yield stream, part


def taken(line: Line, fields: Fields, path: Path, limit: int) -> Blank | Good | BadRecord:
    """One line as what it is. `path` is for messages alone."""
    data = line.data
    if line.damage:
        problem = InputError(
            line.damage,
            path=path,
            line=line.number,
            byte=line.offset,
            remedy="get an undamaged copy of the file",
        )
        return BadRecord(line.number, line.offset, line.length, data, problem)
    if data is None:
        problem = InputError(
            f"is larger than the limit of {limit} bytes",
            path=path,
            line=line.number,
            byte=line.offset,
            remedy="raise --max-record",
        )
        return BadRecord(line.number, line.offset, line.length, None, problem)
    if data[0] != 0x7B and not data.strip(SPACE if line.offset else _BLANK):
        return Blank(line)
    try:
        return Good(line, data, record(data, line, fields, path))
    except InputError as error:
        return BadRecord(line.number, line.offset, line.length, data, error)


def _answer(answers: Iterator[str | None]) -> str | None:
    try:
        return next(answers)
    except StopIteration:
        raise ValueError("fewer answers than texts") from None


def changed(data: bytes, literals: Sequence[Literal], texts: Sequence[str]) -> bytes:
    """The line with these texts in the place of its own."""
    changes = [
        (
            literal.span,
            spell_like(text, data[literal.span.start : literal.span.end]),
        )
        for literal, text in zip(literals, texts, strict=True)
        if text != literal.text
    ]
    return _spliced(data, changes)


def _spliced(data: bytes, changes: Sequence[tuple[Span, bytes]]) -> bytes:
    if not changes:
        return data
    pieces: list[bytes] = []
    place = 0
    for (start, end), literal in sorted(changes):
        pieces += (data[place:start], literal)
        place = end
    return b"".join((*pieces, data[place:]))


def _raw(item: Blank | Good | BadRecord, raws: Iterator[tuple[str, str] | None]) -> bytes:
    """A line of the clean file as it was in the raw one."""
    if isinstance(item, BadRecord):
        raise DamageError(f"{item.problem}", remedy="clean the raw files again")
    if isinstance(item, Blank):
        return item.line.data or b""
    changes = []
    for literal in item.record.literals:
        try:
            raw = next(raws)
        except StopIteration:
            raise DamageError("the trail has fewer texts than the clean file") from None
        if raw is not None:
            changes.append((literal.span, spell(*raw)))
    return _spliced(item.data, changes)


def _put(
    missing: tuple[int, bytes], lost: Iterator[tuple[int, bytes]], out: BinaryIO
) -> tuple[int, bytes] | None:
    """Write a lost record, all pieces of it. What comes next of them."""
    number = missing[0]
    following: tuple[int, bytes] | None = missing
    while following is not None and following[0] == number:
        out.write(following[1])
        following = next(lost, None)
    return following
