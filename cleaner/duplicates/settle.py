"""From decisions on paragraphs to edits of documents, until neither changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.duplicates.decide import decide
from cleaner.duplicates.decisions import Decisions, Drop
from cleaner.duplicates.rules import DOCUMENT, NEAR, RULES
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.view import Key, Member, View
from cleaner.pipeline import Pipeline, Policy
from cleaner.text import Edit, Span, cuts, paragraphs

STAGE = "duplicates"
WHOLE = DOCUMENT.id


def settle(
    members: Sequence[Member], settings: Settings, pipeline: Pipeline, *, reference: int = 0
) -> list[Member]:
    """The members without their duplicates, in the order given, which decides who is kept.

    What a drop leaves goes through the pipeline once more (its last line may be another now). Only when
    that changed a paragraph is the corpus decided anew: kept paragraphs that stay as they are cannot
    become each other's duplicates. Should the pipeline then take away the partner of a dropped paragraph,
    all is decided from the beginning with that paragraph pinned.

    Where near-duplicates are found but stay (they are only reported), they count as kept: a first decision
    drops exact copies alone, a second one over what is left is for the report.

    Of the first `reference` members nothing is dropped. Paragraphs whose drop their document accepts, or a
    reviewer rejected, are pinned, and reported in the end with what would have taken them.
    """
    dropping = settings if NEAR.id in pipeline.policy.applied else _exact(settings)
    accepted = _accepted(members, pipeline)
    pinned: dict[Key, Edit | None] = dict.fromkeys(accepted)
    while True:
        view, decisions, gone, after, orphans = _rest(members, dropping, pipeline, pinned, reference)
        if not orphans:
            break
        pinned |= orphans
    if dropping is not settings:
        view, gone = View(after), {}
        decisions = decide(view.texts, settings, reference=view.first[reference])
    if accepted:
        free = decide(view.texts, settings, reference=view.first[reference])
        kept = view.numbers(accepted)
        drops = tuple(drop for drop in free.drops if drop.paragraph in kept)
        decisions = replace(decisions, drops=(*decisions.drops, *drops))
    return _report(after, view, decisions, gone, pipeline, pinned)


_DROPPING = frozenset(rule.id for rule in RULES if rule.certainty != "note")


def _accepted(members: Sequence[Member], pipeline: Pipeline) -> frozenset[Key]:
    """Paragraphs that stay whatever they are like: a suppression names them, or their path keeps them."""
    if all(_policy(member, pipeline) == pipeline.policy for member in members):
        return frozenset()
    view = View(members)
    keys: list[Key] = []
    for key, paragraph in zip(view.keys_in_order, view.texts, strict=True):
        policy = _policy(members[paragraph.document], pipeline)
        dropping = policy.applied & _DROPPING
        kept_by_path = not dropping and bool(pipeline.policy.applied & _DROPPING)
        if kept_by_path or any(each.pins(paragraph.text, dropping) for each in policy.accepted):
            keys.append(key)
    return frozenset(keys)


def _policy(member: Member, pipeline: Pipeline) -> Policy:
    return (member.pipeline or pipeline).policy


def _exact(settings: Settings) -> Settings:
    return replace(settings, threshold=1.0, containment=None)


class _Rest(NamedTuple):
    view: View
    decisions: Decisions
    gone: Mapping[int, Drop | str]
    after: list[Member]
    orphans: Mapping[Key, Edit | None]


def _rest(
    members: Sequence[Member],
    settings: Settings,
    pipeline: Pipeline,
    pinned: Collection[Key],
    reference: int,
) -> _Rest:
    """Decides and drops until neither that nor the pipeline changes anything.

    `orphans` are dropped paragraphs that must be kept: their partner does not stand in the end, or a reviewer
    rejected the drop; then the report of that stands beside them.
    """
    current = list(members)
    partners: dict[Key, Key] = {}
    while True:
        view = View(current)
        kept = view.numbers(pinned)
        decisions = decide(view.texts, settings, reference=view.first[reference], pinned=kept)
        if rejected := _rejected(view, decisions, pipeline):
            return _Rest(view, decisions, {}, current, rejected)
        gone = _gone(view, decisions, kept, pipeline)
        after = _drop(current, view, gone, pipeline)
        left = View(after)
        if not gone or left.texts == [text for i, text in enumerate(view.texts) if i not in gone]:
            # In the first pass every partner is kept, and stands as it stood.
            standing = left.keys if partners else frozenset()
            orphans = {key: None for key, partner in partners.items() if partner not in standing}
            return _Rest(view, decisions, gone, after, orphans)
        partners |= {view.keys_in_order[d.paragraph]: view.keys_in_order[d.partner] for d in decisions.drops}
        current = after


def _rejected(view: View, decisions: Decisions, pipeline: Pipeline) -> dict[Key, Edit | None]:
    """The paragraphs whose drop, or whose document's drop, a reviewer rejected."""
    found: dict[Key, Edit | None] = {}
    if pipeline.decisions.named.isdisjoint(_DROPPING):
        return found
    for drop in decisions.drops:
        number = view.texts[drop.paragraph].document
        span = view.spans[number][drop.paragraph - view.first[number]]
        judged = _rejection(view.members[number], view.edit(drop, span, ""), pipeline)
        if judged is not None:
            found[view.keys_in_order[drop.paragraph]] = judged
    for whole in decisions.documents:
        member = view.members[whole.document]
        partner = {"partner": view.members[whole.partner_document].name}
        edit = Edit(0, len(member.document.text), "", WHOLE, partner)
        judged = _rejection(member, edit, pipeline)
        if judged is not None:
            first, stop = view.first[whole.document : whole.document + 2]
            keys = view.keys_in_order[first:stop]
            found |= {**dict.fromkeys(keys), keys[0]: judged}
    return found


