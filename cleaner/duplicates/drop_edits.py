"""From a decision over a corpus to edits of its members: what each loses, and what is only reported of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.duplicates.member import Loss, Member, Reason
from cleaner.duplicates.paragraph_columns import ParagraphColumns, ParagraphKey, policy_of
from cleaner.duplicates.rules import DOCUMENT, STAGE
from cleaner.duplicates.verdicts import CorpusDecision, Resemblance
from cleaner.pipeline import Pipeline
from cleaner.text import Edit, Span, find_paragraphs

Removals = Mapping[int, Resemblance | str]
"""What a corpus loses: by the number of a paragraph the drop that takes it, or the name of the document that
its whole document repeats."""


def select_removals(
    corpus: ParagraphColumns, decision: CorpusDecision, pinned: frozenset[int], pipeline: Pipeline
) -> Removals:
    """The part of a decision that is applied: what the policy of each member lets go.

    A document with a pinned paragraph does not go as a whole; those of its paragraphs that are dropped by
    themselves do.
    """
    removals: dict[int, Resemblance | str] = {
        drop.paragraph: drop
        for drop in decision.drops
        if drop.rule in policy_of(corpus, int(corpus.documents[drop.paragraph]), pipeline).applied
    }
    for whole in decision.documents:
        numbers = range(int(corpus.first[whole.document]), int(corpus.first[whole.document + 1]))
        applied = DOCUMENT.id in policy_of(corpus, whole.document, pipeline).applied
        if applied and pinned.isdisjoint(numbers):
            removals |= dict.fromkeys(numbers, corpus.name(whole.partner_document))
    return removals


def group_losses(corpus: ParagraphColumns, removals: Removals) -> Iterator[tuple[int, Loss]]:
    """The members that lose paragraphs, in order, and what each loses."""
    for number, group in groupby(sorted(removals), key=lambda paragraph: int(corpus.documents[paragraph])):
        removed = {paragraph: removals[paragraph] for paragraph in group}
        partner = next((name for name in removed.values() if isinstance(name, str)), "")
        first = int(corpus.first[number])
        reasons = {
            paragraph - first: Reason(drop.rule, evidence_of(corpus, drop))
            for paragraph, drop in removed.items()
            if isinstance(drop, Resemblance)
        }
        yield number, Loss({} if partner else reasons, partner)


def edit_of(corpus: ParagraphColumns, resemblance: Resemblance, span: Span, replacement: str | None) -> Edit:
    """The edit for a drop (`replacement` is ""), or the report for a note (None)."""
    return Edit(span.start, span.end, replacement, resemblance.rule, evidence_of(corpus, resemblance))


def evidence_of(corpus: ParagraphColumns, resemblance: Resemblance) -> dict[str, object]:
    """The partner, and why it is one: what a reader of the trail needs to check it."""
    comparison = resemblance.comparison
    return {
        "partner": corpus.place(resemblance.partner),
        "similarity": round(comparison.similarity, 4),
        "containment": round(comparison.containment, 4),
        "reason": comparison.reason,
    }


def find_reports(
    after: ParagraphColumns,
    before: ParagraphColumns,
    decision: CorpusDecision,
    removals: Removals,
    pipeline: Pipeline,
    rejections: Mapping[ParagraphKey, Edit],
) -> Iterator[tuple[int, Member]]:
    """The members of which something is reported, in order, with their reports.

    `after` is the corpus that is written, `before` the one that the decision is about; `removals` is what
    `before` lost. What the decision says besides is reported: notes, and drops that stay. `rejections` are
    the reports of drops that a reviewer rejected.
    """
    by_member: defaultdict[int, dict[int, Edit]] = defaultdict(dict)
    for (number, start), edit in rejections.items():
        by_member[number][start] = edit
    unapplied: defaultdict[int, list[tuple[Resemblance, str | None]]] = defaultdict(list)
    found: list[tuple[Resemblance, str | None]] = [(drop, "") for drop in decision.drops]
    found += [(note, None) for note in decision.notes]
    for resemblance, replacement in sorted(found, key=lambda pair: pair[0].paragraph):
        if resemblance.paragraph not in removals:
            unapplied[int(before.documents[resemblance.paragraph])].append((resemblance, replacement))
    for number in sorted(by_member.keys() | unapplied.keys()):
        member = after[number]
        policy = (member.pipeline or pipeline).policy
        edits = _place_rejections(member, by_member[number])
        spans = _place_paragraphs(before, number, member, removals) if number in unapplied else {}
        for resemblance, replacement in unapplied.get(number, ()):
            edit = edit_of(before, resemblance, spans[resemblance.paragraph], replacement)
            judged = policy.resolve(edit, member.document.text)
            if judged is not None:
                edits.append(judged)
        if edits:
            edits.sort(key=lambda edit: edit.start)
            round = max((step.round for step in member.document.trail), default=0) + 1
            yield number, member._replace(document=member.document.apply(STAGE, edits, round=round))


def _place_rejections(member: Member, rejections: Mapping[int, Edit]) -> list[Edit]:
    """The reports of rejected drops (by the raw offset of the paragraph), at the place of it in the text
    that is written. A rejected drop of the whole document is reported on all of it."""
    if not rejections:
        return []
    text = member.document.text
    return [
        rejections[start]._replace(start=span.start, end=span.end)
        if rejections[start].rule != DOCUMENT.id
        else rejections[start]._replace(start=0, end=len(text))
        for start, span in zip(member.starts, find_paragraphs(text), strict=True)
        if start in rejections
    ]


def _place_paragraphs(
    before: ParagraphColumns, number: int, member: Member, removals: Removals
) -> dict[int, Span]:
    """The place of each paragraph of a member that was not removed, in the text that is written.

    By their order alone: the pipeline changed none of them since, or the corpus would have been decided
    anew.
    """
    numbers = range(int(before.first[number]), int(before.first[number + 1]))
    standing = [paragraph for paragraph in numbers if paragraph not in removals]
    return dict(zip(standing, find_paragraphs(member.document.text), strict=True))
