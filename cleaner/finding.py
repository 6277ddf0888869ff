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


def findings(document: Document, rules: Mapping[str, Rule]) -> list[Finding]:
    """All findings of a document by place; one that stands inside a larger later removal folds into it.

    The blank run that is left when a pasted comment has gone holds the comment's place, but removed less:
    both are shown.
    """
    kept: list[Finding] = []
    for finding, _ in placed(document, rules):
        if finding.replacement == "":
            kept = [old for old in kept if not _inside(old, finding)]
        kept.append(finding)
    return sorted(kept, key=lambda finding: (finding.line, finding.column, finding.rule.id))


def placed(document: Document, rules: Mapping[str, Rule]) -> Iterator[tuple[Finding, Edit]]:
    """Every edit of the trail, in its order, with the finding that it makes."""
    if not document.trail:
        return
    lines = Lines.of(document.raw)
    seen = Offsets.of(())
    for step in document.trail:
        for edit, removed in zip(step.edits, step.removed, strict=True):
            yield (
                _finding(
                    edit,
                    removed,
                    step,
                    rules[edit.rule],
                    seen.to_raw(edit.start, edit.end),
                    document.raw,
                    lines,
                ),
                edit,
            )
        seen = seen.then(step)


def begins(raw: str, span: Span) -> int:
    """Where a reader sees a span begin: behind the line breaks at its start, unless it is nothing else.

    >>> begins("a\\n\\nbc", Span(1, 5)), begins("a\\n\\n\\nb", Span(2, 4))
    (3, 2)
    """
    inside = raw[span.start : span.end]
    rest = inside.lstrip("\r\n")
    return span.end - len(rest) if rest.strip() else span.start


def _finding(edit: Edit, removed: str, step: Step, rule: Rule, span: Span, raw: str, lines: Lines) -> Finding:
    line, column = lines.locate(begins(raw, span))
    place = (line, column, rule, span, removed, edit.replacement, edit.evidence)
    return Finding(*place, step.stage, step.round)


def _inside(old: Finding, new: Finding) -> bool:
    within = new.span.start <= old.span.start and old.span.end <= new.span.end
    return within and old.changes and len(old.removed) < len(new.removed)
