"""The format `github`: workflow commands that annotate files, in which no text of a corpus is a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.errors import InputError
from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.report.terminal import Style, escape_text
from cleaner.report.text import describe_finding, format_text_place
from cleaner.text import Lines


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields `::error` for what fails, `::warning` for what else would change, `::notice` for notes."""
    lines: dict[str, Lines] = {}
    for located in check.findings:
        # Findings come by path: the lines of one file are in memory, not those of the corpus.
        # A text of a record or page has no columns in its file: its lines are not needed.
        if not located.text and located.path not in lines:
            lines = {located.path: Lines.of(located.raw)}
        yield _format_command(located, _make_place(located, lines), style)
    for outcome in check.outcomes:
        if outcome.problem is not None:
            properties = {"file": check.find_path(outcome), "title": "cleaner"}
            if outcome.problem.line is not None:
                properties["line"] = str(outcome.problem.line)
            text = escape_text(_describe_problem(outcome.problem), most=1000)
            yield f"::error {_format_properties(properties)}::{_escape_data(text)}"


def _describe_problem(problem: InputError) -> str:
    return f"{problem.message} ({problem.remedy})" if problem.remedy else problem.message


def _make_place(located: LocatedFinding, lines: Mapping[str, Lines]) -> dict[str, str]:
    """Returns line and column in the file as properties; of a record its line, of a page neither."""
    finding = located.finding
    if located.text:
        return {} if located.line is None else {"line": str(located.line)}
    # The last character, not the one behind it: that can be the first of the next line.
    last, column = lines[located.path].locate(max(finding.span.start, finding.span.end - 1))
    place = {"line": str(finding.line), "endLine": str(last)}
    if last == finding.line:
        # The runner refuses columns for a place of several lines.
        place |= {"col": str(finding.column), "endColumn": str(column)}
    return place


def _format_command(located: LocatedFinding, place: Mapping[str, str], style: Style) -> str:
    finding = located.finding
    title = f"{finding.rule.id} ({finding.rule.certainty})"
    text = f"{format_text_place(located)}{describe_finding(finding)} ({style.address(finding.rule.id)})"
    properties = _format_properties({"file": located.path, **place, "title": title})
    return f"::{_choose_level(located)} {properties}::{_escape_data(escape_text(text, most=4000))}"


def _format_properties(properties: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())


def _choose_level(located: LocatedFinding) -> str:
    if located.fails:
        return "error"
    return "notice" if located.finding.rule.certainty == "note" else "warning"


def _escape_data(text: str) -> str:
    # The escapes of the workflow commands; "%" first, or it would escape the others again.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    # In a property a colon or a comma would end it and begin the next one.
    return _escape_data(escape_text(text, most=4096)).replace(":", "%3A").replace(",", "%2C")
