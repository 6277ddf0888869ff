"""The final form of a text, as properties."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.pipeline import Pipeline
from cleaner.stages import whitespace
from cleaner.stages.whitespace import Whitespace
from cleaner.stages.whitespace.line_spans import BLANKS
from cleaner.stages.whitespace.rules import FINAL_NEWLINE
from cleaner.structure import Hints, Text
from cleaner.text import Document, Edit, Lines
from tests.examples import examples
from tests.stages.edits_of import edits_of

HOSTILE = st.lists(
    st.sampled_from(
        [*"ab |-\n\r\t\v\f", "\r\n", "\n\n", "  ", *"\u2028\u2029\u0085\xa0\u3000\ufeff\x00\udc80"]
    )
).map("".join)

PROSE = st.lists(
    st.sampled_from(["The old harbour is empty ", "leaves at night", "  ", " ", "\n", "\n\n", "|"])
).map("".join)


TABLES = st.lists(
    st.sampled_from(
        ["a\tb\tc", "d\t", "\t\t", "\n", "\n\n", "  \n", "```\n", "# a\n", "x = f(1)  \n", "- b", "-- ", "> "]
    )
).map("".join)


def edits(text):
    """Edits of a text that is all prose, where few blanks mean something."""
    found = edits_of(Whitespace(), Text(text, Hints(kind="prose")))
    return [edit for edit in found if edit.rule != "whitespace.space-run"]


def in_form(text):
    lines = text.split("\n")
    return text == "" or (
        lines[0].strip(BLANKS) != ""
        and lines[-1] == ""
        and lines[-2] != ""
        and all(line in (line.rstrip(BLANKS), line.rstrip(BLANKS) + "  ", "-- ") for line in lines)
        and "\n\n\n" not in text
        and not set(text) & set("\r\v\f\u2028\u2029")
    )


@examples(1000)
@given(HOSTILE)
def test_one_run_brings_any_text_into_form_and_the_next_changes_nothing(text):
    document = Document.of(text).apply("whitespace", edits(text))
    assert in_form(document.text)
    assert edits(document.text) == []
    assert document.undo() == text


@examples(1000)
@given(HOSTILE | TABLES)
def test_a_text_of_any_kinds_comes_to_rest(text):
    document = Pipeline.named("whitespace").run(text)
    assert not [edit for step in document.trail for edit in step.edits if edit.rule == "pipeline.unstable"]
    again = Pipeline.named("whitespace").run(document.text)
    assert again.text == document.text


@examples(1000)
@given(HOSTILE)
def test_what_is_not_blank_stays_as_it_is(text):
    def content(text):
        return [part for part in re.split(f"[\n\r\v\f\u2028\u2029{BLANKS}]+", text) if part]

    assert content(Document.of(text).apply("whitespace", edits(text)).text) == content(text)


@examples(1000)
@given(HOSTILE | PROSE)
def test_the_screen_never_hides_an_edit(text):
    found = edits_of(Whitespace(), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whitespace, "_is_tidy", lambda text: False)
        assert edits_of(Whitespace(), text) == found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\n\n\n\nb\n", ["2:1"]),
        ("a\n \n  \n\n", ["2:1"]),
        ("a\n\n", ["2:1"]),
        ("\n\na\n", ["1:1"]),
        ("a\n  \nb  \n", ["2:1", "3:2"]),
        ("a", ["1:2"]),
        ("a\r\n\r\n\r\nb\r\n", ["1:2", "2:1", "3:1", "4:2"]),
    ],
)
def test_a_blank_run_is_one_finding_at_its_first_blank_line(text, places):
    lines = Lines.of(text)
    assert ["{}:{}".format(*lines.locate(edit.start)) for edit in edits(text)] == places


def test_a_run_of_blank_lines_that_another_stage_has_exposed_is_one_finding():
    document = Document.of("a\n\n\n\nspam\nspam")
    document = document.apply("comments", [Edit(5, 14, "", "comments.promotional")])
    found = edits(document.text)
    assert [(edit.start, edit.end) for edit in found] == [(2, 5)]
    assert document.apply("whitespace", found).text == "a\n"


@pytest.mark.parametrize("piece", [" ", "\n", "\r\n", " \n", "\t", "\u2029", "a\u2029", "a  b", "\x00\r"])
def test_three_hundred_kilobytes_of_anything_is_no_trouble(piece):
    text = piece * (300_000 // len(piece))
    after = Document.of(text).apply("whitespace", edits(text)).text
    assert in_form(after)


def test_a_text_of_blanks_is_no_text():
    assert [edit.rule for edit in edits(" \n\n")] == ["whitespace.blank-run"]
    assert FINAL_NEWLINE.id not in {edit.rule for edit in edits(" ")}
