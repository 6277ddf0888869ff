"""A line of JSON Lines as what it is: blank, a record, or one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from cleaner.bug import REMEDY, contain
from cleaner.errors import InputError
from cleaner.formats.jsonl.lines import NumberedLine
from cleaner.formats.jsonl.object_members import ByteRange
from cleaner.formats.jsonl.record_parser import BOM, SPACE, Literal, parse_record
from cleaner.formats.jsonl.string_literal import spell, spell_like
from cleaner.formats.record_codec import BadRecord, RecordSlice
from cleaner.structure import Hints


class BlankLine(NamedTuple):
    """A line without a record, with its line break."""

    data: bytes


class LineRecord(NamedTuple):
    """A record on a line, with its bytes: a `StreamRecord`."""

    number: int
    offset: int
    length: int
    data: bytes
    id: str
    hints: Hints
    literals: tuple[Literal, ...]
    """Its texts with their spans in `data`, in the order of `Fields.text`."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts."""
        return tuple(literal.text for literal in self.literals)

    def with_texts(self, texts: Sequence[str]) -> bytes:
        """The line with these texts, each spelled as the one in its place is; what is unchanged keeps its
        bytes."""
        return self._splice(
            (literal.span, spell_like(text, self.data[literal.span.start : literal.span.end]))
            for literal, text in zip(self.literals, texts, strict=True)
            if text != literal.text
        )

    def with_spellings(self, raws: Sequence[tuple[str, str] | None]) -> bytes:
        """The line with raw texts, each spelled as the raw file spelled it; None leaves a text as it is."""
        return self._splice(
            (literal.span, spell(*raw))
            for literal, raw in zip(self.literals, raws, strict=True)
            if raw is not None
        )

    def _splice(self, changes: Iterable[tuple[ByteRange, bytes]]) -> bytes:
        """The line with other bytes in some spans, which stand in any order and do not overlap."""
        pieces: list[bytes] = []
        position = 0
        for (start, end), spelling in sorted(changes):
            pieces += (self.data[position:start], spelling)
            position = end
        return b"".join((*pieces, self.data[position:])) if pieces else self.data


def parse_line(line: NumberedLine, part: RecordSlice) -> BlankLine | LineRecord | BadRecord:
    """Read one line with the fields and the limit of `part`, whose path is for messages alone."""
    data = line.data
    if line.damage:
        return _refuse(line, part, line.damage, "get an undamaged copy of the file")
    if data is None:
        return _refuse(line, part, f"is larger than the limit of {part.limit} bytes", "raise --max-record")
    # A first line may be a byte order mark and nothing else. A line that begins with `{` needs no strip.
    if data[0] != 0x7B and not data.strip(SPACE if line.offset else SPACE + BOM):
        return BlankLine(data)

    def recover(bug: str) -> NoReturn:
        raise InputError(
            f"cannot be read: {bug}", path=part.path, line=line.number, byte=line.offset, remedy=REMEDY
        )

    try:
        record = contain(lambda: parse_record(line, data, part.fields, part.path), recover)
    except InputError as error:
        return BadRecord(line.number, line.offset, line.length, data, error)
    return LineRecord(line.number, line.offset, line.length, data, *record)


def _refuse(line: NumberedLine, part: RecordSlice, message: str, remedy: str) -> BadRecord:
    """A line that was not looked into."""
    problem = InputError(message, path=part.path, line=line.number, byte=line.offset, remedy=remedy)
    return BadRecord(line.number, line.offset, line.length, line.data, problem)
