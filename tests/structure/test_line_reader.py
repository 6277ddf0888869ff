"""Lines that say something, wherever they end."""

import pytest

from cleaner.structure import marks
from cleaner.structure.line_reader import read_lines


def read(text: str) -> list[tuple[int, int, str]]:
    return [(line.number, line.indent, text[line.start : line.end]) for line in read_lines(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n\t\n", []),
        ("one\n  two \n\nthree", [(0, 0, "one"), (1, 2, "two"), (3, 0, "three")]),
        ("one\r\ntwo\rthree", [(0, 0, "one"), (1, 0, "two"), (2, 0, "three")]),
        ("\tone\n \ttwo", [(0, 8, "one"), (1, 8, "two")]),
        ("one\n\f\ntwo", [(0, 0, "one"), (1, 0, "\f"), (2, 0, "two")]),
        ("\f one \f", [(0, 2, "\f one \f")]),
    ],
)
def test_lines_have_places_and_indents(text, lines):
    assert read(text) == lines


def test_a_form_feed_marks_its_line():
    alone, beside, none = read_lines("\f\n\fa head\na line")
    assert alone.has(marks.FEED) and alone.has(marks.PAGE)
    assert beside.has(marks.FEED) and not beside.has(marks.PAGE)
    assert not none.has(marks.FEED | marks.PAGE)


def test_the_edge_is_the_column_behind_the_line():
    (line,) = read_lines("    水门 open")
    assert line.edge == 4 + 9
