"""From decisions on paragraphs to edits of documents, until neither changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from cleaner.duplicates.corpus_view import Key, Member, Members, View, edit_of, evidence_of, key, numbers
from cleaner.duplicates.loss import STAGE, WHOLE, Loss, Reason
from cleaner.duplicates.ordered_pass import decide_texts
from cleaner.duplicates.rules import NEAR, RULES
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Decisions, Drop
from cleaner.pipeline import Pipeline, Policy
from cleaner.text import Edit, Span, paragraphs

Decide = Callable[[View, Settings, int, Collection[int]], Decisions]
"""The decision over all paragraphs of a view: settings, how many of the paragraphs are the reference, and
which are pinned."""


def settle(
    members: Iterable[Member], settings: Settings, pipeline: Pipeline, *, reference: int = 0
) -> list[Member]:
    """The members without their duplicates, in the order given, which decides who is kept."""
    view = settled(Members(members), settings, pipeline, reference=reference)
    return [view[number] for number in range(len(view))]


def in_memory(view: View, settings: Settings, reference: int, pinned: Collection[int]) -> Decisions:
    """`decide_texts` over a view."""
    return decide_texts(view.texts, view.documents, settings, reference=reference, pinned=pinned)


def settled(
    view: View, settings: Settings, pipeline: Pipeline, *, reference: int = 0, decide: Decide = in_memory
) -> View:
    """The corpus without its duplicates.

    What a drop leaves goes through the pipeline once more (its last line may be another now). Only when
    that changed a paragraph is the corpus decided anew: kept paragraphs that stay as they are cannot
    become each other's duplicates. Should the pipeline then take away the partner of a dropped paragraph,
    all is decided from the beginning with that paragraph pinned; and once more from where that ends, with the
    partners pinned in its place: it may be a duplicate of what the pipeline left of its partner.

    Where near-duplicates are found but stay (they are only reported), they count as kept: a first decision
    drops exact copies alone, a second one over what is left is for the report.

    Of the first `reference` members nothing is dropped. Paragraphs whose drop their document accepts, or a
    reviewer rejected, are pinned, and reported in the end with what would have taken them.

    Members are asked for one by one, and only those that a decision is about: the corpus need not be in
    memory.
    """
    dropping = settings if NEAR.id in pipeline.policy.applied else exact(settings)
    staying = accepted(view, pipeline)
    fixed: dict[Key, Edit | None] = dict.fromkeys(staying)
    pinned = dict(fixed)
    while True:
        rest = _rest(view, dropping, pipeline, pinned, reference, decide)
        if rest.orphans:
            pinned |= rest.orphans
            fixed |= {key: edit for key, edit in rest.orphans.items() if edit is not None}
        elif pinned.keys() == fixed.keys() or rest.after is view:
            break
        else:  # what was pinned for its partner's sake may go from here on, as it would in another run
            fixed |= dict.fromkeys(rest.partners())
            pinned, view = dict(fixed), rest.after
    before, decisions, going, after = rest.view, rest.decisions, rest.gone, rest.after
    if dropping is not settings:
        before, going = after, {}
        decisions = decide(before, settings, int(before.first[reference]), ())
    if staying:
        free = decide(before, settings, int(before.first[reference]), ())
        kept = numbers(before, staying)
        drops = tuple(drop for drop in free.drops if drop.paragraph in kept)
        decisions = replace(decisions, drops=(*decisions.drops, *drops))
    return report(after, before, decisions, going, pipeline, pinned)


DROPPING = frozenset(rule.id for rule in RULES if rule.certainty != "note")


def accepted(view: View, pipeline: Pipeline) -> frozenset[Key]:
    """Paragraphs that stay whatever they are like: a suppression names them, or their path keeps them."""
    keys: list[Key] = []
    for number in () if view.unruled else range(len(view)):
        policy = _policy(view, number, pipeline)
        dropping = policy.applied & DROPPING
        kept_by_path = not dropping and bool(pipeline.policy.applied & DROPPING)
        if not kept_by_path and not policy.accepted:
            continue
        for index, start in enumerate(view.starts(number)):
            text = view.texts[int(view.first[number]) + index]
            if kept_by_path or any(each.pins(text, dropping) for each in policy.accepted):
                keys.append((number, start))
    return frozenset(keys)


def _policy(view: View, number: int, pipeline: Pipeline) -> Policy:
    if view.unruled:
        return pipeline.policy
    return (view.pipeline(number) or pipeline).policy


def exact(settings: Settings) -> Settings:
    return replace(settings, threshold=1.0, containment=None)


class _Rest(NamedTuple):
    view: View
    decisions: Decisions
    gone: Mapping[int, Drop | str]
    after: View
    orphans: Mapping[Key, Edit | None]
    earlier: Mapping[Key, Key]

    def partners(self) -> set[Key]:
        """The partners of all that was dropped."""
        return {*self.earlier.values(), *(key(self.view, drop.partner) for drop in self.decisions.drops)}


def _rest(
    view: View,
    settings: Settings,
    pipeline: Pipeline,
    pinned: Collection[Key],
    reference: int,
    decide: Decide,
) -> _Rest:
    """Decides and drops until neither that nor the pipeline changes anything.

    `orphans` are dropped paragraphs that must be kept: their partner does not stand in the end, or a reviewer
    rejected the drop; then the report of that stands beside them.
    """
    partners: dict[Key, Key] = {}
    touched: set[int] = set()
    while True:
        kept = numbers(view, pinned)
        decisions = decide(view, settings, int(view.first[reference]), kept)
        if refused := rejected(view, decisions, pipeline):
            return _Rest(view, decisions, {}, view, refused, partners)
        going = gone(view, decisions, kept, pipeline)
        after, moved = view.without(losses(view, going), pipeline) if going else (view, set())
        touched |= {int(view.documents[paragraph]) for paragraph in going}
        if not moved:
            # In the first pass every partner is kept, and stands as it stood.
            return _Rest(view, decisions, going, after, _orphans(after, partners, touched), partners)
        partners |= {key(view, drop.paragraph): key(view, drop.partner) for drop in decisions.drops}
        view = after


def _orphans(view: View, partners: Mapping[Key, Key], touched: Collection[int]) -> dict[Key, Edit | None]:
    """The dropped paragraphs whose partner is gone, which only those of a touched member can be."""
    standing = {
        (number, start)
        for number in {number for number, _ in partners.values()}.intersection(touched)
        for start in view.starts(number)
    }
    return {
        paragraph: None
        for paragraph, partner in partners.items()
        if partner[0] in touched and partner not in standing
    }


def rejected(view: View, decisions: Decisions, pipeline: Pipeline) -> dict[Key, Edit | None]:
    """The paragraphs whose drop, or whose document's drop, a reviewer rejected."""
    found: dict[Key, Edit | None] = {}
    if pipeline.decisions.named.isdisjoint(DROPPING):
        return found
    for drop in decisions.drops:
        member = view[number := int(view.documents[drop.paragraph])]
        within = drop.paragraph - int(view.first[number])
        edit = edit_of(view, drop, paragraphs(member.document.text)[within], "")
        judged = _rejection(member, edit, pipeline)
        if judged is not None:
            found[number, member.starts[within]] = judged
    for whole in decisions.documents:
        member = view[whole.document]
        partner = {"partner": view.name(whole.partner_document)}
        judged = _rejection(member, Edit(0, len(member.document.text), "", WHOLE, partner), pipeline)
        if judged is not None:
            keys = [(whole.document, start) for start in member.starts]
            found |= {**dict.fromkeys(keys), keys[0]: judged}
    return found


