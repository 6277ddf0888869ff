"""Annotations of a GitHub workflow: one command a finding, in which no text of a corpus can be a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.errors import InputError
from cleaner.gate.checked import Checked, Located
from cleaner.report.terminal import Style, shown
from cleaner.report.text import inside, message
from cleaner.text import Lines


def render(checked: Checked, style: Style) -> Iterator[str]:
    """`::error` for what fails, `::warning` for what else would be changed, `::notice` for notes."""
    lines: dict[str, Lines] = {}
    for located in checked.findings:
        if not located.text and located.path not in lines:
            lines = {located.path: Lines.of(located.raw)}
        yield _command(located, _place(located, lines), style)
    for outcome in checked.outcomes:
        if outcome.problem is not None:
            properties = {"file": checked.path(outcome), "title": "cleaner"}
            if outcome.problem.line is not None:
                properties["line"] = str(outcome.problem.line)
            yield f"::error {_properties(properties)}::{_data(shown(_told(outcome.problem), most=1000))}"


def _told(problem: InputError) -> str:
    return f"{problem.message} ({problem.remedy})" if problem.remedy else problem.message


def _place(located: Located, lines: Mapping[str, Lines]) -> dict[str, str]:
    """Line and column in the file; of a record its line, of a page neither."""
    finding = located.finding
    if located.text:
        return {} if located.line is None else {"line": str(located.line)}
    last, column = lines[located.path].locate(max(finding.span.start, finding.span.end - 1))
    place = {"line": str(finding.line), "endLine": str(last)}
    if last == finding.line:
        # The runner refuses columns for a place of several lines.
        place |= {"col": str(finding.column), "endColumn": str(column)}
    return place


def _command(located: Located, place: Mapping[str, str], style: Style) -> str:
    finding = located.finding
    title = f"{finding.rule.id} ({finding.rule.certainty})"
    text = f"{inside(located)}{message(finding)} ({style.address(finding.rule.id)})"
    told = _properties({"file": located.path, **place, "title": title})
    return f"::{_level(located)} {told}::{_data(shown(text, most=4000))}"


def _properties(properties: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_property(value)}" for name, value in properties.items())


def _level(located: Located) -> str:
    if located.fails:
        return "error"
    return "notice" if located.finding.rule.certainty == "note" else "warning"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    safe = shown(text, most=4096)
    return _data(safe).replace(":", "%3A").replace(",", "%2C")
