"""Boilerplate: its lists, the lines that go, and what goes with them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.stages.boilerplate import Boilerplate, lines
from cleaner.stages.boilerplate.origin import is_one_of
from cleaner.stages.boilerplate.phrases import (
    LANGUAGES,
    NO_MATCH,
    compile_pattern,
    find_first_words,
    load_phrases,
    parse_entries,
    read_phrase_list,
)
from cleaner.stages.boilerplate.rules import RULES
from cleaner.stages.markup import Markup
from cleaner.stages.whitespace import Whitespace
from cleaner.structure import Hints, Text
from cleaner.text import Document, find_paragraphs
from tests.examples import examples
from tests.stages.edits_of import edits_of, run_stage

DEFAULT = {rule.id for rule in RULES if rule.default}
NAMES = {rule.id.partition(".")[2] for rule in RULES}
ENTRIES = [(language, entry) for language in LANGUAGES for entry in parse_entries(read_phrase_list(language))]

LINES = [
    *("", " ", "Share on Facebook", "Share", "Facebook", "Twitter", "Print", "Read more", "3 min read"),
    *(
        "READ MORE: A title",
        "© 2024 A. All rights reserved.",
        "Advertisement",
        "Home > News",
        "share this article",
    ),
    *("This article orignally apeared on", "- With inputs from agencies", "date 2024-05-17", "Impressum"),
    *(
        "We use cookies to improve your visit.",
        "Weiterlesen",
        "paylaş",
        "مزید پڑھیں",
        "# a title",
        "with friends.",
    ),
    *(
        "The bridge was opened on Monday by the mayor of",
        "the town.",
        "A long line of prose. " * 12,
        "<p>x</p>",
    ),
    *("&copy; 2024 Example", "\x00", "\udc80", "a\u2028Share on Facebook", "Privacy policy", "Photo: A. B."),
]
TEXTS = st.builds(
    lambda lines, ends: "".join(line + end for line, end in zip(lines, ends, strict=False)),
    st.lists(st.sampled_from(LINES), max_size=12),
    st.lists(st.sampled_from(["\n", "\n", "\n", "\n\n", "\r\n", "\r", "\n \n"]), min_size=12, max_size=12),
)


PROSE = Hints(kind="prose")


def edits(text):
    """What the rules find that run by default."""
    return [edit for edit in edits_of(Boilerplate(), text) if edit.rule in DEFAULT]


def cleaned(text):
    return Document.of(text).apply("boilerplate", edits(text)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_sorted_has_no_entry_twice_and_says_what_it_is(language):
    lines = read_phrase_list(language).splitlines()
    body = [line for line in lines if not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert lines[-len(body) :] == body
    assert body == sorted(set(body))
    assert all(re.fullmatch(r"[a-z-]+[!?]?: \S.*", line) for line in body)
    assert read_phrase_list(language).endswith("\n")


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_an_entry_names_a_rule_and_can_be_found_by_its_first_word(language, entry):
    assert entry.rule in NAMES
    if entry.rule != "origin":
        compile_pattern(entry.pattern)
    if entry.pattern.startswith("*"):
        assert entry.pattern in {phrase.pattern for phrase in load_phrases().by_any_word}
    else:
        words = list(find_first_words(entry.pattern))
        assert words
        for word in words:
            assert entry.pattern in {phrase.pattern for phrase in load_phrases().by_first_word[word]}


def test_every_rule_but_the_header_has_entries_in_several_languages():
    for name in NAMES - {"scrape-header", "credit-line", "comment-form", "script-notice"}:
        assert len({language for language, entry in ENTRIES if entry.rule == name}) >= 5, name


@examples(1500)
@given(TEXTS)
@example("date 2024-05-17\n\nshare this article\n- With inputs from agencies\n")
@example("date 2024-05-17\n\n share this article\n\nThe talks went on.\n")
@example("- With inputs from agencies\n\ndate 2024-05-17 X\n<p>x</p>\n")
@example("Share\ndate 2024-05-17\n" * 5 + "The talks went on.\n")
@example("A\n- With inputs from agencies\n© 2024 A.\n\n- With inputs from agencies\n\nshare this article\n")
def test_a_second_run_changes_nothing(text):
    """In one kind of text a single pass finds all; where a cut changes the kind, the rounds do."""
    prose = Document.of(text).apply("boilerplate", edits(Text(text, PROSE))).text
    assert edits(Text(prose, PROSE)) == []
    assert edits(run_stage(Boilerplate(), text)) == []


@examples(1500)
@given(TEXTS)
def test_it_only_ever_removes_and_never_everything(text):
    assert all(edit.replacement == "" for edit in edits_of(Boilerplate(), text))
    if text.strip():
        assert cleaned(text).strip()


@examples(1500)
@given(TEXTS)
def test_the_other_paragraphs_stay_as_they_were(text):
    """Each paragraph that is left was one before, or is one of which lines at its ends have gone."""
    before = [text[start:end] for start, end in find_paragraphs(text)]
    after = cleaned(text)
    for start, end in find_paragraphs(after):
        assert any(after[start:end] in paragraph for paragraph in before) or "\n" in after[start:end]


@examples(800)
@given(TEXTS)
def test_markup_boilerplate_and_whitespace_come_to_rest(text):
    document = Document.of(text)
    for _ in range(4):
        before = document.text
        for stage in (Markup(), Boilerplate(), Whitespace()):
            found = [edit for edit in edits_of(stage, document.text) if edit.replacement is not None]
            document = document.apply(stage.name, found)
        if document.text == before:
            return
    raise AssertionError("still changing in the fourth round")


def test_the_date_of_a_header_is_kept():
    (edit,) = edits_of(Boilerplate(), " date 2024-05-17 Vienna: The talks went on.\n")
    assert (edit.start, edit.end) == (0, 17)
    assert edit.evidence == {"metadata": {"date": "2024-05-17"}}


def test_a_line_is_a_finding_of_its_own_and_the_blank_lines_after_it_are_another():
    text = "The text.\n- With inputs from agencies\n- This article orignally apeared on\n\n \n\n"
    document = Document.of(text).apply("boilerplate", edits(text))
    assert document.text == "The text.\n- With inputs from agencies\n\n \n\n"
    (run,) = edits_of(Whitespace(), document.text)
    assert document.offsets.to_raw(run.start, run.end).start == text.index("\n\n \n") + 1


@pytest.mark.parametrize(
    "word", ["appeared", "apeared", "appaeared", "apperead", "appeard", "Appeared".lower()]
)
def test_slips_of_the_keys(word):
    assert is_one_of(word, ["appeared"])


@pytest.mark.parametrize(
    ("word", "choice"),
    [("repeared", "appeared"), ("last", "first"), ("in", "on"), ("pieces", "post"), ("", "on")],
)
def test_other_words(word, choice):
    assert not is_one_of(word, [choice])


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Share on Facebook",
            "Share",
            "share ",
            "home > ",
            "This article originally appeared on",
            "This article ",
        ),
        *(
            "© 2020 a all rights reserved",
            "copyright " + "a " * 200,
            "We use cookies to " + "cookies " * 60,
            "",
            " ",
        ),
        "date 2024-01-01 ",
    ],
)
@pytest.mark.parametrize("end", ["\n", " ", "\n\n"])
def test_three_hundred_kilobytes_of_anything_is_no_trouble(line, end):
    piece = line + end
    text = "A line of prose, to begin with.\n" + piece * (300_000 // len(piece))
    assert cleaned(text).startswith("A line of prose")


@examples(1500)
@given(TEXTS)
def test_the_screen_hides_nothing(text):
    found = edits_of(Boilerplate(), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_may_have_boilerplate", lambda text: True)
        assert edits_of(Boilerplate(), text) == found


def test_a_long_line_is_looked_up_among_the_phrases_that_reach_so_far():
    for word, found in load_phrases().by_first_word.items():
        far = tuple(phrase for phrase in found if phrase.reach > 240)
        assert load_phrases().long_by_first_word.get(word, ()) == far


@examples(1000)
@given(
    st.sampled_from(sorted(load_phrases().by_first_word)),
    st.sampled_from(LINES),
    st.sampled_from(["", " ", "x"]),
)
def test_a_line_that_is_passed_over_in_haste_is_no_phrase(word, line, between):
    for text in (line, f"{word}{between}{line}", f"{word.upper()}{between}{line}".ljust(300, "x")):
        if load_phrases().is_plain(text):
            assert load_phrases().match(text) == NO_MATCH
