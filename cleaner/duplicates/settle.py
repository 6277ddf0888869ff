"""From decisions on paragraphs to edits of documents, until neither changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from cleaner.duplicates.decide import decide
from cleaner.duplicates.decisions import Decisions, Drop, Paragraph
from cleaner.duplicates.rules import DOCUMENT, NEAR
from cleaner.duplicates.settings import Settings
from cleaner.pipeline import Pipeline, Policy
from cleaner.text import Document, Edit, Lines, Span, cuts, paragraphs

STAGE = "duplicates"
WHOLE = DOCUMENT.id


class Member(NamedTuple):
    """A document of a corpus; `partner` names the earlier one that it repeats, when it was dropped whole."""

    name: str
    document: Document
    partner: str = ""


def settle(members: Sequence[Member], settings: Settings, pipeline: Pipeline) -> list[Member]:
    """The members without their duplicates, in the order given, which decides who is kept.

    What a drop leaves goes through the pipeline once more (its last line may be another now). Only when
    that changed a paragraph is the corpus decided anew: kept paragraphs that stay as they are cannot
    become each other's duplicates. Should the pipeline then take away the partner of a dropped paragraph,
    all is decided from the beginning with that paragraph pinned.

    Where near-duplicates are found but stay (they are only reported), they count as kept: a first decision
    drops exact copies alone, a second one over what is left is for the report.
    """
    dropping = settings if NEAR.id in pipeline.policy.applied else _exact(settings)
    pinned: set[_Key] = set()
    while True:
        view, decisions, gone, after, orphans = _rest(members, dropping, pipeline, pinned)
        if not orphans:
            break
        pinned |= orphans
    if dropping is not settings:
        view, gone = View(after), {}
        decisions = decide(view.texts, settings)
    return _report(after, view, decisions, gone, pipeline.policy)


def _exact(settings: Settings) -> Settings:
    return replace(settings, threshold=1.0, containment=None)


_Key = tuple[int, int]
"""A paragraph by its member and where it begins in the raw text, which no change moves."""


class _Rest(NamedTuple):
    view: View
    decisions: Decisions
    gone: Mapping[int, Drop | str]
    after: list[Member]
    orphans: set[_Key]


def _rest(
    members: Sequence[Member], settings: Settings, pipeline: Pipeline, pinned: Collection[_Key]
) -> _Rest:
    """Decides and drops until neither that nor the pipeline changes anything.

    `orphans` are dropped paragraphs whose partner does not stand in the end.
    """
    current = list(members)
    partners: dict[_Key, _Key] = {}
    while True:
        view = View(current)
        decisions = decide(view.texts, settings, pinned=view.numbers(pinned))
        gone = _gone(view, decisions, pipeline.policy)
        after = _drop(current, view, gone, pipeline)
        left = View(after)
        if not gone or left.texts == [text for i, text in enumerate(view.texts) if i not in gone]:
            # In the first pass every partner is kept, and stands as it stood.
            orphans = (
                {key for key, partner in partners.items() if partner not in left.keys} if partners else set()
            )
            return _Rest(view, decisions, gone, after, orphans)
        partners |= {view.keys_in_order[d.paragraph]: view.keys_in_order[d.partner] for d in decisions.drops}
        current = after


class View:
    """The paragraphs of all members in one row, and where each stands."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = members
        self.spans = [paragraphs(member.document.text) for member in members]
        self.texts = [
            Paragraph(number, members[number].document.text[span.start : span.end])
            for number, spans in enumerate(self.spans)
            for span in spans
        ]

    @cached_property
    def first(self) -> list[int]:
        """The number of the first paragraph of each member."""
        first = [0]
        for spans in self.spans:
            first.append(first[-1] + len(spans))
        return first

    @cached_property
    def keys_in_order(self) -> list[_Key]:
        """The key of each paragraph."""
        return [
            (number, member.document.offsets.to_raw(span.start, span.end).start)
            for number, (member, spans) in enumerate(zip(self.members, self.spans, strict=True))
            for span in spans
        ]

    @cached_property
    def keys(self) -> frozenset[_Key]:
        """The keys of all paragraphs."""
        return frozenset(self.keys_in_order)

    def numbers(self, keys: Collection[_Key]) -> frozenset[int]:
        """The numbers of the paragraphs with these keys."""
        if not keys:
            return frozenset()
        return frozenset(number for number, key in enumerate(self.keys_in_order) if key in keys)

    def place(self, paragraph: int) -> str:
        """``name:line`` of a paragraph in its raw file."""
        number = self.texts[paragraph].document
        name, document, _ = self.members[number]
        span = self.spans[number][paragraph - self.first[number]]
        line, _ = Lines.of(document.raw).place(document.offsets.to_raw(span.start, span.end).start)
        return f"{name}:{line}"

    def edit(self, drop: Drop, span: Span, replacement: str | None) -> Edit:
        """The edit or report of one decision, with the partner and why."""
        comparison = drop.comparison
        evidence = {
            "partner": self.place(drop.partner),
            "similarity": round(comparison.similarity, 4),
            "containment": round(comparison.containment, 4),
            "reason": comparison.reason,
        }
        return Edit(span.start, span.end, replacement, drop.rule, evidence)


