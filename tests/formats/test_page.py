"""Whole pages: the article without what stands around it, by both extractors; nothing is lost in silence."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError, UsageError
from cleaner.formats.page import extract, is_trafilatura_installed, trafilatura_text
from tests.examples import examples

BOTH = ["cleaner", *(["trafilatura"] if is_trafilatura_installed() else [])]

LEAD = "The ferry to the islands will run again from Monday, after eleven weeks in the dock."
FIRST = "A crack in the hull was found in March, when divers looked at the rudder for another reason."
SECOND = "“We could have sailed with it for years,” said the captain, “but nobody would have slept well.”"
THIRD = "The timetable stays as it was, with three crossings a day and four on market days until October."
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Ferry sails again | Harbour News</title>
<meta property="og:title" content="Ferry sails again">
<meta property="article:published_time" content="2023-06-02T07:15:00+02:00">
<script>var a = "<p>Not a paragraph of the page.</p>";</script><style>p {{ color: red }}</style></head>
<body class="has-sidebar"><!-- <p>Commented out, long ago and for good reasons, by somebody.</p> -->
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><h1>Ferry sails again</h1>
<p class="dek">{LEAD}</p>
<article><p>{FIRST}</p>
<div class="share-buttons"><a href="#">Tweet</a> <a href="#">Send</a></div>
<p>{SECOND}</p><h2>Three crossings a day</h2><p>{THIRD}</p>
<h2>Read more</h2><ul><li><a href="/1">Harbour dues to rise again next year</a></li></ul></article>
<section id="comments"><p>I was on the last crossing in March, and I noticed nothing at all.</p></section>
</main>
<aside><p>Our newsletter brings you the harbour's week on Friday mornings, free of charge.</p></aside>
<footer><p>All rights reserved. The Harbour News is a member of the Press Council.</p></footer>
</body></html>"""


@pytest.mark.parametrize("extractor", BOTH)
def test_an_article_is_read_without_what_stands_around_it(extractor):
    paragraphs = extract(PAGE, extractor=extractor).text.split("\n\n")
    read = {text for text in paragraphs if len(text) > 50}
    assert {FIRST, SECOND, THIRD} <= read <= {LEAD, FIRST, SECOND, THIRD}


@pytest.mark.parametrize("extractor", BOTH)
def test_a_raised_figure_does_not_run_into_what_it_stands_beside(extractor):
    page = PAGE.replace("with three crossings", "with 10<sup>3</sup> crossings<sup>1</sup>, CO<sub>2</sub>")
    text = extract(page, extractor=extractor).text
    assert "with 10³ crossings¹, CO₂ a day" in text


def test_our_own_reading_keeps_headings_that_something_stands_below():
    paragraphs = extract(PAGE, extractor="cleaner").text.split("\n\n")
    assert paragraphs == [LEAD, FIRST, SECOND, "Three crossings a day", THIRD]


@pytest.mark.parametrize("extractor", BOTH)
def test_what_the_page_states_of_itself(extractor):
    page = extract(PAGE, extractor=extractor)
    assert page.metadata == {"title": "Ferry sails again", "date": "2023-06-02", "language": "en-GB"}
    assert page.extractor.split()[0] == extractor


def linked(data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        ("", {}),
        ("<title> Rain &amp;\n wind </title>", {"title": "Rain & wind"}),
        ("<title>Site</title><meta name=twitter:title content='Rain'>", {"title": "Rain"}),
        ("<meta property='og:title'>", {}),
        ("<!-- <title>No</title> -->", {}),
        ("<meta name=date content='yesterday'>", {}),
        ("<meta name=date content=2023-02-30>", {}),
        ("<meta name=date content=20230228>", {}),
        ("<meta name=DC.date content=2023-02-28>", {"date": "2023-02-28"}),
        ("<time datetime='2021-01-05T10:00'>5 January</time>", {"date": "2021-01-05"}),
        ("<time datetime=P2D></time><time pubdate datetime=2021-01-06>6.1.</time>", {"date": "2021-01-06"}),
        ("<meta http-equiv=Content-Language content=de>", {"language": "de"}),
        ("<meta property=og:locale content=pt_BR>", {"language": "pt-BR"}),
        ("<meta property=og:locale content='all of them'>", {}),
        (linked({"@type": "NewsArticle", "headline": "Rain"}), {"title": "Rain"}),
        (linked({"@graph": [{"@type": ["Thing", "BlogPosting"], "headline": "Rain"}]}), {"title": "Rain"}),
        (linked({"@type": "Recipe", "datePublished": "2020-12-24"}), {}),
        ('<script type="application/ld+json">{"@type": </script>', {}),
        ('<script type="application/ld+json">' + "[" * 5000 + "</script>", {}),
    ],
)  # fmt: skip
def test_metadata_is_stated_or_absent(head, metadata):
    assert extract(f"{head}<p>{FIRST}", extractor="cleaner").metadata == metadata


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<p>{FIRST}<p>{SECOND}", f"{FIRST}\n\n{SECOND}"),
        (f"<div>{FIRST}<br><br>{SECOND}</div>", f"{FIRST}\n\n{SECOND}"),
        (f"<div>{FIRST}<br>{SECOND}</div>", f"{FIRST}\n{SECOND}"),
        (f"{FIRST}", f"{FIRST}"),
        (f"<table><tr><td>{FIRST}<td>{SECOND}</table>", f"{FIRST}\t{SECOND}"),
        (f"<p>{FIRST}<pre>one\n  two</pre><p>{SECOND}", f"{FIRST}\n\none\n  two\n\n{SECOND}"),
        (f"<body class=comments><div id=sidebar><p>{FIRST}</div>", f"{FIRST}"),
        (f"<form><div><p>{FIRST}</div></form>", f"{FIRST}"),
        (f"<template><p>{FIRST}</template>", f"{FIRST}"),
        (f"<div hidden><p>{FIRST}</div>", f"{FIRST}"),
        (f"<noscript><p>{FIRST}</noscript>", f"{FIRST}"),
        (f"<svg><p>{FIRST}", f"{FIRST}"),
        ("<p>No more than this", "No more than this"),
        ("<p>Jürgen&nbsp;&amp; Söhne&#8212;since 1890.", "Jürgen\xa0& Söhne—since 1890."),
        ("<p>a\udc80b is what the file holds.", "a\udc80b is what the file holds."),
        (f"<p><a href=/>{FIRST}</a>", f"{FIRST}"),
        ("<h1>Only a headline</h1>", "Only a headline"),
        ("<script>let prose = 1</script><img src=x>", ""),
        ("<title>Nothing below</title><body><div></div>", ""),
        ("", ""),
        ("&nbsp; \n", ""),
    ],
)
def test_prose_is_kept_whatever_its_makers_call_it(body, text):
    assert extract(body, extractor="cleaner").text == text


