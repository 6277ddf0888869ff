"""Where the texts of one JSONL record stand, to the byte.

msgspec judges whether a line is JSON, and gives each value of an object as raw bytes; what remains is to
walk from key to key and count. So a record is never written anew: what changes is cut out, and all else
keeps its bytes.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleaner.errors import InputError, UsageError
from cleaner.formats.jsonl.lines import PIECE, NumberedLine
from cleaner.formats.jsonl.object_members import NEST, STRING, ByteRange, Members, locate_values
from cleaner.formats.jsonl.string_literal import decode_literal
from cleaner.formats.record_codec import Fields, split_path
from cleaner.formats.record_hints import HintNoun, read_hints
from cleaner.structure import Hints

DEPTH = 256
"""Objects and lists inside one another. Deeper than any corpus, and far from what would overflow a stack."""

KEYS = 1 << 18
"""Keys of a record, those of objects inside it included: a bound of the memory that a line can take."""

BOM = b"\xef\xbb\xbf"
SPACE = b" \t\r\n"

# A string, and as group 1 the colon behind it that makes it a key.
_KEYED = re.compile(STRING + rb"([ \t\r\n]*+:)?", re.DOTALL)
# An escape; group 1 is that of half a surrogate pair without the other half.
_HEX = rb"[0-9a-fA-F]{2}"
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB]" + _HEX + rb"\\u[dD][c-fC-F]" + _HEX + rb"|u([dD][89a-fA-F]" + _HEX + rb")|.)",
    re.DOTALL,
)
# Where msgspec says what is wrong; byte 0 is that of the object which it was given.
_POSITION = re.compile(r" \(byte (\d+)\)$")
_TYPE_NAMES = {
    b'"': "a string",
    b"{": "an object",
    b"[": "a list",
    b"t": "a boolean",
    b"f": "a boolean",
    b"n": "null",
}


class Literal(NamedTuple):
    """A text of a record, and the bytes of the line that spell it, quotes included."""

    field: str
    text: str
    span: ByteRange


class ParsedRecord(NamedTuple):
    """Id and texts of a line, and what it says of them."""

    id: str
    hints: Hints
    literals: tuple[Literal, ...]


def parse_record(line: NumberedLine, data: bytes, fields: Fields, path: Path) -> ParsedRecord:
    """Find the texts of a line. Raises `InputError`, with the byte of the file, where it cannot be read.

    `data` are the bytes of the line, `path` is for messages alone.
    """
    return _RecordParser(line, data, path).parse(fields)


class _RecordParser:
    """Parses one line. Its objects are parsed when a path leads into them, each once."""

    __slots__ = ("_data", "_line", "_members", "_parsable", "_path")

    def __init__(self, line: NumberedLine, data: bytes, path: Path) -> None:
        self._data = data
        self._parsable = data
        """The line as msgspec takes it: of the same length, without lone surrogates (see `_parse_object`)."""
        self._line = line
        self._path = path
        self._members: dict[ByteRange, Members] = {}

    def parse(self, fields: Fields) -> ParsedRecord:
        """Id, hints and texts of the line."""
        whole = self._check()
        literals = tuple(self._find_literal(field, whole) for field in fields.text)
        label = "" if fields.id is None else self._find_label(fields.id, whole)
        return ParsedRecord(label, self._find_hints(fields, whole), literals)

    def _check(self) -> ByteRange:
        """Refuse what is no JSON in UTF-8, or costs too much to parse. Returns the span of the object,
        without the byte order mark that may stand before the first line of a file."""
        data = self._data
        start = 0
        if data.startswith(BOM):
            if self._line.offset:
                raise self._problem(
                    "begins with a byte order mark", 0, "one may stand at the start of a file only"
                )
            start = len(BOM)
        self._check_utf8()
        nul = data.find(b"\0")
        if nul >= 0:
            raise self._problem("holds a NUL byte", nul)
        # The counts bound depth and keys from above, at the speed of memory: most lines need no closer look.
        if data.count(b"[") + data.count(b"{") > DEPTH:
            self._check_depth()
        if data.count(b":") > KEYS:
            self._check_keys()
        return ByteRange(start, len(data))

    def _check_utf8(self) -> None:
        """Refuse what is not UTF-8, a piece at a time: a decoded line can be four times as large."""
        if len(self._data) <= PIECE:
            try:
                self._data.decode()
            except UnicodeDecodeError:
                pass  # the loop below finds the place
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

    def _check_depth(self) -> None:
        depth = 0
        for found in NEST.finditer(self._data):
            depth += (found[1] is not None) - (found[2] is not None)
            if depth > DEPTH:
                raise self._problem(f"is nested more than {DEPTH} deep", found.start())

    def _check_keys(self) -> None:
        keys = 0
        for found in _KEYED.finditer(self._data):
            keys += found[1] is not None
            if keys > KEYS:
                raise self._problem(f"has more than {KEYS} keys", found.start())

    def _find_members(self, span: ByteRange) -> Members:
        """Where the values of the object at `span` stand."""
        members = self._members.get(span)
        if members is None:
            values = self._parse_object(span)
            members = self._members[span] = locate_values(self._parsable, span, values)
        return members

    def _parse_object(self, span: ByteRange) -> dict[str, msgspec.Raw]:
        """The object as raw values. Half a surrogate pair, which msgspec refuses, matters in texts only."""
        try:
            return _decoder().decode(memoryview(self._parsable)[span.start : span.end])
        except msgspec.ValidationError as error:
            raise self._problem("is not a JSON object", span.start) from error
        except msgspec.DecodeError as error:
            # Try once more without the halves of pairs: they are rare, so that no other line pays for them.
            replaced = _replace_lone_surrogates(self._data)
            if self._parsable == replaced:
                raise self._json_error(error, span.start) from error
        self._parsable = replaced
        return self._parse_object(span)

    def _json_error(self, error: msgspec.DecodeError, start: int) -> InputError:
        """The error of msgspec with the byte that it names, or of a line that ends too early."""
        message = str(error)
        found = _POSITION.search(message)
        if found is None:
            return self._problem("is not JSON: it breaks off", len(self._data.rstrip(SPACE)))
        reason = message[: found.start()].removeprefix("JSON is malformed: ")
        past = reason == "trailing characters"  # there msgspec names the byte behind the wrong one
        return self._problem(f"is not JSON: {reason}", start + int(found[1]) - past)

    def _find(self, field: str, span: ByteRange) -> ByteRange | None:
        """The value at a path: of all ways to read it, the one with the longest first key."""
        members = self._find_members(span)
        for head, tail in _split_path(field):
            value = members.spans.get(head)
            if value is None:
                continue
            if head in members.repeated:
                raise self._problem(f"has the field {head!r} twice", value.start)
            if not tail:
                return value
            if self._data[value.start] == 0x7B:  # an object
                return self._find(tail, value)
        return None

    def _find_literal(self, field: str, whole: ByteRange) -> Literal:
        """The text at a path. Raises `InputError` where there is no string."""
        span = self._find(field, whole)
        if span is None:
            raise self._problem(f"has no text field {field!r}", 0, "name the field with --text-field")
        return Literal(field, self._decode_string(f"text field {field!r}", span), span)

    def _decode_string(self, place: str, span: ByteRange) -> str:
        """The string at a span. Raises `InputError` where there is none; `place` names it."""
        literal = self._data[span.start : span.end]
        if literal[0] != 0x22:  # a quotation mark
            type_name = _TYPE_NAMES.get(literal[:1], "a number")
            raise self._problem(f"has {type_name} in the {place}, not a string", span.start)
        try:
            return decode_literal(literal)
        except msgspec.DecodeError as error:
            raise self._problem(f"has half a surrogate pair in the {place}", span.start) from error

    def _find_label(self, field: str, whole: ByteRange) -> str:
        """The id at a path as a label, whatever its type; empty for null and where there is none."""
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

    def _find_hints(self, fields: Fields, whole: ByteRange) -> Hints:
        """What the line says of its texts. Raises `InputError` for a kind that does not exist, and the
        like."""

        def get(noun: HintNoun, field: str) -> str | None:
            span = self._find(field, whole)
            # Null is as good as nothing: columns of a table have it where a row says nothing.
            if span is None or self._data[span.start : span.end] == b"null":
                return None
            return self._decode_string(f"{noun} field {field!r}", span)

        try:
            return read_hints(fields, get)
        except UsageError as error:
            raise self._problem(error.message, 0, error.remedy) from error

    def _problem(self, message: str, at: int, remedy: str = "mend the record or take it out") -> InputError:
        line = self._line
        return InputError(message, path=self._path, line=line.number, byte=line.offset + at, remedy=remedy)


@cache
def _decoder() -> msgspec.json.Decoder[dict[str, msgspec.Raw]]:
    return msgspec.json.Decoder(dict[str, msgspec.Raw])


@cache
def _split_path(field: str) -> tuple[tuple[str, str], ...]:
    return tuple(split_path(field))


def _replace_lone_surrogates(data: bytes) -> bytes:
    """The line with U+FFFD, an escape of the same length, for each half of a surrogate pair that stands
    alone."""
    replaced = bytearray(data)
    for escape in _ESCAPE.finditer(data):
        if escape[1] is not None:
            replaced[escape.start() : escape.end()] = b"\\ufffd"
    return bytes(replaced)
