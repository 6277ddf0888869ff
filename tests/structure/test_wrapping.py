"""Whether lines are wrapped follows from the width that they fill."""

import textwrap

import pytest

from cleaner.structure.flow import measure_flow
from cleaner.structure.line_reader import read_lines
from cleaner.structure.wrapping import find_wrap
from tests.structure.texts import read_rows

ENGLISH = (
    "The lock keeper had counted the barges for thirty years, and he knew each of them by the "
    "sound of its engine long before it came round the bend. On Sundays he wrote the numbers "
    "into a ledger that nobody had asked him for, and which nobody has read since. When the "
    "canal was closed he went on counting, for there was nothing else that he could do well, "
    "and the ledger shows eleven years of noughts."
)
HINDI = (
    "नहर का पहरेदार तीस साल तक नावों को गिनता रहा और वह हर नाव को उसके इंजन की आवाज़ से बहुत "
    "पहले पहचान लेता था। रविवार को वह उन अंकों को एक बही में लिखता था जिसे किसी ने माँगा नहीं "
    "था और जिसे तब से किसी ने पढ़ा भी नहीं है। जब नहर बंद हुई तब भी वह गिनता रहा।"
)
CHINESE = (
    "看闸人数了三十年的船，每一条船还没有转过弯来，他就能从发动机的声音里听出是"
    "哪一条。星期天他把数字记在一个本子上，这个本子没有人要过，后来也没有人读过。"
) * 2
POEMS = [row for row in read_rows("documents") if set(row["kinds"]) == {"verse"}]


def wrap(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width, break_long_words=" " not in text))


@pytest.mark.parametrize("width", [40, 55, 60, 72, 80, 100, 130])
def test_a_paragraph_is_wrapped_at_any_width(width):
    text = wrap(ENGLISH, width)
    found = find_wrap(read_lines(text))
    assert found is not None and width - 12 <= found <= width


@pytest.mark.parametrize("indent", ["  ", "        "])
def test_a_paragraph_with_an_indent_is_wrapped(indent):
    assert find_wrap(read_lines(textwrap.indent(wrap(ENGLISH, 60), indent))) is not None


@pytest.mark.parametrize(("text", "width"), [(HINDI, 50), (HINDI, 70), (CHINESE, 30), (CHINESE, 38)])
def test_a_paragraph_without_capitals_is_wrapped(text, width):
    assert find_wrap(read_lines(wrap(text, width))) is not None


@pytest.mark.parametrize("row", POEMS, ids=lambda row: row["name"])
def test_verse_is_not_wrapped(row):
    for stanza in row["text"].strip().split("\n\n"):
        assert find_wrap(read_lines(stanza)) is None


@pytest.mark.parametrize(
    "text",
    [
        "A single line.",
        ENGLISH + "\n" + ENGLISH,
        wrap(ENGLISH, 15),
        "https://canal.example.org/the-opening-times-of-locks\nhttps://canal.example.org/mills",
    ],
)
def test_what_is_not_wrapped(text):
    assert find_wrap(read_lines(text)) is None


def test_what_is_text_by_its_mark_needs_less_evidence():
    text = "(2) Bei Frost entscheiden über die Öffnung der unteren Schleuse der\nWärter und das Amt."
    assert find_wrap(read_lines(text)) is None
    assert find_wrap(read_lines(text), is_text=True) == 67


def test_the_flow_of_lines():
    flow = measure_flow(
        read_lines(
            "The lock was\nclosed for good. Then the mill was closed. It\n"
            "has not opened again.\nNobody came when it was opened once more."
        )
    )
    assert (flow.breaks, flow.width, flow.early, flow.ended) == (3, 45, 1, 1)
    assert (flow.inside, flow.lower, flow.upper, flow.hanging) == (2, 2, 0, 0)
    assert flow.share_early == 2 / 3 and flow.share_meant == 1 / 2


def test_one_line_that_is_wider_than_all_does_not_count():
    lines = wrap(ENGLISH, 60).split("\n")
    lines.insert(3, "see https://canal.example.org/a/very/long/address/that/no/line/could/ever/hold")
    assert measure_flow(read_lines("\n".join(lines))).width <= 60
