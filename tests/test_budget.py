"""A rule that takes too much of a document is withdrawn for it, and says so."""

from cleaner.budget import ALLOWANCE, OVER_BUDGET, find_overspend
from cleaner.config import Configuration
from cleaner.text import Document, Edit

SHARE = "Share on Facebook\nShare on Twitter\nShare on WhatsApp\n" * 5
PROSE = "The harbour board said on Monday that the old crane would be taken down before the winter storms.\n"


def rules(document):
    return [edit.rule for step in document.trail for edit in step.edits]


def test_within_the_budget_the_rule_applies():
    document = Configuration(ignore=("comments",)).pipeline.run(PROSE * 30 + SHARE)
    assert document.text == PROSE * 30
    assert OVER_BUDGET.id not in rules(document)


def test_past_it_the_rule_is_withdrawn_and_reported():
    text = PROSE + SHARE
    document = Configuration(max_removed=0.1, ignore=("comments",)).pipeline.run(text)
    assert document.text == text
    report = document.trail[0].edits[0]
    assert report.rule == OVER_BUDGET.id
    assert report.evidence["rules"] == ["boilerplate.share"] and report.evidence["share"] > 0.1


def test_a_line_or_two_may_always_go():
    document = Configuration(max_removed=0.1, ignore=("comments",)).pipeline.run(
        "Ten words.\nShare on Facebook\n"
    )
    assert document.text == "Ten words.\n"


def overspent_by(letters, others, budget, replacement=""):
    """What a budget says of a rule that took so many letters of a document and left so many others."""
    document = Document.of("a" * letters + " " + "b" * others)
    edit = Edit(0, letters, replacement, "markup.tag")
    document = document.apply("markup", [edit])
    return find_overspend(document, document.trail, budget)


def test_the_allowance_may_be_spent_to_its_last_letter():
    assert overspent_by(ALLOWANCE, 10, 0.0) is None
    assert overspent_by(ALLOWANCE + 1, 10, 0.0) is not None


def test_the_budget_may_be_spent_to_its_last_letter():
    assert overspent_by(300, 700, 0.3) is None
    assert overspent_by(301, 699, 0.3) is not None


def test_prose_that_is_put_in_the_place_of_other_prose_is_not_taken():
    assert overspent_by(600, 400, 0.3, replacement="c" * 400) is None
    assert overspent_by(600, 400, 0.3, replacement="c" * 200) == (("markup.tag",), 400 / 1000)


def test_a_document_without_letters_has_no_budget_to_spend():
    document = Document.of("<br>12").apply("markup", [Edit(0, 4, "\n", "markup.tag")])
    assert find_overspend(document, document.trail, 0.0) is None


def test_but_never_everything():
    document = Document.of("Go.").apply("markup", [Edit(0, 3, "", "markup.script")])
    assert find_overspend(document, document.trail, 1.0) == (("markup.script",), 1.0)


def test_what_is_withheld_once_is_withheld_again():
    """A stray byte is no letter before it is decoded, and one after."""
    text = "- This article originally apeared on\n“\udcff\n"
    once = Configuration().pipeline.run(text).text
    assert Configuration().pipeline.run(once).text == once


def test_other_rules_go_on():
    document = Configuration(max_removed=0.1, ignore=("comments",)).pipeline.run(
        "Some  secu-rity.  \n" + PROSE + SHARE
    )
    assert "security." in document.text and SHARE in document.text


def test_tags_are_no_prose():
    text = '<div class="a b c" id="something-long" data-x="1"><p>Short words.</p></div>\n'
    assert Configuration().pipeline.run(text).text == "Short words.\n"


def test_whitespace_comments_and_duplicates_are_under_no_budget():
    text = PROSE + "\n" * 3000
    assert Configuration(max_removed=0.0).pipeline.run(text).text == PROSE


def test_rules_that_overspend_only_beside_what_another_stage_takes_apply_in_the_same_run():
    """The next run over the output would apply them: the comment has gone that made them overspend."""
    praise = (
        "Great post, I really enjoyed your article! Visit our shop at best-lamps24.example for cheap lamps."
    )
    pipeline = Configuration().pipeline
    document = pipeline.run(f"{PROSE}\n<!--\n{praise}\n<p>-->\n")
    assert document.text == PROSE
    for text in (f"<!--\n{praise}\n<p>-->\n", f"{PROSE}<!--\n{praise}\n<p>\n{praise}-->\n"):
        first = pipeline.run(text)
        assert pipeline.run(first.text).text == first.text
        assert first.undo() == text


def test_rules_that_overspend_once_more_stay_withdrawn():
    """Another stage has changed the text, and what is left of it is still too much."""
    text = f"{SHARE}\n\n\n\n{PROSE}"
    document = Configuration(max_removed=0.1, ignore=("comments",)).pipeline.run(text)
    assert document.text == f"{SHARE}\n{PROSE}"
    assert rules(document).count(OVER_BUDGET.id) == 1
