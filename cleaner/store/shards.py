"""Lines that are gathered into files of a size that other tools can open."""

from __future__ import annotations

from collections.abc import Callable

from cleaner.store.compress import SUFFIX, StreamCompressor

SHARD_SIZE = 64 << 20
"""Bytes after which the next document begins a new file."""
PLAIN_SIZE = 1 << 20
"""Bytes up to which a file stays plain, for people, `grep` and `git diff`. Of a larger one no more wait to be
compressed."""


class ShardWriter:
    """Files of JSON Lines under one name: ``name.jsonl``, then ``name-1.jsonl`` for what no longer fits.

    >>> written = {}
    >>> shards = Shards("trail/00000", written.__setitem__)
    >>> shards.add(b"{}\\n")
    >>> shards.close(), written
    (('trail/00000.jsonl',), {'trail/00000.jsonl': b'{}\\n'})
    """

    def __init__(self, name: str, put: Callable[[str, bytes], None]) -> None:
        self._name = name
        self._put = put
        self._lines: list[bytes] = []
        self._waiting = 0
        self._packing: StreamCompressor | None = None
        self._size = 0
        self._names: list[str] = []

    def add(self, lines: bytes) -> None:
        """Adds the lines of one document, which are never in two files."""
        if self._size + len(lines) > SHARD_SIZE and self._size:
            self._flush()
        self._lines.append(lines)
        self._size += len(lines)
        self._waiting += len(lines)
        if self._waiting > PLAIN_SIZE:
            self._packing = self._packing or StreamCompressor()
            self._packing.add(self._taken())

    def close(self) -> tuple[str, ...]:
        """The names of all files, the last of which is written now. The first is there without lines too."""
        if self._size or not self._names:
            self._flush()
        return tuple(self._names)

    def _taken(self) -> bytes:
        data = b"".join(self._lines)
        self._lines.clear()
        self._waiting = 0
        return data

    def _flush(self) -> None:
        number = len(self._names)
        name = f"{self._name}{f'-{number}' if number else ''}.jsonl"
        data = self._taken()
        if self._packing is not None:
            self._packing.add(data)
            name, data = name + SUFFIX, self._packing.close()
            self._packing = None
        self._put(name, data)
        self._names.append(name)
        self._size = 0
