"""The external sort of pairs."""

from __future__ import annotations

from tempfile import TemporaryFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.pair_sort import PairSorter


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), max_size=30),
    st.integers(0, 5),
    st.integers(1, 9),
    st.integers(2, 4),
    st.booleans(),
)
def test_pairs_are_read_once_each_in_order(
    drawn: list[list[tuple[int, int]]],
    pending: int,
    read: int,
    fan: int,
    on_disk: bool,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.pair_sort._PENDING", pending)
        patch.setattr("cleaner.duplicates.pair_sort._READ", read)
        patch.setattr("cleaner.duplicates.pair_sort._FAN", fan)
        codes = PairSorter(TemporaryFile if on_disk else None)
        for pairs in drawn:
            both = np.array(pairs, np.int64).reshape(-1, 2)
            codes.add(both[:, 0], both[:, 1])
        found = [part.tolist() for part in codes.read_sorted()]
    assert all(0 < len(part) <= read * (fan * 8 + 1) for part in found)
    wanted = {max(a, b) << 32 | min(a, b) for pairs in drawn for a, b in pairs}
    assert [code for part in found for code in part] == sorted(wanted)
