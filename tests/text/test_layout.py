"""Lines end at LF, CRLF and CR alone; paragraphs follow from each block of lines by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import Lines, count_line_breaks, cut_paragraphs, find_paragraphs, layout, runs_on
from tests.examples import examples

LINES = st.lists(
    st.sampled_from(
        [
            "",
            "  ",
            "A short heading",
            "The council met on a wet evening to talk about the bridge",
            "and nobody who came to the hall was asked to speak at all",
            "which ended it.",
            "The council met again a week later, on a dry evening, and talked of the bridge for three hours.",
            "– a list item",
        ]
    ),
    max_size=12,
)


def texts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(0, (1, 1))]),
        ("ab\ncd", [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3))]),
        ("a\r\nb\rc", [(1, (1, 2)), (3, (2, 1)), (5, (3, 1))]),
        ("a\x0bb\u2028c\x85d", [(6, (1, 7))]),
        ("a\n", [(2, (2, 1))]),
    ],
)
def test_places_count_from_one(text, places):
    lines = Lines.of(text)
    assert [(at, lines.locate(at)) for at, _ in places] == places


def test_scraped_lines_are_paragraphs_each():
    assert len(texts("Heading\nA first paragraph of some length, ending here.\nA second one.\n")) == 3


def test_a_hard_wrapped_block_is_one_paragraph():
    wrapped = (
        "The council met on a wet evening to talk about the bridge\nand nobody who came was asked.\n\nNext."
    )
    assert len(texts(wrapped)) == 2


def test_a_hard_wrapped_block_is_one_paragraph_wherever_it_stands():
    block = "The council met on a wet evening to talk about the bridge\nand nobody who came was asked."
    assert texts(f"{'A line before it.' * 9}\n\n{block}\n") == ["A line before it." * 9, block]


@pytest.mark.parametrize(
    ("line", "following", "is_wrapped"),
    [
        ("x" * 40, "in spring", True),
        ("x" * 39, "in spring", False),
        ("x" * 100, "in spring", True),
        ("x" * 101, "in spring", False),
        ("x" * 60, "i" * 100, True),
        ("x" * 60, "i" * 101, False),
        ("x" * 60, "(in spring)", False),
        ("x" * 60, "iPhones", True),
        ("x" * 60, "", False),
        ("x" * 60 + ".", "in spring", False),
        ("x" * 60 + "۔", "in spring", False),
    ],
)
def test_a_wrapped_line_has_a_length_and_goes_on_in_lower_case(line, following, is_wrapped):
    assert runs_on(line, following) == is_wrapped


@pytest.mark.parametrize(
    ("gap", "count"),
    [
        ("", 0),
        ("\n", 1),
        ("\r", 1),
        ("\r\n", 1),
        ("\n\r", 2),
        ("\r\r", 2),
        ("\r\n \r\n", 2),
        ("\x0b\u2028", 0),
    ],
)
def test_line_breaks_between_two_places_are_counted_once_each(gap, count):
    assert count_line_breaks(f"\n{gap}\n", 1, 1 + len(gap)) == count


def test_a_heading_over_a_long_line_in_lower_case_stays_a_heading():
    assert len(texts("What the town has to say about the bridge\n" + "iPhone owners said nothing. " * 8)) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "  \r\n\t", "\x0c"])
def test_blank_text_has_no_paragraph(text):
    assert find_paragraphs(text) == []


@examples(1000)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_taking_paragraphs_out_never_changes_the_others(lines, ending, data):
    text = ending.join(lines)
    spans = find_paragraphs(text)
    dropped = data.draw(st.sets(st.integers(0, max(0, len(spans) - 1)))) & set(range(len(spans)))
    expected = [text[s.start : s.end] for i, s in enumerate(spans) if i not in dropped]
    left, position = "", 0
    for index, cut in cut_paragraphs(text, spans, dropped):
        assert cut.start >= position and cut.start <= spans[index].start and spans[index].end <= cut.end
        left += text[position : cut.start]
        position = cut.end
    assert texts(left + text[position:]) == expected


def test_a_blank_line_stays_where_two_neighbours_would_look_like_one():
    text = "The council met on a wet evening to talk about the bridge\nAs ever.\nand nobody came.\n"
    spans = find_paragraphs(text)
    assert len(spans) == 3
    ((_, cut),) = cut_paragraphs(text, spans, {1})
    left = text[: cut.start] + text[cut.end :]
    assert left == "The council met on a wet evening to talk about the bridge\n\nand nobody came.\n"
    assert len(find_paragraphs(left)) == 2


@pytest.mark.parametrize(
    ("text", "dropped", "left"),
    [
        ("One.\n\nTwo.\n", {0}, "Two.\n"),
        ("One.\n\nTwo.\n", {1}, "One.\n"),
        ("One.\n\nTwo.\n\n\nThree.\n", {1, 2}, "One.\n"),
        ("One.\nTwo.\nThree.\n", {1}, "One.\nThree.\n"),
        ("One.\n\nTwo.\nThree.\n", {1}, "One.\n\nThree.\n"),
        ("One.\nTwo.\n\nThree.\n", {1}, "One.\n\nThree.\n"),
        ("One.\nTwo.\n\n\nThree.\nFour.\n", {1, 2}, "One.\n\n\nFour.\n"),
        ("One.\n\nTwo.\n", {0, 1}, "\n"),
    ],
)
def test_a_paragraph_leaves_with_one_separator_and_the_widest_stays(text, dropped, left):
    assert take_out(text, dropped) == left


def take_out(text: str, dropped: set[int]) -> str:
    left, position = "", 0
    for _, cut in cut_paragraphs(text, find_paragraphs(text), dropped):
        left += text[position : cut.start]
        position = cut.end
    return left + text[position:]


@given(st.text(alphabet="ab.\n\r \u00a0", max_size=60))
def test_paragraphs_are_in_order_disjoint_and_stripped(text):
    last = 0
    for span in find_paragraphs(text):
        assert last <= span.start < span.end
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        last = span.end


@examples(1000)
@given(st.text(alphabet="ab \t\n\n\x0b\x85\u2028é") | LINES.map("\n".join))
def test_lines_that_end_in_line_feeds_are_read_as_all_others(text):
    assert list(layout._blocks_of_lf_lines(text)) == list(layout._blocks_of_any_lines(text))
    ends = [index + 1 for index, character in enumerate(text) if character == "\n"]
    assert Lines.of(text).starts == (0, *ends)


@given(st.text(alphabet="ab\r\n"), st.lists(st.integers(0, 30)))
def test_lines_of_several_places_are_those_of_each(text, places):
    lines = Lines.of(text)
    assert lines.line_numbers(places) == [lines.locate(place)[0] for place in places]
