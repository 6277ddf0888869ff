"""Annotations of a GitHub workflow: one command a finding, in which no text of a corpus can be a command."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.gate.checked import Checked, Located
from cleaner.report.terminal import Style, shown
from cleaner.report.text import message
from cleaner.text import Lines


def render(checked: Checked, style: Style) -> Iterator[str]:
    """`::error` for what fails, `::warning` for what else would be changed, `::notice` for notes."""
    lines: dict[str, Lines] = {}
    for located in checked.findings:
        if located.path not in lines:
            lines = {located.path: Lines.of(located.raw)}
        yield _command(located, lines[located.path], style)
    for outcome in checked.outcomes:
        if outcome.problem is not None:
            told = _data(shown(outcome.problem.message, most=1000))
            yield f"::error file={_property(checked.path(outcome))},title=cleaner::{told}"


def _command(located: Located, lines: Lines, style: Style) -> str:
    finding = located.finding
    last, column = lines.place(max(finding.span.start, finding.span.end - 1))
    properties = {
        "file": located.path,
        "line": str(finding.line),
        "endLine": str(last),
        "title": f"{finding.rule.id} ({finding.rule.certainty})",
    }
    if last == finding.line:
        # The runner refuses columns for a place of several lines.
        properties |= {"col": str(finding.column), "endColumn": str(column)}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{message(finding)} ({style.address(finding.rule.id)})"
    return f"::{_level(located)} {told}::{_data(shown(text, most=4000))}"


def _level(located: Located) -> str:
    if located.fails:
        return "error"
    return "notice" if located.finding.rule.certainty == "note" else "warning"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    safe = shown(text, most=4096)
    return _data(safe).replace(":", "%3A").replace(",", "%2C")