def test_the_text_of_a_page_that_a_script_makes_is_the_one_that_it_states():
    stated = {"@type": "Article", "articleBody": f"{FIRST} {SECOND} {THIRD}"}
    page = f'<html><body>{linked(stated)}<div id="root">Loading.</div></body></html>'
    assert extract(page, extractor="cleaner").text == stated["articleBody"]


def test_an_article_is_told_from_longer_comments():
    comments = "".join(f"<article class=comment><p>{number}. {THIRD}</article>" for number in range(40))
    text = extract(f"<body><article><p>{FIRST}<p>{SECOND}</article>{comments}", extractor="cleaner").text
    assert text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{FIRST}</p><script>let a = 1; <p>{SECOND}</p>",
        f"<p>{FIRST}</p><style>p {{<p>{SECOND}</p>",
        f"<p>{FIRST}</p><!-- <p>{SECOND}</p>",
    ],
)
@pytest.mark.parametrize("extractor", BOTH)
def test_paragraphs_behind_what_never_ends_are_refused_not_lost(page, extractor):
    with pytest.raises(InputError, match="never ends"):
        extract(page, extractor=extractor)


def test_a_page_cut_off_in_a_script_is_read():
    assert extract(f"<p>{FIRST}</p><script>if (a < b) {{ c", extractor="cleaner").text == FIRST


def test_a_refusal_names_the_page():
    with pytest.raises(InputError, match=r"^https://example\.org/1: "):
        extract("<b>" * 5000, url="https://example.org/1")


@pytest.mark.skipif(not is_trafilatura_installed(), reason="needs the extra html")
@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 300 + f"<p>{FIRST}</p>",
        f"<p>{FIRST}",
        f"<html><head><title>T</title></head><body><p>{FIRST} \udce9</p></body></html>",
        f"<html><body><p {' '.join(f'a{number}' for number in range(1000))}>{FIRST}</p></body></html>",
        f"<html><body>{'<ul><li>x</ul>' * 6000}<p>{FIRST}</p></body></html>",
    ],
    ids=["deep", "fragment", "stray byte", "attributes", "lists"],
)
def test_where_trafilatura_cannot_see_all_of_a_page_our_own_reading_does(page):
    read = extract(page)
    assert read.extractor == "cleaner"
    assert FIRST in read.text


def test_trafilatura_where_it_is_missing_is_an_error_and_auto_is_not(monkeypatch):
    monkeypatch.setattr(trafilatura_text, "find_version", lambda: None)
    assert extract(PAGE).extractor == "cleaner"
    with pytest.raises(UsageError, match="not installed"):
        extract(PAGE, extractor="trafilatura")


PIECES = [
    "<p>",
    "</p>",
    "<br>",
    "<pre>",
    "<article>",
    "</article>",
    "<div class=nav>",
    "</div>",
    "<a href=x>",
]
PIECES += [
    "</a>",
    "<table><td>",
    "<title>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "<",
    ">",
]
PIECES += ["&", "&amp;", "=", "'", '"', "\x00", "\udc80", "ß", "文", "word", " ", "\n", FIRST]
BEFORE = ["<div class=ad>", "<b>", "<nav>", "</b>", "<table>", "<li>", "<hr>", "</nav>"]
AFTER = ["</div>", "</nav>", "<footer>", "<p>x", "</table>", "<h2>"]


@examples(300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
@pytest.mark.parametrize("extractor", BOTH)
def test_any_text_is_read_or_refused_and_read_the_same_again(extractor, html):
    try:
        page = extract(html, extractor=extractor)
    except InputError:
        return
    assert extract(html, extractor=extractor) == page
    assert all(block == block.strip("\n") and block for block in page.text.split("\n\n") if page.text)


@examples(200)
@given(st.lists(st.sampled_from(BEFORE), max_size=8), st.lists(st.sampled_from(AFTER), max_size=8))
def test_a_page_of_one_paragraph_keeps_it(before, after):
    assert FIRST in extract("".join(before) + f"<p>{FIRST}</p>" + "".join(after), extractor="cleaner").text


def test_the_same_text_for_every_hash_seed_locale_and_time_zone():
    script = "import sys; from cleaner.formats.page import extract; print(ascii(extract(sys.stdin.read())))"
    answers = set()
    for seed, zone in (("0", "UTC"), ("7", "Asia/Karachi")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=PAGE,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
