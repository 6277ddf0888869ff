"""What makes a revision and what an edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates import Settings, compare
from cleaner.duplicates.alignment import diff_words, find_change, tokenize
from cleaner.duplicates.normal_form import normalize_words
from cleaner.duplicates.revision import find_revision
from tests.examples import examples

MERGED = ("duplicate", "contained")


def _flips() -> Iterator[tuple[str, str, str]]:
    text = (Path(__file__).parent / "flips.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        paragraph, *changes = block.strip().splitlines()
        for change in changes:
            kind, _, rest = change.partition(": ")
            old, new = rest.split(" => ")
            assert paragraph.count(old) == 1, (paragraph, old)
            yield kind, paragraph, paragraph.replace(old, new)


def test_flips_are_kept() -> None:
    """Two hundred changes of a word or two that turn a statement; at most two may be merged."""
    flips = list(_flips())
    assert len(flips) == 200
    for shingle, threshold in (("word:2", 0.55), ("word:3", 0.5), ("char:5", 0.7)):
        chosen = Settings(shingle=shingle, threshold=threshold)
        merged = [
            (kind, a, b)
            for kind, a, b in flips
            if compare(a, b, chosen).verdict in MERGED or compare(b, a, chosen).verdict in MERGED
        ]
        assert len(merged) <= 2, merged


A = (
    "The ferry company said on Monday that Captain Mallow had accepted the new timetable, and that four "
    "boats would leave the eastern pier before noon in spite of the strong wind from the north."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("said on Monday", "announced on Monday"),
        ("in spite of the strong wind", "despite the strong wind"),
        ("four boats", "4 boats"),
        ("new timetable", "timetable"),
        ("Captain Mallow", "Captain Malow"),
        ("Captain Mallow", "Mallow"),
        ("the eastern pier", "the pier in the east"),
        (" from the north.", " from the north. Passengers waited in the hall, where tea was served."),
        ("said", "SAID"),
        ("eastern pier before", "pier before"),
    ],
)
def test_edits_are_duplicates(old: str, new: str) -> None:
    assert A.count(old) == 1
    assert compare(A, A.replace(old, new)).verdict == "duplicate"
    assert compare(A.replace(old, new), A).verdict == "duplicate"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("four", "five", "figure: four against five"),
        ("Monday", "Tuesday", "date: Monday against Tuesday"),
        ("had accepted", "had not accepted", "negation: not"),
        ("had accepted", "hadn't accepted", "negation: hadn't"),
        ("had accepted", "had refused", "opposite: accepted against refused"),
        ("had accepted", "failed to accept", "negation: failed"),
        ("Mallow", "Varga", "name: Mallow against Varga"),
        ("before noon", "after noon", "opposite: before against after"),
    ],
)
def test_revisions_give_their_reason(old: str, new: str, reason: str) -> None:
    assert compare(A, A.replace(old, new))[2:] == ("revision", reason)
    assert compare(A, A.replace(old, new), Settings(revisions=False)).verdict == "duplicate"


def test_a_sentence_more_is_an_edit_though_it_holds_figures_and_negations() -> None:
    more = A + " It was not clear whether the 14 lorries on board would be let through in Sorrel."
    assert compare(A, more).verdict == "duplicate"


def test_one_sentence_with_many_changes_is_too_little_to_tell() -> None:
    a = "The council of the town has met in the old hall to speak of the long road over the hill."
    b = "The council of the town has met in the old barn to speak of the long path over the hill."
    found = compare(a, b)
    assert (found.verdict, found.reason) == ("distinct", "too short for so many changes")


def test_texts_without_words() -> None:
    assert compare("", "").verdict == "distinct"
    assert compare("***", A).similarity == 0.0


def test_wholly_contained_means_in_one_run() -> None:
    b = A.partition(", and")[0]
    whole = f"{A} {b.replace('ferry', 'tram').replace('Monday', 'the last day of the fair')}."
    assert compare(f"{whole} {whole[::-1]}", A).verdict == "contained"
    assert compare(f"{whole} {whole[::-1]}", A.replace("new timetable, and", "and")).verdict == "distinct"


def test_partial_containment_is_asked_for() -> None:
    whole = A + " " + " ".join(f"word{i}" for i in range(60))
    part = A.replace("strong wind", "heavy wind")
    assert compare(whole, part).verdict == "distinct"
    assert compare(whole, part, Settings(containment=0.8)).verdict == "contained"
    assert compare(part, whole, Settings(containment=0.8)).verdict == "longer"


def test_a_heading_in_capitals_names_nobody() -> None:
    a, b = f"FERRY LINE OPENS EARLY\n{A}", f"FERRY LINE STARTS SOON\n{A}"
    assert find_revision(a, b) == ""


SLOTS = ["the", "boat", "Mallow", "Varga", "said", "not", "five", "7", "captain", "Then", "."]
TEXTS = st.lists(
    st.sampled_from(SLOTS),
    max_size=30,
).map(" ".join)


@examples(300)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_the_screen_and_the_cut_hide_no_revision(start: str, a: str, b: str, end: str) -> None:
    from cleaner.duplicates.revision import _compare_slots

    a, b = f"{start} {a} {end}", f"{start} {b} {end}"
    if find_revision(a, b) == "":
        assert _compare_slots(*find_change(a, b).in_context) == ""


@examples(200)
@given(TEXTS, TEXTS)
def test_hunks_rebuild_both_texts(a: str, b: str) -> None:
    left, right = tokenize(a), tokenize(b)
    i = j = 0
    for hunk in diff_words(left, right):
        size = hunk.at[0] - i
        assert [t.key for t in left[i : hunk.at[0]]] == [t.key for t in right[j : j + size]]
        assert hunk.at[1] == j + size
        i, j = hunk.at[0] + len(hunk.a), hunk.at[1] + len(hunk.b)
    assert [t.key for t in left[i:]] == [t.key for t in right[j:]]


@pytest.mark.parametrize("char", ["a", " ", "-", "“", "7", ".", "\ud800", "\n", "語"])
def test_a_megabyte_of_anything_is_read_in_no_time(char: str) -> None:
    text = char * 1_000_000
    assert len(normalize_words(text)) <= len(text)
    compare(text, text + " a")
    tokenize(text)


def test_long_texts_are_aligned_by_their_own_words() -> None:
    a = " ".join(f"w{i:x}q" for i in range(3000))
    b = a.replace("w5dcq", "not").replace("w9c4q", "other")
    assert find_revision(a.replace(" w5dcq", " was w5dcq"), b.replace(" not", " was not")) == ""
    assert len(list(diff_words(tokenize("not x " * 900), tokenize("x not " * 900)))) >= 1


@examples(200)
@given(st.text(max_size=60), st.text(max_size=60))
def test_compare_never_fails_and_a_text_is_its_own_copy(a: str, b: str) -> None:
    chosen = Settings(shingle="char:2", threshold=0.5, min_shingles=1)
    compare(a, b, chosen)
    assert compare(a, a, chosen).verdict == (
        "duplicate" if len("".join(normalize_words(a))) > 1 else "distinct"
    )
