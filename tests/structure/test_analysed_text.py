"""A text shares its analyses; what an edit touches is read off the blocks."""

import pytest

from cleaner.structure import Hints, Text
from cleaner.text import Edit

CONTENT = "# Salt\n\nThe lake is dry. Nobody has seen it full since the war.\n\n- one\n- two\n"


def test_an_analysis_is_worked_out_once_and_each_has_its_own():
    calls = []

    def count(content):
        calls.append(content)
        return len(content)

    text = Text("abc")
    assert [text.once(count), text.once(count), text.once(str.upper)] == [3, 3, "ABC"]
    assert calls == ["abc"]
    assert text.structure is text.structure


def test_texts_are_equal_by_content_and_hints_whatever_is_known_of_them():
    known = Text("abc")
    assert known.once(len) == 3
    assert known == Text("abc")
    assert known != Text("abc", Hints(kind="verse"))


@pytest.mark.parametrize(
    ("start", "end", "kinds"),
    [
        (0, 1, {"heading"}),
        (5, 8, {"heading"}),  # ends in the blank line
        (5, 9, {"heading", "prose"}),
        (6, 8, set()),  # the blank line alone
        (6, 6, {"heading"}),  # an insertion at its edge
        (8, 8, {"prose"}),
        (7, 7, set()),
        (0, len(CONTENT), {"heading", "prose", "list"}),
    ],
)
def test_an_edit_touches_the_blocks_that_it_shares_a_character_with(start, end, kinds):
    assert Text(CONTENT).kinds_at(Edit(start, end, "x", "test.rule")) == kinds


def test_hints_override_what_is_inferred():
    text = Text(CONTENT, Hints(kind="verse", language="fr"))
    assert text.kinds_at(Edit(0, len(CONTENT), "", "test.rule")) == {"verse"}
    assert (text.structure.kind, text.structure.language) == ("verse", "fr")
