"""A part of a corpus that nothing outside can influence is decided as if all of it were there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import CorpusDecision, Paragraph, Settings, decide_texts
from cleaner.duplicates.bitmap_sketch import choose_width
from cleaner.duplicates.candidate_steps import (
    PairSide,
    SignedTexts,
    count_texts,
    find_holders,
    hash_forms,
    measure_sides,
    sign_texts,
)
from cleaner.duplicates.compare import Overlap, shingles
from cleaner.duplicates.corpus_context import SLOT_BITS, CorpusContext
from cleaner.duplicates.matches import Matches
from cleaner.duplicates.normal_form import words
from cleaner.duplicates.prefilter import add_count_tables, make_count_table, mark_anchors
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import Ints, hash_batch
from cleaner.errors import UsageError
from tests.duplicates.test_ordered_pass import CHOICES, SMALL, WORDS, corpora
from tests.examples import examples

Drops = list[tuple[int, int, str, object]]
DENSE = st.lists(corpora(), min_size=1, max_size=3).map(lambda drawn: [p for one in drawn for p in one])


def crowd_of(random: Random) -> list[Paragraph]:
    """Many versions of few templates, of words that recur, so that a glance tells little; pieces of them, and
    copies."""
    vocabulary = [*WORDS, *"abcdefghijkl"][: random.randint(6, 26)]
    stems = [random.choices(vocabulary, k=random.randint(6, 30)) for _ in range(random.randint(1, 6))]
    found: list[Paragraph] = []
    for document in range(random.randint(10, 70)):
        text = list(random.choice(stems))
        for _ in range(random.choice([0, 1, 2, 8])):
            text[random.randrange(len(text))] = random.choice(vocabulary)
        if random.random() < 0.3:
            start = random.randrange(len(text))
            text = text[start : start + random.randint(3, 24)]
        if random.random() < 0.2:
            text += random.choice(stems)
        found.append(Paragraph(document // 3, " ".join(text)))
    return found


CORPORA = st.one_of(DENSE, *[st.integers(0, 1 << 40).map(lambda seed: crowd_of(Random(seed)))] * 4)
FEW_BANDS = st.builds(
    Settings,
    shingle=st.sampled_from(["word:1", "word:1", "word:2"]),
    threshold=st.sampled_from([0.4, 0.6, 0.7, 0.8]),
    containment=st.sampled_from([None, 1.0, 1.0]),
    min_shingles=st.integers(1, 4),
    revisions=st.booleans(),
    permutations=st.just(16),
)
LIKELY = st.one_of(CHOICES, FEW_BANDS, FEW_BANDS)


class Tied:
    """Disjoint sets."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def top(self, one: int) -> int:
        while self._above[one] != one:
            one = self._above[one]
        return one

    def tie(self, *members: int) -> None:
        for member in members[1:]:
            self._above[self.top(member)] = self.top(members[0])

    def parts(self) -> list[list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for one in range(len(self._above)):
            found[self.top(one)].append(one)
        return list(found.values())


class Corpus(NamedTuple):
    texts: list[str]
    documents: Ints

    @classmethod
    def of(cls, corpus: list[Paragraph]) -> Corpus:
        """Numbered as documents of a corpus of any size may be."""
        numbers = np.array([(p.document + 1) * 0x1D_0000_0F01 for p in corpus], np.int64)
        return cls([p.text for p in corpus], numbers)

    def taken(self, chosen: list[int]) -> Corpus:
        return Corpus([self.texts[i] for i in chosen], self.documents[chosen])


def cut(corpus: Corpus, chosen: Settings, crowd: int, batch: int) -> tuple[list[list[int]], CorpusContext]:
    """The corpus in parts that cannot influence each other, by the steps of a cluster."""
    count = len(corpus.texts)
    parts = [list(range(start, min(start + batch, count))) for start in range(0, count, batch)]
    table = make_count_table()
    for part in parts:
        table = add_count_tables(count_texts(make_count_table(), corpus.taken(part).texts, chosen), table)
    width = choose_width(count)
    forms = [form for part in parts for form in hash_forms(*corpus.taken(part), chosen).tolist()]
    tied, doubtful = Tied(count), np.zeros(count, np.bool_)
    same: defaultdict[int, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        if form:
            same[form].append(number)
    for copies in same.values():
        tied.tie(*copies)
    firsts = [[i for i in part if forms[i] and same[forms[i]][0] == i] for part in parts]
    signed = [
        sign_texts(corpus.taken(p).texts, np.array(p, int), corpus.documents[p], table, chosen, width)
        for p in firsts
    ]
    marks = np.zeros(len(table) // 8, np.uint8)
    for one in signed:
        marks |= mark_anchors(one.anchors)
    buckets: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    anchored: defaultdict[int, list[int]] = defaultdict(list)
    passed: set[int] = set()
    for one in signed:
        passed.update(one.numbers.tolist())
        for band, row in enumerate(one.keys.tolist()):
            for number, key in zip(one.numbers.tolist(), row, strict=True):
                buckets[band, key].append(number)
        for number, key in zip(one.contained.tolist(), one.anchor_keys.tolist(), strict=True):
            anchored[key].append(number)
    pairs: list[tuple[int, int]] = []
    for members in buckets.values():
        if len(members) > crowd:
            tied.tie(*members)
        else:
            pairs += [(a, b) for a in members for b in members if a < b]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for p in firsts:
        held = find_holders(
            corpus.taken(p).texts, np.array(p, int), corpus.documents[p], table, marks, chosen
        )
        for number, key, passes in zip(*(column.tolist() for column in held), strict=True):
            holders[key].append(number)
            assert passes == (number in passed)
    for key, members in anchored.items():
        if len(holders[key]) > crowd + 1:
            tied.tie(*holders[key], *members)
        else:
            pairs += [(a, b) for a in members for b in holders[key] if a != b]
    for start in range(0, len(pairs), batch):
        part = pairs[start : start + batch]
        sides = [
            PairSide(*corpus.taken(list(side)), np.array([number in passed for number in side], np.bool_))
            for side in zip(*part, strict=True)
        ]
        near, alike = measure_sides(sides[0], sides[1], chosen, width)
        assert not (alike & ~near).any()
        for (a, b), is_near, is_alike in zip(part, near.tolist(), alike.tolist(), strict=True):
            if is_near:
                doubtful[max(a, b)] = True
            if is_alike:
                tied.tie(a, b)
    return tied.parts(), CorpusContext(table, count, doubtful)


def told(found: CorpusDecision, numbers: list[int]) -> tuple[Drops, Drops]:
    drops, notes = (
        [(numbers[d.paragraph], numbers[d.partner], d.rule, d.comparison) for d in part]
        for part in (found.drops, found.notes)
    )
    return drops, notes


@examples(150)
@given(
    CORPORA,
    LIKELY,
    st.sampled_from([1, 2, 3, 16]),
    st.sampled_from([0, 2]),
    st.integers(0, 3),
    st.frozensets(st.integers(0, 12), max_size=3),
    st.sampled_from([0, 10, 3_000_000]),
    st.sampled_from([8, 16]),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_the_parts_of_a_corpus_say_what_all_of_it_says(
    drawn: list[Paragraph],
    chosen: Settings,
    crowd: int,
    recurring: int,
    reference: int,
    pinned: frozenset[int],
    few: int,
    slots: int,
    batch: int,
    random: Random,
) -> None:
    chosen = replace(chosen, recurring=recurring)
    corpus = Corpus.of(drawn)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("corpus_context", "prefilter"):  # small tables, in which shingles share slots
            patch.setattr(f"cleaner.duplicates.{module}.SLOT_BITS", slots)
        patch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", crowd)
        patch.setattr("cleaner.duplicates.bitmap_sketch.WIDE_UP_TO", few)
        everything = decide_texts(*corpus, chosen, reference=reference, pinned=pinned)
        parts, context = cut(corpus, chosen, crowd, batch)
        together: defaultdict[int, list[int]] = defaultdict(list)
        tasks = random.randint(1, len(parts))
        for part in parts:
            together[random.randrange(tasks)] += part
        matches = Matches(*corpus, chosen)
        for joined in (parts, [sorted(part) for part in together.values()]):
            drops, notes = [], []
            for numbers in joined:
                inside = replace(context, doubtful=context.doubtful[numbers])
                # Far more follows from these than from the few of them that a verdict hangs on.
                part_of = Matches(*corpus.taken(numbers), chosen, context=inside)
                assert list(part_of.active) == [matches.active[number] for number in numbers]
                found = decide_texts(
                    *corpus.taken(numbers),
                    chosen,
                    reference=sum(number < reference for number in numbers),
                    pinned=frozenset(i for i, number in enumerate(numbers) if number in pinned),
                    context=inside,
                )
                own = told(found, numbers)
                drops += own[0]
                notes += own[1]
            assert (sorted(drops), sorted(notes)) == tuple(map(sorted, told(everything, range(len(drawn)))))


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
    named = [(words(text), part) for text, part in zip(corpus.texts, parted, strict=True)]
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
        sets = [shingles(text, Shingle.of(chosen.shingle)) for text in corpus.texts]
        _, alike = measure_sides(one, other, chosen, 4)
        for (a, b), is_alike in zip(pairs, alike.tolist(), strict=True):
            overlap = Overlap(len(sets[a] & sets[b]), len(sets[a]), len(sets[b]))
            could = overlap.similarity >= chosen.threshold
            if chosen.containment is not None:
                could |= max(overlap.containment, overlap.cover) >= chosen.containment
            least = min(len(sets[a]), len(sets[b])) >= chosen.min_shingles
            assert is_alike == (could and least and parted[a] == parted[b])


def test_what_is_no_corpus_around_a_part_is_refused() -> None:
    with pytest.raises(UsageError, match="3 counts"):
        CorpusContext(np.zeros(3, np.uint8), 1, np.zeros(1, np.bool_))
    with pytest.raises(UsageError, match="no part of 1"):
        CorpusContext(make_count_table(), 1, np.zeros(2, np.bool_))


def test_no_text_at_all_takes_every_step() -> None:
    none, documents = np.empty(0, np.int64), np.empty(0, np.uint64)
    signed = sign_texts([], none, documents, make_count_table(), Settings(), 2)
    assert signed.keys.shape == (Settings().bands.bands, 0)
    assert signed.sketches.shape == (0, 2)
    held = find_holders([], none, documents, make_count_table(), mark_anchors(signed.anchors), Settings())
    assert len(held.numbers) == 0
    side = PairSide([], documents, np.empty(0, np.bool_))
    assert [len(column) for column in measure_sides(side, side, Settings(), 2)] == [0, 0]


def test_sketches_are_as_wide_as_those_of_the_whole_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(paragraphs: int) -> int:
        asked.append(paragraphs)
        return 2

    monkeypatch.setattr("cleaner.duplicates.bitmap_sketch.choose_width", noted)
    context = CorpusContext(make_count_table(), 5_000_000, np.zeros(2, np.bool_))
    decide_texts(["one two three", "four five six"], [0, 1], SMALL, context=context)
    assert asked == [5_000_000]
