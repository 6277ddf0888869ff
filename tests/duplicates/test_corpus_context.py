"""A part of a corpus that nothing outside can influence is decided as if all of it were there."""

from __future__ import annotations

from collections import defaultdict
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
    count_texts,
    find_holders,
    hash_forms,
    measure_sides,
    sign_texts,
)
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.matches import Matches
from cleaner.duplicates.prefilter import add_count_tables, make_count_table, mark_anchors
from cleaner.duplicates.shingles import Ints
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
        plausible, alike = measure_sides(sides[0], sides[1], chosen, width)
        assert not (alike & ~plausible).any()
        for (a, b), is_plausible, is_alike in zip(part, plausible.tolist(), alike.tolist(), strict=True):
            if is_plausible:
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


def test_what_is_no_corpus_around_a_part_is_refused() -> None:
    with pytest.raises(UsageError, match="3 counts"):
        CorpusContext(np.zeros(3, np.uint8), 1, np.zeros(1, np.bool_))
    with pytest.raises(UsageError, match="no part of 1"):
        CorpusContext(make_count_table(), 1, np.zeros(2, np.bool_))


def test_sketches_are_as_wide_as_those_of_the_whole_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(paragraphs: int) -> int:
        asked.append(paragraphs)
        return 2

    monkeypatch.setattr("cleaner.duplicates.bitmap_sketch.choose_width", noted)
    context = CorpusContext(make_count_table(), 5_000_000, np.zeros(2, np.bool_))
    decide_texts(["one two three", "four five six"], [0, 1], SMALL, context=context)
    assert asked == [5_000_000]
