"""What a reviewer rejected stays in the next run, wherever it stands then; all else is cleaned as before."""

import json

import pytest
from hypothesis import given

from cleaner import decisions
from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus import count_unmatched, decide, prepare
from cleaner.decisions import Decisions, Mark, read_decisions
from cleaner.errors import InputError
from cleaner.gate.check_result import check_outcomes
from cleaner.gate.fail_policy import FailPolicy
from tests.corpora import corpora
from tests.sample_corpus import HARBOUR
from tests.test_laws import law

NEAR = HARBOUR.replace("said", "told us")
CORPUS = {
    "a.txt": f"The gate is a matter of secu-rity.\n\nAnother matter of secu-rity is the well.\n\n{HARBOUR}\n",
    "b.txt": f"Nobody  came.  \n{NEAR}\nAn end of its own, unlike all others.\n",
}


def cleaned(corpus, decided=None, **options):
    configuration = Configuration(decisions=decided or Decisions(), **options)
    pipeline = configuration.pipeline
    prepared = [
        prepare(name, text if isinstance(text, bytes) else text.encode(), configuration, pipeline)
        for name, text in sorted(corpus.items())
    ]
    return decide(prepared, configuration)


def texts(outcomes):
    return {outcome.name: outcome.document.text for outcome in outcomes}


def marks(outcomes, rule):
    return [
        mark
        for outcome in outcomes
        for mark in decisions.mark_document(outcome.document)
        if mark.rule == rule
    ]


def rejecting(*marks):
    return Decisions(marks=dict.fromkeys(marks, "reject"))


def test_one_of_two_findings_alike_is_rejected_the_other_applied():
    _, second = marks(cleaned(CORPUS), "hyphenation.broken-word")
    after = texts(cleaned(CORPUS, rejecting(second)))["a.txt"]
    assert "a matter of security.\n" in after and "matter of secu-rity is the well" in after


def test_a_decision_follows_its_text_to_another_line_and_file():
    _, second = marks(cleaned(CORPUS), "hyphenation.broken-word")
    moved = {"z.txt": "A new beginning.\n\n" + CORPUS["a.txt"]}
    after = cleaned(moved, rejecting(second))
    assert (
        "matter of secu-rity is" in texts(after)["z.txt"] and count_unmatched(after, rejecting(second)) == 0
    )


def test_a_decision_about_text_that_has_changed_is_told_of():
    first, _ = marks(cleaned(CORPUS), "hyphenation.broken-word")
    changed = {"a.txt": CORPUS["a.txt"].replace("The gate", "The door")}
    after = cleaned(changed, rejecting(first))
    assert "a matter of security." in texts(after)["a.txt"] and count_unmatched(after, rejecting(first)) == 1


def test_a_rejected_drop_keeps_its_paragraph_and_is_reported():
    before = cleaned(CORPUS)
    assert NEAR not in texts(before)["b.txt"]
    [drop] = marks(before, "duplicates.near")
    after = cleaned(CORPUS, rejecting(drop))
    assert NEAR in texts(after)["b.txt"]
    [finding] = [f for f in after[1].findings() if f.rule.id == "duplicates.near"]
    assert (finding.replacement, finding.evidence["decision"]) == (None, "reject")
    assert finding.evidence["partner"] == "a.txt:5" and finding.removed == NEAR
    assert marks(after, "duplicates.near") == [drop]
    found = check_outcomes(after, {}, Configuration().policy, FailPolicy())
    assert "duplicates.near" in {located.finding.rule.id for located in found.accepted}
    assert "duplicates.near" not in {located.finding.rule.id for located in found.findings}


def test_a_kept_paragraph_is_a_partner_of_later_ones():
    [drop] = marks(cleaned(CORPUS), "duplicates.near")
    more = CORPUS | {"c.txt": f"Something new.\n{NEAR}\n"}
    after = cleaned(more, rejecting(drop))
    assert NEAR in texts(after)["b.txt"] and NEAR not in texts(after)["c.txt"]
    assert after[2].findings()[0].evidence["partner"] == "b.txt:2"


