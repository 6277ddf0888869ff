"""Documents of our own have the kinds that they should have, and near misses have not."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.structure import KINDS, PROSE, find_structure
from tests.structure.texts import list_kinds, read_rows

DOCUMENTS = read_rows("documents") + read_rows("genres")
NEAR_MISSES = read_rows("near_misses")
POEM = next(row["text"] for row in DOCUMENTS if row["name"] == "a poem with rhyme")


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["name"])
def test_the_blocks_of_a_document_have_their_kinds(row):
    kinds = list_kinds(row["text"])
    also = {int(place): kinds for place, kinds in row.get("also", {}).items()}
    assert len(kinds) == len(row["kinds"]), kinds
    for place, (found, kind) in enumerate(zip(kinds, row["kinds"], strict=True)):
        assert found in {kind, *also.get(place, ())}, f"block {place}"


@pytest.mark.parametrize("row", NEAR_MISSES, ids=lambda row: row["name"])
def test_a_near_miss_is_not_taken_for_what_it_looks_like(row):
    assert set(list_kinds(row["text"])) & set(row["never"]) == set()


def test_there_are_documents_of_each_kind_and_in_several_languages():
    languages = defaultdict(list)
    for row in DOCUMENTS:
        for kind in set(row["kinds"]) - {"unknown"}:
            languages[kind].append(row["language"])
    assert set(languages) == set(KINDS) - {"unknown"}
    assert {kind for kind, found in languages.items() if len(found) < 3} == set()
    assert {kind for kind, found in languages.items() if len(set(found)) < 2} == set()


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["name"])
def test_every_character_is_in_a_block_and_blocks_are_in_order(row):
    text, at = row["text"], 0
    for block in find_structure(text).blocks:
        assert text[at : block.span.start].strip() == ""
        assert at <= block.span.start < block.span.end
        at = block.span.end
    assert text[at:].strip() == ""


@given(st.text(alphabet="aB.:-> |\t\n\r\f#`*1中ب", max_size=120))
def test_any_text_has_blocks_with_printable_evidence(text):
    at = 0
    for block in find_structure(text).blocks:
        assert text[at : block.span.start].strip() == ""
        assert block.kind in KINDS
        assert block.evidence.isprintable() and 0 < len(block.evidence) < 120
        assert block.width is None or block.width > 0
        at = block.span.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_kinds_do_not_depend_on_how_lines_end(end):
    for row in DOCUMENTS:
        assert list_kinds(row["text"].replace("\n", end)) == list_kinds(row["text"]), row["name"]


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["name"])
def test_spaces_at_the_ends_of_lines_change_nothing(row):
    if not any("\t" in line.strip() for line in row["text"].split("\n")):
        assert list_kinds(row["text"].replace("\n", "  \n")) == list_kinds(row["text"])


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["name"])
def test_more_blank_lines_change_nothing(row):
    assert list_kinds(row["text"].replace("\n\n", "\n \n\n\n")) == list_kinds(row["text"])


def test_a_text_without_text_has_no_blocks():
    assert list_kinds("") == list_kinds(" \n\t\n\n") == []


def test_who_knows_the_kind_says_it():
    structure = find_structure("One line.\nAnother\n\n# A third\n", kind="verse")
    assert [(block.kind, block.evidence) for block in structure.blocks] == [
        ("verse", "as the caller says"),
        ("verse", "as the caller says"),
    ]
    assert structure.kind == "verse"


def test_of_prose_that_the_caller_names_each_line_is_a_block():
    assert list_kinds(POEM, kind="prose") == ["prose"] * 8
    assert list_kinds(POEM, kind="wrapped-prose") == ["wrapped-prose"] * 2


def test_a_language_in_which_nouns_have_capitals_says_that_a_line_goes_on():
    text = "Nachgewiesen werden sollen diese Kenntnisse für mindestens drei\nFahrzeuge aus den Beständen."
    assert not PROSE & set(list_kinds(text))
    assert list_kinds(text, language="de") == ["wrapped-prose"]
    assert find_structure(text, language="de").language == "de"
    english = "The papers of the lower lock were kept for some years by Mister\nFalk, who lived there."
    assert list_kinds(english, language="en") == list_kinds(english)


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("wrapped at 72", 73),
        ("minutes, wrapped", 87),
        ("an article of a law", 65),
        ("a poem with rhyme", None),
    ],
)
def test_what_is_wrapped_says_at_which_width(name, width):
    text = next(row["text"] for row in DOCUMENTS if row["name"] == name)
    assert max(block.width or 0 for block in find_structure(text).blocks) == (width or 0)
