"""Matches are the same whether shingles are in memory or hashed again."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.duplicates import Settings
from cleaner.duplicates.matches import Matches


def test_sizes_are_the_same_where_shingles_are_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number}" for number in range(60)]
    texts = [" ".join(words), " ".join(words[:56]), " ".join(words[3:])]
    kept = Matches(texts, np.arange(3), Settings())
    monkeypatch.setattr("cleaner.duplicates.hashes.WHOLE_UP_TO", 0)
    again = Matches(texts, np.arange(3), Settings())
    assert [met for met, _ in again.partners(1)] == [0]
    sizes = [kept.size(number) for number in range(3)]
    assert len(set(sizes)) == 3 and [again.size(number) for number in range(3)] == sizes
    assert [again.partners(number) for number in range(3)] == [kept.partners(number) for number in range(3)]
