"""The answer is the same in any resources: in memory, with files, with other workers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import CorpusDecision, Paragraph, Settings, decide_texts
from cleaner.duplicates.bitmap_sketch import Sketches, compute_sketches
from cleaner.duplicates.buckets import BandKeys, group_by_key
from cleaner.duplicates.column_file import Column
from cleaner.duplicates.compare import Overlap, judge, shingles
from cleaner.duplicates.large_buckets import LargeBuckets, expand_ranges
from cleaner.duplicates.match_store import NearestMatches
from cleaner.duplicates.matches import Matches
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.pair_sort import PairSorter
from cleaner.duplicates.resources import Job, Resources, Result
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import hash_batch
from cleaner.duplicates.verdicts import Comparison
from tests.duplicates.test_ordered_pass import CHOICES, SMALL, corpora
from tests.examples import examples


def ahead(make: Callable[[Job], Result], given: Iterable[Job], /) -> Iterator[Result]:
    """A map that takes all it is given before it answers, as a pool of workers may."""
    return iter([make(one) for one in list(given)])


@pytest.fixture(scope="module")
def all_resources(tmp_path_factory: pytest.TempPathFactory) -> list[Resources]:
    scratch = tmp_path_factory.mktemp("scratch")
    return [Resources(scratch), Resources(map=ahead)]


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
def test_any_room_gives_the_same_answer(
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


@examples(60)
@given(DENSE, CHOICES)
def test_crowds_of_two_sketch_words_keep_the_same_drops(corpus: list[Paragraph], chosen: Settings) -> None:
    """Where no bucket is crowded, sketches only spare work."""
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
    sketches = Sketches(batch.lengths.astype(np.uint32), chosen)
    filled = np.flatnonzero(batch.lengths)
    rows = ShingleRows.from_lengths(batch.shingles, batch.lengths).take(filled)
    sketches.put(filled, compute_sketches(rows, sketches.width))
    sets = [shingles(text, shingle) for text in texts]
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


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(1, 20), st.integers(20, 30)), max_size=60
    ),
    st.integers(1, 3),
)
def test_the_nearest_are_the_most_similar_and_the_earliest_of_equals(
    put: list[tuple[int, int, int, int]], most: int
) -> None:
    nearest = NearestMatches(7, most)
    model: dict[int, list[tuple[int, ...]]] = {}
    for asking, met, shared, size in put:
        row = (met, shared, size, 25)
        nearest.put(np.array([asking]), np.array([row], np.uint32))
        model.setdefault(asking, []).append(row)
    for asking in range(7):
        found = sorted((-Overlap(*row[1:]).similarity, row[0]) for row in nearest.read(asking))
        wanted = sorted((-Overlap(*row[1:]).similarity, row[0]) for row in model.get(asking, []))
        assert found == wanted[:most]


def test_the_nearest_of_very_many_are_all_remembered() -> None:
    nearest = NearestMatches(5000, 2)
    rows = np.tile(np.array([7, 10, 20, 20], np.uint32), (5000, 1))
    nearest.put(np.arange(5000), rows)
    assert nearest.read(4999) == [[7, 10, 20, 20]]


def test_heads_are_found_among_the_members_of_their_crowd() -> None:
    crowds = LargeBuckets(None)
    crowds.add(np.array([3, 5, 9]), np.array([3]))
    crowds.add_one(np.array([2, 4, 5, 8]), np.array([4, 8]))
    crowds.add_one(np.array([4, 6]), np.array([6]))
    crowds.close()
    [some] = crowds.read_blocks()
    # The values are 3 5 9, then 2 4 5 8 and 4 8, then 4 6 and 6.
    assert some.find_heads_among_members().tolist() == [0, 1, 2, 3, 7, 5, 8, 7, 8, 9, 11, 11]


def test_what_one_crowd_leaves_in_doubt_does_not_tell_on_another() -> None:
    """How many crowds are read at once, and so in which order their heads are looked at, does not matter."""
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


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9))), st.integers(1, 12))
def test_spans_are_the_ranges_one_after_the_other(ranges: list[tuple[int, int]], most: int) -> None:
    starts = np.array([start for start, _ in ranges], np.int64)
    counts = np.array([count for _, count in ranges], np.int64)
    parts = [list(zip(r.tolist(), p.tolist(), strict=True)) for r, p in expand_ranges(starts, counts, most)]
    assert all(0 < len(part) <= most for part in parts)
    wanted = [(i, start + n) for i, (start, count) in enumerate(ranges) for n in range(count)]
    assert [pair for part in parts for pair in part] == wanted


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), max_size=30),
    st.integers(0, 5),
    st.integers(1, 9),
    st.integers(2, 4),
    st.booleans(),
)
def test_codes_are_different_pairs_in_order(
    tmp_path_factory: pytest.TempPathFactory,
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
        codes = PairSorter(tmp_path_factory.getbasetemp() if on_disk else None)
        for pairs in drawn:
            both = np.array(pairs, np.int64).reshape(-1, 2)
            codes.add(both[:, 0], both[:, 1])
        found = [part.tolist() for part in codes.read_sorted()]
    assert all(0 < len(part) <= read * (fan * 8 + 1) for part in found)
    wanted = {max(a, b) << 32 | min(a, b) for pairs in drawn for a, b in pairs}
    assert [code for part in found for code in part] == sorted(wanted)


@given(st.lists(st.lists(st.integers(0, 2**32 - 1))), st.booleans())
def test_a_shelf_gives_back_what_was_put_there(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[int]], on_disk: bool
) -> None:
    column = Column(np.uint32, tmp_path_factory.getbasetemp() if on_disk else None)
    whole: list[int] = []
    for part in parts:
        column.append(np.array(part, np.uint32))
        whole += part
        assert len(column) == len(whole)
        assert column.read(len(whole) // 2, len(whole)).tolist() == whole[len(whole) // 2 :]


def test_reading_past_the_end_of_a_scratch_file_is_an_error(tmp_path: Path) -> None:
    column = Column(np.uint32, tmp_path)
    column.append(np.arange(3, dtype=np.uint32))
    with pytest.raises(EOFError):
        column.read(0, 4)


def test_nothing_is_left_in_the_scratch_folder(tmp_path: Path, all_resources: list[Resources]) -> None:
    texts = [f"the ferry to island {i % 7} left the harbour at dawn" for i in range(50)]
    for resources in all_resources:
        if resources.scratch is not None:
            decide_texts(texts, range(50), SMALL, resources=replace(resources, scratch=tmp_path))
            assert list(tmp_path.iterdir()) == []


@examples(40)
@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), max_size=40), st.integers(1, 7))
def test_bands_are_grouped_alike(all_resources: list[Resources], keys: list[list[int]], batch: int) -> None:
    column = np.array(keys, np.uint32).reshape(-1, 3).T
    for resources in all_resources:
        grouped = BandKeys(3, resources)
        for start in range(0, len(keys), batch):
            grouped.add(column[:, start : start + batch], np.arange(start, min(start + batch, len(keys))))
        found = list(grouped.read_buckets())
        for band, buckets in enumerate(found):
            expected = group_by_key(column[band], np.arange(len(keys)))
            assert buckets.members.tolist() == expected.members.tolist()
            assert buckets.edges.tolist() == expected.edges.tolist()


def test_verdicts_that_others_find_are_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(*arguments: object) -> Comparison:
        asked.append(arguments)
        return judge(*arguments)

    words = [f"word{number}" for number in range(60)]
    texts = [" ".join([*words[:at], "another", *words[at:], *words[:at]]) for at in range(5, 45, 10)]
    corpus = [text.replace("word", f"of{k}x") for k in range(40) for text in texts[:2]]
    documents = np.arange(len(corpus))
    monkeypatch.setattr(sys.modules["cleaner.duplicates.ordered_pass"], "judge", counted)
    monkeypatch.setattr("cleaner.duplicates.precomputed_verdicts.TOGETHER", 3)
    alone = decide_texts(corpus, documents)
    assert len(alone.drops) + len(alone.notes) == len(asked) == 40
    asked.clear()
    assert decide_texts(corpus, documents, resources=Resources(map=ahead)) == alone
    assert not asked


def test_sizes_are_the_same_whoever_hashes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number}" for number in range(60)]
    texts = [" ".join(words), " ".join(words[:56]), " ".join(words[3:])]
    kept = Matches(texts, np.arange(3), Settings())
    monkeypatch.setattr("cleaner.duplicates.hashes.WHOLE_UP_TO", 0)
    again = Matches(texts, np.arange(3), Settings())
    assert [met for met, _ in again.partners(1)] == [0]
    sizes = [kept.size(number) for number in range(3)]
    assert len(set(sizes)) == 3 and [again.size(number) for number in range(3)] == sizes
    assert [again.partners(number) for number in range(3)] == [kept.partners(number) for number in range(3)]
