"""A check as Markdown, for the summary of a job: a table of the rules and the findings that fail."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.gate.checked import Checked
from cleaner.report import statistics
from cleaner.report.terminal import Style, shown
from cleaner.report.text import inside, message, numbers
from cleaner.wording import format_count

MOST = 200
"""Findings that are listed; GitHub shows a summary of at most 1 MiB."""


def render(checked: Checked, style: Style) -> Iterator[str]:
    """What was checked, the rules by number of findings, and the first findings that fail."""
    documents, failing = len(checked.outcomes), checked.failing
    yield "### cleaner check"
    yield ""
    found = format_count(len(checked.findings), "finding")
    yield f"{format_count(documents, 'document')}, {found}, {failing:,} to mend."
    if checked.findings:
        yield from _rules(checked, style)
    if failing:
        yield from _findings(checked, failing)
    problems = [outcome for outcome in checked.outcomes if outcome.problem is not None]
    if problems:
        yield ""
        for outcome in problems:
            yield f"* not checked: {escaped(checked.path(outcome))}: {escaped(str(outcome.problem))}"


def _rules(checked: Checked, style: Style) -> Iterator[str]:
    yield ""
    yield "| rule | findings | to mend |"
    yield "|---|---:|---:|"
    for rule, count, failing in statistics.rows(checked):
        yield f"| [`{rule}`]({style.address(rule)}) | {count} | {failing} |"


def _findings(checked: Checked, failing: int) -> Iterator[str]:
    yield ""
    yield "| place | rule | what |"
    yield "|---|---|---|"
    for located in [located for located in checked.findings if located.fails][:MOST]:
        finding = located.finding
        place = ":".join([escaped(located.path), *map(str, numbers(located))])
        if located.text:
            place += f" {escaped(inside(located).rstrip())}"
        yield f"| {place} | `{finding.rule.id}` | {escaped(message(finding))} |"
    if failing > MOST:
        yield ""
        yield f"and {failing - MOST:,} more."


def escaped(text: str) -> str:
    """Text as Markdown takes it for text: every mark of ASCII as a character reference.

    >>> escaped("<b>|`x`")
    '&#60;b&#62;&#124;&#96;x&#96;'
    """
    safe = shown(text, most=400)
    return "".join(f"&#{ord(c)};" if c.isascii() and not c.isalnum() and c not in " .,-" else c for c in safe)