def _gone(view: View, decisions: Decisions, policy: Policy) -> dict[int, Drop | str]:
    """What goes: paragraph to the drop that takes it, or to the document that its whole document repeats."""
    applied = (drop for drop in decisions.drops if drop.rule in policy.applied)
    gone: dict[int, Drop | str] = {drop.paragraph: drop for drop in applied}
    if WHOLE in policy.applied:
        for drop in decisions.documents:
            partner = view.members[drop.partner_document].name
            for paragraph in range(view.first[drop.document], view.first[drop.document + 1]):
                gone[paragraph] = partner
    return gone


def _drop(
    members: Sequence[Member], view: View, gone: Mapping[int, Drop | str], pipeline: Pipeline
) -> list[Member]:
    touched: dict[int, dict[int, Drop | str]] = defaultdict(dict)
    for paragraph, drop in gone.items():
        number = view.texts[paragraph].document
        touched[number][paragraph - view.first[number]] = drop
    after = list(members)
    for number, drops in touched.items():
        after[number] = _drop_in(members[number], view, view.spans[number], drops, pipeline)
    return after


def _drop_in(
    member: Member, view: View, spans: Sequence[Span], drops: Mapping[int, Drop | str], pipeline: Pipeline
) -> Member:
    document = member.document.changes()
    round = max((step.round for step in document.trail), default=0) + 1
    partner = next((drop for drop in drops.values() if isinstance(drop, str)), "")
    if partner:
        whole = Edit(0, len(document.text), "", WHOLE, {"partner": partner})
        return Member(member.name, document.apply(STAGE, [whole], round=round), partner)
    edits = [
        view.edit(drop, span, "")
        for index, span in cuts(document.text, spans, drops)
        if isinstance(drop := drops[index], Drop)
    ]
    return member._replace(document=pipeline.run(document.apply(STAGE, edits, round=round)))


def _report(
    members: Sequence[Member],
    view: View,
    decisions: Decisions,
    gone: Mapping[int, Drop | str],
    policy: Policy,
) -> list[Member]:
    """The members with what was found and not applied, at the places where it stands now."""
    reports: dict[int, list[Edit]] = defaultdict(list)
    standing = _standing(view, members, gone)
    for drop in sorted((*decisions.drops, *decisions.notes), key=lambda drop: drop.paragraph):
        if drop.paragraph in standing:
            edit = view.edit(drop, standing[drop.paragraph], None if drop in decisions.notes else "")
            judged = policy.judge(edit)
            if judged is not None:
                reports[view.texts[drop.paragraph].document].append(judged)
    after = list(members)
    for number, edits in reports.items():
        member = members[number]
        round = max((step.round for step in member.document.trail), default=0) + 1
        after[number] = member._replace(document=member.document.apply(STAGE, edits, round=round))
    return after


def _standing(view: View, members: Iterable[Member], gone: Mapping[int, Drop | str]) -> dict[int, Span]:
    """Where each paragraph that was kept stands in the text that is written."""
    kept = (index for index in range(len(view.texts)) if index not in gone)
    spans = (span for member in members for span in paragraphs(member.document.text))
    return dict(zip(kept, spans, strict=True))
