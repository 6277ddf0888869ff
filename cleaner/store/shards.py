"""Lines gathered into files (shards) of a size that other tools can open."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.store.compress import SUFFIX, StreamCompressor

SHARD_SIZE = 64 << 20
"""Bytes after which the next document begins a new file."""
PLAIN_SIZE = 1 << 20
"""Bytes up to which a file stays plain, for people, `grep` and `git diff`. Of a larger one no more wait to be
compressed."""


class ShardWriter:
    """Writes files of JSON Lines under one name: ``name.jsonl``, then ``name-1.jsonl`` for what does not fit.

    `write` is called with the name and the bytes of each file.

    >>> files = {}
    >>> shards = ShardWriter("trail/00000", files.__setitem__)
    >>> shards.add(b"{}\\n")
    >>> shards.close(), files
    (('trail/00000.jsonl',), {'trail/00000.jsonl': b'{}\\n'})
    """

    def __init__(self, name: str, write: Callable[[str, bytes], None]) -> None:
        self._name = name
        self._write = write
        self._lines: list[bytes] = []
        self._lines_size = 0
        self._compressor: StreamCompressor | None = None
        self._shard_size = 0
        self._names: list[str] = []

    def add(self, lines: bytes) -> None:
        """Add the lines of one document. They never stand in two files."""
        if self._shard_size + len(lines) > SHARD_SIZE and self._shard_size:
            self._write_shard()
        self._lines.append(lines)
        self._shard_size += len(lines)
        self._lines_size += len(lines)
        if self._lines_size > PLAIN_SIZE:
            # Compressed at once, so that of a shard of 64 MiB no more than 1 MiB is ever in memory.
            self._compressor = self._compressor or StreamCompressor()
            self._compressor.add(self._take_lines())

    def close(self) -> tuple[str, ...]:
        """Write the last file and return the names of all. The first is written even without lines."""
        if self._shard_size or not self._names:
            self._write_shard()
        return tuple(self._names)

    def _take_lines(self) -> bytes:
        data = b"".join(self._lines)
        self._lines.clear()
        self._lines_size = 0
        return data

    def _write_shard(self) -> None:
        number = len(self._names)
        name = f"{self._name}{f'-{number}' if number else ''}.jsonl"
        data = self._take_lines()
        if self._compressor is not None:
            self._compressor.add(data)
            name, data = name + SUFFIX, self._compressor.close()
            self._compressor = None
        self._write(name, data)
        self._names.append(name)
        self._shard_size = 0
