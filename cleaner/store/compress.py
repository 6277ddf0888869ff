"""Zstandard, with checksums on: a frame that was cut or changed is an error, never a shorter text."""

from __future__ import annotations

from cleaner.errors import DamageError
from cleaner.zstd import checked, library

SUFFIX = ".zst"
LEVEL = 9
"""Past this level a trail gets no smaller by more than a few per cent, and writing much slower."""


def compress(data: bytes) -> bytes:
    """One frame with the length and a checksum of what it holds.

    >>> decompress(compress(b"twice, twice"), "a.zst")
    b'twice, twice'
    """
    packed: bytes = library().compress(data, options=checked(LEVEL))
    return packed


def decompress(data: bytes, name: str) -> bytes:
    """What the frame holds. Raises `DamageError`, which names the file, unless it is whole."""
    zstd = library()
    try:
        plain: bytes = zstd.decompress(data)
    except zstd.ZstdError as error:
        raise DamageError(f"{name} is damaged: {error}", remedy="clean the raw files again") from error
    return plain
