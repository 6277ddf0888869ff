"""Makes the excerpt of a finding: its line, a mark under the place, and what the line would become."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.finding import Finding, find_visible_start
from cleaner.report.terminal import escape_text, measure_width

CONTEXT = 60
"""Characters of the line that are shown on each side."""
_LONGEST = 160
"""Characters of a removed or inserted text that are shown."""
_LINE_END = re.compile(r"[\r\n]")


class Excerpt(NamedTuple):
    """A line with the place in it, the `mark` to print under it, and what it `becomes` ("" for no change)."""

    line: str
    mark: str
    becomes: str


def make_excerpt(raw: str, finding: Finding) -> Excerpt:
    """Makes the excerpt of a finding, escaped; a place of several lines is marked to the end of its first."""
    start, end = find_visible_start(raw, finding.span), finding.span.end
    before = _cut_context_before(raw, start)
    # An excerpt is one line: of a place of several lines the mark ends with the first.
    first = _find_line_end(raw, start, end)
    after = _cut_context_after(raw, first) if first == end else ""
    removed = escape_text(raw[start:first], most=_LONGEST)
    line = f"{before}{removed}{after}"
    return Excerpt(
        line,
        # Columns, not characters: a mark must stand under wide and combining characters too.
        " " * measure_width(before) + "^" * max(1, measure_width(removed)),
        _format_line_after(
            _cut_context_before(raw, finding.span.start), finding, _cut_context_after(raw, end)
        ),
    )


def _format_line_after(before: str, finding: Finding, after: str) -> str:
    replacement = finding.replacement
    if replacement is None:
        # An edit that the policy withholds is shown like one that it applies: so a user can choose.
        withheld = finding.evidence.get("withheld")
        if not isinstance(withheld, str):
            return ""
        replacement = withheld
    return f"{before}{escape_text(replacement, most=_LONGEST)}{after}"


def _cut_context_before(raw: str, start: int) -> str:
    # A lone CR ends a line for editors and in the line numbers of findings, so here too.
    begin = max(raw.rfind("\n", 0, start), raw.rfind("\r", 0, start)) + 1
    cut = max(begin, start - CONTEXT)
    return ("…" if cut > begin else "") + escape_text(raw[cut:start], most=CONTEXT)


def _cut_context_after(raw: str, end: int) -> str:
    # One character more than is shown, to know whether the line goes on.
    stop = _find_line_end(raw, end, min(len(raw), end + CONTEXT + 1))
    more = stop - end > CONTEXT
    return (
        escape_text(raw[end : end + CONTEXT], most=CONTEXT) + "…"
        if more
        else escape_text(raw[end:stop], most=CONTEXT)
    )


def _find_line_end(raw: str, start: int, end: int) -> int:
    match = _LINE_END.search(raw, start, end)
    return match.start() if match else end
