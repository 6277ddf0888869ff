"""Pages made to choke a parser: the paragraph in them is kept, or the page refused, and soon."""

import time

import pytest

from cleaner.errors import InputError
from cleaner.formats.page import extract, is_trafilatura_installed

PROSE = "The river rose by two metres in the night, and the old bridge was closed to everyone."
P = f"<p>{PROSE}</p>"
N = 10_000
SECONDS = 5.0
SHAPES = {
    "divs": "<div>" * N + P,
    "divs, fewer": "<div>" * 3000 + P,
    "tables": "<table><tr><td>" * N + P,
    "tables, fewer": "<table><tr><td>" * 1000 + P,
    "open paragraphs": "<p>word" * N + P,
    "open bold": "<b>x" * N + P,
    "open bold, fewer": "<b>x" * 3000 + P,
    "open links": "<a href=x>x" * 3000 + P,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(N)) + ">" + P,
    "bare attributes": "<p " + " ".join(f"a{number}" for number in range(N)) + ">" + P,
    "one comment": "<!--" + "x" * N + "-->" + P,
    "comments": "<!--x-->" * N + P,
    "open comments": P + "<!--" * N,
    "less-than": P + "<" * N,
    "less-than and a letter": P + "<a" * N,
    "open quotes": P + "<a b='" * N,
    "open script": P + "<script>" + "var a = 1;" * N,
    "scripts": "<script>x</script>" * N + P,
    "statements": '<script type="application/ld+json">{}</script>' * N + P,
    "forms": "<form>" * N + P,
    "formatting across paragraphs": "<b><p></b>" * 3000 + P,
    "formatting crossed": "<b><i>x</b></i>" * N + P,
    "siblings": "<p>x</p>" * N + P,
    "breaks": "<br>" * N + P,
    "items": "<ul>" + "<li>x</li>" * N + "</ul>" + P,
    "lists": "<ul><li>x</li></ul>" * N + P,
    "ampersands": P + "&" * N,
    "references": "<p>" + "&amp" * N + P,
    "numbered references": P + "&#" * N,
    "text in tables": "<table>x<div>" * 1300 + P,
    "ends": "<div>" * 3900 + "</b>" * N + P,
    "sections": "<![CDATA[x]]>" * N + P,
    "meta": "<meta name=a content=b>" * N + P,
    "spaces": P + " " * N * 10 + P,
    "named as something else": "<div class='related comment'>" * 3000 + P,
}


REFUSED = {
    *("divs", "tables", "open paragraphs", "open bold", "forms"),
    *("attributes", "less-than", "less-than and a letter", "open quotes"),
}


@pytest.mark.parametrize("extractor", ["cleaner", *(["trafilatura"] if is_trafilatura_installed() else [])])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_paragraph_is_kept_or_the_page_refused(shape, extractor):
    page = f"<html><head><title>River</title></head><body>{SHAPES[shape]}"
    start = time.process_time()
    if shape in REFUSED:
        with pytest.raises(InputError):
            extract(page, extractor=extractor)
    else:
        assert PROSE in extract(page, extractor=extractor).text
    assert time.process_time() - start < SECONDS
