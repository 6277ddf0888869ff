"""SHA-256 of bytes and of files: the hash that every record, manifest and checkpoint uses."""

from __future__ import annotations

import hashlib
from io import BufferedReader
from typing import BinaryIO


def sha256_hex(data: bytes) -> str:
    """Hash bytes, as 64 lower-case hexadecimal digits.

    >>> sha256_hex(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def sha256_stream(file: BufferedReader) -> str:
    """Hash what is left to read of an open file, block by block, as `sha256_hex` would. Raises `OSError`."""
    return hashlib.file_digest(file, "sha256").hexdigest()


class HashingWriter:
    """A file that hashes and counts what is written to it, and passes it on to another file, if it has one.

    >>> writer = HashingWriter()
    >>> writer.write(b"ab"), writer.size, writer.sha256 == sha256_hex(b"ab")
    (2, 2, True)
    """

    def __init__(self, out: BinaryIO | None = None) -> None:
        self._hash = hashlib.sha256()
        self._out = out
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write all of the bytes; the answer is their number."""
        self._hash.update(data)
        self.size += len(data)
        if self._out is not None:
            self._out.write(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """The hash of everything that was written so far."""
        return self._hash.hexdigest()
