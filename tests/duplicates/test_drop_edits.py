"""Which drops of a decision are applied, what members lose by them, and what is reported of the others."""

import pytest

from cleaner.config import Configuration
from cleaner.duplicates.drop_edits import find_reports, group_losses, select_removals
from cleaner.duplicates.member import Member
from cleaner.duplicates.paragraph_columns import MemoryCorpus
from cleaner.duplicates.rules import DOCUMENT, EXACT, NEAR
from cleaner.duplicates.verdicts import Comparison, CorpusDecision, DocumentDrop, Resemblance
from cleaner.text import Document, Edit

ALL = Configuration().pipeline
CERTAIN = Configuration(certain_only=True).pipeline
OFF = Configuration(ignore=("duplicates",)).pipeline
SAME = Comparison(1.0, 1.0, "duplicate", "the same text")
TEXT = "The ferry was late.\n\nThe crane was not.\n"
EXACT_DROP, NEAR_DROP = Resemblance(2, 0, EXACT.id, SAME), Resemblance(3, 1, NEAR.id, SAME)
DECISION = CorpusDecision((EXACT_DROP, NEAR_DROP))
NEAR_REPORT, DOCUMENT_REPORT = (Edit(0, 0, None, rule.id) for rule in (NEAR, DOCUMENT))
WHOLE = CorpusDecision((EXACT_DROP, NEAR_DROP), documents=(DocumentDrop(1, 0),))


def corpus(pipeline=None):
    """Two documents of two paragraphs; the path of the second may have a pipeline of its own."""
    return MemoryCorpus(
        [Member("a.txt", Document.of(TEXT)), Member("b.txt", Document.of(TEXT), pipeline=pipeline)]
    )


@pytest.mark.parametrize(
    ("of_corpus", "of_path", "removed"),
    [
        (ALL, None, [2, 3]),
        (ALL, CERTAIN, [2]),
        (ALL, OFF, []),
        (CERTAIN, None, [2]),
        (CERTAIN, ALL, [2, 3]),
        (OFF, None, []),
        (OFF, ALL, [2, 3]),
    ],
)
def test_the_policy_of_the_path_says_which_drops_are_applied(of_corpus, of_path, removed):
    assert list(select_removals(corpus(of_path), DECISION, frozenset(), of_corpus)) == removed


@pytest.mark.parametrize(("of_corpus", "of_path", "whole"), [(ALL, None, True), (ALL, CERTAIN, False)])
def test_the_policy_of_the_path_says_whether_a_document_goes_as_a_whole(of_corpus, of_path, whole):
    removals = select_removals(corpus(of_path), WHOLE, frozenset(), of_corpus)
    assert ("a.txt" in removals.values()) == whole


def test_a_document_with_a_pinned_paragraph_does_not_go_as_a_whole():
    removals = select_removals(corpus(), WHOLE, frozenset([3]), ALL)
    assert removals == {2: EXACT_DROP, 3: NEAR_DROP}


def test_a_member_loses_paragraphs_by_their_numbers_in_it():
    [(number, loss)] = group_losses(corpus(), {3: NEAR_DROP})
    assert (number, loss.partner, list(loss.paragraphs)) == (1, "", [1])
    assert loss.paragraphs[1].rule == NEAR.id and loss.paragraphs[1].evidence["partner"] == "a.txt:3"


def test_a_member_that_goes_as_a_whole_names_its_partner():
    [(number, loss)] = group_losses(corpus(), {2: "a.txt", 3: "a.txt"})
    assert (number, loss.partner, loss.paragraphs) == (1, "a.txt", {})


def reports(view, decision, removals=None, rejections=None):
    found = find_reports(view, view, decision, removals or {}, ALL, rejections or {})
    return {
        number: [edit for step in member.document.trail for edit in step.edits] for number, member in found
    }


def test_a_note_is_reported_in_its_place():
    [edit] = reports(corpus(), CorpusDecision(notes=(Resemblance(3, 1, NEAR.id, SAME),)))[1]
    assert (edit.start, edit.end, edit.replacement) == (21, 39, None)


def test_a_drop_that_the_path_does_not_apply_is_reported_as_withheld():
    found = reports(corpus(CERTAIN), CorpusDecision((NEAR_DROP,)))
    assert [edit.evidence["withheld"] for edit in found[1]] == [""]


def test_what_was_removed_is_not_reported():
    assert reports(corpus(), DECISION, {2: "a.txt", 3: "a.txt"}) == {}


def test_a_rejected_drop_is_reported_on_its_paragraph_and_of_a_document_on_all_of_it():
    [paragraph] = reports(corpus(), CorpusDecision(), rejections={(1, 21): NEAR_REPORT})[1]
    [document] = reports(corpus(), CorpusDecision(), rejections={(1, 0): DOCUMENT_REPORT})[1]
    assert (paragraph.start, paragraph.end) == (21, 39)
    assert (document.start, document.end) == (0, len(TEXT))
