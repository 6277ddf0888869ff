"""Checkpoints: sealed records of finished work in the scratch folder, which spare the next run that work.

A checkpoint has a key, the hash of all that the work was made from. One with another key, with a byte that
is not as it was written, or of another form counts as missing, and the work is done again.
"""

from __future__ import annotations

from typing import TypeVar

from cleaner import __version__, json_codec
from cleaner.code_hash import code_hash
from cleaner.hashing import sha256_hex
from cleaner.small_file import read_at_most
from cleaner.store.scratch import ScratchFile

Value = TypeVar("Value")

_LIMIT = 1 << 30
"""Bytes of a checkpoint. One of a task has some kilobytes; a larger one than this is none of ours."""


def key_of(*inputs: object) -> str:
    """Returns the key of work on these JSON values, done by the code, tables and libraries of this process.

    It is a SHA-256 in hexadecimal digits.
    """
    return sha256_hex(json_codec.encode([__version__, code_hash(), *inputs]))


def seal(file: ScratchFile, key: str, value: object) -> None:
    """Writes a checkpoint, whole or not at all. What the value describes must stand on the disk already.

    The first line is the hash of the key and the value; the value follows as JSON. Raises `OSError`.
    """
    data = json_codec.encode_struct(value)
    file.write(b"%s\n%s" % (_seal_of(key, data), data))


def unseal(file: ScratchFile, key: str, type: type[Value]) -> Value | None:
    """Reads the value of a checkpoint; None where there is none with this key, whole, and of this type."""
    try:
        with file.open() as opened:
            found = read_at_most(opened.fileno(), _LIMIT)
        seal, _, data = (found or b"").partition(b"\n")
        if seal != _seal_of(key, data):
            return None
        return json_codec.decode_struct(data, type)
    # The work can be done again, so no damage of a checkpoint is worth an error.
    except (OSError, ValueError):
        return None


def _seal_of(key: str, data: bytes) -> bytes:
    # Key and value in one hash: a value that a broken disk or a hand changed fails as another key does.
    return sha256_hex(key.encode() + b"\n" + data).encode()
