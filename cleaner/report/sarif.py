"""SARIF 2.1.0, for code scanning: rules with help, regions in code points, fixes and fingerprints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from cleaner import __version__
from cleaner.catalogue import RULES
from cleaner.finding import Finding, find_visible_start
from cleaner.gate.checked import Checked, Located
from cleaner.outcome import Outcome
from cleaner.report.records import dumps
from cleaner.report.records import place as place_in
from cleaner.report.terminal import Style, shown
from cleaner.report.text import inside, message
from cleaner.rule import Certainty, Rule
from cleaner.text import Lines, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL: dict[Certainty, str] = {"certain": "error", "likely": "warning", "note": "note"}


def render(checked: Checked, style: Style) -> Iterator[str]:
    """One run. Findings that a suppression accepts are in it, marked as suppressed."""
    rules = sorted({located.finding.rule.id for located in (*checked.findings, *checked.accepted)})
    place = {rule: index for index, rule in enumerate(rules)}
    yield dumps(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "cleaner",
                            "semanticVersion": __version__,
                            "rules": [_rule(RULES[rule], style) for rule in rules],
                        }
                    },
                    "columnKind": "unicodeCodePoints",
                    "newlineSequences": ["\r\n", "\n", "\r"],
                    "results": list(_results(checked, place)),
                    "invocations": [_invocation(checked)],
                }
            ],
        },
        indent=1,
    )


def _rule(rule: Rule, style: Style) -> dict[str, object]:
    told: dict[str, object] = {
        "id": rule.id,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {
            "text": f"{rule.what} {rule.why} Leaves alone: {rule.leaves_alone}",
            "markdown": f"{rule.what}\n\n{rule.why}\n\n**Leaves alone** {rule.leaves_alone}",
        },
        "defaultConfiguration": {"level": LEVEL[rule.certainty], "enabled": rule.default},
        "properties": {"precision": "very-high" if rule.certainty == "certain" else "high"},
    }
    if style.docs.startswith(("https://", "http://")):
        told["helpUri"] = style.address(rule.id)
    return told


def _results(checked: Checked, place: dict[str, int]) -> Iterator[dict[str, object]]:
    lines: dict[str, Lines] = {}
    for number, located in enumerate((*checked.findings, *checked.accepted)):
        if not located.text and located.path not in lines:
            lines = {located.path: Lines.of(located.raw)}
        result = _result(located, lines.get(located.path), place)
        if number >= len(checked.findings):
            reason = str(located.finding.evidence.get("suppressed", "rejected in a review"))
            result["suppressions"] = [{"kind": "external", "justification": shown(reason, most=1000)}]
        yield result


def _result(located: Located, lines: Lines | None, place: dict[str, int]) -> dict[str, object]:
    """A result. `lines` are those of a file that is all text: elsewhere no fix of the file can be told."""
    finding = located.finding
    artifact = {"uri": uri(located.path)}
    result: dict[str, object] = {
        "ruleId": finding.rule.id,
        "ruleIndex": place[finding.rule.id],
        "level": LEVEL[finding.rule.certainty],
        "message": {"text": f"{inside(located)}{message(finding)}"},
        "locations": [_location(located, artifact, lines)],
        "partialFingerprints": {"cleanerContent/v1": located.fingerprint},
        "properties": {"fails": located.fails, "stage": finding.stage} | _record(located),
    }
    if finding.replacement is not None and lines is not None and not located.text:
        result["fixes"] = [_fix(finding, artifact, _region(finding.span, lines))]
    return result


def _location(located: Located, artifact: dict[str, str], lines: Lines | None) -> dict[str, object]:
    finding = located.finding
    physical: dict[str, object] = {"artifactLocation": artifact}
    if not located.text and lines is not None:
        physical["region"] = _region(
            Span(find_visible_start(located.raw, finding.span), finding.span.end), lines
        )
        return {"physicalLocation": physical}
    if located.line is not None:
        physical["region"] = {"startLine": located.line}
    inner = {"name": shown(located.text, most=200), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [inner]}


def _record(located: Located) -> dict[str, object]:
    """The place in the text of a record or a page."""
    if not located.text:
        return {}
    span = located.finding.span
    return {**place_in(located), "textColumn": located.finding.column, "span": [span.start, span.end]}


def _fix(finding: Finding, artifact: dict[str, str], region: dict[str, int]) -> dict[str, object]:
    content = (finding.replacement or "").encode("utf-8", "replace").decode()
    change = {"deletedRegion": region, "insertedContent": {"text": content}}
    return {
        "description": {"text": message(finding)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
    }


def _region(span: Span, lines: Lines) -> dict[str, int]:
    (line, column), (last, end) = lines.locate(span.start), lines.locate(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": last,
        "endColumn": end,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _invocation(checked: Checked) -> dict[str, object]:
    problems = [outcome for outcome in checked.outcomes if outcome.problem is not None]
    told: dict[str, object] = {"executionSuccessful": not problems}
    if problems:
        told["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": shown(str(outcome.problem), most=1000)},
                "locations": [{"physicalLocation": _where(checked, outcome)}],
            }
            for outcome in problems
        ]
    return told


def _where(checked: Checked, outcome: Outcome) -> dict[str, object]:
    """The file of a document with a problem, and its line where that is known."""
    where: dict[str, object] = {"artifactLocation": {"uri": uri(checked.path(outcome))}}
    if outcome.problem is not None and outcome.problem.line is not None:
        where["region"] = {"startLine": outcome.problem.line}
    return where


def uri(path: str) -> str:
    """A path as a URI reference: relative ones stay relative.

    >>> uri("seeds/a b.txt"), uri("/tmp/100%.txt"), uri("a:b")
    ('seeds/a%20b.txt', 'file:///tmp/100%25.txt', 'a%3Ab')
    """
    quoted = quote(os.fsencode(path))
    return f"file://{quoted}" if Path(path).is_absolute() else quoted
