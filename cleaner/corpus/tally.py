"""Sums over documents: counts, what each rule did, losses, names of documents that are not written.

A worker adds up a task, and the run adds up the tasks in their order. So the sums are the same for any number
of workers, and of any size of corpus they take the same memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Self

import msgspec

from cleaner.budget import OVER_BUDGET
from cleaner.catalogue import RULES
from cleaner.store import manifest, trail
from cleaner.store.manifest import Counts, DocumentRecord, RuleCount
from cleaner.text import Edit

NAMED = 100
"""Documents in quarantine, or dropped whole, that a tally keeps the records of; the others only count."""
MOST = 10
"""Documents with the largest losses that a tally keeps."""


class Withdrawal(msgspec.Struct, frozen=True):
    """A document that is over its budget: the rules that were off for it, the share of its prose that they
    would have taken, and the share that they may take."""

    name: str
    rules: list[str]
    share: float
    budget: float

    @classmethod
    def of(cls, name: str, report: Edit) -> Self:
        """Reads what the report of a document says."""
        evidence = {key: report.evidence[key] for key in ("rules", "share", "budget")}
        return msgspec.convert({"name": name, **evidence}, cls)


class TallySums(msgspec.Struct, frozen=True):
    """The content of a tally as a value, for checkpoints."""

    counts: dict[str, int]
    rules: dict[str, dict[str, int]]
    paragraphs_lost: int
    documents_with_losses: int
    largest_losses: list[tuple[str, int]]
    named: list[DocumentRecord]
    unread: int
    withdrawals: list[Withdrawal]


class Tally:
    """Sums over documents. `documents_with_losses` of them lost paragraphs as duplicates, `paragraphs_lost`
    in all. `named` has the records of the first documents that were dropped whole or are in quarantine, in
    order; `unread` is the number of inputs of which nothing could be read; `withdrawals` has the first
    documents that are over their budget."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._rules: dict[str, Counter[str]] = {}
        self.paragraphs_lost = 0
        self.documents_with_losses = 0
        self._losses: list[tuple[str, int]] = []
        self.named: list[DocumentRecord] = []
        self.unread = 0
        self.withdrawals: list[Withdrawal] = []

    @classmethod
    def again(cls, sums: TallySums) -> Tally:
        """Makes a tally of the sums in a checkpoint."""
        tally = cls()
        tally._counts.update(sums.counts)
        tally._rules = {rule: Counter(counts) for rule, counts in sums.rules.items()}
        tally.paragraphs_lost, tally.documents_with_losses, tally.unread = (
            sums.paragraphs_lost,
            sums.documents_with_losses,
            sums.unread,
        )
        tally._losses, tally.named = list(sums.largest_losses), list(sums.named)
        tally.withdrawals = list(sums.withdrawals)
        return tally

    @property
    def sums(self) -> TallySums:
        """The content of the tally, as a value."""
        return TallySums(
            dict(self._counts),
            {rule: dict(counts) for rule, counts in self._rules.items()},
            self.paragraphs_lost,
            self.documents_with_losses,
            self.largest_losses,
            self.named,
            self.unread,
            self.withdrawals,
        )

    def add(self, record: DocumentRecord, edits: Sequence[Edit]) -> None:
        """Adds a document and its edits."""
        counts = msgspec.structs.asdict(manifest.count_documents([record]))
        for name, number in counts.items():
            self._counts[name] += number
        if record.paragraphs_duplicate:
            self.paragraphs_lost += record.paragraphs_duplicate
            self.documents_with_losses += 1
            self._losses.append((record.name, record.paragraphs_duplicate))
            # Cut down now and then: sorted for each document, it would be most of the work.
            if len(self._losses) > 100 * MOST:
                self._losses = _most(self._losses)
        if record.status != "written" and len(self.named) < NAMED:
            # Metadata and patches may be large, and nothing that shows these records shows them.
            self.named.append(msgspec.structs.replace(record, metadata={}, patches=[]))
        self.unread += is_unread(record)
        for rule, counts in trail.count_edits(edits).items():
            self._rules.setdefault(rule, Counter()).update(counts)
            if rule == OVER_BUDGET.id and len(self.withdrawals) < NAMED:
                self.withdrawals += [Withdrawal.of(record.name, edit) for edit in edits if edit.rule == rule]

    def update(self, other: Tally) -> None:
        """Adds the sums of another tally, whose documents come later in the corpus."""
        self._counts.update(other._counts)
        for rule, counts in other._rules.items():
            self._rules.setdefault(rule, Counter()).update(counts)
        self.paragraphs_lost += other.paragraphs_lost
        self.documents_with_losses += other.documents_with_losses
        self._losses = _most([*self._losses, *other._losses])
        self.named = [*self.named, *other.named][:NAMED]
        self.unread += other.unread
        self.withdrawals = [*self.withdrawals, *other.withdrawals][:NAMED]

    @property
    def counts(self) -> Counts:
        """Documents, characters and paragraphs."""
        return Counts(**{name: self._counts[name] for name in Counts.__struct_fields__})

    @property
    def rules(self) -> dict[str, RuleCount]:
        """The counts of each rule, in the order of the catalogue."""
        names = RuleCount.__struct_fields__
        return {
            rule: RuleCount(**{name: self._rules[rule][name] for name in names})
            for rule in RULES
            if rule in self._rules
        }

    @property
    def largest_losses(self) -> list[tuple[str, int]]:
        """The documents that lost the most paragraphs, the most first."""
        return _most(self._losses)

    @property
    def exit_code(self) -> int:
        """The exit code: 2 for an input that could not be read, 3 for quarantine, 1 over budget, else 0."""
        if self.unread:
            return 2
        if self._counts["documents_quarantined"]:
            return 3
        return int(OVER_BUDGET.id in self._rules)


def is_unread(record: DocumentRecord) -> bool:
    """Whether nothing of the input could be read; a record in quarantine has a place, so its file was."""
    return record.status == "quarantined" and not record.sha256_raw and record.place is None


def _most(losses: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    # Equal losses by name, so that the order is the same however documents were cut into tasks.
    return sorted(losses, key=lambda pair: (-pair[1], pair[0]))[:MOST]
