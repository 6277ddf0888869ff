"""The format `markdown`, for the summary of a job: a table of the rules and the findings that fail."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.gate.check_result import CheckResult
from cleaner.report import statistics
from cleaner.report.block_kinds import name_kinds, read_text
from cleaner.report.terminal import Style, escape_text
from cleaner.report.text import describe_finding, find_line_and_column, format_text_place
from cleaner.wording import format_count

LONGEST_LIST = 200
"""Findings that are listed; GitHub shows a summary of at most 1 MiB."""


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields what was checked, the rules by number of findings, and the first findings that fail."""
    documents, failing = len(check.outcomes), check.fail_count
    yield "### cleaner check"
    yield ""
    findings = format_count(len(check.findings), "finding")
    yield f"{format_count(documents, 'document')}, {findings}, {failing:,} to mend."
    if check.findings:
        yield from _list_rules(check, style)
    if failing:
        yield from _list_failing(check, failing)
    problems = [outcome for outcome in check.outcomes if outcome.problem is not None]
    if problems:
        yield ""
        for outcome in problems:
            path, problem = check.find_path(outcome), str(outcome.problem)
            yield f"* not checked: {escape_markdown(path)}: {escape_markdown(problem)}"


def _list_rules(check: CheckResult, style: Style) -> Iterator[str]:
    yield ""
    yield "| rule | findings | to mend |"
    yield "|---|---:|---:|"
    for rule, count, failing in statistics.count_by_rule(check):
        yield f"| [`{rule}`]({style.address(rule)}) | {count} | {failing} |"


def _list_failing(check: CheckResult, failing: int) -> Iterator[str]:
    yield ""
    yield "| place | kind of text | rule | what |"
    yield "|---|---|---|---|"
    # Findings that fail nothing are counted above and not listed: the page answers "what do I mend?".
    for located in [located for located in check.findings if located.fails][:LONGEST_LIST]:
        finding = located.finding
        place = ":".join([escape_markdown(located.path), *map(str, find_line_and_column(located))])
        if located.text:
            place += f" {escape_markdown(format_text_place(located).rstrip())}"
        kinds = ", ".join(name_kinds(read_text(located.raw, located.hints), finding.span))
        yield f"| {place} | {kinds} | `{finding.rule.id}` | {escape_markdown(describe_finding(finding))} |"
    if failing > LONGEST_LIST:
        yield ""
        yield f"and {failing - LONGEST_LIST:,} more."


def escape_markdown(text: str) -> str:
    """Escapes text for Markdown: every mark of ASCII becomes a character reference.

    >>> escape_markdown("<b>|`x`")
    '&#60;b&#62;&#124;&#96;x&#96;'
    """
    text = escape_text(text, most=400)
    # References and not backslashes: they hold in a cell of a table and in HTML, too.
    return "".join(f"&#{ord(c)};" if c.isascii() and not c.isalnum() and c not in " .,-" else c for c in text)