def _rejection(member: Member, edit: Edit, pipeline: Pipeline) -> Edit | None:
    """The report in place of a drop that would be applied, where a reviewer rejected it."""
    own = member.pipeline or pipeline
    if edit.rule not in own.policy.applied or edit.rule not in own.decisions.named:
        return None
    judged = own.judge(edit, member.document, member.document.offsets)
    return judged if judged is not None and judged.evidence.get("decision") == "reject" else None


def _gone(
    view: View, decisions: Decisions, kept: frozenset[int], pipeline: Pipeline
) -> dict[int, Drop | str]:
    """What goes: paragraph to the drop that takes it, or to the document that its whole document repeats."""
    policies = [_policy(member, pipeline) for member in view.members]
    applied = (d for d in decisions.drops if d.rule in policies[view.texts[d.paragraph].document].applied)
    gone: dict[int, Drop | str] = {drop.paragraph: drop for drop in applied}
    for drop in decisions.documents:
        own = range(view.first[drop.document], view.first[drop.document + 1])
        if WHOLE in policies[drop.document].applied and kept.isdisjoint(own):
            gone |= dict.fromkeys(own, view.members[drop.partner_document].name)
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
        return member._replace(document=document.apply(STAGE, [whole], round=round), partner=partner)
    edits = [
        view.edit(drop, span, "")
        for index, span in cuts(document.text, spans, drops)
        if isinstance(drop := drops[index], Drop)
    ]
    own = member.pipeline or pipeline
    return member._replace(document=own.run(document.apply(STAGE, edits, round=round)))


def _report(
    members: Sequence[Member],
    view: View,
    decisions: Decisions,
    gone: Mapping[int, Drop | str],
    pipeline: Pipeline,
    pinned: Mapping[Key, Edit | None],
) -> list[Member]:
    """The members with what was found and not applied, at the places where it stands now."""
    reports = _rejections(members, pinned)
    standing = _standing(view, members, gone)
    for drop in sorted((*decisions.drops, *decisions.notes), key=lambda drop: drop.paragraph):
        if drop.paragraph in standing:
            edit = view.edit(drop, standing[drop.paragraph], None if drop in decisions.notes else "")
            number = view.texts[drop.paragraph].document
            judged = _policy(members[number], pipeline).judge(edit, members[number].document.text)
            if judged is not None:
                reports[number].append(judged)
    after = list(members)
    for number, edits in reports.items():
        member = members[number]
        edits.sort(key=lambda edit: edit.start)
        round = max((step.round for step in member.document.trail), default=0) + 1
        after[number] = member._replace(document=member.document.apply(STAGE, edits, round=round))
    return after


def _rejections(members: Sequence[Member], pinned: Mapping[Key, Edit | None]) -> defaultdict[int, list[Edit]]:
    """The reports of rejected drops, by member, where their paragraphs stand now."""
    reports: defaultdict[int, list[Edit]] = defaultdict(list)
    rejected = {key: edit for key, edit in pinned.items() if edit is not None}
    if rejected:
        view = View(members)
        spans = [span for own in view.spans for span in own]
        for key, span in zip(view.keys_in_order, spans, strict=True):
            if key in rejected:
                edit = rejected[key]
                start, end = (0, len(members[key[0]].document.text)) if edit.rule == WHOLE else span
                reports[key[0]].append(edit._replace(start=start, end=end))
    return reports


def _standing(view: View, members: Iterable[Member], gone: Mapping[int, Drop | str]) -> dict[int, Span]:
    """Where each paragraph that was kept stands in the text that is written."""
    kept = (index for index in range(len(view.texts)) if index not in gone)
    spans = (span for member in members for span in paragraphs(member.document.text))
    return dict(zip(kept, spans, strict=True))
