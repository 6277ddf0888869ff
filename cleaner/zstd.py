"""Where Zstandard comes from: the standard library from Python 3.14 on, its backport before."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def import_zstd() -> ModuleType:
    """The module, imported at the first call: what neither reads nor writes Zstandard does not pay for it.

    >>> frame = import_zstd().compress(b"twice, twice")
    >>> import_zstd().decompress(frame)
    b'twice, twice'
    """
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


def compressor_options(level: int) -> dict[int, int]:
    """Options of a compressor: a level, and a checksum in every frame: damage is never a shorter text."""
    parameter = import_zstd().CompressionParameter
    return {parameter.compression_level: level, parameter.checksum_flag: 1, parameter.content_size_flag: 1}
