"""Grouping by DuckDB, within a limit of memory; the one module that knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

from cleaner.duplicates.buckets import Buckets, several
from cleaner.duplicates.resources import Room
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.signatures import U32
from cleaner.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_ROWS = 1 << 17
"""Rows inserted at once: a row group of DuckDB."""


class DuckGrouping:
    """One table, a row for each paragraph and a column for each band, in a database of its own."""

    def __init__(self, bands: int, room: Room) -> None:
        try:
            import duckdb
        except ImportError as missing:
            raise UsageError(
                "grouping by DuckDB needs the package duckdb, which is not installed",
                remedy="pip install 'seedclean[duckdb]', or let cleaner choose the grouping",
            ) from missing
        self._bands = bands
        folder = mkdtemp(dir=room.scratch, prefix="grouping-")
        self._connection = duckdb.connect(
            str(Path(folder) / "keys.duckdb"),
            config={
                "memory_limit": f"{room.memory // 4 // 1024}KiB",
                "threads": 1,
                "preserve_insertion_order": False,
                "temp_directory": folder,
            },
        )
        self._end = finalize(self, _ended, self._connection, folder)
        columns = ", ".join(f"k{band} UINTEGER" for band in range(bands))
        self._connection.execute(f"CREATE TABLE keys (paragraph UINTEGER, {columns})")
        self._waiting: list[tuple[U32, Ints]] = []
        self._rows = 0

    def add(self, keys: U32, members: Ints) -> None:
        """Inserts rows, many at once."""
        self._waiting.append((keys, members))
        self._rows += len(members)
        if self._rows >= _ROWS:
            self._insert()

    def buckets(self) -> Iterator[Buckets]:
        """Asks for the buckets of one band after the other; then the database is gone."""
        self._insert()
        for band in range(self._bands):
            found = self._connection.execute(
                f"SELECT paragraph, k{band} AS key FROM keys WHERE key IN "
                f"(SELECT k{band} FROM keys GROUP BY k{band} HAVING count(*) > 1) ORDER BY key, paragraph"
            ).fetchnumpy()
            yield several(np.asarray(found["key"]), np.asarray(found["paragraph"]))
        self._end()

    def _insert(self) -> None:
        if self._waiting:
            keys = np.concatenate([keys for keys, _ in self._waiting], axis=1)
            members = np.concatenate([members for _, members in self._waiting]).astype(np.uint32)
            rows = {"paragraph": members} | {f"k{band}": keys[band] for band in range(self._bands)}
            self._connection.register("rows", rows)
            self._connection.execute("INSERT INTO keys SELECT * FROM rows")
            self._connection.unregister("rows")
            self._waiting.clear()
            self._rows = 0


def _ended(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    connection.close()
    rmtree(folder)
