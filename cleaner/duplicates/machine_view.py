"""A corpus of one machine as the fixpoint loop sees it, with pins and links in dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, Self, TypeVar

from cleaner.duplicates.drop_edits import find_reports, group_losses, select_removals
from cleaner.duplicates.fixpoint import remove_duplicates
from cleaner.duplicates.member import Member
from cleaner.duplicates.ordered_pass import decide_texts
from cleaner.duplicates.paragraph_columns import (
    MemoryCorpus,
    ParagraphColumns,
    ParagraphKey,
    find_numbers,
    key_of,
)
from cleaner.duplicates.pins import Pins, find_rejected, find_suppressed
from cleaner.duplicates.rules import NEAR
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import CorpusDecision, Resemblance
from cleaner.pipeline import Pipeline

Decide = Callable[[ParagraphColumns, Settings, int, Collection[int]], CorpusDecision]
"""What `MachineView.decide` calls for one decision over a corpus: with the settings, the number of paragraphs
of the reference, which are the first, and the numbers of those that are pinned. `decide_columns` is one."""

C = TypeVar("C", bound=ParagraphColumns)


def decide_columns(
    corpus: ParagraphColumns, settings: Settings, reference: int, pinned: Collection[int]
) -> CorpusDecision:
    """`decide_texts` over a corpus, with the memory and the threads that it takes by default."""
    return decide_texts(corpus.texts, corpus.documents, settings, reference=reference, pinned=pinned)


def clean_members(
    members: Iterable[Member], settings: Settings, pipeline: Pipeline, *, reference: int = 0
) -> list[Member]:
    """The members without their duplicates, in the order given, which decides what is kept.

    Of the first `reference` members nothing is dropped.
    """
    corpus = clean_corpus(MemoryCorpus(members), settings, pipeline, reference=reference)
    return [corpus[number] for number in range(len(corpus))]


def clean_corpus(
    corpus: C, settings: Settings, pipeline: Pipeline, *, reference: int = 0, decide: Decide = decide_columns
) -> C:
    """The corpus without its duplicates; of the first `reference` members nothing is dropped."""
    view = MachineView(corpus, pipeline, reference, decide)
    return remove_duplicates(view, settings, near_stay=NEAR.id not in pipeline.policy.applied)


class PinnedDecision(NamedTuple):
    """A decision, and the numbers of the paragraphs that were pinned for it.

    `suppressed` are drops that there would be if nothing were pinned. They are for the report alone.
    """

    decision: CorpusDecision
    pinned: frozenset[int]
    suppressed: tuple[Resemblance, ...] = ()


Links = Mapping[ParagraphKey, ParagraphKey]
"""Dropped paragraphs and their partners."""


@dataclass(frozen=True, slots=True)
class MachineView(Generic[C]):
    """`cleaner.duplicates.fixpoint.View` of a corpus in memory or on disk.

    Members are asked for one by one, and only those that a decision is about, so that the corpus need not be
    in memory. Members before `reference` lose nothing; `touched` are those that have lost something.
    """

    corpus: C
    pipeline: Pipeline
    reference: int
    ordered_pass: Decide
    touched: frozenset[int] = frozenset()

    def find_suppressed(self) -> Pins:
        """The paragraphs that a suppression or the options of their path keep."""
        return find_suppressed(self.corpus, self.pipeline)

    def decide(self, settings: Settings, pins: Pins | None = None) -> PinnedDecision:
        """One decision over all paragraphs."""
        pinned = frozenset[int]() if pins is None else find_numbers(self.corpus, pins.reports.keys())
        reference = int(self.corpus.first[self.reference])
        return PinnedDecision(self.ordered_pass(self.corpus, settings, reference, pinned), pinned)

    def find_rejected(self, decision: PinnedDecision) -> Pins:
        """The paragraphs that the decision drops and a reviewer wants to keep."""
        return find_rejected(self.corpus, decision.decision, self.pipeline)

    def apply(self, decision: PinnedDecision) -> tuple[Self, bool]:
        """The corpus without what the decision drops, and whether the pipeline changed other paragraphs."""
        corpus = self.corpus
        removals = select_removals(corpus, decision.decision, decision.pinned, self.pipeline)
        if not removals:
            return self, False
        after, changed_more = corpus.apply_losses(group_losses(corpus, removals), self.pipeline)
        touched = self.touched.union(int(corpus.documents[paragraph]) for paragraph in removals)
        return replace(self, corpus=after, touched=touched), bool(changed_more)

    def link_drops(self, decision: PinnedDecision) -> Links:
        """The drops of a decision about this corpus, with their partners."""
        drops = decision.decision.drops
        return {key_of(self.corpus, drop.paragraph): key_of(self.corpus, drop.partner) for drop in drops}

    def find_orphans(self, links: Sequence[Links]) -> Pins:
        """The dropped paragraphs whose partner does not stand in this corpus."""
        partners: dict[ParagraphKey, ParagraphKey] = {}
        for each in links:
            partners |= each
        # Members that lost nothing have all their paragraphs. Not to read them saves most of the work.
        members = {partner.member for partner in partners.values()} & self.touched
        standing = {(number, start) for number in members for start in self.corpus.starts(number)}
        return Pins.of(
            paragraph
            for paragraph, partner in partners.items()
            if partner.member in self.touched and partner not in standing
        )

    def find_partners(self, links: Sequence[Links]) -> Pins:
        """The partners in these links."""
        return Pins.of(partner for each in links for partner in each.values())

    def add_suppressed(
        self, decision: PinnedDecision, settings: Settings, suppressed: Pins
    ) -> PinnedDecision:
        """Adds, for the report only, the drops that suppressed paragraphs would have had."""
        free = self.decide(settings).decision
        numbers = find_numbers(self.corpus, suppressed.reports.keys())
        return decision._replace(suppressed=tuple(drop for drop in free.drops if drop.paragraph in numbers))

    def report(self, before: Self, decision: PinnedDecision, pins: Pins, *, applied: bool) -> C:
        """This corpus with reports of what was found and stays."""
        made, pinned, suppressed = decision
        removals = select_removals(before.corpus, made, pinned, self.pipeline) if applied else {}
        found = replace(made, drops=(*made.drops, *suppressed))
        rejections = {key: edit for key, edit in pins.reports.items() if edit is not None}
        reports = find_reports(self.corpus, before.corpus, found, removals, self.pipeline, rejections)
        return self.corpus.replace_members(reports)
