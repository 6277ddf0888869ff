"""The lookup keys of an index: for each batch that was added, a segment of sorted keys with the ids of
paragraphs, one array a band and one for normal forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.duplicates.index.database import BadValueError, IndexDatabase, explain_index_damage
from cleaner.duplicates.index.values import read_bytes, read_int
from cleaner.duplicates.settings import Settings

if TYPE_CHECKING:
    from cleaner.duplicates.shingles import U64, Ints

FORMS = -1
"""The band that holds normal forms."""
CACHE_LIMIT = 1 << 28
"""Bytes of segments that are cached on request: those of 600,000 paragraphs."""


class Segments:
    """The segments of an open index."""

    def __init__(self, path: Path, database: IndexDatabase, settings: Settings) -> None:
        self._path = path
        self._settings = settings
        self._database = database
        self._room = 0
        self._cache: dict[tuple[int, int], tuple[U64, Ints]] = {}

    def cache(self, limit: int) -> None:
        """Keeps segments in memory once they were read, up to `limit` bytes of them."""
        self._room = limit

    def append(self, ids: Ints, texts: Sequence[str]) -> None:
        """Stores the keys of paragraphs as a segment; text i has the id `ids[i]`."""
        # The room that they took is not given back: a process either adds, or looks up much.
        self._cache.clear()
        import numpy as np

        from cleaner.duplicates.candidates import compute_lookup_keys

        keys = compute_lookup_keys(texts, self._settings)
        [(last,)] = self._database.execute("SELECT coalesce(max(number), 0) FROM segment")
        number = read_int(last) + 1
        for band, row in enumerate((keys.forms, *keys.bands), FORMS):
            chosen = np.flatnonzero(row)  # 0 stands for a paragraph that is too short
            order = chosen[np.argsort(row[chosen], kind="stable")]
            # Little-endian on every machine: the file may be moved.
            data = row[order].astype("<u8").tobytes(), ids[order].astype("<i8").tobytes()
            digest = hashlib.sha256(data[0] + data[1]).digest()
            self._database.execute(
                "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", (number, band, len(order), *data, digest)
            )

    def read(self, number: int, band: int) -> tuple[U64, Ints]:
        """Returns the keys and ids of a segment. Raises `BadValueError` where they are not as they were
        written."""
        import numpy as np

        row = self._database.execute(
            "SELECT keys, ids, sha256 FROM segment WHERE number = ? AND band = ?", (number, band)
        ).fetchone()
        keys, ids, digest = map(read_bytes, row or (None, None, None))
        # Who made the file may have made its hashes, too: what is searched must be sorted, and of one length.
        is_sealed = hashlib.sha256(keys + ids).digest() == digest
        if not is_sealed or len(keys) != len(ids) or len(keys) % 8:
            raise BadValueError(f"segment {number} is damaged")
        stored = np.frombuffer(keys, "<u8")
        if np.any(stored[1:] < stored[:-1]):
            raise BadValueError(f"segment {number} is not in order")
        return stored, np.frombuffer(ids, "<i8")

    def find_candidates(self, texts: Sequence[str]) -> list[Ints]:
        """Returns for each text the ids of the paragraphs with its normal form or one of its bands, in
        order; some of these paragraphs may have been removed since."""
        import numpy as np

        from cleaner.duplicates.candidates import compute_lookup_keys

        keys = compute_lookup_keys(texts, self._settings)
        columns: list[tuple[Ints, Ints]] = []
        with explain_index_damage(self._path):
            numbers = [
                read_int(number)
                for (number,) in self._database.execute("SELECT DISTINCT number FROM segment")
            ]
            # Band by band: each array is read once for all texts.
            for band, row in enumerate((keys.forms, *keys.bands), FORMS):
                for number in numbers:
                    stored, ids = self._read_cached(number, band)
                    low, high = np.searchsorted(stored, row), np.searchsorted(stored, row, "right")
                    counts = np.where(row == 0, 0, high - low)
                    # The places low[i] to before high[i] of all i, one after the other.
                    places = np.arange(counts.sum()) + np.repeat(low - np.cumsum(counts) + counts, counts)
                    columns.append((np.repeat(np.arange(len(row)), counts), ids[places]))
        owners = np.concatenate([np.empty(0, np.int64), *(owner for owner, _ in columns)])
        ids = np.concatenate([np.empty(0, np.int64), *(ids for _, ids in columns)])
        pairs = np.unique(np.stack((owners, ids)), axis=1)  # sorted by text, then by id
        return np.split(pairs[1], np.searchsorted(pairs[0], np.arange(1, len(texts))))[: len(texts)]

    def _read_cached(self, number: int, band: int) -> tuple[U64, Ints]:
        segment = self._cache.get((number, band))
        if segment is None:
            segment = self.read(number, band)
            size = segment[0].nbytes + segment[1].nbytes
            if size <= self._room:
                self._room -= size
                self._cache[number, band] = segment
        return segment
