"""The format `sarif` (SARIF 2.1.0): rules with help, regions in code points, fixes, fingerprints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from cleaner import __version__
from cleaner.catalogue import RULES
from cleaner.finding import Finding, find_visible_start
from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.outcome import Outcome
from cleaner.report.block_kinds import name_kinds, read_text
from cleaner.report.json_report import dump_json, to_text_place
from cleaner.report.terminal import Style, escape_text
from cleaner.report.text import describe_finding, format_text_place
from cleaner.rule import Certainty, Rule
from cleaner.text import Lines, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL: dict[Certainty, str] = {"certain": "error", "likely": "warning", "note": "note"}


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields one run. Findings that a suppression accepts are in it, marked as suppressed."""
    rules = sorted({located.finding.rule.id for located in (*check.findings, *check.accepted)})
    indices = {rule: index for index, rule in enumerate(rules)}
    yield dump_json(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "cleaner",
                            "semanticVersion": __version__,
                            "rules": [_make_rule(RULES[rule], style) for rule in rules],
                        }
                    },
                    # Said, because viewers that count UTF-16 units would count some characters twice.
                    "columnKind": "unicodeCodePoints",
                    # The default lacks the lone CR, at which lines end here, too.
                    "newlineSequences": ["\r\n", "\n", "\r"],
                    "results": list(_make_results(check, indices)),
                    "invocations": [_make_invocation(check)],
                }
            ],
        },
        indent=1,
    )


def _make_rule(rule: Rule, style: Style) -> dict[str, object]:
    descriptor: dict[str, object] = {
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
    # The schema wants an absolute address: a path such as docs/rules.md is left out.
    if style.docs.startswith(("https://", "http://")):
        descriptor["helpUri"] = style.address(rule.id)
    return descriptor


def _make_results(check: CheckResult, indices: dict[str, int]) -> Iterator[dict[str, object]]:
    lines: dict[str, Lines] = {}
    for number, located in enumerate((*check.findings, *check.accepted)):
        # Findings come by path: the lines of one file are in memory, not those of the corpus.
        if not located.text and located.path not in lines:
            lines = {located.path: Lines.of(located.raw)}
        result = _make_result(located, lines.get(located.path), indices)
        # Accepted ones are listed and not left out, so that a viewer can show them with their reason.
        if number >= len(check.findings):
            reason = str(located.finding.evidence.get("suppressed", "rejected in a review"))
            result["suppressions"] = [{"kind": "external", "justification": escape_text(reason, most=1000)}]
        yield result


def _make_result(located: LocatedFinding, lines: Lines | None, indices: dict[str, int]) -> dict[str, object]:
    """A result. `lines` are those of a file that is all text: elsewhere a fix has no place in the file."""
    finding = located.finding
    artifact = {"uri": to_uri(located.path)}
    result: dict[str, object] = {
        "ruleId": finding.rule.id,
        "ruleIndex": indices[finding.rule.id],
        "level": LEVEL[finding.rule.certainty],
        "message": {"text": f"{format_text_place(located)}{describe_finding(finding)}"},
        "locations": [_make_location(located, artifact, lines)],
        # Viewers track an alert by this when lines move. The name has a version: another hash needs another.
        "partialFingerprints": {"cleanerContent/v1": located.fingerprint},
        "properties": {
            "fails": located.fails,
            "stage": finding.stage,
            "kinds": list(name_kinds(read_text(located.raw, located.hints), finding.span)),
            **_make_text_properties(located),
        },
    }
    # A record or a page is not edited by places of its text: its file has others.
    if finding.replacement is not None and lines is not None and not located.text:
        result["fixes"] = [_make_fix(finding, artifact, _make_region(finding.span, lines))]
    return result


def _make_location(
    located: LocatedFinding, artifact: dict[str, str], lines: Lines | None
) -> dict[str, object]:
    finding = located.finding
    physical: dict[str, object] = {"artifactLocation": artifact}
    if not located.text and lines is not None:
        physical["region"] = _make_region(
            # Where a reader sees it begin: a paragraph is removed with the line breaks before it.
            Span(find_visible_start(located.raw, finding.span), finding.span.end),
            lines,
        )
        return {"physicalLocation": physical}
    if located.line is not None:
        physical["region"] = {"startLine": located.line}
    inner = {"name": escape_text(located.text, most=200), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [inner]}


def _make_text_properties(located: LocatedFinding) -> dict[str, object]:
    """Returns the place in the text of a record or a page; nothing for a file that is all text."""
    if not located.text:
        return {}
    span = located.finding.span
    return {**to_text_place(located), "textColumn": located.finding.column, "span": [span.start, span.end]}


def _make_fix(finding: Finding, artifact: dict[str, str], region: dict[str, int]) -> dict[str, object]:
    # SARIF is UTF-8: a lone surrogate becomes a question mark.
    content = (finding.replacement or "").encode("utf-8", "replace").decode()
    change = {"deletedRegion": region, "insertedContent": {"text": content}}
    return {
        "description": {"text": describe_finding(finding)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}],
    }


def _make_region(span: Span, lines: Lines) -> dict[str, int]:
    (line, column), (last, end) = lines.locate(span.start), lines.locate(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": last,
        "endColumn": end,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _make_invocation(check: CheckResult) -> dict[str, object]:
    problems = [outcome for outcome in check.outcomes if outcome.problem is not None]
    invocation: dict[str, object] = {"executionSuccessful": not problems}
    if problems:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": escape_text(str(outcome.problem), most=1000)},
                "locations": [{"physicalLocation": _make_problem_location(check, outcome)}],
            }
            for outcome in problems
        ]
    return invocation


def _make_problem_location(check: CheckResult, outcome: Outcome) -> dict[str, object]:
    """Returns the file of a document with a problem, and its line where that is known."""
    location: dict[str, object] = {"artifactLocation": {"uri": to_uri(check.find_path(outcome))}}
    if outcome.problem is not None and outcome.problem.line is not None:
        location["region"] = {"startLine": outcome.problem.line}
    return location


def to_uri(path: str) -> str:
    """Returns a path as a URI reference; a relative one stays relative.

    >>> to_uri("seeds/a b.txt"), to_uri("/tmp/100%.txt"), to_uri("a:b")
    ('seeds/a%20b.txt', 'file:///tmp/100%25.txt', 'a%3Ab')
    """
    # Bytes: a path that is not UTF-8 has a URI, too. A colon is quoted, or "a:b" would have a scheme.
    quoted = quote(os.fsencode(path))
    return f"file://{quoted}" if Path(path).is_absolute() else quoted
