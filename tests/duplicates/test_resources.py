"""The answer is the same with any resources: in memory, with files, with other workers."""

from __future__ import annotations

import gc
from dataclasses import replace
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import CorpusDecision, Paragraph, Settings, decide_texts
from cleaner.duplicates.resources import Resources
from tests.duplicates.test_ordered_pass import CHOICES, SMALL, corpora
from tests.examples import examples

DENSE = st.lists(corpora(), min_size=1, max_size=3).map(lambda drawn: [p for one in drawn for p in one])


@examples(60)
@given(
    DENSE,
    CHOICES,
    st.sampled_from(["bands", "exact"]),
    st.sampled_from([0, 2]),
    st.integers(0, 3),
    st.frozensets(st.integers(0, 12), max_size=3),
    st.sampled_from([1, 2, 16]),
    st.sampled_from([0, 1 << 24]),
)
def test_any_resources_give_the_same_answer(
    all_resources: list[Resources],
    corpus: list[Paragraph],
    chosen: Settings,
    candidates: str,
    recurring: int,
    reference: int,
    pinned: frozenset[int],
    crowd: int,
    kept: int,
) -> None:
    chosen = replace(chosen, candidates=candidates, recurring=recurring)

    def decided(resources: Resources | None) -> CorpusDecision:
        texts, documents = [p.text for p in corpus], np.array([p.document for p in corpus], np.uint16)
        return decide_texts(texts, documents, chosen, reference=reference, pinned=pinned, resources=resources)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", crowd)
        patch.setattr("cleaner.duplicates.hashes.WHOLE_UP_TO", kept)
        patch.setattr("cleaner.duplicates.hashes.BLOCK", 4)
        expected = decided(None)
        for resources in all_resources:
            assert decided(resources) == expected, resources


@examples(100)
@given(DENSE, CHOICES, st.sampled_from([1, 2]), st.integers(1, 5))
def test_the_size_of_what_is_read_at_once_does_not_matter(
    corpus: list[Paragraph], chosen: Settings, crowd: int, size: int
) -> None:
    texts, documents = [p.text for p in corpus], [p.document for p in corpus]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", crowd)
        expected = decide_texts(texts, documents, chosen)
        patch.setattr("cleaner.duplicates.large_buckets._READ", size)
        patch.setattr("cleaner.duplicates.candidate_pairs._GLANCED", size)
        patch.setattr("cleaner.duplicates.matches._PAIRS", size)
        patch.setattr("cleaner.duplicates.pair_sort._PENDING", size)
        patch.setattr("cleaner.duplicates.pair_sort._READ", size)
        patch.setattr("cleaner.duplicates.pair_sort._FAN", 2)
        patch.setattr("cleaner.duplicates.whole_documents._READ", size)
        patch.setattr("cleaner.duplicates.hashes.BLOCK", size)
        assert decide_texts(texts, documents, chosen) == expected


def test_each_scratch_file_is_closed_when_the_decision_is_made() -> None:
    texts = [f"the ferry to island {i % 7} left the harbour at dawn" for i in range(50)]
    opened: list[BinaryIO] = []

    def create_file() -> BinaryIO:
        opened.append(cast(BinaryIO, TemporaryFile()))  # noqa: SIM115 (whoever reads it closes it)
        return opened[-1]

    decide_texts(texts, range(50), SMALL, resources=Resources(create_file))
    gc.collect()
    assert opened and all(file.closed for file in opened)
