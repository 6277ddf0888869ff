"""Page furniture: documents that are set on pages in many ways come out as they were, and others stay."""

import random
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.stages.page_furniture import PageFurniture
from cleaner.stages.page_furniture.page_numbers import read_page_numbers
from cleaner.text import Document
from tests.stages.edits_of import edits_of

STAGE = PageFurniture()
WORDS = {
    "en": "the old mill stands near the river and nobody knows why it was built there by our fathers",
    "de": "der alte Müller steht am Wehr und keiner weiß warum das Wasser hier so ruhig ist wie nie",
    "fr": "le vieux moulin est près de la rivière et personne ne sait pourquoi il fut bâti ici",
    "ru": "старая мельница стоит у реки и никто не знает зачем её построили здесь наши отцы",
    "es": "el viejo molino está cerca del río pero nadie sabe por qué lo hicieron aquí sus padres",
    "tr": "eski değirmen nehrin yanında duruyor ve kimse onun neden burada yapıldığını bilmiyor",
}
STYLES = {
    "bare": "\n{n}\n",
    "bare, no blank lines": "{n}\n",
    "dashes": "\n            - {n} -\n\n",
    "word": "\nPage {n}\n",
    "of how many": "\nSeite {n} von 90\n",
    "abbreviation": "\nстр. {n}\n",
    "slash": "\n{n}/90\n",
    "head": "\nA History of Mills   {n}\n\n",
    "head on both sides": "\n{side}\n\n",
    "foot and head": "\nThe Valley Press\n{n}\n\nA HISTORY OF MILLS\n\n",
    "Chinese": "\n第{n}页\n",
    "Spanish": "\nPágina {n}\n",
    "Arabic digits": "\n{arabic}\n",
}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def write_lines(chance: random.Random, language: str, count: int) -> list[str]:
    """Lines of wrapped prose; sentences end inside the lines and at their ends."""
    vocabulary = WORDS[language].split()
    sentences = []
    for _ in range(count):
        words = [chance.choice(vocabulary) for _ in range(chance.randint(7, 19))]
        sentences.append(" ".join(words).capitalize() + ".")
    return textwrap.wrap(" ".join(sentences), 66)[:count]


def set_on_pages(chance: random.Random, lines: list[str], style: str, *, feeds: bool, first: int) -> str:
    """The lines on pages of about 30 lines, with furniture at each end of a page."""
    parts = []
    at, number = 0, first
    while at < len(lines):
        size = chance.randint(27, 33)
        parts.append("\n".join(lines[at : at + size]) + "\n")
        at += size
        side = f"{number}   A History of Mills" if number % 2 else f"A History of Mills   {number}"
        if at < len(lines):
            parts.append(style.format(n=number, side=side, arabic=str(number).translate(ARABIC)))
            parts.append("\f" if feeds else "")
        number += 1
    return "".join(parts)


def remove(text: str) -> str:
    return Document.of(text).apply(STAGE.name, edits_of(STAGE, text)).text


