"""Values of an index, each checked when it is read: SQLite keeps any type in any column."""

from __future__ import annotations

import json
import zlib

import msgspec

from cleaner.duplicates.index.database import BadValueError
from cleaner.duplicates.settings import Settings
from cleaner.small_file import PARSE_FAILURES

TEXT_LIMIT = 64 << 20
"""Bytes of one paragraph: a few kilobytes in the file could unpack to gigabytes."""


class BoundSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings that the stored keys depend on."""

    shingle: str
    threshold: float
    permutations: int
    seed: int
    min_shingles: int

    @classmethod
    def of(cls, settings: Settings) -> BoundSettings:
        """Takes them from all settings."""
        return cls(**{name: getattr(settings, name) for name in cls.__struct_fields__})

    def encode(self) -> str:
        """Encodes them as they stand in the file."""
        return json.dumps(msgspec.structs.asdict(self), sort_keys=True)


def decode_settings(text: object) -> BoundSettings:
    """Decodes what `BoundSettings.encode` wrote. Raises `BadValueError`."""
    try:
        return msgspec.convert(json.loads(read_str(text)), BoundSettings)
    except PARSE_FAILURES as error:
        raise BadValueError(f"its settings cannot be read: {error}") from error


def read_int(value: object) -> int:
    """Returns a whole number that is not negative. Raises `BadValueError`."""
    if not isinstance(value, int) or not 0 <= value < 1 << 62:
        raise BadValueError("a number is none")
    return value


def read_str(value: object) -> str:
    """Returns a string. Raises `BadValueError`."""
    if not isinstance(value, str):
        raise BadValueError("a name is none")
    return value


def read_bytes(value: object) -> bytes:
    """Returns bytes. Raises `BadValueError`."""
    if not isinstance(value, bytes):
        raise BadValueError("an array is none")
    return value


def compress(text: str) -> bytes:
    """Compresses a text; zlib adds a checksum, by which damage is found."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def decompress(value: object) -> str:
    """Decompresses a text. Raises `BadValueError`, `zlib.error`, `UnicodeDecodeError`."""
    unpack = zlib.decompressobj()
    data = unpack.decompress(read_bytes(value), TEXT_LIMIT)
    if unpack.unconsumed_tail:
        raise BadValueError(f"a paragraph has more than {TEXT_LIMIT >> 20} MiB")
    if not unpack.eof:
        raise BadValueError("a paragraph breaks off")
    return data.decode("utf-8", "surrogatepass")
