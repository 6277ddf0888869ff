"""A finding: an edit as a reader of the raw file sees it, with its place, rule and certainty."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
    located = [finding for finding, _ in locate_edits(document, rules)]
    found: list[Finding] = []
    later_removals: list[_Removals] = []
    # From the last step to the first, so that each finding meets the removals that came after it.
    stop = len(located)
    for step in reversed(document.trail):
        start = stop - len(step.edits)
        removals = _Removals()
        later_removals.append(removals)
        for finding in reversed(located[start:stop]):
            # A removal makes what earlier steps mended inside it pointless: where a comment goes, nobody
            # needs to hear of a space in it.
            if not (finding.changes and any(later.hold(finding) for later in later_removals)):
                found.append(finding)
            if finding.replacement == "":
                removals.add(finding)
        stop = start
    found.reverse()
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


class _Removals:
    """The removals of one step by their places in the raw text, added from the last to the first.

    Both ends of their spans go down from one to the next, so that those around a place stand together. What
    was removed inside one replaced text has one span, that of all of it: of these the longest stands for all.
    So few stand around any place, and to look costs a bisection, however many there are.
    """

    def __init__(self) -> None:
        self._starts: list[int] = []  # negated, as those below: ascending, for `bisect`
        self._ends: list[int] = []
        self._sizes: list[int] = []

    def add(self, removal: Finding) -> None:
        start, end = -removal.span.start, -removal.span.end
        size = len(removal.removed)
        if self._starts and (self._starts[-1], self._ends[-1]) == (start, end):
            self._sizes[-1] = max(self._sizes[-1], size)
            return
        self._starts.append(start)
        self._ends.append(end)
        self._sizes.append(size)

    def hold(self, earlier: Finding) -> bool:
        """Whether an earlier finding lies inside one of them.

        Spans alone do not tell: text that was removed maps to the place where it stood, so a later removal
        may have its span and remove less (the blank run in the docstring of `list_findings`).
        """
        low = bisect_left(self._starts, -earlier.span.start)
        high = bisect_right(self._ends, -earlier.span.end)
        return any(size > len(earlier.removed) for size in self._sizes[low:high])
