"""The page as a file: policy and hashes, inert data, what is shown first. In a browser: the file beside."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from cleaner.catalogue import RULES
from cleaner.decisions import Decisions, mark_document
from cleaner.finding import Finding
from cleaner.report import word_diff
from cleaner.report.page import render
from cleaner.report.page.doubt import score_doubt
from cleaner.report.page.visible import make_change_visible, make_visible
from cleaner.store.archive import Archive
from cleaner.text import Edit, Span
from tests.report.handmade_corpus import KEPT, archive, outcome, with_payload
from tests.sample_corpus import written


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return Archive.open(written(tmp_path_factory.mktemp("page")))


def data(page):
    return json.loads(re.search(rb'<script type="application/json" id="data">(.*?)</script>', page)[1])


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else(sample):
    page = render(sample, Decisions()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]

    def hashed(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert allowed == {
        "default-src": "'none'",
        "script-src": hashed(script),
        "style-src": hashed(style),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not re.search(r"\bon[a-z]+=|style=|src=|innerHTML|insertAdjacent|eval\(|https?://", page)


def test_the_page_names_every_finding_with_its_mark(sample):
    told = data(render(sample, Decisions()))
    names = [record.name for record in sample.stream_records() if record.status != "quarantined"]
    documents = [sample.find_entry(name).document for name in names]
    wanted = sorted(list(mark[1:]) for document in documents for mark in mark_document(document))
    assert sorted(finding["mark"] for finding in told["findings"]) == wanted
    assert {file["name"] for file in told["files"]} == {record.name for record in sample.stream_records()}
    doubts = [finding["doubt"] for finding in told["findings"]]
    assert doubts == sorted(doubts, reverse=True) and doubts[0] > 0


def test_the_same_page_each_time(sample):
    assert render(sample, Decisions()) == render(sample, Decisions())


def test_only_the_most_doubtful_are_shown_when_there_are_many_and_the_page_says_so(sample):
    page = render(sample, Decisions(), most=2)
    told = data(page)
    assert len(told["findings"]) == 2 and b"the 2 most doubtful are shown" in page
    assert told["findings"] == data(render(sample, Decisions()))["findings"][:2]


def test_decisions_made_before_are_filled_in(sample):
    first = next(mark_document(sample.find_entry("b.txt").document))
    decisions = Decisions(
        {"hyphenation.broken-word": "reject"}, {first: "accept", first._replace(after="?"): "reject"}
    )
    told = data(render(sample, decisions))
    assert [finding["verdict"] for finding in told["findings"]].count("accept") == 1
    assert told["verdicts"] == {"hyphenation.broken-word": "reject"}
    assert [other["after"] for other in told["others"]] == ["?"]


def test_no_text_of_the_corpus_is_markup(tmp_path):
    payload = "</script><b>&amp;</b>\u2028<!--"
    page = render(archive(tmp_path, with_payload(1, payload, str)), Decisions())
    assert b"</script><b>" not in page and "\u2028".encode() not in page and page.count(b"<!--") == 0
    assert any(
        payload.replace("\u2028", "‹U+2028›") in finding["before"] for finding in data(page)["findings"]
    )


def test_a_corpus_without_findings_has_a_page(tmp_path):
    page = render(archive(tmp_path, [outcome("a", "All is well.\n", [])]), Decisions())
    assert b"Nothing was changed." not in page and data(page)["findings"] == []


def test_an_empty_corpus_has_a_page(tmp_path):
    page = render(archive(tmp_path, []), Decisions())
    assert b"Nothing was changed." in page


def test_a_lone_surrogate_in_a_text_does_not_stop_the_page(tmp_path):
    found = outcome("a", f"{KEPT} bro-ken caf\udce9\n", [Edit(103, 104, "", "hyphenation.broken-word")])
    place = found.document.text.index("\udce9")
    mended = [Edit(place, place + 1, "é", "encoding.stray-byte")]
    clean = replace(found, document=found.document.apply("encoding", mended))
    page = render(archive(tmp_path, [clean]), Decisions())
    assert any("‹U+DCE9›" in str(finding["parts"]) for finding in data(page)["findings"])


def finding(rule, **evidence):
    return Finding(1, 1, RULES[rule], Span(0, 1), "x", "", evidence, "s", 1)


def test_what_is_nearest_the_border_comes_first():
    near = [finding("duplicates.near", similarity=s) for s in (0.61, 0.8, 0.99)]
    assert [round(score_doubt(found, 0.6), 2) for found in near] == [0.97, 0.5, 0.03]
    scores = [score_doubt(finding("hyphenation.broken-word", score=score), 0.6) for score in (0, -1, 2, 9)]
    assert scores == sorted(scores, reverse=True) and scores[0] == 1
    assert score_doubt(finding("duplicates.revision", similarity=0.9), 0.6) == 0.9
    assert score_doubt(finding("duplicates.exact", similarity=1.0), 0.6) == 0.0
    assert score_doubt(finding("quotation.turned", score=True), 0.6) == 0.3


def test_a_threshold_of_one_divides_by_nothing():
    assert score_doubt(finding("duplicates.near", similarity=1.0), 1.0) == 0.0


def test_nothing_is_invisible():
    assert make_visible("a\u00ad\x00b\nc", most=60) == "a‹U+00AD›‹U+0000›b\nc"
    assert make_visible("x" * 50, most=9) == "xxxx … xxxx"
    assert make_change_visible("  \t\u00a0\r\u2003", most=60) == "··⇥⍽␍\u2003"
    assert make_change_visible("a b", most=60) == "a b"


def test_a_long_text_is_compared_in_time():
    old = " ".join(str(number) for number in range(20_000))
    new = old.replace("9999", "x", 1)
    parts = word_diff.compare_words(old, new)
    assert "".join(part.text for part in parts if part.kind != "new") == old
    assert "".join(part.text for part in parts if part.kind != "old") == new
    assert [part.kind for part in parts] == ["same", "old", "new", "same"]
