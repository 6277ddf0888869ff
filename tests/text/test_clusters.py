"""Normal form C by chunks is normal form C, and a hostile row of accents stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.clusters import CHUNK, begins_cluster, compose, cut_chunks

MARKED = st.text(alphabet="ae\u0301\u0323\u1112\u1161\u11ab \u09c7\u09be\u00e9", max_size=30)


@given(MARKED, st.integers(1, 60))
def test_chunks_compose_as_the_whole(text, times):
    assert compose(text * times) == unicodedata.normalize("NFC", text * times)


@given(MARKED, st.integers(1, 60))
def test_chunks_are_the_text_and_begin_with_a_letter(text, times):
    text *= times
    chunks = list(cut_chunks(text))
    assert "".join(text[start:end] for start, end in chunks) == text
    assert all(begins_cluster(text[start]) for start, _ in chunks[1:])


@pytest.mark.parametrize("length", [CHUNK, 4 * CHUNK])
def test_a_row_of_accents_stays_and_the_rest_is_composed(length):
    row = "\u0301\u0323" * length
    assert compose("cafe\u0301 x" + row + " cafe\u0301") == "caf\u00e9 x" + row + " caf\u00e9"


def test_a_row_at_the_very_beginning_stays():
    row = "\u0301\u0323" * (CHUNK + 1)
    assert compose(row + " e\u0301") == row + " \u00e9"


@pytest.mark.parametrize(
    ("character", "begins"),
    [("e", True), ("\u0301", False), ("\u1161", False), ("\u1112", True), ("\u09be", False)],
)
def test_what_composes_with_the_character_before_begins_no_cluster(character, begins):
    assert begins_cluster(character) is begins
