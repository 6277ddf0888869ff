"""The trail goes out and comes back, and replays to the raw text or says that it does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DamageError
from cleaner.rule import Rule
from cleaner.store import trail
from cleaner.text import Document, Edit
from tests.text.test_document import applied, edited

RULES = {
    "test.rule": Rule("test.rule", "likely", "What.", "Why.", "What not.", ("a", "b")),
}


@given(st.lists(edited(), max_size=3))
def test_what_comes_back_rebuilds_the_raw_text(cases):
    documents = [(f"{number}.txt", applied(case)) for number, case in enumerate(cases)]
    steps = trail.decode(trail.encode(documents, RULES))
    for name, document in documents:
        assert trail.replay(document.text, steps.get(name, ())) == document.raw
        assert tuple(step for step in document.trail if step.edits) == steps.get(name, ())


def test_a_lone_surrogate_comes_back():
    document = Document.of("it\udc92s").apply("encoding", [Edit(2, 3, "’", "test.rule")])
    steps = trail.decode(trail.encode([("a", document)], RULES))
    assert trail.replay("it’s", steps["a"]) == "it\udc92s"


def test_a_record_says_where_in_the_raw_text():
    document = Document.of("one\ntwo three").apply("t", [Edit(0, 4, "", "test.rule")])
    document = document.apply("t", [Edit(3, 4, "-", "test.rule", {"why": 1})], round=2)
    line = trail.encode([("a", document)], RULES).splitlines()[1]
    assert b'"raw": [7, 8], "line": 2, "column": 4' in line
    assert b'"evidence": {"why": 1}' in line


def test_a_text_that_is_not_the_written_one_is_damage():
    document = Document.of("abcd").apply("t", [Edit(2, 3, "x", "test.rule")])
    with pytest.raises(DamageError, match="does not fit"):
        trail.replay("a", document.trail)


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"document": 1}'])
def test_a_line_that_cannot_be_read_is_named(line):
    good = trail.encode([("a", Document.of("ab").apply("t", [Edit(0, 1, "", "test.rule")]))], RULES)
    with pytest.raises(DamageError, match=r"00000\.jsonl:2: damaged"):
        trail.decode(good + line + b"\n")
