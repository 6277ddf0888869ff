"""Heads and members of large buckets, some at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.large_buckets import LargeBuckets, expand_ranges


def test_heads_are_found_among_the_members_of_their_bucket() -> None:
    buckets = LargeBuckets(None)
    buckets.add(np.array([3, 5, 9]), np.array([3]))
    buckets.add_one(np.array([2, 4, 5, 8]), np.array([4, 8]))
    buckets.add_one(np.array([4, 6]), np.array([6]))
    buckets.close()
    [block] = buckets.read_blocks()
    # The values are 3 5 9, then 2 4 5 8 and 4 8, then 4 6 and 6.
    assert block.find_heads_among_members().tolist() == [0, 1, 2, 3, 7, 5, 8, 7, 8, 9, 11, 11]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9))), st.integers(1, 12))
def test_ranges_are_expanded_one_after_the_other(ranges: list[tuple[int, int]], most: int) -> None:
    starts = np.array([start for start, _ in ranges], np.int64)
    counts = np.array([count for _, count in ranges], np.int64)
    parts = [list(zip(r.tolist(), p.tolist(), strict=True)) for r, p in expand_ranges(starts, counts, most)]
    assert all(0 < len(part) <= most for part in parts)
    wanted = [(i, start + n) for i, (start, count) in enumerate(ranges) for n in range(count)]
    assert [pair for part in parts for pair in part] == wanted
