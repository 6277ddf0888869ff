"""Records of what was done, in the scratch folder: one that is not as it was written is none."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from cleaner import json_codec
from cleaner.hashing import sha256_hex
from cleaner.store.scratch import put

Value = TypeVar("Value")


def seal(path: Path, value: object) -> None:
    """Puts a record in its place: what it tells of stands already. Its first line is the hash of the rest."""
    data = json_codec.encode_struct(value)
    put(path, b"%s\n%s" % (sha256_hex(data).encode(), data))


def unseal(path: Path, type: type[Value]) -> Value | None:
    """The record, if it is there and whole, and of a form that this version writes."""
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
        if seal != sha256_hex(data).encode():
            return None
        return json_codec.decode_struct(data, type)
    except (OSError, ValueError):
        return None
