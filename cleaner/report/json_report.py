"""The formats `json` (one object) and `jsonl` (one a line), in ASCII, so that they are safe anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.report.block_kinds import name_kinds, read_text
from cleaner.report.terminal import Style
from cleaner.report.text import describe_finding

FORMAT = 1
"""The version of the format, for programs that read it."""


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields one object with the findings, the documents that could not be checked, and the counts."""
    yield dump_json(
        {
            "format": FORMAT,
            "findings": [to_record(located, style) for located in check.findings],
            "suppressed": [to_record(located, style) for located in check.accepted],
            "problems": [dict(problem) for problem in _list_problems(check)],
            "counts": {
                "documents": len(check.outcomes),
                "findings": len(check.findings),
                "failing": check.fail_count,
                "suppressed": len(check.accepted),
                "baseline": len(check.in_baseline),
                "rules": dict(sorted(check.counts.items())),
            },
        },
        indent=1,
    )


def render_lines(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields one finding a line, then one line for each document that could not be checked."""
    for located in check.findings:
        yield dump_json({"type": "finding", **to_record(located, style)})
    for problem in _list_problems(check):
        yield dump_json({"type": "problem", **problem})


def to_record(located: LocatedFinding, style: Style) -> dict[str, object]:
    """Returns one finding as JSON values.

    `span` is of code points of the decoded file, from 0; line and column count from 1. `kinds` are those of
    the blocks that the finding touches.

    Of a text that is not all of its file, `span` and `column` are of the text, and `text_line` with them;
    `line` is that of the record, and null for a page.
    """
    finding = located.finding
    return {
        "path": located.path,
        "line": located.line,
        "column": finding.column,
        **to_text_place(located),
        "span": [finding.span.start, finding.span.end],
        "rule": finding.rule.id,
        "certainty": finding.rule.certainty,
        "kinds": list(name_kinds(read_text(located.raw, located.hints), finding.span)),
        "fails": located.fails,
        "message": describe_finding(finding),
        "removed": finding.removed,
        "replacement": finding.replacement,
        "evidence": dict(finding.evidence),
        "fingerprint": located.fingerprint,
        "docs": style.address(finding.rule.id),
    }


def to_text_place(located: LocatedFinding) -> dict[str, object]:
    """Returns where in a record or a page a finding is; nothing for a file that is all text."""
    # A page has no lines of its own: only its extractor says how the text came about.
    if located.page is not None:
        return {"text_line": located.finding.line, "extractor": located.page.extractor}
    if located.record is None:
        return {}
    record = located.record
    fields: dict[str, object] = {
        "field": record.field,
        "text_line": located.finding.line,
        "byte_offset": record.offset,
        "byte_length": record.length,
    }
    return fields | ({"id": record.id} if record.id else {})


def _list_problems(check: CheckResult) -> Iterator[dict[str, object]]:
    for outcome in check.outcomes:
        problem = outcome.problem
        if problem is not None:
            fields: dict[str, object] = {"path": check.find_path(outcome), "message": problem.message}
            fields |= {"line": problem.line, "byte_offset": problem.byte, "remedy": problem.remedy}
            # What is not known is left out. A byte offset of 0 is known.
            yield {name: value for name, value in fields.items() if value not in (None, "")}


def dump_json(value: object, *, indent: int | None = None) -> str:
    """Encodes JSON without a control byte, and without `##`, which can begin a command in the log of a build.

    `json` escapes all controls but DEL.
    """
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f").replace("##", "#\\u0023")
