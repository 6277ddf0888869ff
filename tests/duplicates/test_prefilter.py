"""Shingles are counted by slots, never too few, and holders of anchors are found."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.prefilter import (
    AnchorFinder,
    ShingleFrequencies,
    count_slots,
    find_marked,
    mark_anchors,
)


def test_the_prefilter_never_counts_too_few() -> None:
    frequencies = ShingleFrequencies()
    rows = ShingleRows.from_lengths(np.array([1, 2, 3, 3, 2, 9], np.uint64), np.array([3, 3]))
    for some in (rows.shingles[:3], rows.shingles[3:], rows.shingles[:0]):
        frequencies.add(count_slots(some))
    seen = frequencies.look_up(rows)
    assert seen.shared.tolist() == [2, 2]
    assert seen.anchors.tolist() == [1, 9]


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), max_size=5),
    st.sets(st.integers(0, 5), min_size=1),
    st.sets(st.integers(0, 5)),
)
def test_anchors_are_found_in_the_rows_that_hold_them(
    drawn: list[list[int]], anchors: set[int], far: set[int]
) -> None:
    # Some values are the same in their slot alone: marks find these too, the finder does not.
    values = [[value + (1 << 30 if value in far else 0) for value in row] for row in drawn]
    lengths = np.array([len(row) for row in drawn], np.int64)
    rows = ShingleRows.from_lengths(np.array([value for row in values for value in row], np.uint64), lengths)
    wanted = np.array(sorted(anchors), np.uint32)
    marked = [(i, value) for i, row in enumerate(values) for value in row if value % (1 << 30) in anchors]
    assert [
        *zip(*(column.tolist() for column in find_marked(rows, mark_anchors(wanted))), strict=True)
    ] == marked
    exact = [(i, value) for i, value in marked if value in anchors]
    found = AnchorFinder(wanted).find(rows)
    assert [*zip(*(column.tolist() for column in found), strict=True)] == exact
