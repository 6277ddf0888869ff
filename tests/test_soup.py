"""BeautifulSoup behind its caps: bounded before it starts, and never an empty text for too much markup."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.soup import Caps, SoupLimit, extract_text, parse, walk
from tests.examples import examples


def test_the_text_of_a_page_without_what_its_reader_did_not_see():
    page = "<title>T</title><style>p{}</style><p>S&amp;P&nbsp;x<!-- no --><script>no()</script></p>"
    assert extract_text(page) == "TS&P\xa0x"


def test_deep_nesting_is_read_up_to_the_cap():
    assert extract_text("<b>" * 3000 + "deep") == "deep"
    with pytest.raises(SoupLimit, match="deep"):
        extract_text("<b>" * 5000 + "deep")


def test_void_and_closed_elements_do_not_count_as_depth():
    assert parse("<br>" * 10_000 + "<b></b>" * 10_000).get_text() == ""


def test_end_tags_that_are_left_out_are_no_depth_below_their_list():
    assert parse("<ul><li>x</ul>" * 10_000).get_text() == "x" * 10_000


def test_end_tags_of_nothing_take_no_depth_away():
    with pytest.raises(SoupLimit, match="deep"):
        parse("<div></b>" * 5000)


def test_equals_signs_in_a_value_are_no_attributes():
    assert extract_text(f'<p title="{"a=1&" * 1000}">kept</p>') == "kept"


def test_a_walk_closes_all_that_it_opens_and_sees_no_scripts():
    steps = list(walk("<div class='a b'>x<p>y<script>z</script><template>t</template></div><!-- c -->"))
    names = [step if isinstance(step, str) else f"{type(step).__name__} {step.name}" for step in steps]
    assert steps[0].attributes == {"class": "a b"}
    assert names == [
        *("ElementStart div", "x", "ElementStart p", "y", "ElementStart script", "ElementEnd script"),
        *("ElementStart template", "t", "ElementEnd template", "ElementEnd p", "ElementEnd div"),
    ]


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("x" * 101, "more than 100 characters"),
        ("<p " + "a=1 " * 5 + ">", "more than 4 attributes"),
        ("<!--" * 9, "never end"),
        ("<a " * 9, "never end"),
        ("<![" * 9, "never end"),
        ("<p>" * 9, "more than 8 deep"),
        ("<br>" * 13, "more than 12 tags"),
    ],
)
def test_each_cap(markup, message):
    with pytest.raises(SoupLimit, match=message):
        parse(markup, Caps(size=100, depth=8, attributes=4, unclosed=6, tags=12))


@pytest.mark.parametrize("markup", ["index.html", "http://example.org/", "<?xml version='1.0'?><a>x</a>"])
def test_a_text_that_looks_like_a_file_an_address_or_xml_is_a_text(markup):
    assert extract_text(markup)


@examples(300)
@given(
    st.lists(st.sampled_from(["<", ">", "<b", "<p>", "</p>", "<!--", "-->", "&", "x", "\x00", "\udc80", " "]))
)
def test_any_text_is_read_or_refused(pieces):
    extract_text("".join(pieces))


def test_the_library_for_selectors_is_read_when_one_is_asked_for():
    code = (
        "import sys; from cleaner.soup import parse; tree = parse('<p class=a>One</p>');"
        "assert 'soupsieve.css_parser' not in sys.modules;"
        "assert tree.select_one('p.a').get_text() == 'One';"
        "import soupsieve; assert soupsieve.select('p', tree)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
