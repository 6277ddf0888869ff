"""Normal form C on request: what comes out is in it, and what was in it stays."""

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
