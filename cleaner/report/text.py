"""One line a finding: `path:line:col: rule message`."""

from __future__ import annotations

from cleaner.finding import Finding
from cleaner.report.terminal import shown


def line(path: str, finding: Finding) -> str:
    """The finding as compilers print theirs."""
    place = f"{shown(path, most=4096)}:{finding.line}:{finding.column}"
    return f"{place}: {finding.rule.id} {message(finding)}"


def message(finding: Finding) -> str:
    """What is wrong or what would be changed, in a few words."""
    if not finding.changes:
        return _report(finding)
    removed, replacement = finding.removed, finding.replacement or ""
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
