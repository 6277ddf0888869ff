"""The join of anchors with the paragraphs that hold them, in parts that fit in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from cleaner.duplicates.candidates import compute_anchor_keys
from cleaner.duplicates.column_file import Column
from cleaner.duplicates.large_buckets import expand_ranges
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.prefilter import AnchorFinder
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.shingles import U64, Ints
from cleaner.duplicates.signatures import U32

_PARTS = 8
"""Parts of the join, by the value of the anchor: memory holds an eighth of it."""


class AnchorJoin(NamedTuple):
    """A part of the join: the anchor of the paragraph `contained[i]`, which others may contain, is held by
    `holders[starts[i] : starts[i] + counts[i]]`, that paragraph itself among them."""

    contained: Ints
    holders: Ints
    starts: Ints
    counts: Ints

    def read_pairs(self, limit: int, together: int) -> Iterator[tuple[Ints, Ints]]:
        """Yields pairs of a paragraph and another holder of its anchor, for anchors of at most `limit`
        holders, as two columns of at most so many pairs together."""
        few = np.flatnonzero(self.counts <= limit)
        for rows, places in expand_ranges(self.starts[few], self.counts[few], together):
            a, b = self.contained[few[rows]], self.holders[places]
            apart = a != b  # each holds its own anchor
            yield a[apart], b[apart]

    def read_large(self, limit: int) -> Iterator[tuple[Ints, Ints]]:
        """Yields, for each anchor of more holders, these, each once, and the paragraphs that it is the anchor
        of."""
        many = np.flatnonzero(self.counts > limit)
        # Paragraphs of one anchor have one slice of holders.
        many = many[np.argsort(self.starts[many], kind="stable")]
        for group in np.split(many, np.flatnonzero(np.diff(self.starts[many])) + 1):
            if len(group):
                start = self.starts[group[0]]
                yield np.unique(self.holders[start : start + self.counts[group[0]]]), self.contained[group]


def join_anchors(
    contained: U32,
    anchors: U32,
    blocks: Iterable[tuple[Ints, ShingleRows]],
    scopes: U64,
    resources: Resources,
) -> Iterator[AnchorJoin]:
    """Joins anchors (`anchors[i]` is that of `contained[i]`; there is at least one) with all that hold them.

    `blocks` are the numbers and the shingles of all paragraphs, some at a time; `scopes` those of the corpus.
    """
    finder = AnchorFinder(anchors)
    # Rows of two: a holder, and an anchor that it holds.
    columns = [Column(np.uint32, resources.create_file) for _ in range(_PARTS)]
    waiting: deque[Ints] = deque()

    def read_rows() -> Iterator[ShingleRows]:
        for numbers, rows in blocks:
            waiting.append(numbers)
            yield rows

    for holders, values in resources.map_ahead(finder.find, read_rows()):
        numbers = waiting.popleft()
        pairs = np.stack((numbers[holders].astype(np.uint32), values), axis=1)
        parts = values % np.uint32(_PARTS)
        for part, column in enumerate(columns):
            column.append(pairs[parts == part])
    del finder  # 8 MiB of marks, and the anchors once more
    parts = anchors % np.uint32(_PARTS)
    for part, column in enumerate(columns):
        chosen = parts == part
        pairs = column.read(0, len(column)).reshape(-1, 2)
        yield _join_part(contained[chosen].astype(np.int64), anchors[chosen], pairs, scopes)


def _join_part(contained: Ints, anchors: U32, pairs: U32, scopes: U64) -> AnchorJoin:
    """Joins by key: sorts the holders, and searches each paragraph's anchor among them."""
    keys = compute_anchor_keys(anchors, scopes[contained])
    holder_keys = compute_anchor_keys(pairs[:, 1], scopes[pairs[:, 0]])
    order = np.argsort(holder_keys, kind="stable")
    holder_keys, holders = holder_keys[order], pairs[order, 0].astype(np.int64)
    starts = np.searchsorted(holder_keys, keys)
    counts = np.searchsorted(holder_keys, keys, "right") - starts
    return AnchorJoin(contained, holders, starts, counts)
