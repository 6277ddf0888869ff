"""The format `full`: each finding with its line, a mark under the place, and what the line would become."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.report import text
from cleaner.report.excerpt import make_excerpt
from cleaner.report.terminal import BOLD, CYAN, DIM, GREEN, Style


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields the findings, a few lines each."""
    for located in check.findings:
        yield from _format_finding(located, style)
        yield ""


def _format_finding(located: LocatedFinding, style: Style) -> Iterator[str]:
    finding = located.finding
    excerpt = make_excerpt(located.raw, finding)
    number = str(finding.line)
    margin = " " * len(number)
    bar = style.paint("|", CYAN)
    yield text.format_line(located, style)
    yield f"  {style.paint(number, CYAN)} {bar} {excerpt.line}".rstrip()
    yield f"  {margin} {bar} {style.paint(excerpt.mark, BOLD)}"
    if excerpt.becomes:
        yield f"  {margin} {style.paint('=', GREEN)} {style.paint(excerpt.becomes, GREEN)}".rstrip()
    yield style.paint(f"  {margin} {finding.rule.certainty}: {style.address(finding.rule.id)}", DIM)
