"""The definition: one ordered pass.

In the order of the corpus, a paragraph is dropped if an earlier kept paragraph meets it and `compare`
calls it a duplicate of that one. Its partner is the most similar of these, the earliest where several are
equally similar. Paragraphs with the same normal form as an earlier kept one are settled before any other
comparison.

The pass itself is plain Python over the pairs that numpy found (`cleaner.duplicates.meetings`); it is the one
place where anything is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.decisions import DROPPED, Decisions, Drop, Paragraph, Verdict
from cleaner.duplicates.documents import whole_documents
from cleaner.duplicates.lines import recurring_lines
from cleaner.duplicates.revision import figures
from cleaner.duplicates.rules import CONTAINED, EXACT, LONGER, NEAR, REVISION
from cleaner.duplicates.settings import Settings

if TYPE_CHECKING:
    from cleaner.duplicates.meetings import Meetings

FIGURES = 8
"""Kept paragraphs of one normal form (they differ in the signs and decimal points of their figures) that
other paragraphs are compared with."""
RULE: dict[Verdict, str] = {
    "duplicate": NEAR.id,
    "contained": CONTAINED.id,
    "longer": LONGER.id,
    "revision": REVISION.id,
    "distinct": "",
}
"""The rule that a verdict falls under."""


def decide(
    paragraphs: Sequence[Paragraph],
    settings: Settings | None = None,
    *,
    reference: int = 0,
    pinned: Collection[int] = frozenset(),
) -> Decisions:
    """What goes, with a kept partner for everything that goes.

    `paragraphs` stand in the one order of the corpus; the first `reference` of them are never dropped,
    nor are those whose numbers are `pinned`.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> other = text.replace("every", "each")
    >>> [drop] = decide([Paragraph(0, text), Paragraph(1, other)]).drops
    >>> drop.paragraph, drop.partner, drop.rule
    (1, 0, 'duplicates.near')
    """
    import numpy as np

    from cleaner.duplicates.meetings import Meetings

    settings = settings or Settings()
    texts = [paragraph.text for paragraph in paragraphs]
    documents = [paragraph.document for paragraph in paragraphs]
    meetings = Meetings(texts, np.array(documents, np.int64), settings)
    ordered = _Pass(texts, meetings, settings)
    for paragraph in range(len(texts)):
        ordered.take(paragraph, fixed=paragraph < reference or paragraph in pinned)
    forms = ordered.forms
    drops = ordered.drops
    wholes = whole_documents(documents, forms, drops, meetings.short, reference)
    if settings.recurring:
        lines = recurring_lines(
            documents, forms, meetings.hashes.blank, meetings.short, settings.recurring, reference
        )
        drops = sorted([*drops, *lines], key=lambda drop: drop.paragraph)
    return Decisions(tuple(drops), tuple(ordered.notes), wholes)


class _Pass:
    """The ordered pass: every paragraph is taken once, in order, and meets those that were kept before it."""

    def __init__(self, texts: Sequence[str], meetings: Meetings, settings: Settings) -> None:
        self.drops: list[Drop] = []
        self.notes: list[Drop] = []
        self.forms: list[int] = meetings.hashes.first.tolist()
        self._texts = texts
        self._meetings = meetings
        self._settings = settings
        self._copied: list[bool] = meetings.hashes.copied.tolist()
        # The kept paragraphs of each normal form, by their figures; in order.
        self._kept: dict[int, dict[tuple[str, ...], int]] = {}

    def take(self, paragraph: int, *, fixed: bool) -> None:
        """Drops a paragraph or keeps it; a fixed one is kept whatever it is like."""
        form = self.forms[paragraph]
        if not fixed:
            finding = self._finding(paragraph, form)
            if finding is not None and finding.comparison.verdict in DROPPED:
                self.drops.append(finding)
                return
            if finding is not None:
                self.notes.append(finding)
        self._keep(paragraph, form)

    def _keep(self, paragraph: int, form: int) -> None:
        if form not in self._kept:
            self._kept[form] = {}
            self._meetings.keep(form)
        kept = self._kept[form]
        kept.setdefault(self._figures(paragraph) if self._copied[paragraph] else (), paragraph)

    def _figures(self, paragraph: int) -> tuple[str, ...]:
        return tuple(figures(self._texts[paragraph])) if self._settings.revisions else ()

    def _finding(self, paragraph: int, form: int) -> Drop | None:
        if form in self._kept:
            return self._copy(paragraph, form) or self._near(paragraph, form)
        return self._near(paragraph, form) if self._meetings.partners(form) else None

    def _copy(self, paragraph: int, form: int) -> Drop | None:
        """A kept paragraph with the same normal form and the same figures."""
        kept = self._kept.get(form)
        partner = kept.get(self._figures(paragraph)) if kept else None
        if partner is None:
            return None
        size = self._meetings.size(form)
        finding = self._judged(paragraph, partner, Overlap(size, size, size))
        return finding if finding.comparison.verdict in DROPPED else None

    def _near(self, paragraph: int, form: int) -> Drop | None:
        """The most similar kept paragraph that this one duplicates, or else the one to report."""
        note: Drop | None = None
        for partner, overlap in self._candidates(paragraph, form):
            finding = self._judged(paragraph, partner, overlap)
            if finding.comparison.verdict in DROPPED:
                return finding
            if note is None and finding.comparison.verdict != "distinct":
                note = finding
        return note

    def _candidates(self, paragraph: int, form: int) -> list[tuple[int, Overlap]]:
        """Kept paragraphs that this one meets, the most similar first, the earliest of equals."""
        found = [
            (partner, overlap)
            for met, overlap in self._meetings.partners(form)
            for partner in islice(self._kept.get(met, {}).values(), FIGURES)
        ]
        if form in self._kept:
            size = self._meetings.size(form)
            found += [
                (partner, Overlap(size, size, size)) for partner in islice(self._kept[form].values(), 1)
            ]
        return sorted(found, key=lambda pair: (-pair[1].similarity, pair[0]))

    def _judged(self, paragraph: int, partner: int, overlap: Overlap) -> Drop:
        comparison = judge(self._texts[partner], self._texts[paragraph], overlap, self._settings)
        same = self.forms[paragraph] == self.forms[partner]
        rule = EXACT.id if same and comparison.verdict == "duplicate" else RULE[comparison.verdict]
        return Drop(paragraph, partner, rule, comparison)
