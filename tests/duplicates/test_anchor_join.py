"""Anchors meet all that hold them, in whatever parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.anchor_join import join_anchors
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.resources import Resources
from tests.examples import examples


@examples(100)
@given(
    st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), min_size=1, max_size=8),
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(1, 4),
    st.booleans(),
)
def test_every_paragraph_meets_the_holders_of_its_anchor(
    all_resources: list[Resources],
    drawn: list[list[int]],
    limit: int,
    together: int,
    parts: int,
    scoped: bool,
) -> None:
    """The smallest shingle is the anchor; every second paragraph has another scope, or none has."""
    anchors = np.array([min(row) for row in drawn], np.uint32)
    scopes = np.array([(i % 2 + 1) << 40 if scoped else 0 for i in range(len(drawn))], np.uint64)
    numbers = np.arange(len(drawn))
    small, large = [], []
    for i, row in enumerate(drawn):
        # A paragraph holds an anchor as often as the shingle stands in it.
        holders = [j for j, other in enumerate(drawn) for value in other if value == min(row)]
        holders = [j for j in holders if scopes[i] == scopes[j]]
        if len(holders) > limit:
            large.append((sorted(set(holders)), i))
        else:
            small += [(i, j) for j in holders if j != i]
    blocks = [
        (numbers[[i]], ShingleRows.from_lengths(np.array(row, np.uint64), np.array([len(row)])))
        for i, row in enumerate(drawn)
    ]
    for resources in all_resources:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cleaner.duplicates.anchor_join._PARTS", parts)
            joins = list(join_anchors(numbers.astype(np.uint32), anchors, blocks, scopes, resources))
        pairs = [columns for join in joins for columns in join.read_pairs(limit, together)]
        assert all(len(a) <= together for a, _ in pairs)
        assert sorted(
            (i, j) for a, b in pairs for i, j in zip(a.tolist(), b.tolist(), strict=True)
        ) == sorted(small)
        groups = [group for join in joins for group in join.read_large(limit)]
        assert sorted((h.tolist(), i) for h, members in groups for i in members.tolist()) == sorted(large)
