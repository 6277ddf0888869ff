"""Each finding with its line, a mark under the place, and what the line would become."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.gate.checked import Checked, Located
from cleaner.report import text
from cleaner.report.excerpt import excerpt
from cleaner.report.terminal import BOLD, CYAN, DIM, GREEN, Style


def render(checked: Checked, style: Style) -> Iterator[str]:
    """The findings, a few lines each."""
    for located in checked.findings:
        yield from _lines(located, style)
        yield ""


def _lines(located: Located, style: Style) -> Iterator[str]:
    finding = located.finding
    place = excerpt(located.raw, finding)
    number = str(finding.line)
    margin = " " * len(number)
    bar = style.paint("|", CYAN)
    yield text.line(located, style)
    yield f"  {style.paint(number, CYAN)} {bar} {place.line}".rstrip()
    yield f"  {margin} {bar} {style.paint(place.mark, BOLD)}"
    if place.becomes:
        yield f"  {margin} {style.paint('=', GREEN)} {style.paint(place.becomes, GREEN)}".rstrip()
    yield style.paint(f"  {margin} {finding.rule.certainty}: {style.address(finding.rule.id)}", DIM)
