"""What an index looks up by: for each batch that was added, sorted arrays of keys with ids of paragraphs."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.duplicates.settings import Settings
from cleaner.errors import DamageError

if TYPE_CHECKING:
    from cleaner.duplicates.shingles import U64, Ints

SCHEMA = """
CREATE TABLE segment (
    number INTEGER, band INTEGER, rows INTEGER, keys BLOB, ids BLOB, sha256 BLOB, PRIMARY KEY (number, band)
);
"""
FORMS = -1
"""The band that holds normal forms."""
HELD = 1 << 28
"""Bytes of segments that are held on request: those of 600,000 paragraphs."""


class Segments:
    """The segments of an open index."""

    def __init__(self, path: Path, database: sqlite3.Connection, settings: Settings) -> None:
        self._path = path
        self._settings = settings
        self._database = database
        self._room = 0
        self._held: dict[tuple[int, int], tuple[U64, Ints]] = {}

    def hold(self, room: int) -> None:
        """Keeps segments in memory once they were read, up to `room` bytes of them."""
        self._room = room

    def append(self, ids: Ints, texts: Sequence[str]) -> None:
        """Stores the keys of paragraphs as a segment."""
        self._held.clear()
        import numpy as np

        from cleaner.duplicates.index.lookup_keys import keys

        found = keys(texts, self._settings)
        [(number,)] = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM segment")
        for band, row in enumerate((found.forms, *found.bands), FORMS):
            chosen = np.flatnonzero(row)
            order = chosen[np.argsort(row[chosen], kind="stable")]
            data = row[order].astype("<u8").tobytes(), ids[order].astype("<i8").tobytes()
            digest = hashlib.sha256(data[0] + data[1]).digest()
            self._database.execute(
                "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", (number, band, len(order), *data, digest)
            )

    def _at(self, number: int, band: int) -> tuple[U64, Ints]:
        found = self._held.get((number, band))
        if found is None:
            found = self.read(number, band)
            size = found[0].nbytes + found[1].nbytes
            if size <= self._room:
                self._room -= size
                self._held[number, band] = found
        return found

    def read(self, number: int, band: int) -> tuple[U64, Ints]:
        """The keys and ids of a segment, checked by their hash."""
        import numpy as np

        [(keys, ids, digest)] = self._database.execute(
            "SELECT keys, ids, sha256 FROM segment WHERE number = ? AND band = ?", (number, band)
        )
        if hashlib.sha256(keys + ids).digest() != digest:
            raise DamageError(f"{self._path} is damaged: segment {number}", remedy="build the index again")
        return np.frombuffer(keys, "<u8"), np.frombuffer(ids, "<i8")

    def met(self, texts: Sequence[str]) -> list[Ints]:
        """For each text the ids of the paragraphs with its normal form or one of its bands."""
        import numpy as np

        from cleaner.duplicates.index.lookup_keys import keys

        found = keys(texts, self._settings)
        columns: list[tuple[Ints, Ints]] = []
        with damage(self._path):
            numbers = [number for (number,) in self._database.execute("SELECT DISTINCT number FROM segment")]
            for band, row in enumerate((found.forms, *found.bands), FORMS):
                for number in numbers:
                    stored, ids = self._at(number, band)
                    low, high = np.searchsorted(stored, row), np.searchsorted(stored, row, "right")
                    counts = np.where(row == 0, 0, high - low)
                    places = np.arange(counts.sum()) + np.repeat(low - np.cumsum(counts) + counts, counts)
                    columns.append((np.repeat(np.arange(len(row)), counts), ids[places]))
        owners = np.concatenate([np.empty(0, np.int64), *(owner for owner, _ in columns)])
        ids = np.concatenate([np.empty(0, np.int64), *(ids for _, ids in columns)])
        pairs = np.unique(np.stack((owners, ids)), axis=1)
        return np.split(pairs[1], np.searchsorted(pairs[0], np.arange(1, len(texts))))[: len(texts)]


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """Turns what the database says of a file that it cannot read into a `DamageError`."""
    try:
        yield
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise DamageError(f"{path} cannot be read as an index: {error}", remedy="build it again") from error
