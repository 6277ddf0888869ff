"""The fixpoint loop: decide over a corpus, drop, clean what is left, until nothing changes any more.

The loop knows nothing of where paragraphs are. It works on a `View`, of which there are two:
`cleaner.duplicates.machine_view` (numbers and Python objects, in memory or on disk) and
`cleaner.cluster.table_view` (tables in SQL). What a decision, a set of pins or a set of links is made of,
only the view knows; the loop hands them from one operation to the next.

A *series* is one decision after the other under the same pins, each about the corpus that the last one left,
until the pipeline changes nothing else. The loop is a row of series. Each begins with more pins in the corpus
in which the last one began, or with other pins in the one with which it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, Self, TypeVar

from cleaner.duplicates.settings import Settings


class PinSet(Protocol):
    """A set of pinned paragraphs: they stay, whatever else is decided."""

    def union(self, other: Self) -> Self:
        """The pins of both."""
        ...

    def difference(self, other: Self) -> Self:
        """The pins that the other has not."""
        ...

    def rejections(self) -> Self:
        """The pins that a reviewer wants, by rejecting a drop."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing is pinned."""
        ...


P = TypeVar("P", bound=PinSet)
D = TypeVar("D")
L = TypeVar("L")
C_co = TypeVar("C_co", covariant=True)


class View(Protocol[P, D, L, C_co]):
    """A corpus, immutable, with the operations of the loop.

    `P` is its kind of pins, `D` of decisions, `L` of links (which partner each dropped paragraph had), and
    `C_co` the corpus that comes out.
    """

    def find_suppressed(self) -> P:
        """The paragraphs that a suppression or the options of their path keep."""
        ...

    def decide(self, settings: Settings, pins: P | None = None) -> D:
        """One decision over all paragraphs: what goes, and with which kept partner."""
        ...

    def find_rejected(self, decision: D) -> P:
        """The paragraphs that the decision drops and a reviewer wants to keep."""
        ...

    def apply(self, decision: D) -> tuple[Self, bool]:
        """The corpus without what the decision drops, each changed document run through the pipeline; and
        whether the pipeline then changed another paragraph (`Remainder.pipeline_changed_more`). Itself, where
        nothing goes."""
        ...

    def link_drops(self, decision: D) -> L:
        """The drops of a decision about this corpus, each with its partner, in a form that later views know
        again."""
        ...

    def find_orphans(self, links: Sequence[L]) -> P:
        """The dropped paragraphs whose partner does not stand in this corpus. `links` come in the order of
        their decisions; of a paragraph that has several the last one counts."""
        ...

    def find_partners(self, links: Sequence[L]) -> P:
        """The partners in these links."""
        ...

    def add_suppressed(self, decision: D, settings: Settings, suppressed: P) -> D:
        """Adds, for the report only, the drops that suppressed paragraphs would have had."""
        ...

    def report(self, before: Self, decision: D, pins: P, *, applied: bool) -> C_co:
        """This corpus with reports of what was found and stays.

        `decision` is about `before`, and `applied` says whether its drops were made since. Pins of a
        reviewer are reported with his rejection.
        """
        ...


@dataclass(frozen=True, slots=True)
class _SeriesEnd(Generic[P, D, L, C_co]):
    """The end of a series: its last decision, the corpus that this is about, and the corpus after it.

    `to_pin` are paragraphs that the series dropped and that must stay: orphans, or rejections of a reviewer.
    `links` are those of the decisions before the last.
    """

    before: View[P, D, L, C_co]
    decision: D
    after: View[P, D, L, C_co]
    to_pin: P
    links: Sequence[L]

    def partners(self) -> P:
        """The partners of all that was dropped in the series."""
        return self.before.find_partners([*self.links, self.before.link_drops(self.decision)])


def remove_duplicates(view: View[P, D, L, C_co], settings: Settings, *, near_stay: bool = False) -> C_co:
    """The corpus without its duplicates, with reports of what was found and stays.

    With `near_stay` near-duplicates are found and reported, and exact copies alone are dropped.
    """
    # A near-duplicate that stays counts as kept for those that follow. So exact copies are dropped first, and
    # what is like what is looked for in the result.
    dropping = exact_copies(settings) if near_stay else settings
    suppressed = view.find_suppressed()
    pins = lasting_pins = suppressed
    while True:
        end = _run_series(view, dropping, pins)
        if not end.to_pin.is_empty():
            # Pin what must stay and decide anew from the same corpus: what was dropped because of it, or
            # kept because of it, may be decided otherwise now. Only a reviewer's pins last.
            pins = pins.union(end.to_pin)
            lasting_pins = lasting_pins.union(end.to_pin.rejections())
        elif end.after is view or pins.difference(lasting_pins).is_empty():
            break
        else:
            # An orphan was pinned for this series. Say that an earlier one dropped B for A, and dropped C
            # from the document of A, whereupon the pipeline turned A into A'. So B had no partner any more;
            # it was pinned, and now stays beside A'. If it is a duplicate of A' too, the next run over the
            # output would drop it, so this run has to: B is free in the next series. The partners of this
            # series (that of C, and all others) are pinned instead, so that no drop loses its partner.
            lasting_pins = lasting_pins.union(end.partners())
            view, pins = end.after, lasting_pins
    before, decision, after = end.before, end.decision, end.after
    if near_stay:
        # Nothing is pinned for this decision, so that the drops of suppressed paragraphs are in it already.
        before, decision = after, after.decide(settings)
    elif not suppressed.is_empty():
        decision = before.add_suppressed(decision, settings, suppressed)
    return after.report(before, decision, pins, applied=not near_stay)


def _run_series(view: View[P, D, L, C_co], settings: Settings, pins: P) -> _SeriesEnd[P, D, L, C_co]:
    """Runs one series, to its end or to the first drop that a reviewer has rejected."""
    links: list[L] = []
    while True:
        decision = view.decide(settings, pins)
        rejected = view.find_rejected(decision)
        if not rejected.is_empty():
            return _SeriesEnd(view, decision, view, rejected, links)
        after, pipeline_changed_more = view.apply(decision)
        if not pipeline_changed_more:
            # Kept paragraphs that stay as they are cannot become duplicates of one another: this is the
            # fixpoint. The partners of the last decision stand as they stood, so that only earlier ones can
            # have gone.
            return _SeriesEnd(view, decision, after, after.find_orphans(links), links)
        links.append(view.link_drops(decision))
        view = after


def exact_copies(settings: Settings) -> Settings:
    """The settings by which paragraphs with all shingles in common are duplicates, and no others."""
    return replace(settings, threshold=1.0, containment=None)
