"""Each report says in what kind of text a finding stands: as the raw text shows, or as the caller says."""

import json
import re

import pytest

from cleaner.decisions import Decisions
from cleaner.report.block_kinds import name_kinds
from cleaner.report.page import render
from cleaner.report.why import TextPlace, answer
from cleaner.store.archive import Archive
from cleaner.structure import Hints, Text
from cleaner.text import Span
from tests.console import run

TEXT = "# Salt  \n\nThe lake has been dry since the war, they say.  \n\n- one  \n- two\n"
CONFIGURATION = 'kind-field = "genre"\n[per-path."poems/"]\nkind = "verse"\nlanguage = "en"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two texts, one of them in a folder of verse, and two records, one of which says what it is."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "raw" / "poems").mkdir(parents=True)
    (folder / "cleaner.toml").write_text(CONFIGURATION)
    (folder / "raw" / "a.txt").write_text(TEXT)
    (folder / "raw" / "poems" / "b.txt").write_text(TEXT)
    records = ({"text": TEXT}, {"text": TEXT, "genre": "list"})
    (folder / "raw" / "c.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    assert run("clean", "raw", "-o", "out", "-q", "--duplicates", "off", cwd=folder).returncode == 0
    return folder


INFERRED = [["heading"], ["prose"], ["list"]]
EXPECTED = {
    ("raw/a.txt", None): INFERRED,
    ("raw/c.jsonl", 1): INFERRED,
    ("raw/c.jsonl", 2): [["list"]] * 3,
    ("raw/poems/b.txt", None): [["verse"]] * 3,
}


def check(folder, name):
    return run("check", "raw", "--duplicates", "off", "--output-format", name, cwd=folder).stdout.decode()


def test_json(folder):
    found = {}
    for each in json.loads(check(folder, "json"))["findings"]:
        number = each["line"] if "field" in each else None
        found.setdefault((each["path"], number), []).append(each["kinds"])
    assert found == EXPECTED


def test_sarif(folder):
    [results] = [each["results"] for each in json.loads(check(folder, "sarif"))["runs"]]
    kinds = [result["properties"]["kinds"] for result in results]
    assert kinds == [kinds for each in EXPECTED.values() for kinds in each]


def test_markdown(folder):
    rows = [line.split(" | ") for line in check(folder, "markdown").splitlines() if "trailing` |" in line]
    assert [[row[1]] for row in rows if len(row) == 4] == [
        kind for each in EXPECTED.values() for kind in each
    ]


def test_why(folder):
    archive = Archive.open(folder / "out")
    inferred = list(answer(archive, "a.txt", TextPlace(3)))
    assert "  raw 3:47, clean 3:47, in prose" in inferred
    named = list(answer(archive, "poems/b.txt", TextPlace(3)))
    assert named[0] == "kind verse and language en as the caller says"
    assert "  raw 3:47, clean 3:47, in verse" in named


def test_the_review_page(folder):
    page = render(Archive.open(folder / "out"), Decisions()).decode()
    told = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])
    names = [file["name"] for file in told["files"]]
    found = {}
    for finding in told["findings"]:
        found.setdefault(names[finding["file"]], []).append(finding["kinds"])
    assert found == {
        "a.txt": INFERRED,
        "c.jsonl:1": INFERRED,
        "c.jsonl:2": [["list"]] * 3,
        "poems/b.txt": [["verse"]] * 3,
    }


@pytest.mark.parametrize(
    ("span", "kinds"),
    [
        (Span(0, 12), ("heading", "prose")),
        (Span(6, 8), ("heading",)),  # the spaces behind the title
        (Span(8, 9), ()),  # a line break between blocks
        (Span(10, 10), ("prose",)),
        (Span(0, len(TEXT)), ("heading", "prose", "list")),
    ],
)
def test_a_span_has_the_kinds_of_the_blocks_that_it_touches(span, kinds):
    assert name_kinds(Text(TEXT), span) == kinds
    named = ("verse",) if kinds else ()
    assert name_kinds(Text(TEXT, Hints("verse")), span) == named
