"""Unwrapping: what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.unwrap import UNCERTAIN, Unwrap
from cleaner.structure import find_structure
from cleaner.text import Document
from tests.examples import examples
from tests.stages.edits_of import edits_of

STAGE = Unwrap()
APPLIED = {rule.id for rule in STAGE.rules} - {UNCERTAIN.id}
WORDS = st.sampled_from(
    ["the", "harbour", "A", "leaves", "at", "night.", "1.", "- ", "—", "fishermen", "ก", "\udc80", "x" * 30]
)
LINE = st.lists(WORDS, max_size=16).map(" ".join)
TEXT = st.lists(
    st.tuples(LINE, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n  "])), max_size=12
).map(lambda rows: "".join(line + end for line, end in rows))
PROSE = st.lists(
    st.sampled_from(
        ["the", "old", "harbour", "leaves", "at", "night", "when", "fog", "has", "lifted", "over", "a"]
    ),
    min_size=70,
    max_size=120,
)


def unwrapped(text: str) -> str:
    return Document.of(text).apply("unwrap", edits_of(STAGE, text)).text


def wrapped(words: list[str], width: int) -> str:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return "\n".join(lines)


@pytest.mark.parametrize("rule", STAGE.rules, ids=lambda rule: rule.id)
def test_the_example_of_a_rule(rule):
    before, after = rule.example
    assert unwrapped(before) == after
    assert rule.id in {edit.rule for edit in edits_of(STAGE, before)}


@given(PROSE, st.integers(64, 90))
def test_prose_wrapped_at_any_width_comes_back_as_it_was(words, width):
    text = " ".join(words)
    assert unwrapped(wrapped(words, width)) == text


@given(TEXT)
@examples(400)
def test_a_second_run_changes_nothing(text):
    once = unwrapped(text)
    assert unwrapped(once) == once


@given(TEXT)
@examples(400)
def test_a_line_end_becomes_a_space_inside_a_block(text):
    once = unwrapped(text)
    assert once.split() == text.split() or "—" in text or "ก" in text
    blocks = find_structure(text).blocks
    for edit in edits_of(STAGE, text):
        assert any(block.span.start < edit.start and edit.end < block.span.end for block in blocks)


@given(TEXT)
@examples(300)
def test_edits_replace_one_line_end_by_a_space_at_most(text):
    for edit in edits_of(STAGE, text):
        if edit.replacement is not None:
            assert edit.rule in APPLIED
            assert edit.replacement in ("", " ")
            assert not text[edit.start : edit.end].strip()


@given(st.lists(LINE.filter(str.strip).map(lambda line: line + "."), max_size=8))
def test_the_screen_hides_nothing(lines):
    """Where each line ends a sentence, nothing runs on, and nothing is found."""
    assert not edits_of(STAGE, "\n".join(lines))


@pytest.mark.parametrize(
    "unit", ["\n", " \n", "a", "a\n", "a" * 60 + "\n", "the fog " * 7 + "\n", "> ", "—\n", "\r\na", "x\t"]
)
def test_a_hostile_text_takes_a_moment(unit):
    text = unit * (400_000 // len(unit))
    assert len(edits_of(STAGE, text)) <= len(text)
