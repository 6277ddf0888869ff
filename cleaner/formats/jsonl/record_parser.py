"""Where the texts of one JSONL record stand, to the byte.

msgspec judges whether a line is JSON, and gives each value of an object as raw bytes; what remains is to
walk from key to key and count. So a record is never written anew: what changes is cut out, and the rest
keeps its bytes.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleaner.errors import InputError
from cleaner.formats.jsonl.lines import PIECE, Line
from cleaner.formats.jsonl.string_literal import decode_literal
from cleaner.formats.record_codec import Fields, splits

DEPTH = 256
"""Objects and lists inside one another. Deeper than any corpus, and far from what would overflow a stack."""

KEYS = 1 << 18
"""Keys of a record, those of objects inside it included: a bound of the memory that a line can take."""

BOM = b"\xef\xbb\xbf"
SPACE = b" \t\r\n"

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_KEY = re.compile(rb"[ \t\r\n]*+(" + _STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL)
_NEXT = re.compile(rb"[ \t\r\n]*+([,}])")
_SCALAR = re.compile(rb"[^,}\] \t\r\n]++")
_KEYED = re.compile(_STRING + rb"([ \t\r\n]*+:)?", re.DOTALL)
_NEST = re.compile(_STRING + rb"|([\[{])|([\]}])", re.DOTALL)
_HEX = rb"[0-9a-fA-F]{2}"
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB]" + _HEX + rb"\\u[dD][c-fC-F]" + _HEX + rb"|u([dD][89a-fA-F]" + _HEX + rb")|.)",
    re.DOTALL,
)
_POSITION = re.compile(r" \(byte (\d+)\)$")
_KINDS = {
    b'"': "a string",
    b"{": "an object",
    b"[": "a list",
    b"t": "a boolean",
    b"f": "a boolean",
    b"n": "null",
}


class Span(NamedTuple):
    """Bytes of a line."""

    start: int
    end: int


class Literal(NamedTuple):
    """A text of a record, and the bytes of the line that spell it, quotes included."""

    field: str
    text: str
    span: Span


class Record(NamedTuple):
    """What is wanted of a line."""

    id: str
    literals: tuple[Literal, ...]


class Members(NamedTuple):
    """The values of an object, and the keys that stand in it more than once."""

    spans: dict[str, Span]
    twice: frozenset[str]


def record(data: bytes, line: Line, fields: Fields, path: Path) -> Record:
    """The texts of a line. Raises `InputError`, with the byte of the file, where it cannot be read."""
    return _Reader(data, line, path).record(fields)


class _Reader:
    """One line being read."""

    __slots__ = ("_data", "_known", "_line", "_mended", "_path")

    def __init__(self, data: bytes, line: Line, path: Path) -> None:
        self._data = self._mended = data
        self._line = line
        self._path = path
        self._known: dict[Span, Members] = {}

    def record(self, fields: Fields) -> Record:
        whole = self._checked()
        literals = tuple(self._literal(field, whole) for field in fields.text)
        return Record("" if fields.id is None else self._label(fields.id, whole), literals)

    def _checked(self) -> Span:
        """The span of the object, without the mark that may stand before the first line of a file."""
        data = self._data
        start = 0
        if data.startswith(BOM):
            if self._line.offset:
                raise self._problem(
                    "begins with a byte order mark", 0, "one may stand at the start of a file only"
                )
            start = len(BOM)
        self._decode()
        nul = data.find(b"\0")
        if nul >= 0:
            raise self._problem("holds a NUL byte", nul)
        if data.count(b"[") + data.count(b"{") > DEPTH:
            self._measure()
        if data.count(b":") > KEYS:
            self._count()
        return Span(start, len(data))

    def _decode(self) -> None:
        """Refuse what is not UTF-8, a piece at a time: a decoded line can be four times as large."""
        if len(self._data) <= PIECE:
            try:
                self._data.decode()
            except UnicodeDecodeError:
                pass  # said below, with its place
            else:
                return
        decoder = getincrementaldecoder("utf-8")()
        for start in range(0, len(self._data), PIECE):
            pending = len(decoder.getstate()[0])
            piece = self._data[start : start + PIECE]
            try:
                decoder.decode(piece, start + PIECE >= len(self._data))
            except UnicodeDecodeError as error:
                message = f"is not UTF-8: {error.reason}"
                place = start - pending + error.start
                raise self._problem(message, place, "convert the file to UTF-8") from error

    def _measure(self) -> None:
        depth = 0
        for found in _NEST.finditer(self._data):
            depth += (found[1] is not None) - (found[2] is not None)
            if depth > DEPTH:
                raise self._problem(f"is nested more than {DEPTH} deep", found.start())

    def _count(self) -> None:
        keys = 0
        for found in _KEYED.finditer(self._data):
            keys += found[1] is not None
            if keys > KEYS:
                raise self._problem(f"has more than {KEYS} keys", found.start())

    def _members(self, span: Span) -> Members:
        known = self._known.get(span)
        if known is None:
            values = self._values(span)
            known = self._known[span] = _walk(self._mended, span, values)
        return known

    def _values(self, span: Span) -> dict[str, msgspec.Raw]:
        """The object as raw values. Half a surrogate pair, which msgspec refuses, matters in texts only."""
        try:
            return _decoder().decode(memoryview(self._mended)[span.start : span.end])
        except msgspec.ValidationError as error:
            raise self._problem("is not a JSON object", span.start) from error
        except msgspec.DecodeError as error:
            mended = _mended(self._data)
            if self._mended == mended:
                raise self._malformed(error, span.start) from error
        self._mended = mended
        return self._values(span)

    def _malformed(self, error: msgspec.DecodeError, start: int) -> InputError:
        message = str(error)
        found = _POSITION.search(message)
        if found is None:
            return self._problem("is not JSON: it breaks off", len(self._data.rstrip(SPACE)))
        reason = message[: found.start()].removeprefix("JSON is malformed: ")
        past = reason == "trailing characters"
        return self._problem(f"is not JSON: {reason}", start + int(found[1]) - past)

    def _find(self, field: str, span: Span) -> Span | None:
        """The value at a path: of all ways to read it, the one with the longest first key."""
        members = self._members(span)
        for head, rest in _ways(field):
            value = members.spans.get(head)
            if value is None:
                continue
            if head in members.twice:
                raise self._problem(f"has the field {head!r} twice", value.start)
            if not rest:
                return value
            if self._data[value.start] == 0x7B:
                return self._find(rest, value)
        return None

    def _literal(self, field: str, whole: Span) -> Literal:
        span = self._find(field, whole)
        if span is None:
            raise self._problem(f"has no text field {field!r}", 0, "name the field with --text-field")
        literal = self._data[span.start : span.end]
        if literal[0] != 0x22:
            kind = _KINDS.get(literal[:1], "a number")
            raise self._problem(f"has {kind} in the text field {field!r}, not a string", span.start)
        try:
            return Literal(field, decode_literal(literal), span)
        except msgspec.DecodeError as error:
            raise self._problem(
                f"has half a surrogate pair in the text field {field!r}", span.start
            ) from error

    def _label(self, field: str, whole: Span) -> str:
        try:
            span = self._find(field, whole)
        except InputError:
            return ""
        if span is None:
            return ""
        literal = self._data[span.start : span.end]
        if literal[0] != 0x22:
            return "" if literal == b"null" else literal.decode()
        try:
            return decode_literal(literal)
        except msgspec.DecodeError:
            return literal.decode()  # as it is spelled: no two halves of pairs are one id

    def _problem(self, message: str, at: int, remedy: str = "mend the record or take it out") -> InputError:
        line = self._line
        return InputError(message, path=self._path, line=line.number, byte=line.offset + at, remedy=remedy)


@cache
def _decoder() -> msgspec.json.Decoder[dict[str, msgspec.Raw]]:
    return msgspec.json.Decoder(dict[str, msgspec.Raw])


@cache
def _ways(field: str) -> tuple[tuple[str, str], ...]:
    return tuple(splits(field))


_name = lru_cache(4096)(decode_literal)
"""Keys are few, and the same in every record."""


def _walk(data: bytes, span: Span, values: dict[str, msgspec.Raw]) -> Members:
    """Where the values stand. `values` has only the last value of a key that comes twice."""
    spans: dict[str, Span] = {}
    twice: set[str] = set()
    place = data.index(b"{", span.start) + 1
    while key := _KEY.match(data, place):
        name = _name(key[1])
        start = key.end()
        value = bytes(values[name])
        end = start + len(value)
        after = _NEXT.match(data, end) if data.startswith(value, start) else None
        if after is None:
            end = _end(data, start)
            after = _NEXT.match(data, end)
        if name in spans:
            twice.add(name)
        spans[name] = Span(start, end)
        if after is None or after[1] == b"}":
            break
        place = after.end()
    return Members(spans, frozenset(twice))


def _end(data: bytes, start: int) -> int:
    """Where a value ends, by its own brackets and quotes."""
    if data[start] not in b'"[{':
        scalar = _SCALAR.match(data, start)
        return scalar.end() if scalar else start
    depth = 0
    for found in _NEST.finditer(data, start):
        depth += (found[1] is not None) - (found[2] is not None)
        if not depth:
            return found.end()
    return len(data)


def _mended(data: bytes) -> bytes:
    """The line with a character, of the same length, for each half of a surrogate pair that stands alone."""
    mended = bytearray(data)
    for escape in _ESCAPE.finditer(data):
        if escape[1] is not None:
            mended[escape.start() : escape.end()] = b"\\ufffd"
    return bytes(mended)
