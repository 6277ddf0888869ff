"""What was done, in numbers that can be added: of a document, a task, a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from cleaner.budget import OVER_BUDGET
from cleaner.catalogue import RULES
from cleaner.store import manifest, trail
from cleaner.store.manifest import Counts, DocumentRecord, RuleCount
from cleaner.text import Edit

NAMED = 100
"""Documents in quarantine, or dropped whole, that are named; of the others there is their number."""
MOST = 10
"""Documents that lost the most paragraphs."""


class TallySums(msgspec.Struct, frozen=True):
    """All that a tally knows."""

    counts: dict[str, int]
    rules: dict[str, dict[str, int]]
    paragraphs_lost: int
    documents_with_losses: int
    largest_losses: list[tuple[str, int]]
    named: list[DocumentRecord]
    unread: int


class Tally:
    """Sums over documents, of which `documents_with_losses` lost paragraphs as duplicates, `paragraphs_lost`
    in all;
    `named` are the first that were dropped whole or are in quarantine, in their order."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._rules: dict[str, Counter[str]] = {}
        self.paragraphs_lost = 0
        self.documents_with_losses = 0
        self._losses: list[tuple[str, int]] = []
        self.named: list[DocumentRecord] = []
        self.unread = 0

    @classmethod
    def of(cls, records: Iterable[DocumentRecord], edits: Iterable[Edit] = ()) -> Tally:
        """The tally of some documents and all of their edits."""
        tally = cls()
        for record in records:
            tally.add(record, ())
        tally._count(edits)
        return tally

    @classmethod
    def again(cls, sums: TallySums) -> Tally:
        """The tally that knows just that."""
        tally = cls()
        tally._counts.update(sums.counts)
        tally._rules = {rule: Counter(told) for rule, told in sums.rules.items()}
        tally.paragraphs_lost, tally.documents_with_losses, tally.unread = (
            sums.paragraphs_lost,
            sums.documents_with_losses,
            sums.unread,
        )
        tally._losses, tally.named = list(sums.largest_losses), list(sums.named)
        return tally

    @property
    def sums(self) -> TallySums:
        """All that the tally knows, as a value."""
        return TallySums(
            dict(self._counts),
            {rule: dict(told) for rule, told in self._rules.items()},
            self.paragraphs_lost,
            self.documents_with_losses,
            self.largest_losses,
            self.named,
            self.unread,
        )

    def add(self, record: DocumentRecord, edits: Iterable[Edit]) -> None:
        """Counts a document in."""
        counts = msgspec.structs.asdict(manifest.count_documents([record]))
        for name, number in counts.items():
            self._counts[name] += number
        if record.paragraphs_duplicate:
            self.paragraphs_lost += record.paragraphs_duplicate
            self.documents_with_losses += 1
            self._losses.append((record.name, record.paragraphs_duplicate))
            if len(self._losses) > 100 * MOST:
                self._losses = _most(self._losses)
        if record.status != "written" and len(self.named) < NAMED:
            self.named.append(msgspec.structs.replace(record, metadata={}, patches=[]))
        self.unread += is_unread(record)
        self._count(edits)

    def _count(self, edits: Iterable[Edit]) -> None:
        for rule, told in trail.count_edits(edits).items():
            self._rules.setdefault(rule, Counter()).update(told)

    def update(self, other: Tally) -> None:
        """Counts in what another tally, of later documents, has counted."""
        self._counts.update(other._counts)
        for rule, told in other._rules.items():
            self._rules.setdefault(rule, Counter()).update(told)
        self.paragraphs_lost += other.paragraphs_lost
        self.documents_with_losses += other.documents_with_losses
        self._losses = _most([*self._losses, *other._losses])
        self.named = [*self.named, *other.named][:NAMED]
        self.unread += other.unread

    @property
    def counts(self) -> Counts:
        """Documents, characters and paragraphs."""
        return Counts(**{name: self._counts[name] for name in Counts.__struct_fields__})

    @property
    def rules(self) -> dict[str, RuleCount]:
        """What each rule did, in the order of the rules."""
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
        """2 where an input could not be read, 3 where a document is in quarantine, 1 over budget, else 0."""
        if self.unread:
            return 2
        if self._counts["documents_quarantined"]:
            return 3
        return int(OVER_BUDGET.id in self._rules)


def is_unread(record: DocumentRecord) -> bool:
    """Whether nothing of the input could be read."""
    return record.status == "quarantined" and not record.sha256_raw and record.place is None


def _most(losses: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(losses, key=lambda pair: (-pair[1], pair[0]))[:MOST]
