"""JSON as `cleaner` keeps it on the disk: UTF-8, compact, the same bytes on every machine.

It differs from plain JSON in one thing: a string may hold *lone surrogates*. Python reads a stray byte of a
text or of a file name as one (``surrogateescape``), and UTF-8 cannot hold it. Such a character is written as
a JSON escape, and comes back as it was.

Two other spellings of JSON are no copies of this one: `cleaner.report.json_report.dump_json` writes ASCII for
terminals and build logs, `cleaner.formats.jsonl.string_literal` writes a string as a user's file spells it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")

_TOO_DEEP = (RecursionError, MemoryError)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u(d[89a-f][0-9a-f]{2})|.)")
"""Any escape; the group is the number of a surrogate, in the lower case in which `encode` writes it."""


def encode(value: object, *, indent: int | None = None) -> bytes:
    r"""Encode a value of plain JSON (dict, list, string, number, bool, None), without a final line break.

    Characters stand as they are, only lone surrogates are escaped.

    >>> encode({"removed": "\u2019"}), encode({"removed": "\udc92"})
    (b'{"removed":"\xe2\x80\x99"}', b'{"removed":"\\udc92"}')
    """
    # With an indent, `json` puts a space behind each colon by itself.
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode()


def decode(data: bytes) -> object:
    r"""Decode what `encode` wrote, or any other JSON in UTF-8. Raises `ValueError`.

    Two lone surrogates that follow each other stay two characters; JSON itself would join them to one.

    >>> decode(encode("\ud83d\ude00")) == "\ud83d\ude00"
    True
    """
    text = data.decode()
    try:
        return json.loads(_ESCAPE.sub(_unescape, text) if "\\ud" in text else text)
    except _TOO_DEEP as error:  # damage like any other, and no reason to stop
        raise ValueError(str(error)) from error


def encode_struct(value: object) -> bytes:
    r"""Encode a `msgspec.Struct`, a named tuple or a collection of these: some ten times as fast as `encode`.

    Floats may be spelled in another way (``1e16``, where `encode` has ``1e+16``).

    >>> class Name(msgspec.Struct):
    ...     name: str
    >>> encode_struct(Name("a.txt")), encode_struct(Name("\udcff.txt"))
    (b'{"name":"a.txt"}', b'{"name":"\\udcff.txt"}')
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate, which msgspec refuses
        return encode(msgspec.to_builtins(value))


def decode_struct(data: bytes, kind: type[Value]) -> Value:
    r"""Decode what `encode_struct` wrote. Raises `ValueError` for anything that is no value of this type.

    >>> decode_struct(b'["a","\\udcff"]', list[str])
    ['a', '\udcff']
    """
    try:
        if b"\\ud" in data:  # a lone surrogate, perhaps
            return msgspec.convert(decode(data), kind, strict=True)
        value: Value = _decoder(kind).decode(data)  # type: ignore[arg-type]  # mypy: a type has a hash
    except _TOO_DEEP as error:
        raise ValueError(str(error)) from error
    return value


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Make the decoder of a type once: it compiles the type."""
    return msgspec.json.Decoder(kind)


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match.group()
