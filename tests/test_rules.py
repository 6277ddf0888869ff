"""The docs of a rule stand on the rule: all four parts, with an example that is true."""

import re

import pytest

from cleaner.catalogue import RULES, match_rules
from cleaner.errors import UsageError
from cleaner.pipeline import UNSTABLE, Pipeline, Policy
from cleaner.stages import STAGES

STAGE = {rule.id: stage for stage in STAGES for rule in stage.rules}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_what_why_and_what_it_leaves_alone(rule):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.certainty in ("certain", "likely", "note")
    for part in (rule.what, rule.why, rule.leaves_alone):
        assert part[0].isupper() or not part[0].isalpha()
        assert part.endswith((".", "!", "?"))


@pytest.mark.parametrize("rule", [RULES[id] for id in STAGE], ids=lambda rule: rule.id)
def test_the_example_of_a_rule_is_what_its_stage_makes_of_it(rule):
    before, after = rule.example
    stage = STAGE[rule.id]
    chosen = [other for other in stage.rules if other.default or other.id == rule.id]
    document = Pipeline((stage,), Policy.of(chosen, budget=1)).run(before)
    assert document.text == after
    assert rule.id in {edit.rule for step in document.trail for edit in step.edits}
    assert (before == after) == (rule.certainty == "note")


def test_no_two_rules_share_an_id():
    ids = [rule.id for stage in STAGES for rule in stage.rules]
    assert len(ids) == len(set(ids))
    assert RULES[UNSTABLE.id] is UNSTABLE


def test_rules_are_named_by_id_or_by_stage():
    assert match_rules(["whitespace"]) == {id for id in RULES if id.startswith("whitespace.")}
    with pytest.raises(UsageError, match=r"did you mean whitespace\.trailing"):
        match_rules(["whitespace.trailling"])
    with pytest.raises(UsageError, match="lists them all"):
        match_rules(["xyzzy"])
