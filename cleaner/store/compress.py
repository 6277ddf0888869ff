"""Zstandard, with checksums on: a frame that was cut or changed is an error, never a shorter text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cleaner.errors import DamageError

if TYPE_CHECKING:
    from types import ModuleType

SUFFIX = ".zst"
LEVEL = 9
"""Past this level a trail gets no smaller by more than a few per cent, and writing much slower."""


def compress(data: bytes) -> bytes:
    """One frame with the length and a checksum of what it holds.

    >>> decompress(compress(b"twice, twice"), "a.zst")
    b'twice, twice'
    """
    zstd = _library()
    parameter = zstd.CompressionParameter
    options = {
        parameter.compression_level: LEVEL,
        parameter.checksum_flag: 1,
        parameter.content_size_flag: 1,
    }
    packed: bytes = zstd.compress(data, options=options)
    return packed


def decompress(data: bytes, name: str) -> bytes:
    """What the frame holds. Raises `DamageError`, which names the file, unless it is whole."""
    zstd = _library()
    try:
        plain: bytes = zstd.decompress(data)
    except zstd.ZstdError as error:
        raise DamageError(f"{name} is damaged: {error}", remedy="clean the raw files again") from error
    return plain


def _library() -> ModuleType:
    if sys.version_info >= (3, 14):  # pragma: no cover
        from compression import zstd
    else:
        from backports import zstd
    return zstd
