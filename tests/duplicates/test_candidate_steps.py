"""The steps over batches of texts, against the words of the definition."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given

from cleaner.duplicates import Paragraph, Settings
from cleaner.duplicates.candidate_steps import (
    PairSide,
    SignedTexts,
    count_texts,
    find_holders,
    hash_forms,
    measure_sides,
    sign_texts,
)
from cleaner.duplicates.compare import Overlap, find_shingles
from cleaner.duplicates.corpus_context import SLOT_BITS
from cleaner.duplicates.normal_form import normalize_words
from cleaner.duplicates.prefilter import make_count_table, mark_anchors
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import hash_batch
from tests.duplicates.test_corpus_context import CORPORA, Corpus
from tests.duplicates.test_ordered_pass import CHOICES
from tests.examples import examples


@examples(30)
@given(CORPORA, CHOICES)
def test_the_steps_say_what_the_words_of_the_definition_say(drawn: list[Paragraph], chosen: Settings) -> None:
    """By sets and dictionaries, a text at a time."""
    corpus = Corpus.of(drawn)
    table = count_texts(make_count_table(), corpus.texts, chosen)
    shingle = Shingle.of(chosen.shingle)
    hashes = [hash_batch([text], shingle).shingles.tolist() for text in corpus.texts]
    counts = Counter(value % (1 << SLOT_BITS) for row in hashes for value in row)
    assert all(table[slot] == min(count, 255) for slot, count in counts.items())
    assert int(table.sum(dtype=np.int64)) == sum(min(count, 255) for count in counts.values())
    parted = [number if chosen.scope == "document" else 0 for number in corpus.documents.tolist()]
    forms = hash_forms(*corpus, chosen).tolist()
    named = [(normalize_words(text), part) for text, part in zip(corpus.texts, parted, strict=True)]
    for i, (form, name) in enumerate(zip(forms, named, strict=True)):
        assert (form == 0) == (not name[0])
        assert all((form == forms[j]) == (name == named[j]) for j in range(i) if name[0] and named[j][0])
    numbers = np.arange(100, 100 + len(drawn))
    signed = sign_texts(corpus.texts, numbers, corpus.documents, table, chosen, 4)
    long = [i for i, row in enumerate(hashes) if len(row) >= chosen.min_shingles]
    twice = {i: sum(counts[value % (1 << SLOT_BITS)] > 1 for value in hashes[i]) for i in long}
    least = 0.0 if chosen.containment not in (None, 1.0) else chosen.threshold
    assert signed.numbers.tolist() == [100 + i for i in long if twice[i] / len(hashes[i]) >= least]
    inner = [i for i in long if twice[i] == len(hashes[i])] if chosen.containment == 1 else []
    assert signed.contained.tolist() == [100 + i for i in inner]
    anchors = [
        min((min(counts[v % (1 << SLOT_BITS)], 255), v & 0xFFFFFFFF) for v in hashes[i])[1] for i in inner
    ]
    assert signed.anchors.tolist() == anchors
    _held_and_measured(corpus, chosen, table, signed, hashes, parted, long)


def _held_and_measured(
    corpus: Corpus,
    chosen: Settings,
    table: np.ndarray,
    signed: SignedTexts,
    hashes: list[list[int]],
    parted: list[int],
    long: list[int],
) -> None:
    numbers = np.arange(100, 100 + len(corpus.texts))
    anchors = list(
        zip(signed.contained.tolist(), signed.anchors.tolist(), signed.anchor_keys.tolist(), strict=True)
    )
    marks = mark_anchors(signed.anchors)
    held = find_holders(corpus.texts, numbers, corpus.documents, table, marks, chosen)
    found = Counter(zip(held.numbers.tolist(), held.anchor_keys.tolist(), strict=True))
    for inner, anchor, key in anchors:
        for i in long:
            wanted = sum(value & 0xFFFFFFFF == anchor for value in hashes[i])
            assert found[100 + i, key] == (wanted if parted[i] == parted[inner - 100] else 0)
    pairs = [(a, b) for a in long for b in long if a < b]
    if pairs:
        passed = np.isin(numbers, signed.numbers)
        one, other = (
            PairSide(*corpus.taken(list(side)), passed[list(side)]) for side in zip(*pairs, strict=True)
        )
        sets = [find_shingles(text, Shingle.of(chosen.shingle)) for text in corpus.texts]
        _, alike = measure_sides(one, other, chosen, 4)
        for (a, b), is_alike in zip(pairs, alike.tolist(), strict=True):
            overlap = Overlap(len(sets[a] & sets[b]), len(sets[a]), len(sets[b]))
            could = overlap.similarity >= chosen.threshold
            if chosen.containment is not None:
                could |= max(overlap.containment, overlap.cover) >= chosen.containment
            least = min(len(sets[a]), len(sets[b])) >= chosen.min_shingles
            assert is_alike == (could and least and parted[a] == parted[b])


def test_no_text_at_all_takes_every_step() -> None:
    none, documents = np.empty(0, np.int64), np.empty(0, np.uint64)
    signed = sign_texts([], none, documents, make_count_table(), Settings(), 2)
    assert signed.keys.shape == (Settings().bands.bands, 0)
    assert signed.sketches.shape == (0, 2)
    held = find_holders([], none, documents, make_count_table(), mark_anchors(signed.anchors), Settings())
    assert len(held.numbers) == 0
    side = PairSide([], documents, np.empty(0, np.bool_))
    assert [len(column) for column in measure_sides(side, side, Settings(), 2)] == [0, 0]
