"""The hashes of a corpus, in memory or read again."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.duplicates import Settings
from cleaner.duplicates.hashes import CorpusHashes
from cleaner.duplicates.text_column import TextColumn


def test_shingles_may_be_in_memory_or_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = TextColumn.from_texts(["one two three four", "ONE two, three four", "", "five six seven"])
    scopes = np.zeros(4, np.uint64)
    kept = CorpusHashes(texts, scopes, Settings())
    monkeypatch.setattr("cleaner.duplicates.hashes.WHOLE_UP_TO", 4)
    monkeypatch.setattr("cleaner.duplicates.hashes.TOGETHER", 1)
    monkeypatch.setattr("cleaner.duplicates.batching.BATCH", 20)
    again = CorpusHashes(texts, scopes, Settings())
    for chosen in (np.array([0, 1, 2, 3]), np.array([3, 0]), np.empty(0, np.int64)):
        assert kept.read_rows(chosen).shingles.tolist() == again.read_rows(chosen).shingles.tolist()
        assert kept.read_rows(chosen).lengths.tolist() == again.read_rows(chosen).lengths.tolist()
    for (_, whole), (_, low) in zip(kept.read_blocks(), again.read_blocks(), strict=True):
        assert whole.shingles.astype(np.uint32).tolist() == low.shingles.tolist()
        for hashes, rows in ((kept, whole), (again, low)):
            assert hashes.frequencies.look_up(rows.take(np.array([0, 1, 3]))).shared.tolist() == [3, 3, 0]
    assert kept.in_memory and not again.in_memory
    assert kept.first_of_form.tolist() == [0, 0, 2, 3]
    assert kept.has_copies.tolist() == [True, True, False, False]
    assert kept.blank.tolist() == [False, False, True, False]