@pytest.mark.parametrize("feeds", [True, False], ids=["form feeds", "no form feeds"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", WORDS)
def test_furniture_goes_and_every_line_of_prose_stays(language, style, feeds):
    chance = random.Random(f"{language} {style} {feeds}")
    lines = write_lines(chance, language, 300)
    text = set_on_pages(chance, lines, STYLES[style], feeds=feeds, first=chance.choice([1, 7, 96]))
    clean = remove(text)
    assert [line for line in clean.split("\n") if line.strip()] == lines
    # Sentences that a page cut come together: of those behind lower case, all.
    for above, below in pairwise(lines):
        if above[-1] != "." and below[0].islower():
            assert f"{above}\n{below}" in clean


@given(st.integers(0, 10_000), st.sampled_from(list(STYLES)), st.booleans(), st.sampled_from(list(WORDS)))
def test_a_second_run_finds_nothing(seed, style, feeds, language):
    chance = random.Random(seed)
    lines = write_lines(chance, language, chance.randint(60, 200))
    text = set_on_pages(chance, lines, STYLES[style], feeds=feeds, first=chance.randint(1, 200))
    once = remove(text)
    assert not [edit for edit in edits_of(STAGE, once) if edit.replacement is not None]
    assert set(lines) <= {line.strip() for line in once.split("\n")}


FURNITURE = st.sampled_from(
    [
        *("12", "13", "14", "Page 3", "- 4 -", "\f", "\f\f", "", "MILLS  5", "MILLS", "[12]", "iv", "第3页"),
        *("Downloaded from mills.example.org on 3 May", "—", "MILLS  6"),
    ]
)
NOISE = st.lists(
    st.one_of(FURNITURE, st.sampled_from(["The mill {}.", "and the mill of {}", "{}\f", "\f {}"]))
)


@given(NOISE)
def test_of_any_text_only_furniture_goes(lines):
    """What is said once stays, wherever it stands."""
    names = ["-".join(WORDS["en"].split()[int(digit)] for digit in str(n)) for n in range(len(lines))]
    text = "\n".join(line.format(name) for line, name in zip(lines, names, strict=True))
    clean = remove(text)
    for line, name in zip(lines, names, strict=True):
        if "{}" in line:
            assert line.format(name).strip() in clean


def join_parts(heads: list[str], part: str) -> str:
    return "".join(f"{head}\n\n{part}\n\n" for head in heads)


PROSE = "\n".join(write_lines(random.Random(1), "en", 24)) + " The end of it."
VERSE = "\n".join(
    "the tide came in before the day and went\nand nobody was there to see it go" for _ in range(12)
)
NUMBERS = [*range(3, 10)]
OTHERS = {
    "chapters": join_parts([str(n) for n in NUMBERS], PROSE),
    "chapters with dashes": join_parts([f"- {n} -" for n in NUMBERS], PROSE),
    "chapters that begin late": join_parts([str(n) for n in range(23, 30)], PROSE),
    "chapters in words": join_parts([f"Chapter {n}" for n in NUMBERS], PROSE),
    "Kapitel": join_parts([f"Kapitel {n}" for n in NUMBERS], PROSE),
    "chapters in Roman numerals": join_parts(["iii", "iv", "v", "vi", "vii"], PROSE),
    "scenes of a comic": join_parts([f"Page {n}" for n in NUMBERS], PROSE),
    "years": join_parts([str(n) for n in range(1911, 1919)], PROSE),
    "days": join_parts([f"{n} May" for n in NUMBERS], PROSE),
    "parts of a poem without stops": join_parts([str(n) for n in NUMBERS], VERSE),
    "parts of a poem, with dashes": join_parts([f"~ {n} ~" for n in NUMBERS], VERSE),
    "songs": join_parts([f"Verse {n}" for n in NUMBERS], VERSE),
    "psalms": join_parts([f"Psalm {n}" for n in NUMBERS], VERSE),
    "paragraphs of a judgment": join_parts([str(n) for n in range(31, 60)], PROSE[:600] + "."),
    "tables": join_parts([str(n) for n in NUMBERS], "Salt 12\nFlour 13\nOil 14\n" * 20),
    "rounds": join_parts([f"Round {n}" for n in NUMBERS], "Ashford 2\nBarrow 1\n" * 20),
    "a contents list": "\n".join(f"The mill at the river {n}" for n in range(3, 60)),
    "minutes with one speaker again and again": "\n\n".join(["The Chair: Thank you.", PROSE] * 9),
    "two parts with one title": f"{PROSE}\n\nA History\n\n{PROSE}\n\nA History\n\n{PROSE}",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_looks_like_furniture_stays(name):
    assert remove(OTHERS[name]) == OTHERS[name]


def test_footnotes_stay_whole_and_no_sentence_is_glued_to_them():
    chance = random.Random(6)
    lines = write_lines(chance, "en", 120)
    notes = [
        f"{n}See the log of {' '.join(write_lines(chance, 'en', 1))}\nand others of that year"
        for n in range(6)
    ]
    parts = []
    for n, note in enumerate(notes):
        above, below = "\n".join(lines[20 * n : 20 * n + 19]), lines[20 * n + 19]
        parts.append(f"{above} and\n\n{note}{'.' if n % 2 else ' and'}\n\nPage {n + 1}\n\f\nwith {below}\n")
    clean = remove("".join(parts))
    assert "Page" not in clean and "\f" not in clean
    for note in notes:
        assert note in clean
    assert ".\nwith" not in clean and "and\nwith" not in clean


def test_an_entry_of_a_bibliography_comes_together():
    chance = random.Random(8)
    above, below = write_lines(chance, "en", 6), [line.lower() for line in write_lines(chance, "en", 6)]
    text = "".join(
        f"[{n}] Miller, J. On the mills of the valley. Journal of\nRivers, 12(3):45-{n}, 1998.\n"
        f"[{n + 20}] Fisher, C. {above[n]} and\n\nPage {n + 1}\n\f\nof {below[n]}\n12-{n + 60}, 2001.\n"
        for n in range(6)
    )
    clean = remove(text)
    for n in range(6):
        assert f"{above[n]} and\nof {below[n]}" in clean


def test_letters_printed_one_to_a_page_stay():
    top, foot = "The Mill\nRiver Street\nNeustadt", "Yours\nJ. Miller\nOwner"
    letter = f"{top}\n\n{{name}}\n\nDear friend\n\nthe mill is sold\n\n{foot}"
    text = "\n\f\n".join(letter.format(name=name) for name in ("Anna", "Berta", "Clara", "Dora", "Emma"))
    assert remove(text).replace("\n\n\n", "\n\n") == text.replace("\f\n", "\n").replace("\n\n\n", "\n\n")


def test_the_title_on_the_first_page_stays():
    lines = write_lines(random.Random(3), "en", 200)
    text = "A History of Mills\n\n" + set_on_pages(
        random.Random(4), lines, "\n\f\nA History of Mills\n\n", feeds=False, first=1
    )
    assert remove(text).count("A History of Mills") == 1


def test_a_word_cut_by_a_page_comes_together_in_the_pipeline():
    lines = write_lines(random.Random(5), "en", 120)
    lines[29:31] = [
        "the river and the mill and all that stood there were a secu-",
        "rity to the town. " + lines[30],
    ]
    text = "".join(
        "\n".join(lines[at : at + 30]) + (f"\n\nPage {at // 30 + 1}\n\f\n" if at < 90 else "\n")
        for at in range(0, 120, 30)
    )
    assert "a security to the town" in Configuration().pipeline.run(text).text.replace("\n", " ")


@given(NOISE)
def test_no_form_feed_comes_out_of_the_pipeline(lines):
    document = Configuration().pipeline.run("\n".join(lines))
    assert "\f" not in document.text
    assert Configuration().pipeline.run(document.text).text == document.text


def test_furniture_is_under_the_budget():
    page = "Mill.\n\n\fA HISTORY OF ALL THE OLD MILLS IN THE VALLEY, WITH PICTURES\n\n"
    document = Configuration().pipeline.run(page * 12)
    assert "pipeline.over-budget" in {edit.rule for step in document.trail for edit in step.edits}
    assert document.text.count("A HISTORY") == 12


def test_each_line_is_read_as_the_page_number_that_it_is():
    told = {
        "12": 12, "- 12 -": 12, "– 12 –": 12, "[ Page 12 ]": 12, "Page 12 of 40": 12, "page 12 sur 40": 12,
        "Seite 12": 12, "S. 12": 12, "Página 12 de 40": 12, "стр. 12": 12, "Страница 12 из 40": 12,
        "12/40": 12,
        "第12页": 12, "第 12 頁": 12, "xii": 12, "XIV": 14, "12. oldal": 12, "3 sayfa": 3, "صفحة ١٢": 12,
        "sida 12 av 40": 12, "Strona 12 z 40": 12, "| 12 |": 12,
    }  # fmt: skip
    assert {line: [number.number for number in read_page_numbers(0, 0, line)] for line in told} == {
        line: [number] for line, number in told.items()
    }
    for line in ("(12)", "[12]", "12.", "12,5", "iiv", "civil", "0", "12345", "mill", "12-13", "§ 12", "1.2"):
        assert not list(read_page_numbers(0, 0, line)), line


def write_sections(head: str, sizes: tuple[int, ...]) -> str:
    """Sections of so many lines each, parted by form feeds, as releases and chapters are."""
    chance = random.Random(7)
    return "\f\n".join(
        head.format(n=n) + "\n\n" + "\n".join(write_lines(chance, "en", size)) + ".\n\n"
        for n, size in enumerate(sizes, 1)
    )


@pytest.mark.parametrize(
    "head",
    [
        "Chapter {n}",
        "{n}",
        "Version 2.{n}",
        "Hymn {n}",
        "Version 2.{n}\n\nMajor new features:",
        "Changes\n\n* News",
    ],
)
def test_form_feeds_between_sections_take_no_heading_along(head):
    text = write_sections(head, (30, 4, 90, 12, 200, 61, 7))
    kept = [line for line in remove(text).split("\n") if line.strip()]
    assert kept == [line for line in text.replace("\f", "").split("\n") if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "downloaded from tables.example.org can be read by anybody",
        "downloaded from tables.example.org on 3 May 2008",
        "Downloaded from tables.example.org in 2008, the files",
        "Printed by press.example.org in 12 colours",
    ],
)
def test_a_line_of_a_sentence_is_no_notice(line):
    assert remove(f"The tables that the harbour board had ordered were\n{line}\nof no use.") == (
        f"The tables that the harbour board had ordered were\n{line}\nof no use."
    )


def test_statements_with_numbers_that_rise_stay():
    code = "".join(
        f"  if mill == {n}\n    let s:wheel_{n} = river({n})\n" + "    call turn(wheel, mill, river)\n" * 30
        + f"    let b:method = {n}\n    let g:wheel = a:river\n"
        for n in range(4, 12)
    )  # fmt: skip
    assert remove(code) == code
