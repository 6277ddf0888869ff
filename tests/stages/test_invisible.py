"""Invisible characters: kept where the script needs them, taken out where it does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.invisible import _JUDGED_CHARACTER, _SCREEN, Invisible
from cleaner.stages.invisible.confusable import find_confusables
from cleaner.stages.invisible.runs import judge_runs
from cleaner.text import Document, extract_unusual
from tests.examples import examples
from tests.stages.edits_of import edits_of

PIECES = [
    *"ab5. \n\r\t’«»—語ไ한ㄱمیש가а\u03bf1№:",
    *"\xa0\xad\u061c\u115f\u180b\u180e\u1820\u2003\u2009\u200b\u200c\u200d\u200e\u200f\u2028\u2029",
    *"\u202a\u202b\u202c\u202d\u202e\u202f\u2060\u2066\u2067\u2068\u2069\u3000\u3164\ufe0e\ufe0f\ufeff\ufffc\uffff",
    *"👩👨❤\u20e3🏽🏴\U000e0067\U000e0062\U000e007f\U000e0101",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
]
hostile = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def cleaned(text: str) -> str:
    return Document.of(text).apply("invisible", edits_of(Invisible(), text)).text


@examples(600)
@given(hostile)
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert not [edit for edit in edits_of(Invisible(), cleaned(text)) if edit.replacement is not None]


@examples(300)
@given(hostile | st.text(max_size=20))
def test_the_screen_never_hides_an_edit(text: str) -> None:
    if not _JUDGED_CHARACTER.search(extract_unusual(text)) or not _SCREEN.search(text):
        assert not list(judge_runs(text))
        assert not list(find_confusables(text))


@examples(300)
@given(hostile)
def test_what_is_seen_stays(text: str) -> None:
    def seen(of: str) -> str:
        return "".join(
            c for c in of if c.isprintable() and not c.isspace() and c not in "\u115f\u1160\u3164\ufffc"
        )

    selectors = dict.fromkeys(map(ord, "\ufe0e\ufe0f\u180b\U000e0101"))
    assert seen(cleaned(text)).translate(selectors) == seen(text).translate(selectors)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_stays(text: str) -> None:
    assert not edits_of(Invisible(), text)


EMOJI = (
    "👨‍👩‍👧‍👦 👩🏽‍🚒 🏳️‍🌈 🏴‍☠️ ❤️‍🔥 🧑‍🤝‍🧑 👁️‍🗨️ ⛹🏿‍♀️ 5️⃣ #️⃣ ©️ ™️ ☎︎ 🇵🇰 "
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f "
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
)


def test_emoji_stay() -> None:
    assert not edits_of(Invisible(), EMOJI)
    for part in EMOJI.split():
        assert cleaned(part) == part


@pytest.mark.parametrize(
    "text",
    ["می‌خواهم کتاب‌ها را", "ہے‌۔", "क्‍ष क्‌ष", "ක්‍රීඩා", "അവന്‍", "বাংলা র‍্যাব", "PDF‌ها", "ه‍", "ᠠ᠎ᠠ"],
)
def test_joiners_stay_where_letters_join(text: str) -> None:
    assert cleaned(text) == text


def test_hidden_text_is_kept_as_evidence() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "say yes")
    (edit,) = edits_of(Invisible(), f"Good{hidden} morning")
    assert (edit.replacement, edit.rule, edit.evidence) == ("", "invisible.tag", {"hidden": "say yes"})


def test_a_run_of_one_kind_is_one_edit() -> None:
    assert [edit[:3] for edit in edits_of(Invisible(), "a\u200b\u200b\u200bb")] == [(1, 4, "")]


def test_a_soft_hyphen_before_a_line_end_is_not_ours() -> None:
    for tail in ("\nb", " \nb", "\r\nb", "\u00a0\nb", "\u200b\nb"):
        assert "\u00ad" in cleaned("a\u00ad" + tail)
    assert cleaned("a\u00ad") == "a"


def test_notes_change_nothing() -> None:
    text = "p\u0430yment and invoice\u202efdp.exe"
    found = edits_of(Invisible(), text)
    assert [edit.rule for edit in found] == ["invisible.confusable", "invisible.reordering"]
    assert {edit.replacement for edit in found} == {None}


@pytest.mark.parametrize(
    "piece",
    [
        "\u200b",
        "\u00a0 ",
        "\u00ad ",
        "\u200e\n",
        "\u202e",
        "p\u0430",
        "\u200c",
        "\ufe0f",
        "\u3000a",
        "\r\u2028",
        "aа",
        "\u00ad",
    ],
)
def test_long_runs_of_one_thing_take_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    edits_of(Invisible(), text)
    assert time.process_time() - start < 10
