"""Tags, entities and comments: the scanner, the check by BeautifulSoup and the seams."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner.stages.markup as stage_module
from cleaner.stages.markup import Markup, soup_check, topic
from cleaner.stages.markup.entities import NAMED
from cleaner.stages.markup.scanner import scan_markup
from cleaner.structure import Hints, Text
from cleaner.text import Document
from tests.examples import examples
from tests.stages.edits_of import edits_of, run_stage

PIECES = [
    *(
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<br/>",
        "<td>",
        "<i",
        "<title>",
        "<a href='x'>",
        "</a>",
        "<div class=x>",
    ),
    *("<!--", "-->", "--", "!", "<script>", "</script>", "scr", "ipt", "<style>", "</STYLE >", "<x>", "</x>"),
    *("&lt;", "&gt;", "&amp;", "&nbsp;", "&#108;", "&#116;", "&#60;", "&#x3e;", "&#0;", "amp;", "lt;", "gt;"),
    *("<", ">", "/", "&", ";", "#", "=", '"', "'", "`", "b", "t", "l", "3", " ", "\n", "\n\n", "\t", "\r"),
    *("class=x", "a='", "\x00", "\udc80", "\xa0", "\u2028", "é"),
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
PROSE = Hints(kind="prose")
TOPICS = st.sampled_from(["", "HTML", " XML ", "SGML", "a CSS", "DOM", "JSX"])


def changes(text):
    return [edit for edit in edits_of(Markup(), text) if edit.replacement is not None]


def cleaned(text):
    return Document.of(text).apply("markup", changes(text)).text


@examples(3000)
@given(HOSTILE)
def test_a_second_run_changes_nothing(text):
    """In one kind of text a single pass finds all; where a cut changes the kind, the rounds do."""
    prose = Document.of(text).apply("markup", changes(Text(text, PROSE))).text
    assert changes(Text(prose, PROSE)) == []
    assert changes(run_stage(Markup(), text)) == []


@examples(2000)
@given(HOSTILE)
def test_no_entity_becomes_part_of_a_tag(text):
    """What the scanner takes for a tag in the result stood there before, and stayed on purpose."""
    before = {text[token.start : token.end] for token in scan_markup(text) if token.kind != "entity"}
    after = cleaned(text)
    for token in scan_markup(after):
        if token.kind != "entity":
            assert after[token.start : token.end] in before


@examples(1000)
@given(st.text(alphabet=st.characters(exclude_characters="<&")))
def test_the_screen_is_right_that_nothing_is_to_be_found_without_a_bracket_or_an_ampersand(text):
    assert list(scan_markup(text)) == []
    assert edits_of(Markup(), text) == []


@examples(500)
@given(HOSTILE)
def test_beautifulsoup_agrees_with_the_scanner(text):
    assert soup_check.soup_agrees(text, list(scan_markup(text)))


def test_where_beautifulsoup_disagrees_nothing_is_touched_and_it_is_reported(monkeypatch):
    monkeypatch.setattr(soup_check, "extract_text", lambda markup, caps: "something else")
    assert [edit[:4] for edit in edits_of(Markup(), "one <b>two</b>")] == [(4, 7, None, "markup.doubtful")]


def test_tags_past_the_caps_stay_and_are_reported():
    text = "<b>" * 5000 + "</b>"
    assert [edit[2:4] for edit in edits_of(Markup(), text)] == [(None, "markup.doubtful")]


def test_a_long_text_is_judged_piece_by_piece():
    text = "<p>One & <b>two</b> &amp; three.</p>\n" * 20_000
    assert cleaned(text) == "One & two & three.\n" * 20_000


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_entity_of_the_list_is_what_the_standard_says(name):
    from html import unescape

    assert NAMED[name] == unescape(f"&{name};")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("&l<b></b>t;", "&l<b>t;"),
        ("<<b></b>b>", "<<b>b>"),
        ("&am&#112;;", "&am&#112;;"),
        ("&lt;<b>x</b>&gt;", "&lt;x&gt;"),
        ("<!--<b></b> --&gt;", "<!--<b> --&gt;"),
        ("AT&T</p><p>The", "AT&T\n\nThe"),
        ("a &lt; b</p>", "a < b"),
    ],
)
def test_seams(before, after):
    assert cleaned(before) == after


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "&", "<b>", "<b", '<a b="', "<a b='\"<a b=\"'", "<!--", "<script>", "&lt;", "&gt;", "&<b>"),
        *(
            "&l<b></b>",
            "&lt;<p>",
            "<b></b>",
            "`",
            "```\n",
            "<x>",
            "<title>",
            "a=1 ",
            "&amp;",
            "amp;",
            "<br> ",
        ),
    ],
)
def test_a_hundred_kilobytes_of_anything_is_no_trouble(piece):
    """Quadratic time would show: the longest of these takes a second for a million characters."""
    text = "<p " + piece * (100_000 // len(piece)) + "<br></b>"
    once = cleaned(text)
    assert changes(once) == []


def test_bs4_is_imported_only_when_there_is_a_tag_to_judge():
    import subprocess

    code = (
        "import sys; from cleaner.pipeline import find_edits; from cleaner.stages.markup import Markup;"
        "find_edits(Markup(), 'R&amp;D <3');"
        "assert 'bs4' not in sys.modules; find_edits(Markup(), '<b>x</b>'); assert 'bs4' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@examples(2000)
@given(st.tuples(HOSTILE, TOPICS, HOSTILE).map("".join))
def test_the_screens_hide_nothing(text):
    found = edits_of(Markup(), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage_module, "_may_have_markup", lambda text: True)
        patch.setattr(topic, "_may_name_a_language", lambda text: True)
        assert edits_of(Markup(), text) == found