def _rejection(member: Member, edit: Edit, pipeline: Pipeline) -> Edit | None:
    """The report in place of a drop that would be applied, where a reviewer rejected it."""
    own = member.pipeline or pipeline
    if edit.rule not in own.policy.applied or edit.rule not in own.decisions.named:
        return None
    judged = own.judge(edit, member.document, member.document.offsets)
    return judged if judged is not None and judged.evidence.get("decision") == "reject" else None


def gone(view: View, decisions: Decisions, kept: frozenset[int], pipeline: Pipeline) -> dict[int, Drop | str]:
    """What goes: paragraph to the drop that takes it, or to the document that its whole document repeats."""
    found: dict[int, Drop | str] = {
        drop.paragraph: drop
        for drop in decisions.drops
        if drop.rule in _policy(view, int(view.documents[drop.paragraph]), pipeline).applied
    }
    for drop in decisions.documents:
        own = range(int(view.first[drop.document]), int(view.first[drop.document + 1]))
        if WHOLE in _policy(view, drop.document, pipeline).applied and kept.isdisjoint(own):
            found |= dict.fromkeys(own, view.name(drop.partner_document))
    return found


def losses(view: View, gone: Mapping[int, Drop | str]) -> Iterator[tuple[int, Loss]]:
    """The members that lose paragraphs, in order, and what each loses."""
    for number, paragraphs_of in groupby(sorted(gone), key=lambda paragraph: int(view.documents[paragraph])):
        own = list(paragraphs_of)
        first = int(view.first[number])
        drops = {paragraph - first: drop for paragraph in own if isinstance(drop := gone[paragraph], Drop)}
        partner = next((drop for paragraph in own if isinstance(drop := gone[paragraph], str)), "")
        reasons = {} if partner else {i: Reason(d.rule, evidence_of(view, d)) for i, d in drops.items()}
        yield number, Loss(reasons, partner)


