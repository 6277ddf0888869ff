"""Comments pasted under an article."""

import random
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.comments import GENUINE, PROMOTIONAL, Comments, promotional
from cleaner.stages.comments.model import Model, format_model, load_model, parse_model
from cleaner.stages.comments.phrases import PHRASES, find_families, read_phrases, split_words
from cleaner.stages.comments.reasons import REASONS
from cleaner.stages.comments.removal import cut_units
from cleaner.stages.comments.tail import suspected, units
from cleaner.text import Document, Lines, Span, find_paragraphs
from tests.examples import examples
from tests.stages.edits_of import edits_of

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests" / "cases" / "comments.toml").read_text("utf-8"))["case"]
PRAISE = "Great post! Thanks for sharing this informative article. Visit our website for cheap car repairs."
ARTICLE = [
    "The mill at the weir will grind flour again, the trust that owns it said on Friday.",
    "Its wheel has stood still since the flood of 1987, when the weir broke and the mill race silted up.",
    "Volunteers of the trust have dug out the race by hand and set new oak paddles into the wheel.",
    "The first sacks of flour are to be sold at the harvest fair, and the money goes into the roof.",
]
READERS = [
    "My grandmother carried grain to that mill, and she never had a good word for the miller.",
    "The flood was in 1986, not in 1987. We lost our shed in it.",
    "Who pays for the roof when the fair is rained off again?",
]
ADVERTS = [
    PRAISE,
    "Wow, superb blog! I bookmarked your website and will tell my friends about it. Keep up the good work.",
    "Cheap designer handbags online, up to 70% off and free shipping! Order now: www.bagdeals99.com",
    "Very insightful read, you explained the topic so well. Tools like Mixlorio.com help businesses with it.",
]


def edits(text, rule=PROMOTIONAL.id):
    return [edit for edit in edits_of(Comments(), text) if edit.rule == rule]


def cleaned(text):
    return Document.of(text).apply("comments", edits(text)).text


def lines_of(text):
    return [Lines.of(text).locate(edit.start)[0] for edit in edits(text)]


def test_each_copy_is_an_edit_of_its_own_and_the_blank_run_before_them_stays():
    article = "\n".join(ARTICLE)
    text = article + "\n" * 22 + "\n".join([ADVERTS[3]] * 4)
    assert lines_of(text) == [26, 27, 28, 29]
    assert cleaned(text) == article + "\n" * 22
    assert edits(text)[0].evidence["reasons"][0] == "repeated 4 times"


def test_one_copy_is_enough():
    text = "\n\n".join([*ARTICLE, ADVERTS[3]])
    assert lines_of(text) == [9]


def test_evidence_names_up_to_three_reasons_in_plain_words():
    (edit,) = edits("\n\n".join([*ARTICLE, PRAISE]))
    plain = {*REASONS.values(), "wording of adverts", "off topic", "behind blank lines"}
    assert 1 <= len(edit.evidence["reasons"]) <= 3
    assert set(edit.evidence["reasons"]) <= plain


