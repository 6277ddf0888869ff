"""The format `text`: one line for each finding.

`path:line:col: rule message`, or for a text of a record `path:line: [field line:col] rule message`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.report.terminal import BOLD, CYAN, RED, YELLOW, Style, escape_path, escape_text


def render(check: CheckResult, style: Style) -> Iterator[str]:
    """Yields the findings as compilers print theirs."""
    for located in check.findings:
        yield format_line(located, style)


def format_line(located: LocatedFinding, style: Style) -> str:
    """Formats one finding."""
    finding = located.finding
    rule = style.paint(finding.rule.id, RED if located.fails else YELLOW)
    colon = style.paint(":", CYAN)
    place = [style.paint(escape_path(located.path), BOLD), *map(str, find_line_and_column(located)), ""]
    return f"{colon.join(place)} {format_text_place(located)}{rule} {describe_finding(finding)}"


def find_line_and_column(located: LocatedFinding) -> tuple[int, ...]:
    """Returns line and column in the file; of a record its line alone, of a page nothing."""
    if located.text:
        return () if located.line is None else (located.line,)
    return located.finding.line, located.finding.column


def format_text_place(located: LocatedFinding) -> str:
    """Formats the place in a text that is a part of its file, with a space behind it; "" for a whole file."""
    if not located.text:
        return ""
    finding = located.finding
    return f"[{escape_text(located.text, most=200)} {finding.line}:{finding.column}] "


def describe_finding(finding: Finding) -> str:
    """Says what is wrong or what would be changed, in a few words."""
    if not finding.changes:
        return _describe_note(finding)
    removed, replacement = finding.removed, finding.replacement or ""
    # A paragraph is removed with the line breaks before it, which would only hide its text here.
    removed = removed.lstrip("\r\n") if removed.strip() else removed
    if not removed:
        return f"insert {_quote(replacement)}"
    # Quoted, blank lines would be nothing but escapes: their number says more.
    if finding.rule.id == "whitespace.blank-run":
        lines = removed.count("\n") - replacement.count("\n")
        return f"remove {lines} blank line{'s' if lines > 1 else ''}"
    if replacement:
        return f"replace {_quote(removed)} by {_quote(replacement)}"
    partner = finding.evidence.get("partner")
    if isinstance(partner, str):
        place = f"{escape_text(partner, most=4096)}{_format_similarity(finding)}"
        return f"remove {_quote(removed)}: repeats {place}"
    return f"remove {_quote(removed)}"


def _describe_note(finding: Finding) -> str:
    """Describes a finding that changes nothing: a note, or an edit that the policy withholds."""
    reason = finding.evidence.get("reason")
    partner = finding.evidence.get("partner")
    if isinstance(partner, str):
        place = f"{escape_text(partner, most=4096)}{_format_similarity(finding)}"
        return f"compare with {place}: {escape_text(str(reason), most=200)}"
    # The edit that another option would make: the reader sees what the option decides about.
    if "withheld" in finding.evidence:
        replacement = str(finding.evidence["withheld"])
        change = (
            f"replace {_quote(finding.removed)} by {_quote(replacement)}"
            if replacement
            else f"remove {_quote(finding.removed)}"
        )
        return f"would {change}"
    first = finding.rule.what.partition(". ")[0].rstrip(".")
    text = f": {_quote(finding.removed)}" if finding.removed else ""
    return f"{first}{text}" + (f" ({escape_text(str(reason), most=200)})" if reason else "")


def _format_similarity(finding: Finding) -> str:
    similarity = finding.evidence.get("similarity")
    return f" (similarity {similarity:.2f})" if isinstance(similarity, float) else ""


def _quote(text: str, *, most: int = 60) -> str:
    return f'"{escape_text(text, most=most)}"'
