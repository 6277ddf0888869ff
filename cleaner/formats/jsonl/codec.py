"""Files of JSON Lines, read, rewritten and restored. Only b"\\n" ends a line.

What is not a text is never written anew: unknown fields, the order of keys, the spelling of numbers,
spaces, a `\\r` before the line break, blank lines and a missing last line break stay as they are. A byte
order mark of UTF-8 before the first line is part of that line.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import DamageError
from cleaner.formats.compressed import ByteStream, is_compressed, open_compressor, open_decompressed
from cleaner.formats.jsonl.line_record import BlankLine, LineRecord, parse_line
from cleaner.formats.jsonl.lines import NumberedLine, cut_slices, iterate_lines, iterate_pieces
from cleaner.formats.jsonl.string_literal import find_spelling
from cleaner.formats.record_codec import (
    SLICE_SIZE,
    WHOLE,
    BadRecord,
    Fields,
    RecordSlice,
    RecordText,
    Slice,
    StreamRecord,
    Verbatim,
    check_fields,
    take_answer,
)


class JsonlCodec:
    """Reads and writes files of JSON Lines: a `RecordCodec`."""

    def cut_slices(self, path: Path, size: int = SLICE_SIZE) -> Iterator[Slice]:
        """See `RecordCodec.cut_slices`. A compressed file is one slice, of its compressed bytes."""
        if is_compressed(path):
            # Nobody can start to decompress in the middle.
            yield Slice(0, path.stat().st_size, 1)
            return
        with open_decompressed(path) as stream:
            yield from cut_slices(stream.file, size)

    def read(self, part: RecordSlice) -> Iterator[RecordText | BadRecord]:
        """See `RecordCodec.read`."""
        for item in _scan(part):
            if isinstance(item, LineRecord):
                length = item.length - item.data.endswith(b"\n")
                for field, text, (start, end) in item.literals:
                    spelling = find_spelling(text, item.data[start:end])
                    place = (item.offset, length, spelling)
                    yield RecordText(item.number, field, text, item.id, *place, item.hints)
            elif isinstance(item, BadRecord):
                yield item

    def rewrite(self, part: RecordSlice, answers: Iterator[str | None], out: BinaryIO) -> None:
        """See `RecordCodec.rewrite`."""
        with open_compressor(part.path, out) as file:
            for item in _scan(part):
                if isinstance(item, BlankLine):
                    file.write(item.data)
                elif isinstance(item, LineRecord):
                    # Each text has an answer, also behind one that already leaves the record out.
                    texts = [take_answer(answers, item.number) for _ in item.literals]
                    new = [text for text in texts if text is not None]
                    if len(new) == len(texts):
                        file.write(item.with_texts(new))

    def take(self, path: Path, slice: Slice, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """See `RecordCodec.take`."""
        remaining = iter(numbers)
        wanted = next(remaining, None)
        with _open_slice(path, slice) as (stream, readable):
            for number, piece in iterate_pieces(stream.file, readable):
                while wanted is not None and wanted < number:
                    wanted = next(remaining, None)
                if wanted is None:
                    return
                if number == wanted:
                    yield number, piece

    def parse_texts(self, record: bytes, fields: Fields) -> tuple[str, ...]:
        """See `RecordCodec.parse_texts`."""
        line = NumberedLine(1, 0, len(record), record)
        item = parse_line(line, RecordSlice(Path("the record"), WHOLE, fields, sys.maxsize))
        if not isinstance(item, LineRecord):
            raise DamageError("a record that was left out is damaged", remedy="clean the raw files again")
        return item.texts

    def join(self, pieces: Sequence[Path], out: BinaryIO) -> None:
        """See `RecordCodec.join`: the bytes, one after the other. Compressed pieces are members of one
        stream."""
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
        """See `RecordCodec.restore`."""
        with open_compressor(clean, out) as file:
            number = 1  # of the next line of the raw file
            missing = next(lost, None)
            for item in _scan(RecordSlice(clean, WHOLE, fields, sys.maxsize)):
                while missing is not None and missing[0] == number:
                    number += 1
                    missing = _write_lost(missing, lost, file)
                number += 1
                file.write(_restore_line(item, raws))
            while missing is not None:  # those behind the last line of the clean file
                missing = _write_lost(missing, lost, file)


def read_stream(file: BinaryIO, part: RecordSlice) -> Iterator[Verbatim | StreamRecord | BadRecord]:
    """Read the records of a stream, each before the next line is asked for. `part` names the stream in
    messages.

    >>> from io import BytesIO
    >>> part = RecordSlice(Path("-"), WHOLE)
    >>> [type(item).__name__ for item in read_stream(BytesIO(b'{"text": "One."}\\n\\n{}\\n'), part)]
    ['LineRecord', 'Verbatim', 'BadRecord']
    """
    for line in iterate_lines(file, part.slice, part.limit):
        item = parse_line(line, part)
        yield Verbatim(item.data) if isinstance(item, BlankLine) else item


def _scan(part: RecordSlice) -> Iterator[BlankLine | LineRecord | BadRecord]:
    """Every line of a slice, in order, as what it is."""
    check_fields(part.fields)
    with _open_slice(part.path, part.slice) as (stream, readable):
        for line in iterate_lines(stream.file, readable, part.limit, stream.damage):
            yield parse_line(line, part)


@contextmanager
def _open_slice(path: Path, slice: Slice) -> Iterator[tuple[ByteStream, Slice]]:
    """Open a file at the start of a slice, and say which slice of its decompressed bytes is to be read."""
    with open_decompressed(path) as stream:
        if is_compressed(path):
            slice = WHOLE  # the slice counts compressed bytes
        if slice.start:
            stream.file.seek(slice.start)
        yield stream, slice


def _restore_line(item: BlankLine | LineRecord | BadRecord, raws: Iterator[tuple[str, str] | None]) -> bytes:
    """A line of the clean file as it was in the raw one."""
    if isinstance(item, BadRecord):
        raise DamageError(f"{item.problem}", remedy="clean the raw files again")
    if isinstance(item, BlankLine):
        return item.data
    spellings = []
    for _ in item.literals:
        try:
            spellings.append(next(raws))
        except StopIteration:
            raise DamageError("the trail has fewer texts than the clean file") from None
    return item.with_spellings(spellings)


def _write_lost(
    missing: tuple[int, bytes], lost: Iterator[tuple[int, bytes]], out: BinaryIO
) -> tuple[int, bytes] | None:
    """Write a lost record, all entries of it. Returns the first entry of the next one."""
    number = missing[0]
    entry: tuple[int, bytes] | None = missing
    while entry is not None and entry[0] == number:
        out.write(entry[1])
        entry = next(lost, None)
    return entry
