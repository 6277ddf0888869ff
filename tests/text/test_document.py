"""Edits apply in order, undo gives the text back, and a stage that breaks the contract is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import StageError
from cleaner.text import Document, Edit, Step, undo

TEXT = st.text(alphabet="ab \n", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text and up to four rounds of edits, each made for the text that the one before left."""
    text = raw = draw(TEXT)
    rounds = []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        edits = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            new = draw(st.none() | st.text(alphabet="xy", max_size=3))
            if new != text[start:end]:
                edits.append(Edit(start, end, new, "test.rule"))
        rounds.append(edits)
        text = Document.of(text).apply("test", edits).text
    return raw, rounds


def applied(case: tuple[str, list[list[Edit]]]) -> Document:
    raw, rounds = case
    document = Document.of(raw)
    for number, edits in enumerate(rounds, 1):
        document = document.apply("test", edits, round=number)
    return document


@given(edited())
def test_undo_gives_the_raw_text(case):
    document = applied(case)
    assert document.undo() == document.raw == case[0]


@given(edited())
def test_characters_out_are_those_in_less_removed_and_inserted(case):
    document = applied(case)
    changes = [edit for step in document.trail for edit in step.edits if edit.replacement is not None]
    removed = sum(edit.end - edit.start for edit in changes)
    inserted = sum(len(edit.replacement) for edit in changes)
    assert len(document.text) == len(document.raw) - removed + inserted


@given(edited())
def test_reports_can_be_taken_out_without_a_change(case):
    document = applied(case)
    changes = document.without_reports()
    assert changes.text == document.text and changes.undo() == document.raw
    assert all(edit.replacement is not None for step in changes.trail for edit in step.edits)


def test_no_edit_leaves_the_document_itself():
    document = Document.of("a")
    assert document.apply("test", []) is document


def test_a_report_changes_nothing_and_is_remembered():
    document = Document.of("abc").apply("test", [Edit(1, 2, None, "test.note")])
    assert document.text == "abc"
    assert document.trail == (Step(1, "test", (Edit(1, 2, None, "test.note"),), ("b",)),)


def test_reports_on_the_raw_text_come_first_and_stay():
    document = Document.of("abc").apply("test", [Edit(0, 1, "", "test.rule")])
    told = document.prepend_reports("form", [Edit(0, 0, None, "test.form")])
    assert [(step.round, step.stage) for step in told.trail] == [(0, "form"), (1, "test")]
    assert told.without_reports().trail == told.trail
    assert document.prepend_reports("form", []) is document


@pytest.mark.parametrize(
    ("edits", "complaint"),
    [
        ([Edit(2, 1, "", "t.r")], "outside"),
        ([Edit(0, 9, "", "t.r")], "outside"),
        ([Edit(-1, 1, "", "t.r")], "outside"),
        ([Edit(1, 2, "", "t.r"), Edit(0, 1, "", "t.r")], "out of order"),
        ([Edit(0, 2, "", "t.r"), Edit(1, 3, "", "t.r")], "overlaps"),
        ([Edit(0, 2, "ab", "t.r")], "changes nothing"),
    ],
)
def test_edits_that_break_the_contract_raise(edits, complaint):
    """The message names stage and rule: it is for who has to mend them."""
    with pytest.raises(StageError, match=f"^test, t.r: .*{complaint}"):
        Document.of("abc").apply("test", edits)


def test_reports_on_the_raw_text_keep_the_contract():
    with pytest.raises(StageError, match=r"^form, t\.r: .*outside"):
        Document.of("abc").prepend_reports("form", [Edit(0, 4, None, "t.r")])


def test_a_step_that_lost_some_of_what_it_removed_is_not_undone():
    """Else a damaged trail would lead to a raw text that never was."""
    step = Step(1, "test", (Edit(0, 1, "", "t.r"), Edit(2, 3, "", "t.r")), ("a",))
    with pytest.raises(ValueError):
        undo("b", step)
