"""Everything that happened in one place, and only there, with evidence that a person can read."""

import pytest

from cleaner.config import Configuration
from cleaner.errors import UsageError
from cleaner.report import evidence
from cleaner.report.why import TextPlace, answer
from cleaner.store.archive import Archive
from tests.sample_corpus import HARBOUR, SAMPLE, written

DENIED = HARBOUR.replace("would be", "would not be")
TEXTS = SAMPLE | {"c.txt": f"<p>One matter of secu-rity.</p>\n\nAnother line.\n\n{DENIED}\n".encode()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return Archive.open(written(tmp_path_factory.mktemp("why"), TEXTS))


def told(archive, name, *place, **more):
    return "\n".join(answer(archive, name, TextPlace(*place, **more)))


def test_all_edits_of_a_clean_line_in_their_order(archive):
    found = told(archive, "c.txt", 1)
    assert found.startswith("clean line 1: One matter of security.")
    assert [line.split(": ")[1] for line in found.splitlines() if line.startswith("round")] == [
        "markup.tag (likely)",
        "markup.tag (likely)",
        "hyphenation.broken-word (likely)",
    ]
    assert "the joined form has a frequency of" in found and "raw 1:22, clean 1:19" in found


def test_another_line_has_nothing_of_it(archive):
    assert told(archive, "c.txt", 3) == "clean line 3: Another line.\nnothing was changed or reported here"


def test_a_column_tells_one_edit_from_another(archive):
    assert "hyphenation" in told(archive, "c.txt", 1, 22, raw=True)
    assert "hyphenation" not in told(archive, "c.txt", 1, 2, raw=True)


def test_a_removed_paragraph_is_found_by_its_raw_line_with_its_partner_word_by_word(archive):
    found = told(archive, "b.txt", 2, raw=True)
    assert "remove" in found and "repeats a.txt:3 (similarity" in found
    assert "The harbour board [-told us-]{+said+} on Monday" in found


def test_a_removed_paragraph_is_told_of_where_it_stood(archive):
    assert "duplicates.near" in told(archive, "b.txt", 1) + told(archive, "b.txt", 2)


def test_a_revision_names_the_difference(archive):
    found = told(archive, "c.txt", 5)
    assert "reason: negation" in found and "would[- not-] be taken" in found


def test_a_document_that_was_dropped(archive):
    found = told(archive, "copy.txt", 1)
    assert found.startswith("copy.txt was dropped: all of it stands in a.txt")
    assert "duplicates.document" in found and "what was kept: a.txt" in found
    assert told(archive, "copy.txt", 3, raw=True).startswith("raw line 3: The harbour board")


def test_a_document_in_quarantine(archive):
    assert told(archive, "stray.txt", 1).startswith("stray.txt is in quarantine: character")


@pytest.mark.parametrize("place", [TextPlace(99), TextPlace(0), TextPlace(1, 0), TextPlace(1, 999)])
def test_a_place_that_there_is_not(archive, place):
    with pytest.raises(UsageError, match=r"there is no line|has no column"):
        list(answer(archive, "c.txt", place))


def test_an_empty_document_has_one_line(tmp_path):
    archive = Archive.open(written(tmp_path, {"a": b""}, Configuration()))
    assert told(archive, "a", 1).startswith("clean line 1: ")


def test_evidence_in_words_and_what_has_none_as_it_is():
    found = list(
        evidence.describe_evidence(
            {
                "reasons": ["praise", "call to buy"],
                "metadata": {"date": "2026-03-14"},
                "halves": None,
                "withheld": "",
                "decision": "reject",
                "new": {"a": [1, True, None]},
            }
        )
    )
    assert found == [
        "strongest features: praise; call to buy",
        "kept as metadata: date 2026-03-14",
        "the halves have frequencies of none: unknown words",
        "withheld; it would put '' there",
        "decision of a reviewer: reject",
        "new: a 1; true; null",
    ]
