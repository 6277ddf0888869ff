"""A glance at bitmap sketches spares work and never hides a pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import Paragraph, Settings, decide_texts
from cleaner.duplicates.bitmap_sketch import Sketches, compute_sketches
from cleaner.duplicates.compare import Overlap, find_shingles
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import hash_batch
from tests.duplicates.test_ordered_pass import CHOICES, corpora
from tests.examples import examples

DENSE = st.lists(corpora(), min_size=1, max_size=3).map(lambda drawn: [p for one in drawn for p in one])


@examples(60)
@given(DENSE, CHOICES)
def test_sketches_of_two_words_keep_the_same_drops(corpus: list[Paragraph], chosen: Settings) -> None:
    """Where no bucket is large, sketches only spare work."""
    texts, documents = [p.text for p in corpus], [p.document for p in corpus]
    expected = decide_texts(texts, documents, chosen)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.bitmap_sketch.WIDE_UP_TO", 0)
        assert decide_texts(texts, documents, chosen) == expected


@examples(200)
@given(corpora(), CHOICES, st.sampled_from([2, 4]))
def test_a_glance_never_hides_a_pair_that_could_be_alike(
    corpus: list[Paragraph], chosen: Settings, width: int
) -> None:
    texts = [p.text for p in corpus]
    shingle = Shingle.of(chosen.shingle)
    batch = hash_batch(texts, shingle)
    sketches = Sketches(batch.lengths.astype(np.uint32), chosen, 1 if width == 4 else 1 << 30)
    assert sketches.width == width
    filled = np.flatnonzero(batch.lengths)
    rows = ShingleRows.from_lengths(batch.shingles, batch.lengths).take(filled)
    sketches.put(filled, compute_sketches(rows, sketches.width))
    sets = [find_shingles(text, shingle) for text in texts]
    for i, least in zip(filled.tolist(), sketches.least_sizes(filled).tolist(), strict=True):
        assert least <= len(sets[i])
    for i in filled.tolist():
        for j in filled.tolist():
            overlap = Overlap(len(sets[i] & sets[j]), len(sets[i]), len(sets[j]))
            could = overlap.similarity >= chosen.threshold
            if chosen.containment is not None:
                could |= max(overlap.containment, overlap.cover) >= chosen.containment
            if could:
                assert sketches.may_be_alike(np.array([i]), np.array([j]))[0]


def test_a_glance_tells_unlike_paragraphs_apart_and_knows_nothing_of_the_unsigned() -> None:
    rows = ShingleRows.from_lengths(np.arange(60, dtype=np.uint64), np.array([30, 30]))
    sketches = Sketches(np.array([30, 30], np.uint32), Settings())
    pair = np.array([0]), np.array([1])
    assert sketches.may_be_alike(*pair)[0]
    sketches.put(np.arange(2), compute_sketches(rows, sketches.width))
    assert not sketches.may_be_alike(*pair)[0]
