"""A finding: an edit as a reader of the raw file sees it, with its place, rule and certainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.text import Document, Edit, Lines, Offsets, Span, Step


class Finding(NamedTuple):
    """One edit or report. `span`, `line` and `column` are places in the decoded raw text.

    `removed` is what the stage saw there and `replacement` what it put in its place; the raw text of
    the span can differ from `removed` where an earlier stage had already changed it. `line` and `column`
    are where a reader sees it begin: a paragraph that goes takes the line breaks before it along.
    """

    line: int
    column: int
    rule: Rule
    span: Span
    removed: str
    replacement: str | None
    evidence: Mapping[str, object]
    stage: str
    round: int

    @property
    def changes(self) -> bool:
        """Whether the text is changed, or would be in a file that is written."""
        return self.replacement is not None


def list_findings(document: Document, rules: Mapping[str, Rule]) -> list[Finding]:
    """List all findings of a document by place, without those inside a larger removal of a later step.

    The blank run that a comment leaves holds the place of the comment, but removes less: both are listed.
    """
    found: list[Finding] = []
    # A removal makes what earlier steps mended inside it pointless: where a comment goes, nobody needs to
    # hear of a space in it.
    for finding, _ in locate_edits(document, rules):
        if finding.replacement == "":
            found = [earlier for earlier in found if not _is_inside(earlier, finding)]
        found.append(finding)
    # In the order of a reader, not of the steps; the id decides between two findings at one place.
    return sorted(found, key=lambda finding: (finding.line, finding.column, finding.rule.id))


def locate_edits(document: Document, rules: Mapping[str, Rule]) -> Iterator[tuple[Finding, Edit]]:
    """Yield every edit of the trail, in its order, with its finding."""
    if not document.trail:
        return
    lines = Lines.of(document.raw)
    offsets = Offsets.of(())  # from the raw text to the text that the step saw
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            yield (
                _make_finding(
                    edit,
                    removed,
                    step,
                    rules[edit.rule],
                    offsets.to_raw(edit.start, edit.end),
                    document.raw,
                    lines,
                ),
                edit,
            )
        offsets = offsets.then(step)


def find_visible_start(raw: str, span: Span) -> int:
    """Find where a reader sees a span begin: after the line breaks at its start, unless it is all blank.

    >>> find_visible_start("a\\n\\nbc", Span(1, 5)), find_visible_start("a\\n\\n\\nb", Span(2, 4))
    (3, 2)
    """
    visible = raw[span.start : span.end].lstrip("\r\n")
    return span.end - len(visible) if visible.strip() else span.start


def _make_finding(
    edit: Edit, removed: str, step: Step, rule: Rule, span: Span, raw: str, lines: Lines
) -> Finding:
    line, column = lines.locate(find_visible_start(raw, span))
    place = (line, column, rule, span, removed, edit.replacement, edit.evidence)
    return Finding(*place, step.stage, step.round)


def _is_inside(earlier: Finding, later: Finding) -> bool:
    # Spans alone do not tell: text that was removed maps to the place where it stood, so a later edit may
    # have its span and remove less (the blank run in the docstring of `list_findings`).
    within = later.span.start <= earlier.span.start and earlier.span.end <= later.span.end
    return within and earlier.changes and len(earlier.removed) < len(later.removed)
