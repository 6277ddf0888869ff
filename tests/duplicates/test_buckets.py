"""Buckets of bands that are stored in blocks are those of whole columns."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.buckets import BandKeys, group_by_key
from cleaner.duplicates.resources import Resources
from tests.examples import examples


@examples(40)
@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), max_size=40), st.integers(1, 7))
def test_bands_are_grouped_alike(all_resources: list[Resources], keys: list[list[int]], batch: int) -> None:
    column = np.array(keys, np.uint32).reshape(-1, 3).T
    for resources in all_resources:
        grouped = BandKeys(3, resources)
        for start in range(0, len(keys), batch):
            grouped.add(column[:, start : start + batch], np.arange(start, min(start + batch, len(keys))))
        found = list(grouped.read_buckets())
        for band, buckets in enumerate(found):
            expected = group_by_key(column[band], np.arange(len(keys)))
            assert buckets.members.tolist() == expected.members.tolist()
            assert buckets.edges.tolist() == expected.edges.tolist()
