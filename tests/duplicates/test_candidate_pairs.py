"""Candidate pairs depend on the corpus alone, and not on how much of it is looked at together."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.duplicates import Settings
from cleaner.duplicates.matches import Matches


def test_what_one_large_bucket_leaves_in_doubt_does_not_count_for_another() -> None:
    """However many buckets are read at once, and in whatever order their heads are tried."""
    words = [f"w{i}" for i in range(400)]
    shuffled = np.random.default_rng(1)
    texts = [" ".join(shuffled.permutation(words[20 * (i % 7) : 20 * (i % 7) + 60])) for i in range(120)]
    chosen = Settings(shingle="word:1", threshold=0.3, permutations=16, min_shingles=1)
    active = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", 2)
        for size in (1 << 18, 200, 40, 1):
            patch.setattr("cleaner.duplicates.large_buckets._READ", size)
            active.append(bytes(Matches(texts, np.arange(120), chosen).active))
    assert len(set(active)) == 1
