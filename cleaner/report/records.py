"""A check as JSON: one object (`json`) or one a line (`jsonl`); ASCII only, so that it is safe anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.gate.checked import Checked, Located
from cleaner.report.terminal import Style
from cleaner.report.text import message

FORMAT = 1


def render(checked: Checked, style: Style) -> Iterator[str]:
    """One object with the findings, the documents that could not be checked, and the counts."""
    yield dumps(
        {
            "format": FORMAT,
            "findings": [record(located, style) for located in checked.findings],
            "suppressed": [record(located, style) for located in checked.accepted],
            "problems": [dict(problem) for problem in _problems(checked)],
            "counts": {
                "documents": len(checked.outcomes),
                "findings": len(checked.findings),
                "failing": checked.failing,
                "suppressed": len(checked.accepted),
                "baseline": len(checked.old),
                "rules": dict(sorted(checked.counts.items())),
            },
        },
        indent=1,
    )


def render_lines(checked: Checked, style: Style) -> Iterator[str]:
    """One finding a line, then one line for each document that could not be checked."""
    for located in checked.findings:
        yield dumps({"type": "finding", **record(located, style)})
    for problem in _problems(checked):
        yield dumps({"type": "problem", **problem})


def record(located: Located, style: Style) -> dict[str, object]:
    """One finding. `span` is of code points of the decoded file, from 0; line and column count from 1.

    Of a text that is not all of its file, `span` and `column` are of the text, and `text_line` with them;
    `line` is that of the record, and null for a page.
    """
    finding = located.finding
    return {
        "path": located.path,
        "line": located.line,
        "column": finding.column,
        **place(located),
        "span": [finding.span.start, finding.span.end],
        "rule": finding.rule.id,
        "certainty": finding.rule.certainty,
        "fails": located.fails,
        "message": message(finding),
        "removed": finding.removed,
        "replacement": finding.replacement,
        "evidence": dict(finding.evidence),
        "fingerprint": located.fingerprint,
        "docs": style.address(finding.rule.id),
    }


def place(located: Located) -> dict[str, object]:
    """What says where in a record or a page a finding is; nothing of one in a file that is all text."""
    if located.page is not None:
        return {"text_line": located.finding.line, "extractor": located.page.extractor}
    if located.record is None:
        return {}
    record = located.record
    told: dict[str, object] = {
        "field": record.field,
        "text_line": located.finding.line,
        "byte_offset": record.offset,
        "byte_length": record.length,
    }
    return told | ({"id": record.id} if record.id else {})


def _problems(checked: Checked) -> Iterator[dict[str, object]]:
    for outcome in checked.outcomes:
        problem = outcome.problem
        if problem is not None:
            told: dict[str, object] = {"path": checked.path(outcome), "message": problem.message}
            told |= {"line": problem.line, "byte_offset": problem.byte, "remedy": problem.remedy}
            yield {name: value for name, value in told.items() if value not in (None, "")}


def dumps(value: object, *, indent: int | None = None) -> str:
    """JSON without a control byte (`json` escapes all of them but DEL), and without `##`, which can begin a
    command in the log of a build."""
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f").replace("##", "#\\u0023")