@st.composite
def composed(draw):
    """An article with readers' comments and adverts under it, in one of the layouts that pages have."""
    tail = draw(st.lists(st.sampled_from([*READERS, *ADVERTS]), max_size=8))
    gap = draw(st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\n \n", "\r\r"]))
    debris = draw(st.sampled_from([gap, gap * 3, gap + "  \n" * 9]))
    gaps = [gap if draw(st.booleans()) else gap * 2 for _ in tail]
    end = draw(st.sampled_from(["", "\n", "\n\n\n", " \n"]))
    pasted = "".join(comment + space for comment, space in zip(tail, gaps, strict=True))
    return gap.join(ARTICLE) + debris + pasted.rstrip() + end


@examples(150)
@given(composed())
def test_cleaning_what_was_cleaned_removes_nothing_more(text):
    assert not edits(cleaned(text))


@examples(150)
@given(composed())
def test_the_article_and_its_readers_are_whole_and_stay_apart(text):
    before = [text[a:b] for a, b in find_paragraphs(text)]
    after = [out[a:b] for out in [cleaned(text)] for a, b in find_paragraphs(out)]
    rest = iter(before)
    assert all(paragraph in rest for paragraph in after)
    assert [p for p in before if p not in ADVERTS] == [p for p in after if p not in ADVERTS]


@examples(100)
@given(composed())
def test_edits_only_remove_whole_lines_and_never_the_first_paragraph(text):
    document = Document.of(text).apply("comments", edits_of(Comments(), text))
    for step in document.trail:
        for edit, gone in zip(step.edits, step.removed, strict=True):
            assert edit.replacement == ""
            assert edit.start > 0 and text[edit.start - 1] in "\r\n"
            assert gone.strip()
    assert document.undo() == text


HOSTILE = st.lists(
    st.sampled_from([*"ab .!?\n\r\t\x00’“<>/@é\ud800ж中", "great ", "post ", "\n\n", "http://", "thanks "]),
    max_size=60,
).map("".join)


@examples(200)
@given(HOSTILE, st.integers(0, 3))
def test_any_text_is_survived_and_cleaned_once(noise, adverts):
    text = "\n\n".join([noise, *ADVERTS[:adverts], noise])
    assert not edits(cleaned(text))


@pytest.mark.parametrize(
    "text",
    [" " * 10**6, "-" * 10**6, "<" * 10**6, "\n" * 10**6, "great post " * 10**5, "a.b" * 300_000, "@" * 10**6,
     "Great post!\n\n" * 20_000,
     (PRAISE + "\n") * 5_000, "1 " * 500_000, "\u200d" * 10**6, "x\n\n" + "aB1" * 300_000],
    ids=range(12),
)  # fmt: skip
def test_a_megabyte_of_anything_takes_no_more_than_seconds(text):
    start = time.process_time()
    edits_of(Comments(), text)
    assert time.process_time() - start < 8


def test_a_flood_goes_whole():
    text = "\n\n".join([*ARTICLE, *([PRAISE] * 150)])
    assert len(edits(text)) == 150


def test_genuine_comments_are_found_beside_adverts_and_nowhere_else():
    beside = "\n\n".join([*ARTICLE, PRAISE, READERS[2]])
    assert [beside[e.start : e.end].strip() for e in edits(beside, GENUINE.id)] == [READERS[2]]
    assert not edits("\n\n".join([*ARTICLE, *READERS]), GENUINE.id)


def test_neighbours_that_would_look_like_one_wrapped_paragraph_keep_a_blank_line():
    text = "The list of those who helped, as it was read out then\nAdvert.\nand later printed.\n"
    (cut,) = cut_units(text, [Span(54, 61)])
    left = text[: cut.start] + text[cut.end :]
    assert [left[a:b] for a, b in find_paragraphs(left)] == [text[:53], "and later printed."]


def test_units_are_blocks_where_blank_lines_part_the_paragraphs():
    assert len(units("\n\n".join([*ARTICLE, "A comment\nin two lines"]))) == 5
    assert len(units("\n".join([*ARTICLE, "", "One.", "Two."]))) == 6


def test_phrases_are_sorted_in_lower_case_and_without_duplicates():
    rows = [line for line in PHRASES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert rows == sorted(set(rows))
    assert all(row == row.lower() for row in rows)
    assert {"ar", "de", "en", "es", "fr", "pl", "ru", "tr", "ur"} <= {
        phrase.language for phrase in read_phrases()
    }


def test_every_phrase_is_found_where_it_stands_alone():
    for family, _, pattern in read_phrases():
        text = " ".join(word.removesuffix("*") for word in pattern)
        assert family in find_families(split_words(text)), text


def test_the_table_of_a_model_reads_back_as_written():
    model = load_model()
    again = parse_model(format_model(model))
    assert isinstance(again, Model)
    for text in (*ADVERTS, *READERS, *ARTICLE):
        assert again.score(text) == pytest.approx(model.score(text), abs=0.05)


def test_the_weights_weigh_less_than_half_a_megabyte():
    shipped_files = (ROOT / "cleaner" / "stages" / "data").glob("comments.*")
    assert sum(file.stat().st_size for file in shipped_files) < 500_000


def test_scores_are_the_same_in_every_process():
    program = "from cleaner.stages.comments import promotional; print(promotional(input()).score)"
    seeds = [str(random.Random(n).randrange(1000)) for n in (1, 2)]
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=PRAISE,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in seeds
    }
    assert len(runs) == 1
    assert float(runs.pop()) == promotional(PRAISE).score


def test_reading_no_weights_before_there_is_something_to_judge():
    load_model.cache_clear()
    news = "The council voted on {} to close the bridge until the inspection of its {} pillars is over."
    news = (news.format("Monday", "two"), news.format("Friday", "ten"))
    edits_of(Comments(), "\n\n".join(news))
    assert load_model.cache_info().currsize == 0


@pytest.mark.parametrize("text", ADVERTS)
def test_an_advert_is_promotional_by_itself(text):
    assert promotional(text).label == "promotional"
    assert promotional(text).probability > 0.5


@pytest.mark.parametrize("text", [*READERS, *ARTICLE, "", "...", "Thanks!"])
def test_what_people_write_is_not(text):
    assert promotional(text).label == "genuine"


def test_the_rows_speak_at_least_seven_languages():
    assert sum("after" in case and case["name"].startswith("fluent praise") for case in CASES) >= 7


def test_copies_and_blank_debris_are_judged_whatever_the_screen_says():
    def look(text):
        return suspected(text, units(text), lambda _: 1.0, lambda _: False)

    assert look("One.\n\nTwo.\n\nThe same.\n\nThe same.\n")
    assert look("One.\n\nTwo.\n\n\n\n\nThree.\n")
    assert not look("One.\n\nTwo.\n\nThree.\n")
