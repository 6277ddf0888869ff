"""Where the values of a JSON object stand, to the byte."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from cleaner.formats.jsonl.string_literal import decode_literal

# All patterns are possessive: no line makes them go back, so each is linear.
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_KEY = re.compile(rb"[ \t\r\n]*+(" + STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL)
_NEXT = re.compile(rb"[ \t\r\n]*+([,}])")
_SCALAR = re.compile(rb"[^,}\] \t\r\n]++")
# A string, or an opening bracket (group 1), or a closing one (group 2).
NEST = re.compile(STRING + rb"|([\[{])|([\]}])", re.DOTALL)


class ByteRange(NamedTuple):
    """A range of bytes of a line."""

    start: int
    end: int


class Members(NamedTuple):
    """The values of an object by key, and the keys that stand in it more than once."""

    spans: dict[str, ByteRange]
    repeated: frozenset[str]


_decode_key = lru_cache(4096)(decode_literal)
"""Keys are few, and the same in every record."""


def locate_values(data: bytes, span: ByteRange, values: dict[str, msgspec.Raw]) -> Members:
    """Where the values of the object at `span` stand. `values` has only the last value of a repeated key."""
    spans: dict[str, ByteRange] = {}
    repeated: set[str] = set()
    position = data.index(b"{", span.start) + 1
    while key := _KEY.match(data, position):
        name = _decode_key(key[1])
        start = key.end()
        # The raw value has the length that would have to be counted, unless it is that of a later, equal key.
        value = bytes(values[name])
        end = start + len(value)
        after = _NEXT.match(data, end) if data.startswith(value, start) else None
        if after is None:
            end = _find_end(data, start)
            after = _NEXT.match(data, end)
        if name in spans:
            repeated.add(name)
        spans[name] = ByteRange(start, end)
        if after is None or after[1] == b"}":
            break
        position = after.end()
    return Members(spans, frozenset(repeated))


def _find_end(data: bytes, start: int) -> int:
    """Where a value ends, by its brackets and quotes."""
    if data[start] not in b'"[{':
        scalar = _SCALAR.match(data, start)
        return scalar.end() if scalar else start
    depth = 0
    for found in NEST.finditer(data, start):
        depth += (found[1] is not None) - (found[2] is not None)
        if not depth:
            return found.end()
    return len(data)
