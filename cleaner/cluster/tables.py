"""Sums a table of bytes over all workers, piece by piece, so that the sum is made by many of them too.

Its size is that of the counts of the prefilter, 64 MiB, however large the corpus.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow

    from cleaner.cluster.session import Cluster, Table

    U8 = NDArray[np.uint8]

_PIECE = 1 << 20
"""Bytes of a piece: 64 of them make a table, which is enough to keep many workers busy with the sum."""
SCHEMA = "piece int, counts binary"


def split_table(table: U8) -> dict[str, list[Any]]:
    """Cuts a table into pieces and compresses them; returns those with a count, as columns of `SCHEMA`."""
    found: dict[str, list[Any]] = {"piece": [], "counts": []}
    for number, start in enumerate(range(0, len(table), _PIECE)):
        piece = table[start : start + _PIECE]
        if piece.any():
            # Level 1, the fastest: runs of zeros become small at any level.
            found["piece"].append(np.int32(number))
            found["counts"].append(zlib.compress(piece.data, 1))
    return found


def sum_tables(cluster: Cluster, step: str, parts: Table, size: int) -> U8:
    """Sums all tables, each place up to 255, as `cleaner.duplicates.prefilter` counts."""
    grouped = parts.groupBy("piece").applyInArrow(_sum, SCHEMA)
    table = np.zeros(size, np.uint8)
    for row in cluster.collect(step, grouped):
        start = row.piece * _PIECE
        table[start : start + _PIECE] = np.frombuffer(zlib.decompress(row.counts), np.uint8)
    return table


def _sum(rows: pyarrow.Table) -> pyarrow.Table:
    """Sums one piece over all workers that have it: rows of `SCHEMA` -> one row."""
    import pyarrow

    from cleaner.duplicates.prefilter import add_count_tables

    total = np.zeros(_PIECE, np.uint8)
    for counts in rows["counts"]:
        total = add_count_tables(total, np.frombuffer(zlib.decompress(counts.as_buffer()), np.uint8))
    made = zlib.compress(total.data, 1)
    return pyarrow.table({"piece": rows["piece"][:1], "counts": pyarrow.array([made], pyarrow.binary())})
