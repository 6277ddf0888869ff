"""Records of what was done, in the scratch folder: one that is not as it was written is none."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from cleaner.hashing import sha256_hex
from cleaner.store import jsonl
from cleaner.store.scratch import put

Value = TypeVar("Value")


def seal(path: Path, value: object) -> None:
    """Puts a record in its place: what it tells of stands already. Its first line is the hash of the rest."""
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate: a file name that is no text
        data = jsonl.encode(msgspec.to_builtins(value))
    put(path, b"%s\n%s" % (sha256_hex(data).encode(), data))


def unseal(path: Path, type: type[Value]) -> Value | None:
    """The record, if it is there and whole, and of a form that this version writes."""
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
        if seal != sha256_hex(data).encode():
            return None
        if b"\\ud" in data:  # a lone surrogate, perhaps
            return msgspec.convert(jsonl.decode(data), type, strict=True)
        return msgspec.json.decode(data, type=type)
    except (OSError, ValueError, msgspec.ValidationError):
        return None
