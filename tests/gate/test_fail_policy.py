"""What fails a check: by certainty, and by the name of a rule; a document over its budget is a note."""

from typing import get_args

import pytest

from cleaner.budget import OVER_BUDGET
from cleaner.catalogue import RULES
from cleaner.errors import UsageError
from cleaner.finding import Finding
from cleaner.gate.fail_policy import FailOn, FailPolicy
from cleaner.pipeline import Policy
from cleaner.text import Span

CERTAIN, LIKELY = "whitespace.trailing", "hyphenation.broken-word"


def finding(rule) -> Finding:
    return Finding(1, 1, rule, Span(0, 1), "a", "", {}, "stage", 1)


def policy(*applied: str) -> Policy:
    return Policy(frozenset(RULES), frozenset(applied))


def failing_rules(on: str, *applied: str) -> set[str]:
    """Which of a certain, a likely and a noted finding fail."""
    fails = FailPolicy(on)
    found = {name for name in (CERTAIN, LIKELY) if fails.fails(finding(RULES[name]), policy(*applied))}
    return found | ({"budget"} if fails.fails(finding(OVER_BUDGET), policy(*applied)) else set())


def test_the_examples_have_their_certainty():
    assert (RULES[CERTAIN].certainty, RULES[LIKELY].certainty) == ("certain", "likely")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("certain", {CERTAIN}),
        ("likely", {CERTAIN, LIKELY}),
        ("note", {CERTAIN, LIKELY, "budget"}),
        ("never", set()),
    ],
)
def test_a_finding_fails_by_its_certainty(on, expected):
    assert failing_rules(on, CERTAIN, LIKELY) == expected


def test_what_the_policy_withholds_fails_under_note_alone():
    assert {on: LIKELY in failing_rules(on, CERTAIN) for on in get_args(FailOn)} == {
        "certain": False,
        "likely": False,
        "note": True,
        "never": False,
    }


def test_rules_that_are_named_replace_the_default_and_add_to_a_certainty():
    named = FailPolicy.of(None, [LIKELY])
    assert (named.on, named.rules) == ("never", frozenset([LIKELY]))
    assert named.fails(finding(RULES[LIKELY]), policy()) and not named.fails(
        finding(RULES[CERTAIN]), policy(CERTAIN)
    )
    both = FailPolicy.of("certain", [LIKELY])
    assert both.fails(finding(RULES[LIKELY]), policy()) and both.fails(
        finding(RULES[CERTAIN]), policy(CERTAIN)
    )


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="no-such"):
        FailPolicy.of(None, ["no-such.rule"])
