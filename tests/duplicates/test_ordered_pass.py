"""The definition, against a brute-force oracle that knows no numpy, no screen and no batch."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import CorpusDecision, DocumentDrop, Paragraph, Settings, compare, decide
from cleaner.duplicates.compare import find_shingles, judge
from cleaner.duplicates.normal_form import normalize_words
from cleaner.duplicates.overlap import ShingleRows, count_union
from cleaner.duplicates.settings import COMPARED, Shingle
from cleaner.duplicates.shingles import Ints, hash_batch
from cleaner.duplicates.signatures import compute_band_keys, compute_signatures
from cleaner.duplicates.threshold_sweep import find_pairs, measure_band_recall, sweep
from tests.examples import examples

SMALL = Settings(shingle="word:2", threshold=0.5, min_shingles=3)
WORDS = [
    "Amir",
    "Bilal",
    "said",
    "not",
    "the",
    "boat",
    "rose",
    "fell",
    "17",
    "18",
    "-17",
    "1.8",
    "sank",
    "quietly",
]


def _bands(text: str, chosen: Settings) -> frozenset[tuple[int, int]]:
    batch = hash_batch([text], Shingle.of(chosen.shingle))
    rows = compute_signatures(
        ShingleRows.from_lengths(batch.shingles, batch.lengths), chosen.permutations, chosen.seed
    )
    return frozenset((band, int(keys[0])) for band, keys in enumerate(compute_band_keys(rows, chosen.bands)))


def _oracle(paragraphs: list[Paragraph], chosen: Settings, reference: int) -> list[tuple[int, int, str]]:
    """Drops by the words of the definition, all pairs compared."""
    keys = [_bands(paragraph.text, chosen) for paragraph in paragraphs]
    sets = [find_shingles(paragraph.text, Shingle.of(chosen.shingle)) for paragraph in paragraphs]
    forms = [normalize_words(paragraph.text) for paragraph in paragraphs]
    kept: list[int] = []
    drops: list[tuple[int, int, str]] = []
    for later, (document, text) in enumerate(paragraphs):
        if later >= reference:
            best: tuple[float, float, int] | None = None
            for earlier in kept:
                if chosen.scope == "document" and paragraphs[earlier].document != document:
                    continue
                same = forms[earlier] == forms[later]
                meets = same or keys[earlier] & keys[later]
                if chosen.containment == 1:
                    meets = meets or sets[later] <= sets[earlier]
                if not meets:
                    continue
                comparison = compare(paragraphs[earlier].text, text, chosen)
                if comparison.verdict in ("duplicate", "contained"):
                    found = (-float(same), -comparison.similarity, earlier)
                    best = found if best is None else min(best, found)
            if best is not None:
                drops.append((later, best[2], "exact" if best[0] else "other"))
                continue
        kept.append(later)
    return drops


def _drops(decisions: CorpusDecision) -> list[tuple[int, int, str]]:
    return [
        (drop.paragraph, drop.partner, "exact" if drop.rule == "duplicates.exact" else "other")
        for drop in decisions.drops
    ]


@st.composite
def corpora(draw: st.DrawFn) -> list[Paragraph]:
    """Few words and many edits of few texts: dense in near-duplicates, chains and revisions."""
    stems = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), min_size=1, max_size=3))
    count = draw(st.integers(1, 12))
    paragraphs = []
    for document in sorted(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))):
        text = list(draw(st.sampled_from(stems)))
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(text)))
            text[place : place + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        joint = draw(st.sampled_from([" ", "  ", ", ", "\n"]))
        paragraphs.append(Paragraph(document, joint.join(text)))
    return paragraphs


CHOICES = st.builds(
    Settings,
    shingle=st.sampled_from(["word:1", "word:2", "word:3", "char:3"]),
    threshold=st.sampled_from([0.3, 0.5, 0.6, 0.8, 1.0]),
    containment=st.sampled_from([None, 0.8, 1.0]),
    min_shingles=st.integers(1, 5),
    revisions=st.booleans(),
    scope=st.sampled_from(["corpus", "document"]),
    permutations=st.sampled_from([16, 64, 128]),
)


@examples(400)
@given(corpora(), CHOICES, st.integers(0, 3))
def test_decides_what_the_definition_says(corpus: list[Paragraph], chosen: Settings, reference: int) -> None:
    assert _drops(decide(corpus, chosen, reference=reference)) == _oracle(corpus, chosen, reference)


@examples(150)
@given(corpora(), CHOICES, st.integers(0, 2))
def test_every_drop_has_a_kept_earlier_partner(
    corpus: list[Paragraph], chosen: Settings, reference: int
) -> None:
    drops = decide(corpus, chosen, reference=reference).drops
    gone = {drop.paragraph for drop in drops}
    for drop in drops:
        assert drop.partner < drop.paragraph
        assert drop.partner not in gone
        assert drop.paragraph >= reference
        again = compare(corpus[drop.partner].text, corpus[drop.paragraph].text, chosen)
        assert again == drop.comparison
        assert again.verdict in ("duplicate", "contained")


@examples(150)
@given(corpora(), CHOICES)
def test_a_second_run_drops_nothing(corpus: list[Paragraph], chosen: Settings) -> None:
    found = decide(corpus, chosen)
    gone = {drop.paragraph for drop in found.drops}
    whole = {drop.document for drop in found.documents}
    rest = [p for i, p in enumerate(corpus) if i not in gone and p.document not in whole]
    again = decide(rest, chosen)
    assert again.drops == ()
    assert again.documents == ()


@examples(150)
@given(corpora(), CHOICES)
def test_exact_candidates_miss_nothing(corpus: list[Paragraph], chosen: Settings) -> None:
    """Every pair at the threshold, whatever the bands say."""
    plain = replace(chosen, containment=None, candidates="exact")
    found = {(pair.earlier, pair.later) for pair in find_pairs(corpus, plain)}
    forms = [normalize_words(paragraph.text) for paragraph in corpus]
    for later, (document, text) in enumerate(corpus):
        for earlier in range(later):
            if plain.scope == "document" and corpus[earlier].document != document:
                continue
            copies = forms.index(forms[earlier]) != earlier or forms.index(forms[later]) != later
            if compare(corpus[earlier].text, text, plain).verdict != "distinct" and not copies:
                assert (earlier, later) in found


@examples(60)
@given(corpora(), CHOICES, st.sampled_from([1, 7, 40]))
def test_the_size_of_a_batch_does_not_matter(corpus: list[Paragraph], chosen: Settings, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.batching.BATCH", size)
        patch.setattr("cleaner.duplicates.signatures._CHUNK", size)
        patch.setattr("cleaner.duplicates.overlap._CELLS", size)
        small = decide(corpus, chosen)
    assert small == decide(corpus, chosen)


LONG = (
    "The harbour office said on Monday that the new ferry line would open in spring, with four crossings a "
    "day, a night boat at weekends and room for bicycles on the lower deck."
)
OTHER = (
    "Rain fell on the northern valleys for most of the night, and the road to the dam was closed before dawn "
    "by a slide that took two bends and a bus shelter with it."
)


def _rules(*texts: str, chosen: Settings | None = None) -> list[tuple[int, int, str]]:
    found = decide([Paragraph(i, text) for i, text in enumerate(texts)], chosen)
    return [(d.paragraph, d.partner, d.rule.partition(".")[2]) for d in (*found.drops, *found.notes)]


def test_copies_fall_with_the_first_as_partner() -> None:
    assert _rules(LONG, LONG, LONG) == [(1, 0, "exact"), (2, 0, "exact")]


def test_case_punctuation_and_spacing_make_no_difference() -> None:
    assert _rules(LONG, LONG.upper().replace(",", " —")) == [(1, 0, "exact")]


def test_copies_in_one_document_fall() -> None:
    paragraphs = [Paragraph(0, text) for text in (LONG, OTHER, LONG)]
    assert [d.paragraph for d in decide(paragraphs, Settings(scope="document")).drops] == [2]


def test_copies_in_two_documents_stay_when_the_scope_is_the_document() -> None:
    assert _rules(LONG, LONG, chosen=Settings(scope="document")) == []


def test_a_revision_is_reported_and_kept() -> None:
    assert _rules(LONG, LONG.replace("four", "six")) == [(1, 0, "revision")]


def test_a_copy_of_a_revision_falls_to_the_revision() -> None:
    six = LONG.replace("four", "six")
    assert _rules(LONG, six, six) == [(2, 1, "exact"), (1, 0, "revision")]


def test_figures_that_differ_in_sign_alone_are_a_revision() -> None:
    cold = LONG + " It was 4.5 degrees."
    assert _rules(cold, cold.replace("4.5", "-4.5")) == [(1, 0, "revision")]
    assert _rules(cold, cold.replace("4.5", "-4.5"), chosen=Settings(revisions=False)) == [(1, 0, "exact")]


def test_a_shortened_copy_is_contained_and_a_lengthened_one_is_reported() -> None:
    whole = f"{LONG} {OTHER}"
    assert _rules(whole, LONG) == [(1, 0, "contained")]
    assert _rules(LONG, whole) == [(1, 0, "longer")]


def test_short_paragraphs_stay() -> None:
    assert _rules("Read more below.", "Read more below.") == []


def test_blank_paragraphs_stay() -> None:
    assert _rules("* * *", "* * *", "", "", chosen=Settings(recurring=2)) == []


def test_no_paragraphs_no_drops() -> None:
    assert decide([]) == CorpusDecision()


def test_the_reference_ranks_first_and_stays() -> None:
    paragraphs = [Paragraph(i, LONG) for i in range(4)]
    assert [(d.paragraph, d.partner) for d in decide(paragraphs, reference=2).drops] == [(2, 0), (3, 0)]


def test_a_chain_is_not_swallowed() -> None:
    """Each link is like the one before it, the last like none that stays."""
    letters = [f"w{i}" for i in range(60)]
    links = [" ".join(letters[shift : shift + 24]) for shift in range(0, 33, 3)]
    chosen = Settings(shingle="word:1", threshold=0.7, containment=None, revisions=False)
    found = decide([Paragraph(i, link) for i, link in enumerate(links)], chosen)
    gone = [drop.paragraph for drop in found.drops]
    assert gone == [1, 3, 5, 7, 9]
    for drop in found.drops:
        assert compare(links[drop.partner], links[drop.paragraph], chosen).similarity >= 0.7


def test_a_document_that_stands_whole_in_an_earlier_one() -> None:
    paragraphs = [Paragraph(0, t) for t in ("Ferries", LONG, OTHER)]
    paragraphs += [Paragraph(1, t) for t in ("Ferries", OTHER, LONG.replace("said", "announced"))]
    found = decide(paragraphs)
    assert found.documents == (DocumentDrop(1, 0),)
    assert len(found.drops) == 2


def test_a_short_line_of_its_own_keeps_a_document() -> None:
    paragraphs = [Paragraph(0, LONG), Paragraph(1, LONG), Paragraph(1, "By our own staff")]
    assert decide(paragraphs).documents == ()


def test_a_document_without_a_long_paragraph_stays() -> None:
    assert decide([Paragraph(0, "Ferries"), Paragraph(1, "Ferries")]).documents == ()


def test_a_document_of_paragraphs_from_two_others_stays() -> None:
    paragraphs = [Paragraph(0, LONG), Paragraph(1, OTHER), Paragraph(2, LONG), Paragraph(2, OTHER)]
    found = decide(paragraphs)
    assert len(found.drops) == 2
    assert found.documents == ()


def test_the_later_of_two_copies_goes_though_a_third_held_their_first_paragraph() -> None:
    paragraphs = [Paragraph(0, LONG)]
    paragraphs += [Paragraph(document, text) for document in (1, 2) for text in (LONG, OTHER)]
    assert decide(paragraphs).documents == (DocumentDrop(2, 1),)


def test_documents_of_the_reference_stay() -> None:
    assert decide([Paragraph(0, LONG), Paragraph(1, LONG)], reference=2).documents == ()


def test_recurring_lines_are_exact_and_asked_for() -> None:
    paragraphs = [Paragraph(i, text) for i in range(3) for text in ("More news", f"A line of its own {i}")]
    assert decide(paragraphs).drops == ()
    found = decide(paragraphs, Settings(recurring=3)).drops
    assert [(d.paragraph, d.partner, d.rule) for d in found] == [
        (2, 0, "duplicates.recurring-line"),
        (4, 0, "duplicates.recurring-line"),
    ]
    assert decide(paragraphs, Settings(recurring=4)).drops == ()
    assert [d.paragraph for d in decide(paragraphs, Settings(recurring=3), reference=3).drops] == [4]


def test_the_order_of_ids_takes_no_part() -> None:
    texts = [LONG, LONG.replace("said", "announced"), OTHER]
    by_id = [
        decide([Paragraph(i, t) for i, t in zip(ids, texts, strict=True)]) for ids in ((0, 1, 2), (7, 3, 5))
    ]
    assert by_id[0].drops == by_id[1].drops


def test_pairs_name_every_verdict_but_distinct() -> None:
    corpus = [Paragraph(i, t) for i, t in enumerate((LONG, LONG.replace("four", "six"), LONG, OTHER))]
    assert [(a, b, c.verdict) for a, b, c in find_pairs(corpus)] == [
        (0, 1, "revision"),
        (0, 2, "duplicate"),
        (1, 2, "revision"),
    ]


def test_a_sweep_counts_what_would_fall() -> None:
    near = LONG.replace("said on Monday", "has told the town").replace("would open", "opens")
    found = sweep([Paragraph(0, LONG), Paragraph(1, near), Paragraph(2, LONG)])
    assert [step.dropped for step in found.steps] == sorted((s.dropped for s in found.steps), reverse=True)
    assert found.steps[0].dropped == 2
    assert found.steps[-1].dropped == 1
    assert [(pair.earlier, pair.later) for pair in found.borderline] == [(0, 1), (1, 2)]


def test_the_recall_of_the_bands_is_measured() -> None:
    corpus = [Paragraph(i, LONG + f" And then came w{i} and w{i + 1}.") for i in range(20)]
    found = measure_band_recall(corpus, Settings(threshold=0.8))
    assert found.exact > 0
    assert found.share == 1.0
    assert measure_band_recall([]).share == 1.0


@examples(100)
@given(corpora(), CHOICES)
def test_keeping_half_of_the_shingles_changes_nothing(corpus: list[Paragraph], chosen: Settings) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.hashes.WHOLE_UP_TO", 0)
        halves = decide(corpus, chosen)
    assert halves == decide(corpus, chosen)


def _bulletins(count: int) -> list[Paragraph]:
    """The same words around another figure: revisions of one another, all kept."""
    return [Paragraph(i, LONG.replace("four", f"{i + 10}")) for i in range(count)]


def test_the_work_on_a_flood_grows_with_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    judged: list[int] = []

    def counting_united(rows: ShingleRows, a: Ints, b: Ints) -> Ints:
        measured.append(len(a))
        return count_union(rows, a, b)

    def counting_judge(*arguments: object) -> object:
        judged.append(1)
        return judge(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("cleaner.duplicates.overlap.count_union", counting_united)
    monkeypatch.setattr(sys.modules["cleaner.duplicates.ordered_pass"], "judge", counting_judge)
    work = []
    for count in (200, 400, 800):
        measured.clear()
        judged.clear()
        found = decide(_bulletins(count))
        assert found.drops == ()
        assert len(judged) <= COMPARED * count
        work.append(sum(measured))
    # Twice the flood is twice the work; were all pairs measured, it would be four times.
    assert work[1] <= 2.5 * work[0]
    assert work[2] <= 2.5 * work[1]


def test_the_copy_of_one_of_many_revisions_finds_it() -> None:
    bulletins = _bulletins(120)
    copies = [Paragraph(500 + i, bulletins[i].text.replace("said", "announced")) for i in (3, 60, 119)]
    found = decide([*bulletins, *copies])
    assert [(drop.paragraph, drop.partner) for drop in found.drops] == [(120, 3), (121, 60), (122, 119)]


@examples(200)
@given(corpora(), CHOICES, st.integers(0, 3))
def test_crowded_buckets_keep_the_laws(corpus: list[Paragraph], chosen: Settings, reference: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", 1)
        patch.setattr("cleaner.duplicates.matches.COMPARED", 1)
        drops = decide(corpus, chosen, reference=reference).drops
    gone = {drop.paragraph for drop in drops}
    for drop in drops:
        assert drop.partner < drop.paragraph
        assert drop.partner not in gone
        assert compare(corpus[drop.partner].text, corpus[drop.paragraph].text, chosen) == drop.comparison


def test_a_pinned_copy_is_kept() -> None:
    crane = "The harbour board said on Monday that the crane would come down before the winter storms."
    copies = [Paragraph(0, crane), Paragraph(1, crane)]
    assert [drop.paragraph for drop in decide(copies).drops] == [1]
    assert decide(copies, pinned={1}).drops == ()
