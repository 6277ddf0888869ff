"""One line a finding: `path:line:col: rule message`, or `path:line: [field line:col] rule message`."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.gate.checked import Checked, Located
from cleaner.report.terminal import BOLD, CYAN, RED, YELLOW, Style, shown, shown_path


def render(checked: Checked, style: Style) -> Iterator[str]:
    """The findings as compilers print theirs."""
    for located in checked.findings:
        yield line(located, style)


def line(located: Located, style: Style) -> str:
    """One finding."""
    finding = located.finding
    rule = style.paint(finding.rule.id, RED if located.fails else YELLOW)
    colon = style.paint(":", CYAN)
    place = [style.paint(shown_path(located.path), BOLD), *map(str, numbers(located)), ""]
    return f"{colon.join(place)} {inside(located)}{rule} {message(finding)}"


def numbers(located: Located) -> tuple[int, ...]:
    """Line and column in the file; of a record its line alone, of a page none."""
    if located.text:
        return () if located.line is None else (located.line,)
    return located.finding.line, located.finding.column


def inside(located: Located) -> str:
    """The place in a text that is not all of its file, with a space behind it; empty for one that is."""
    if not located.text:
        return ""
    finding = located.finding
    return f"[{shown(located.text, most=200)} {finding.line}:{finding.column}] "


def message(finding: Finding) -> str:
    """What is wrong or what would be changed, in a few words."""
    if not finding.changes:
        return _report(finding)
    removed, replacement = finding.removed, finding.replacement or ""
    # A paragraph takes the line breaks before it along: they are not what a reader is told of.
    removed = removed.lstrip("\r\n") if removed.strip() else removed
    if not removed:
        return f"insert {_quoted(replacement)}"
    if finding.rule.id == "whitespace.blank-run":
        lines = removed.count("\n") - replacement.count("\n")
        return f"remove {lines} blank line{'s' if lines > 1 else ''}"
    if replacement:
        return f"replace {_quoted(removed)} by {_quoted(replacement)}"
    partner = finding.evidence.get("partner")
    if isinstance(partner, str):
        return f"remove {_quoted(removed)}: repeats {shown(partner, most=4096)}{_likeness(finding)}"
    return f"remove {_quoted(removed)}"


def _report(finding: Finding) -> str:
    said = finding.evidence.get("reason")
    partner = finding.evidence.get("partner")
    if isinstance(partner, str):
        return f"compare with {shown(partner, most=4096)}{_likeness(finding)}: {shown(str(said), most=200)}"
    if "withheld" in finding.evidence:
        would = str(finding.evidence["withheld"])
        change = (
            f"replace {_quoted(finding.removed)} by {_quoted(would)}"
            if would
            else f"remove {_quoted(finding.removed)}"
        )
        return f"would {change}"
    first = finding.rule.what.partition(". ")[0].rstrip(".")
    about = f": {_quoted(finding.removed)}" if finding.removed else ""
    return f"{first}{about}" + (f" ({shown(str(said), most=200)})" if said else "")


def _likeness(finding: Finding) -> str:
    similarity = finding.evidence.get("similarity")
    return f" (similarity {similarity:.2f})" if isinstance(similarity, float) else ""


def _quoted(text: str, *, most: int = 60) -> str:
    return f'"{shown(text, most=most)}"'
