"""Paragraphs that stay, whatever a decision would do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from cleaner.duplicates.drop_edits import edit_of
from cleaner.duplicates.member import Member
from cleaner.duplicates.paragraph_columns import ParagraphColumns, ParagraphKey, policy_of
from cleaner.duplicates.rules import DOCUMENT, REMOVING
from cleaner.duplicates.verdicts import CorpusDecision
from cleaner.pipeline import Pipeline
from cleaner.text import Edit, find_paragraphs


@dataclass(frozen=True, slots=True)
class Pins:
    """Pinned paragraphs by their keys; the value is the report of a drop that a reviewer rejected, if that is
    why the paragraph stays.

    >>> a, b = Pins.of([ParagraphKey(0, 0), ParagraphKey(3, 20)]), Pins.of([ParagraphKey(3, 20)])
    >>> sorted(a.difference(b).reports), b.difference(a).is_empty()
    ([ParagraphKey(member=0, start=0)], True)
    """

    reports: Mapping[ParagraphKey, Edit | None]

    @classmethod
    def of(cls, keys: Iterable[ParagraphKey] = ()) -> Self:
        """Pins without a report."""
        return cls(dict.fromkeys(keys))

    def union(self, other: Self) -> Self:
        """The pins of both; a report is kept where either has one."""
        added = {key: edit or self.reports.get(key) for key, edit in other.reports.items()}
        return type(self)({**self.reports, **added})

    def difference(self, other: Self) -> Self:
        """The pins without those of the other."""
        return type(self)({key: self.reports[key] for key in self.reports if key not in other.reports})

    def rejections(self) -> Self:
        """The pins that a reviewer wants: those with a report."""
        return type(self)({key: edit for key, edit in self.reports.items() if edit is not None})

    def is_empty(self) -> bool:
        """Whether nothing is pinned."""
        return not self.reports


def find_suppressed(corpus: ParagraphColumns, pipeline: Pipeline) -> Pins:
    """The paragraphs that a suppression names, and all of documents whose path switches the stage off."""
    keys: list[ParagraphKey] = []
    stage_is_on = bool(pipeline.policy.applied & REMOVING)
    for number in () if corpus.has_one_policy else range(len(corpus)):
        policy = policy_of(corpus, number, pipeline)
        removing = policy.applied & REMOVING
        # Where the stage is off for the whole corpus, no path has to keep anything.
        kept_by_path = stage_is_on and not removing
        if not kept_by_path and not policy.suppressions:
            continue
        first = int(corpus.first[number])
        for index, start in enumerate(corpus.starts(number)):
            text = corpus.texts[first + index]
            if kept_by_path or any(each.pins(text, removing) for each in policy.suppressions):
                keys.append(ParagraphKey(number, start))
    return Pins.of(keys)


def find_rejected(corpus: ParagraphColumns, decision: CorpusDecision, pipeline: Pipeline) -> Pins:
    """The paragraphs whose drop, or whose document's drop, a reviewer rejected.

    Of a document, all paragraphs are pinned, and the first one has the report.
    """
    found: dict[ParagraphKey, Edit | None] = {}
    if pipeline.decisions.rule_ids.isdisjoint(REMOVING):
        return Pins(found)
    for drop in decision.drops:
        member = corpus[number := int(corpus.documents[drop.paragraph])]
        within = drop.paragraph - int(corpus.first[number])
        edit = edit_of(corpus, drop, find_paragraphs(member.document.text)[within], "")
        report = _report_rejection(member, edit, pipeline)
        if report is not None:
            found[ParagraphKey(number, member.starts[within])] = report
    for whole in decision.documents:
        member = corpus[whole.document]
        evidence = {"partner": corpus.name(whole.partner_document)}
        edit = Edit(0, len(member.document.text), "", DOCUMENT.id, evidence)
        report = _report_rejection(member, edit, pipeline)
        if report is not None:
            first, *others = (ParagraphKey(whole.document, start) for start in member.starts)
            found |= {first: report, **dict.fromkeys(others)}
    return Pins(found)


def _report_rejection(member: Member, edit: Edit, pipeline: Pipeline) -> Edit | None:
    """The report that stands for a drop which a reviewer rejected; None for one that he did not reject, or
    that would not be applied in any case."""
    used = member.pipeline or pipeline
    if edit.rule not in used.policy.applied or edit.rule not in used.decisions.rule_ids:
        return None
    judged = used.resolve(edit, member.document, member.document.offsets)
    return judged if judged is not None and judged.evidence.get("decision") == "reject" else None
