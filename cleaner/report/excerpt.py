"""The line of a finding, what marks the place, and what the line would become."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.finding import Finding, find_visible_start
from cleaner.report.terminal import shown, width

AROUND = 60
"""Characters of the line that are shown on each side."""
_LONG = 160
_LINE_END = re.compile(r"[\r\n]")


class Excerpt(NamedTuple):
    """`line` holds the place; `mark` goes under it. `becomes` is empty where nothing would change."""

    line: str
    mark: str
    becomes: str


def excerpt(raw: str, finding: Finding) -> Excerpt:
    """The place of a finding, safe to print; a place of several lines is marked to the end of its first."""
    start, end = find_visible_start(raw, finding.span), finding.span.end
    before = _before(raw, start)
    first = _until_line_end(raw, start, end)
    rest = _after(raw, first) if first == end else ""
    marked = shown(raw[start:first], most=_LONG)
    line = f"{before}{marked}{rest}"
    return Excerpt(
        line,
        " " * width(before) + "^" * max(1, width(marked)),
        _becomes(_before(raw, finding.span.start), finding, _after(raw, end)),
    )


def _becomes(before: str, finding: Finding, after: str) -> str:
    replacement = finding.replacement
    if replacement is None:
        withheld = finding.evidence.get("withheld")
        if not isinstance(withheld, str):
            return ""
        replacement = withheld
    return f"{before}{shown(replacement, most=_LONG)}{after}"


def _before(raw: str, start: int) -> str:
    begin = max(raw.rfind("\n", 0, start), raw.rfind("\r", 0, start)) + 1
    cut = max(begin, start - AROUND)
    return ("…" if cut > begin else "") + shown(raw[cut:start], most=AROUND)


def _after(raw: str, end: int) -> str:
    stop = _until_line_end(raw, end, min(len(raw), end + AROUND + 1))
    more = stop - end > AROUND
    return shown(raw[end : end + AROUND], most=AROUND) + "…" if more else shown(raw[end:stop], most=AROUND)


def _until_line_end(raw: str, start: int, end: int) -> int:
    match = _LINE_END.search(raw, start, end)
    return match.start() if match else end
