"""Line ends that a wrap made are told from those of paragraphs, items, speeches and entries."""

import textwrap

import pytest

from cleaner.structure import find_structure
from tests.structure.texts import read_rows

FERRY = (
    "The ferry leaves the harbour at seven in the morning and comes back at nine, when the fog has lifted. "
    "By then, the fishermen have sold what they caught in the night, and the children of the other side "
    "are at school. In the afternoon it takes them home; they know each of the crew by name."
)


def list_units(text: str) -> list[str]:
    """The lines of a text after the line ends that its structure names have become spaces."""
    at, parts = 0, []
    for block in find_structure(text).blocks:
        for end in block.line_ends:
            parts += [text[at : end.start], " "]
            at = end.end
    return [line.strip() for line in ("".join(parts) + text[at:]).split("\n") if line.strip()]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 132])
@pytest.mark.parametrize("indent", ["", "   ", "\t"])
def test_a_paragraph_is_one_at_any_width_and_indent(width, indent):
    text = textwrap.indent(textwrap.fill(FERRY, width), indent)
    assert list_units(text) == [FERRY]


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "(a) ", "iv. "])
def test_each_item_is_one(mark):
    item = textwrap.fill(FERRY, 72, initial_indent=mark, subsequent_indent=" " * len(mark))
    assert list_units(f"{item}\n{item}") == [mark + FERRY] * 2


def test_paragraphs_are_parted_by_an_indent_or_by_a_short_line():
    close = textwrap.fill(FERRY, 72)
    assert len(close.split("\n")[-1]) < 60
    assert list_units(f"{close}\n{close}") == [FERRY] * 2
    indented = textwrap.fill(FERRY, 72, initial_indent="    ")
    assert list_units(f"{indented}\n{indented}\n{indented}") == [FERRY] * 3


def test_entries_and_speeches_are_parted_by_how_they_begin():
    entry = "[{}] A. Falk. {} Journal of Inland Harbours, 12(3):44-61, 1998."
    entries = [textwrap.fill(entry.format(number, FERRY), 72) for number in (1, 2)]
    assert len(list_units("\n".join(entries))) == 2
    speeches = [textwrap.fill(f"Mr. {name}: {FERRY}", 72) for name in ("Falk", "Brandt")]
    assert len(list_units("\n".join(speeches))) == 2
    name, *said = list_units(f"FALK\n{textwrap.fill(FERRY, 72)}")
    assert (name, said) == ("FALK", [FERRY])


def test_a_heading_above_and_a_row_of_signs_below_stay_apart():
    assert list_units(f"5.1 The ferry\n{textwrap.fill(FERRY, 72)}\n------") == [
        "5.1 The ferry",
        FERRY,
        "------",
    ]


def test_a_japanese_line_never_begins_a_paragraph_with_a_full_stop():
    first = "連絡船は朝の七時に古い港を出て、霧が晴れた九時ごろに戻ってきます。その"
    text = f"{first}\nころには漁師たちは魚を売り終えて、家に帰ってしまっているということですよ\n。"
    assert len(list_units(text)) == 1


def test_a_line_that_stops_long_before_the_width_leaves_a_short_block_as_it_is():
    lines = textwrap.wrap(FERRY, 72)
    text = "\n".join([lines[0], "and the pier", *lines[1:3]])
    assert list_units(text) == text.split("\n")


def test_quoted_printable_stays():
    text = textwrap.fill(FERRY, 72).replace("\n", "=\n")
    assert list_units(text) == text.split("\n")


@pytest.mark.parametrize("row", read_rows("documents"), ids=lambda row: row["name"])
def test_line_ends_are_white_space_inside_blocks_with_a_width(row):
    for block in find_structure(row["text"]).blocks:
        assert not block.line_ends or block.width is not None
        at = block.span.start
        for start, end in block.line_ends:
            assert at < start < end < block.span.end
            assert row["text"][start:end].strip() == "" and row["text"][start:end].count("\n") == 1
            at = end
