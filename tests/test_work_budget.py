"""A document with more to find than it has characters stays as it is; one with less is cleaned."""

from dataclasses import dataclass

import pytest

from cleaner.config import Configuration
from cleaner.pipeline import Pipeline, Policy, find_edits
from cleaner.rule import Rule
from cleaner.structure import ANYWHERE
from cleaner.text import Edit
from cleaner.work_budget import LEAST, OVER_WORK, count_allowed_steps

RULE = Rule("dear.rule", "certain", "What.", "Why.", "All else.", ("a", "a"), ANYWHERE)


@dataclass(frozen=True)
class Dear:
    """A stage that reports as often as asked, and counts what is taken of it."""

    reports: int
    taken: list[int]
    name: str = "dear"
    rules: tuple[Rule, ...] = (RULE,)

    def edits(self, text):
        for count in range(self.reports):
            self.taken.append(count)
            yield Edit(0, 0, None, RULE.id)


def run(reports, text):
    stage = Dear(reports, [])
    return Pipeline((stage,), Policy.of(stage.rules)).run(text), stage.taken


def rules(document):
    return {edit.rule for step in document.trail for edit in step.edits}


@pytest.mark.parametrize(("text", "most"), [("a" * 5_000, 5_000), ("short", LEAST), ("", LEAST)])
def test_as_many_findings_as_characters_are_allowed_and_no_more(text, most):
    assert count_allowed_steps(text) == most
    assert rules(run(most, text)[0]) == {RULE.id}
    document, _ = run(most + 1, text)
    (step,) = document.trail
    assert (document.text, step.stage, step.edits) == (
        text,
        "pipeline",
        (Edit(0, 0, None, OVER_WORK.id, {"most": most}),),
    )


def test_nothing_is_sought_past_the_budget():
    _, taken = run(1_000_000, "short")
    assert len(taken) == LEAST + 1


def test_the_findings_of_all_rounds_count_together():
    """A note for each second character, in two rounds: the final newline makes the second one."""
    pipeline = Configuration().pipeline
    assert OVER_WORK.id not in rules(pipeline.run("a\u202e" * 2_000 + "\n"))
    assert rules(pipeline.run("a\u202e" * 2_000)) == {OVER_WORK.id}


def test_the_edits_of_a_stage_can_be_limited():
    assert len(find_edits(Dear(10, []), "a", 3)) == 3
    assert len(find_edits(Dear(10, []), "a")) == 10


def test_what_was_left_for_too_much_work_is_left_again():
    pipeline = Configuration().pipeline
    text = "a\u202e" * 2_000
    once = pipeline.run(text)
    assert rules(once) == {OVER_WORK.id}
    assert once.text == text
    again = pipeline.run(once.text)
    assert again.text == text
