"""Our signatures are datasketch's, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.duplicates import Bands, Settings
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.signatures import compute_band_keys, compute_signatures, draw_permutations
from cleaner.errors import UsageError


def _rows(count: int, seed: int) -> ShingleRows:
    draw = np.random.default_rng(seed)
    lengths = draw.integers(0, 90, count)
    return ShingleRows.from_lengths(draw.integers(0, 2**64, lengths.sum(), dtype=np.uint64), lengths)


@pytest.mark.parametrize(("number", "seed"), [(128, 1), (64, 0), (200, 2**32 - 1)])
def test_rows_are_those_of_datasketch(number: int, seed: int) -> None:
    from datasketch import MinHash

    rows = _rows(2500, seed)
    found = compute_signatures(rows, number, seed)
    empty = MinHash(num_perm=number, seed=seed, scheme="affine32", hashfunc=lambda value: value)
    for place in range(2500):
        sketch = empty.copy()
        sketch.update_batch(
            (rows.shingles[rows.offsets[place] : rows.offsets[place + 1]] & 0xFFFFFFFF).tolist()
        )
        assert np.array_equal(found[place], sketch.hashvalues)


def test_permutations_are_those_of_datasketch() -> None:
    from datasketch import MinHash

    theirs = MinHash(num_perm=128, seed=1, scheme="affine32").permutations
    assert np.array_equal(theirs[0], draw_permutations(128, 1)[0])
    assert np.array_equal(theirs[1], draw_permutations(128, 1)[1])


def test_datasketch_takes_our_rows() -> None:
    from datasketch import MinHash

    rows = ShingleRows.from_lengths(np.arange(40, dtype=np.uint64), np.array([20, 20]))
    a, b = (MinHash(hashvalues=row, scheme="affine32") for row in compute_signatures(rows, 128, 1))
    assert a.jaccard(a) == 1.0
    assert a.jaccard(b) < 0.5


def test_equal_bands_have_equal_keys_and_others_do_not() -> None:
    signed = np.array([[1, 2, 3, 4], [1, 2, 9, 9], [2, 1, 3, 4]], np.uint32)
    first, second = compute_band_keys(signed, Bands(2, 2)).tolist()
    assert first[0] == first[1] != first[2]
    assert second[0] == second[2] != second[1]
    assert first[0] != second[0]


@pytest.mark.parametrize(
    ("threshold", "bands"),
    [(0.8, (25, 5)), (0.7, (32, 4)), (0.6, (42, 3)), (0.5, (64, 2)), (1.0, (1, 128)), (0.1, (128, 1))],
)
def test_bands_are_the_fewest_that_find_enough(threshold: float, bands: tuple[int, int]) -> None:
    assert Settings(threshold=threshold).bands == bands


@pytest.mark.parametrize(
    "wrong",
    [
        {"shingle": "word"},
        {"shingle": "line:2"},
        {"shingle": "word:0"},
        {"threshold": 0.0},
        {"threshold": 1.1},
        {"containment": 0.2},
        {"permutations": 3},
        {"seed": -1},
        {"min_shingles": 0},
        {"recurring": 1},
        {"scope": "folder"},
        {"candidates": "none"},
    ],
)
def test_settings_that_cannot_be_used_are_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Settings(**wrong)  # type: ignore[arg-type]
