"""The statistics of a check: how many findings each rule made, the most frequent first."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.catalogue import RULES
from cleaner.gate.check_result import CheckResult
from cleaner.report.json_report import dump_json
from cleaner.report.terminal import RED, YELLOW, Style


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields one line a rule: findings, those that fail, the rule, its certainty."""
    for rule, count, failing in count_by_rule(check):
        name = style.paint(f"{rule:<30}", RED if failing else YELLOW)
        yield f"{count:>7} {failing:>7} failing  {name} {RULES[rule].certainty}"


def render_json(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields the statistics as one JSON list."""
    yield dump_json(
        [
            {"rule": rule, "findings": count, "failing": failing, "docs": style.address(rule)}
            for rule, count, failing in count_by_rule(check)
        ],
        indent=1,
    )


def count_by_rule(check: CheckResult) -> list[tuple[str, int, int]]:
    """Returns rule, findings and failing findings; by number, then by name."""
    # Rules that nothing fails by stay in the table, with 0.
    failing = dict.fromkeys(check.counts, 0)
    for located in check.findings:
        failing[located.finding.rule.id] += located.fails
    ordered = sorted(check.counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, count, failing[rule]) for rule, count in ordered]
