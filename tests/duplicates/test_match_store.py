"""Of the matches of a paragraph, those that the ordered pass may ask for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.compare import Overlap
from cleaner.duplicates.match_store import NearestMatches


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(1, 20), st.integers(20, 30)), max_size=60
    ),
    st.integers(1, 3),
)
def test_the_nearest_are_the_most_similar_and_the_earliest_of_equals(
    put: list[tuple[int, int, int, int]], most: int
) -> None:
    nearest = NearestMatches(7, most)
    model: dict[int, list[tuple[int, ...]]] = {}
    for asking, other, shared, size in put:
        row = (other, shared, size, 25)
        nearest.put(np.array([asking]), np.array([row], np.uint32))
        model.setdefault(asking, []).append(row)
    for asking in range(7):
        found = sorted((-Overlap(*row[1:]).similarity, row[0]) for row in nearest.read(asking))
        wanted = sorted((-Overlap(*row[1:]).similarity, row[0]) for row in model.get(asking, []))
        assert found == wanted[:most]


def test_the_nearest_of_very_many_are_all_stored() -> None:
    nearest = NearestMatches(5000, 2)
    rows = np.tile(np.array([7, 10, 20, 20], np.uint32), (5000, 1))
    nearest.put(np.arange(5000), rows)
    assert nearest.read(4999) == [[7, 10, 20, 20]]
