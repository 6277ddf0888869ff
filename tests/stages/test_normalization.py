"""Normal form C on request: what comes out is in it, and what was in it stays."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.stages.normalization import Normalization
from cleaner.text import Document
from tests.stages.edits_of import edits_of

MARKED = st.text(
    alphabet="ae\u0301\u0308\u0327\u0323 \n\r한\u1112\u1161\u11ab\u212b\u00e9ﬃ\ud800", max_size=30
)
LONG = st.text(alphabet="ae\u0301\u0323\u1112\u1161\u11ab \u09c7\u09be", max_size=30).map(
    lambda text: text * 40
)


@given(MARKED)
def test_each_line_comes_out_in_normal_form_c(text):
    made = Document.of(text).apply("normalization", edits_of(Normalization(), text)).text
    assert made.split("\n") == [
        "\r".join(unicodedata.normalize("NFC", part) for part in line.split("\r"))
        for line in text.split("\n")
    ]


@given(MARKED)
def test_the_screen_hides_no_edit(text):
    if not edits_of(Normalization(), text):
        assert all(unicodedata.is_normalized("NFC", line) for line in text.splitlines())


def test_it_runs_when_it_is_asked_for_and_only_then():
    text = "Le cafe\u0301 est ouvert.\n"
    assert Configuration().pipeline.run(text).text == text
    asked = Configuration(extend_select=("normalization.nfc",))
    assert asked.pipeline.run(text).text == "Le caf\u00e9 est ouvert.\n"


def test_a_row_of_accents_longer_than_a_chunk_stays_and_the_rest_is_composed():
    row = "\u0301\u0323" * 600
    edits = edits_of(Normalization(), "cafe\u0301 a" + row + " cafe\u0301")
    assert [edit.replacement for edit in edits] == ["\u00e9", "\u00e9"]


def test_a_chunk_ends_before_a_letter_and_not_before_its_accent():
    text = "e\u0301" * 1_000
    assert [tuple(edit[:3]) for edit in edits_of(Normalization(), text)] == [(0, 2_000, "\u00e9" * 1_000)]


def test_every_character_that_composes_with_one_before_it_stays_with_it():
    seconds = {
        pair[1]
        for code in range(sys.maxunicode + 1)
        if len(pair := unicodedata.normalize("NFD", chr(code))) == 2
        and unicodedata.normalize("NFC", pair) != pair
    }
    assert len(seconds) > 60
    for second in seconds:
        text = "x" * 511 + "e" + second
        assert not [edit for edit in edits_of(Normalization(), text) if edit.start > 512]


@given(LONG)
def test_long_texts_come_out_in_normal_form_c(text):
    made = Document.of(text).apply("normalization", edits_of(Normalization(), text)).text
    assert made == unicodedata.normalize("NFC", text)
