"""Quotation marks: what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.quotation import TURNED, Quotation
from cleaner.text import Document
from tests.examples import examples
from tests.stages.edits_of import edits_of

STAGE = Quotation()
TEXT = st.lists(
    st.sampled_from(
        [
            "“",
            "”",
            "“",
            "so",
            " ",
            "he said",
            ",",
            ".",
            "\n",
            "\n\n",
            "‘",
            "’",
            '"',
            "(",
            ")",
            "„",
            "»",
            "5",
            "\udc80",
        ]
    ),
    max_size=30,
).map("".join)


def turned(text: str) -> str:
    return Document.of(text).apply("quotation", edits_of(STAGE, text)).text


@pytest.mark.parametrize("rule", STAGE.rules, ids=lambda rule: rule.id)
def test_the_example_of_a_rule(rule):
    before, after = rule.example
    assert turned(before) == after
    assert rule.id in {edit.rule for edit in edits_of(STAGE, before)}


@given(TEXT)
@examples(500)
def test_a_second_run_changes_nothing(text):
    once = turned(text)
    assert turned(once) == once


@given(TEXT)
@examples(500)
def test_only_opening_marks_are_turned_and_never_where_german_ones_stand(text):
    for edit in edits_of(STAGE, text):
        if edit.replacement is not None:
            assert (text[edit.start : edit.end], edit.replacement, edit.rule) == ("“", "”", TURNED.id)
            assert "„" not in text
            assert "“" in text[: edit.start]


@given(TEXT)
@examples(300)
def test_turning_makes_no_new_lonely_mark(text):
    def lonely(content):
        return sum(edit.rule == "quotation.unbalanced" for edit in edits_of(STAGE, content))

    assert lonely(turned(text)) <= lonely(text)


@given(st.text(alphabet='ab „«»‘’"\n.,'))
def test_without_curly_double_marks_there_is_nothing_to_find(text):
    assert not edits_of(STAGE, text)


def test_a_long_quotation_that_closes_some_paragraphs_on_is_not_reported():
    assert not edits_of(STAGE, "“The ferry leaves.\n\nIt comes back.\n\nIt leaves again,” he said.")


@pytest.mark.parametrize("unit", ["“", "”", "“ ", "a“ ", "“a“ ", "“a” ", "“\n", '"', "“a\n\n", "a”\n\n"])
def test_a_hostile_text_takes_a_moment(unit):
    text = unit * (400_000 // len(unit))
    assert len(edits_of(STAGE, text)) <= len(text)