def test_a_rejected_drop_of_a_document_keeps_all_of_it():
    copies = {"a.txt": HARBOUR + "\n", "b.txt": HARBOUR + "\n"}
    before = cleaned(copies)
    assert before[1].status == "dropped"
    [drop] = marks(before, "duplicates.document")
    after = cleaned(copies, rejecting(drop))
    assert after[1].status == "written" and after[1].document.text == HARBOUR + "\n"
    [finding] = after[1].findings()
    assert finding.rule.id == "duplicates.document" and finding.evidence["partner"] == "a.txt"
    assert marks(after, "duplicates.document") == [drop]


def test_a_rejected_removal_stays_though_what_is_inside_it_is_mended():
    """Its white space is another in the second round; the mark looks at the raw text, without any."""
    text = (
        "The council met.\n\nGreat post, I really enjoyed your  article!  \nVisit our shop at "
        "best-lamps24.example for cheap lamps.\n\nGreat post, I really enjoyed your  article!  \n"
        "Visit our shop at best-lamps24.example for cheap lamps.\n"
    )
    before = cleaned({"a": text})
    found = marks(before, "comments.promotional")
    assert found
    after = cleaned({"a": text}, rejecting(*found))
    assert after[0].document.text.count("best-lamps24") == text.count("best-lamps24")
    assert count_unmatched(after, rejecting(*found)) == 0


def test_a_rule_is_rejected_but_for_a_finding_that_is_accepted():
    first, _ = marks(cleaned(CORPUS), "hyphenation.broken-word")
    mixed = Decisions(rules={"hyphenation.broken-word": "reject"}, marks={first: "accept"})
    after = texts(cleaned(CORPUS, mixed))["a.txt"]
    assert "a matter of security.\n" in after and "matter of secu-rity is the well" in after


def test_what_certain_only_withholds_is_applied_where_it_was_accepted():
    first, _ = marks(cleaned(CORPUS), "hyphenation.broken-word")
    after = texts(cleaned(CORPUS, Decisions(marks={first: "accept"}), certain_only=True))["a.txt"]
    assert "a matter of security.\n" in after and "matter of secu-rity is the well" in after


def test_an_accepted_finding_that_is_applied_anyway_changes_nothing():
    before = cleaned(CORPUS)
    every = Decisions(rules=dict.fromkeys({*RULES}, "accept"))
    assert texts(cleaned(CORPUS, every)) == texts(before)


@law
@given(corpora())
def test_law_what_is_rejected_stays_and_all_marks_are_met_again(corpus):
    """All findings of removals of whole paragraphs are rejected at once."""
    before = cleaned(corpus)
    rules = ("comments.promotional", "duplicates.near", "duplicates.exact", "duplicates.document")
    wanted = rejecting(*(mark for rule in rules for mark in marks(before, rule)))
    after = cleaned(corpus, wanted)
    for outcome in after:
        edits = [edit for step in outcome.document.trail for edit in step.edits]
        for edit, mark in zip(edits, decisions.mark_document(outcome.document), strict=True):
            assert edit.replacement is None or mark not in wanted.marks
    assert texts(cleaned(corpus, wanted)) == texts(after)


def test_a_file_of_decisions_is_read(tmp_path):
    path = tmp_path / "decisions.jsonl"
    lines = [
        {
            "verdict": "reject",
            "rule": "a.b",
            "removed_sha256": "0",
            "before": "x",
            "after": "y",
            "shown": "-",
        },
        {"verdict": "accept", "rule": "a.b", "removed_sha256": "0", "before": "x", "after": "y"},
        {"verdict": "reject", "rule": "c.d"},
    ]
    path.write_text("\n\n".join(map(json.dumps, lines)))
    found = read_decisions(path)
    assert found == Decisions({"c.d": "reject"}, {Mark("a.b", "0", "x", "y"): "accept"})
    assert found.rule_ids == {"a.b", "c.d"}
    assert found.sha256 == read_decisions(path).sha256 != Decisions().sha256 == ""


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"rule": "a.b"}', b'{"verdict": "maybe", "rule": "a"}', b"[" * 100_000]
)
def test_a_line_that_is_no_decision_is_named(tmp_path, line):
    path = tmp_path / "d.jsonl"
    path.write_bytes(b"\n" + line)
    with pytest.raises(InputError, match=r"d\.jsonl:2: is no decision"):
        read_decisions(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_decisions(tmp_path / "none")
