"""Hyphenation: the tables, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Pipeline
from cleaner.stages.hyphenation import Hyphenation, hyphens
from cleaner.stages.hyphenation.classifier import HyphenClassifier
from cleaner.stages.hyphenation.frequency import LANGUAGES, FrequencyTable
from cleaner.stages.hyphenation.limits import LIMITS
from cleaner.structure import Hints
from cleaner.text import Document
from tests.examples import examples
from tests.stages.edits_of import edits_of

STAGE = Hyphenation()


def repaired(text: str) -> str:
    for _ in range(4):
        document = Document.of(text).apply("hyphenation", edits_of(STAGE, text))
        if document.text == text:
            return text
        text = document.text
    return text


@pytest.mark.parametrize("rule", STAGE.rules, ids=lambda rule: rule.id)
def test_the_example_of_a_rule(rule) -> None:
    before, after = rule.example
    assert repaired(before) == after
    assert rule.id in {edit.rule for edit in edits_of(STAGE, before)}


@pytest.mark.parametrize("name", ["compounds-en", *(f"frequency-{language}" for language in LANGUAGES)])
def test_a_table_is_sorted_and_finds_every_entry(name: str) -> None:
    table = FrequencyTable.load(name)
    keys = [key for key, _ in table.entries()]
    assert keys == sorted(set(keys))
    assert len(keys) > 10_000
    entries = list(table.entries())
    for key, number in [*entries[:50], *entries[::97], *entries[-50:]]:
        assert table.get(key) == number
        assert table.get(key + "\udc80") is None


@given(
    st.text(alphabet="abcdefgh", min_size=1, max_size=3),
    st.lists(st.text("abcdefgh", min_size=1), unique=True),
)
def test_a_table_finds_what_a_dictionary_finds(word: str, words: list[str]) -> None:
    content = "# header\n" + "".join(f"{entry} {len(entry)}\n" for entry in sorted(words))
    table = FrequencyTable(content.encode())
    assert table.get(word) == {entry: len(entry) for entry in words}.get(word)


PIECES = [
    "secu",
    "rity",
    "the ",
    "well",
    "known",
    "-",
    "- ",
    "-\n",
    "­",
    "­\n",
    "‐",
    "¬",
    "⸗",
    "\r\n",
    "\n\n",
    " ",
    "A",
    "7",
    "and ",
    "[sic]",
    "“",
    "”",
    "\udc80",
    "é",
    "भा",
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(HOSTILE | st.text(max_size=80))
@examples(400)
def test_a_second_run_changes_nothing(text: str) -> None:
    once = repaired(text)
    assert Document.of(once).apply("hyphenation", edits_of(STAGE, once)).text == once


@given(HOSTILE | st.text(max_size=80))
@examples(400)
def test_the_one_hyphen_that_most_texts_have_is_found_as_the_others_are(text: str) -> None:
    if hyphens.OTHER_HYPHENS.isdisjoint(text):
        found = [match.span() for match in hyphens._pattern_for(text).finditer(text)]
        assert found == [match.span() for match in hyphens._compile_pattern("[-‐\xad¬⸗]").finditer(text)]


@given(HOSTILE)
@examples(300)
def test_a_hyphen_inside_a_line_that_has_no_score_is_right(text: str) -> None:
    classifier = HyphenClassifier(text, LIMITS)
    for hyphen in hyphens.find_hyphens(text):
        if hyphen.kind == "inside" and classifier._score(hyphen, "en") is None:
            assert classifier._classify(hyphen, "en", None, 3) == "leave"


@given(HOSTILE)
@examples(300)
def test_only_hyphens_and_white_space_go_and_only_line_ends_come(text: str) -> None:
    for edit in edits_of(STAGE, text):
        if edit.replacement is not None:
            assert not text[edit.start : edit.end].strip(" \t\xa0\r\n-‐­¬⸗")
            # A hyphen comes where a sign stood that means one.
            assert not edit.replacement.strip("\r\n") or (
                edit.replacement == "-" and text[edit.start] in "\xad¬"
            )


@given(st.text(alphabet="abc é\n\r.,;:“”'"))
def test_without_a_hyphen_there_is_nothing_to_find(text: str) -> None:
    assert not edits_of(STAGE, text)


@pytest.mark.parametrize(
    "unit", ["-", "a-", "a- ", "a-\n", "ab-cd", "- ", "­\n", "a­\n", "secu-rity ", " ", "a", "un-frobbed "]
)
def test_a_megabyte_of_it_takes_a_moment(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert len(edits_of(STAGE, text)) <= len(text)


def test_a_line_end_that_moves_gives_way_to_the_next_hyphen() -> None:
    wrapped = "lit again on the evening of the fair, and the keeper's grand-\nsecu- rity was there\n"
    edits = edits_of(Hyphenation(), wrapped)
    assert Document.of(wrapped).apply("hyphenation", edits).text.count("security") == 1


@pytest.mark.parametrize(
    ("language", "joined"),
    [(None, "disse-lhe"), ("pt-BR", "disse-lhe"), ("en", "disselhe"), ("zh", "disselhe")],
)
def test_the_language_that_the_caller_names_goes_before_what_the_words_say(language, joined):
    pipeline = Pipeline.named("hyphenation").with_hints(Hints(language=language))
    assert joined in pipeline.run("Ele disse-\nlhe que não.").text


def test_the_language_that_the_caller_names_chooses_the_table():
    text = "The guards are new; the secu-rity of the quay is not what it was when the old men were on it."
    for language, word in ((None, "security"), ("en-GB", "security"), ("sw", "secu-rity")):
        pipeline = Pipeline.named("hyphenation").with_hints(Hints(language=language))
        assert word in pipeline.run(text).text
