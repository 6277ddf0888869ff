"""Exact overlaps of many pairs, against sets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import Settings
from cleaner.duplicates.overlap import (
    ShingleRows,
    TextPairs,
    count_distinct,
    count_union,
    find_repeated,
    find_runs,
    measure_pairs,
    measure_texts,
)
from tests.examples import examples

# The largest value is what rows are padded with; no hash of a shingle may be lost for it.
ROWS = st.lists(st.lists(st.integers(0, 6), max_size=12), min_size=1, max_size=8)


def rows_of(drawn: list[list[int]]) -> ShingleRows:
    shingles = np.array([value for row in drawn for value in row], np.uint64)
    return ShingleRows.from_lengths(shingles, np.array([len(row) for row in drawn]))


@examples(200)
@given(ROWS, st.sampled_from([1, 4, 1 << 17]))
def test_counts_are_those_of_sets(drawn: list[list[int]], cells: int) -> None:
    rows, sets = rows_of(drawn), [set(row) for row in drawn]
    a, b = (column.ravel() for column in np.indices((len(drawn), len(drawn))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.overlap._CELLS", cells)
        assert count_distinct(rows).tolist() == [len(values) for values in sets]
        union = [len(sets[i] | sets[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]
        assert count_union(rows, a, b).tolist() == union


@examples(100)
@given(ROWS, st.lists(st.integers(0, 7), max_size=6))
def test_rows_are_taken_in_the_order_asked_for(drawn: list[list[int]], chosen: list[int]) -> None:
    chosen = [number % len(drawn) for number in chosen]
    taken = rows_of(drawn).take(np.array(chosen, np.int64))
    cut = [
        taken.shingles[start:stop].tolist()
        for start, stop in np.stack((taken.offsets[:-1], taken.offsets[1:])).T
    ]
    assert cut == [drawn[number] for number in chosen]
    assert taken.lengths.tolist() == [len(drawn[number]) for number in chosen]


@examples(100)
@given(ROWS, st.sampled_from([0.3, 0.5, 1.0]), st.sampled_from([None, 0.5, 1.0]), st.integers(1, 3))
def test_pairs_are_alike_by_threshold_or_containment(
    drawn: list[list[int]], threshold: float, containment: float | None, least: int
) -> None:
    drawn = [row for row in drawn if row] or [[1]]
    rows, sets = rows_of(drawn), [set(row) for row in drawn]
    chosen = Settings(threshold=threshold, containment=containment, min_shingles=least)
    a, b = (column.ravel() for column in np.indices((len(drawn), len(drawn))))
    found = measure_pairs(rows, count_distinct(rows), a, b, chosen)
    for pair, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        shared, smaller = len(sets[i] & sets[j]), min(len(sets[i]), len(sets[j]))
        assert (found.left[pair], found.right[pair]) == (len(sets[i]), len(sets[j]))
        assert found.shared[pair] == shared
        alike = shared / len(sets[i] | sets[j]) >= threshold
        alike |= containment is not None and shared / smaller >= containment
        assert found.alike[pair] == (alike and smaller >= least)


def test_texts_are_measured_as_their_rows() -> None:
    texts = ["one two three four", "one two three five", "six seven eight nine"]
    pairs = TextPairs(iter(texts), np.array([0, 0]), np.array([1, 2]))
    found = measure_texts(pairs, Settings(threshold=0.5, min_shingles=1))
    assert found.shared.tolist() == [2, 0] and found.alike.tolist() == [True, False]


@given(st.lists(st.integers(0, 5)))
def test_runs_and_repeated_values(values: list[int]) -> None:
    column = np.array(values, np.uint32)
    ordered = np.sort(column)
    edges = find_runs(ordered)
    runs = [ordered[start:stop].tolist() for start, stop in pairwise(edges)]
    assert runs == [[value] * values.count(value) for value in sorted(set(values))]
    # Small values share no marks, so that nothing else is among them.
    assert find_repeated(column).tolist() == [i for i, value in enumerate(values) if values.count(value) > 1]
