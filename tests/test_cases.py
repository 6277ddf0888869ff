"""Every row of tests/cases/STAGE.toml through its stage: a row without `after` must not change.

A row to leave alone without a `rule` speaks for every default rule of its stage. `reports` are the notes that
a row fires; a row of a note that does not name it there must not fire it. A row with `known_failure` says
what is right, and why today's result is not: the test fails the day it is mended, until the key goes. Where
there is more than one right result, the row has `never` instead, which the text must not come to hold.
"""

import re
import tomllib
from pathlib import Path

import pytest

from cleaner.pipeline import Pipeline, Policy
from cleaner.stages import STAGES

FOLDER = Path(__file__).parent / "cases"
STAGE = {stage.name: stage for stage in STAGES}
NOTES = {rule.id for stage in STAGES for rule in stage.rules if rule.certainty == "note"}


def rows_of(stage):
    return tomllib.loads((FOLDER / f"{stage}.toml").read_text(encoding="utf-8"))["case"]


def good_rows_of(stage):
    """The rows of a stage that hold today."""
    return [row for row in rows_of(stage) if "known_failure" not in row]


def rows():
    for stage in STAGE:
        for row in rows_of(stage):
            reason = row.get("known_failure")
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)] if reason else []
            yield pytest.param(stage, unescaped(row), id=f"{stage}: {row['name']}", marks=marks)


def test_every_file_of_rows_belongs_to_a_stage():
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(STAGE)


def unescaped(row):
    """A row that says `escaped` spells surrogates as \\uDCxx: TOML cannot hold them."""
    if not row.get("escaped"):
        return row
    spelled = re.compile(r"\\u([0-9a-fA-F]{4})")
    texts = {key: row[key] for key in ("before", "after") if key in row}
    return row | {key: spelled.sub(lambda code: chr(int(code[1], 16)), text) for key, text in texts.items()}


@pytest.mark.parametrize(("stage", "row"), list(rows()))
def test_case(stage, row):
    default = {rule.id for rule in STAGE[stage].rules if rule.default}
    looked_at = default | ({row["rule"]} if "rule" in row else set()) | set(row.get("reports", ()))
    policy = Policy.of([rule for rule in STAGE[stage].rules if rule.id in looked_at], budget=1)
    document = Pipeline((STAGE[stage],), policy).run(row["before"])
    if "never" in row:
        assert row["never"] not in document.text
    else:
        assert document.text == row.get("after", row["before"])
    found = {edit.rule for step in document.trail for edit in step.edits}
    if "after" in row:
        assert row["rule"] in found
    reports = set(row.get("reports", ()))
    assert reports <= found
    if row.get("rule") in NOTES:
        assert "after" not in row, "a note changes nothing: take `after` out of the row"
        fires, named = row["rule"] in found, row["rule"] in reports
        assert fires or not named, f"the row names {row['rule']} in `reports` and does not fire it"
        assert named or not fires, f"the row fires {row['rule']} and does not name it in `reports`"
    assert document.undo() == row["before"]


@pytest.mark.parametrize("stage", STAGE)
def test_a_stage_has_rows_enough_and_at_least_half_of_them_leave_alone(stage):
    cases = good_rows_of(stage)
    leave_alone = sum("after" not in row for row in cases)
    assert len(cases) >= 15
    assert leave_alone * 2 >= len(cases)


@pytest.mark.parametrize("rule", [rule for stage in STAGES for rule in stage.rules], ids=lambda rule: rule.id)
def test_a_rule_has_rows_that_fire_it_and_no_fewer_that_leave_alone(rule):
    cases = good_rows_of(rule.stage)
    if rule.id in NOTES:
        fires = sum(rule.id in row.get("reports", ()) for row in cases)
        stays = sum(row.get("rule") == rule.id and rule.id not in row.get("reports", ()) for row in cases)
    else:
        anonymous = rule.id if rule.default else None  # a row without a rule runs the default rules alone
        fires = sum(row.get("rule") == rule.id and "after" in row for row in cases)
        stays = sum(row.get("rule", anonymous) == rule.id and "after" not in row for row in cases)
    assert fires, f"no row of tests/cases/{rule.stage}.toml fires {rule.id}"
    assert stays >= fires, f"{rule.id}: {fires} rows fire it and only {stays} leave alone"