def report(
    after: View,
    before: View,
    decisions: Decisions,
    gone: Mapping[int, Drop | str],
    pipeline: Pipeline,
    pinned: Mapping[Key, Edit | None],
) -> View:
    """The corpus with what was found and not applied, at the places where it stands now."""
    rejections: defaultdict[int, dict[int, Edit]] = defaultdict(dict)
    for (number, start), edit in pinned.items():
        if edit is not None:
            rejections[number][start] = edit
    found: defaultdict[int, list[tuple[Drop, str | None]]] = defaultdict(list)
    for drop, replacement in sorted(
        [*((drop, "") for drop in decisions.drops), *((note, None) for note in decisions.notes)],
        key=lambda pair: pair[0].paragraph,
    ):
        if drop.paragraph not in gone:
            found[int(before.documents[drop.paragraph])].append((drop, replacement))

    def reported() -> Iterator[tuple[int, Member]]:
        for number in sorted(rejections.keys() | found.keys()):
            member = after[number]
            policy = (member.pipeline or pipeline).policy
            edits = _rejections(member, rejections[number])
            spans = _standing(before, number, member, gone) if number in found else {}
            for drop, replacement in found.get(number, ()):
                edit = edit_of(before, drop, spans[drop.paragraph], replacement)
                judged = policy.judge(edit, member.document.text)
                if judged is not None:
                    edits.append(judged)
            if edits:
                edits.sort(key=lambda edit: edit.start)
                round = max((step.round for step in member.document.trail), default=0) + 1
                yield number, member._replace(document=member.document.apply(STAGE, edits, round=round))

    return after.replaced(reported())


def _rejections(member: Member, rejected: Mapping[int, Edit]) -> list[Edit]:
    """The reports of rejected drops, where their paragraphs stand now."""
    if not rejected:
        return []
    edits = []
    text = member.document.text
    for start, span in zip(member.starts, paragraphs(text), strict=True):
        if start in rejected:
            edit = rejected[start]
            first, last = (0, len(text)) if edit.rule == WHOLE else span
            edits.append(edit._replace(start=first, end=last))
    return edits


def _standing(before: View, number: int, member: Member, gone: Mapping[int, Drop | str]) -> dict[int, Span]:
    """Where each paragraph of a member that was kept stands in the text that is written."""
    kept = [i for i in range(int(before.first[number]), int(before.first[number + 1])) if i not in gone]
    return dict(zip(kept, paragraphs(member.document.text), strict=True))
