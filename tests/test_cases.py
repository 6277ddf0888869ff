"""Every row of tests/cases/STAGE.toml through its stage: a row without `after` must not change.

A row to leave alone without a `rule` speaks for every default rule of its stage.
"""

import re
import tomllib
from pathlib import Path

import pytest

from cleaner.pipeline import Pipeline, Policy
from cleaner.stages import STAGES

FOLDER = Path(__file__).parent / "cases"
STAGE = {stage.name: stage for stage in STAGES}


def rows():
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("case", []):
            yield pytest.param(path.stem, unescaped(row), id=f"{path.stem}: {row['name']}")


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
    assert document.text == row.get("after", row["before"])
    found = {edit.rule for step in document.trail for edit in step.edits}
    if "after" in row:
        assert row["rule"] in found
    assert set(row.get("reports", ())) <= found
    assert document.undo() == row["before"]


@pytest.mark.parametrize("stage", STAGE)
def test_a_stage_has_rows_enough_and_at_least_half_of_them_leave_alone(stage):
    cases = tomllib.loads((FOLDER / f"{stage}.toml").read_text(encoding="utf-8")).get("case", [])
    leave_alone = sum("after" not in row for row in cases)
    assert len(cases) >= 15
    assert leave_alone * 2 >= len(cases)


@pytest.mark.parametrize("stage", STAGE)
def test_every_rule_of_a_stage_has_no_fewer_leave_alone_rows_than_changes(stage):
    cases = tomllib.loads((FOLDER / f"{stage}.toml").read_text(encoding="utf-8")).get("case", [])
    for rule in STAGE[stage].rules:
        changes = sum(row.get("rule") == rule.id and "after" in row for row in cases)
        anonymous = rule.id if rule.default else None  # a row without a rule runs the default rules alone
        stays = sum(row.get("rule", anonymous) == rule.id and "after" not in row for row in cases)
        assert stays >= changes, rule.id
        assert changes or rule.certainty == "note", f"{rule.id} has no row that it changes"
