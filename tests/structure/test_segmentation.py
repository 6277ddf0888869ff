"""Where one block ends and the next begins, within lines that no blank line parts."""

import pytest

from cleaner.structure.line_reader import read_lines
from cleaner.structure.segmentation import split_lines

WIDE = "The canal office said on Monday that the lower lock stays closed until the frost is over."
PARAGRAPH = """\
The survey was carried out in forty villages along the upper river during two
dry seasons, and each household was visited at least three times. Where nobody
was at home, neighbours were asked."""


def split(text: str) -> list[str]:
    lines = read_lines(text)
    return [text[lines[first].start : lines[stop - 1].end] for first, stop in split_lines(lines)]


@pytest.mark.parametrize(
    "parts",
    [
        ["# A heading", "some text below it"],
        ["some text", "Page 12", "more text"],
        ["> one\n> two", "an answer"],
        ["an answer", "> one"],
        ["some text", "--\nInes Falk\nCanal Office"],
        ["what to bring", "- a torch\n- water"],
        ["- a torch\n- the map of the valley, not\n  the other one"],
        ["§ 1 One thing", "§ 2 Another thing"],
        [WIDE, WIDE],
        [WIDE, "Canal office"],
        ["Canal office", WIDE],
        ["A heading above", "The canal office said on Monday that the lower lock stays closed until"],
        [PARAGRAPH, PARAGRAPH],
        ["word " * 40 + "end", "a short line", "word " * 40 + "end"],
        ["a  line of text", "| a | b |\n| c | d |", "another"],
        ["DESCRIPTION", "    what it does"],
        ["— Nobody.", "— Somebody."],
        ["[1] One\n[2] Two"],
        [
            "the models of all the data that were ever labelled, and",
            "153",
            "what stands behind the number of a page, in the same paragraph",
        ],
        ["For example:", "The canal office said on Monday that the lower lock stays closed until"],
        ["it was repeated.", "59\nA short line"],
        ["said on Monday.", "KEEPER\nWho is there?"],
        ["The lock was closed.\nthe mill was not"],
        ["One line of verse,\nAnother line of verse."],
        ["a b: c\nd e: f"],
        ["\f\n\f"],
        ["some text", "\fa head"],
    ],
)
def test_blocks(parts):
    assert split("\n".join(parts)) == [part.strip(" ") for part in parts]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_no_lines_make_no_block(text):
    assert split(text) == []


def test_a_blank_line_ends_a_block():
    assert split("one\n\ntwo\n  \nthree") == ["one", "two", "three"]
