"""The definition: one ordered pass.

In the order of the corpus, a paragraph is dropped if an earlier kept paragraph meets it and `compare`
calls it a duplicate of that one. Its partner is the most similar of these, the earliest where several are
equally similar. Paragraphs with the same normal form as an earlier kept one are settled before any other
comparison.

The pass itself is plain Python over the pairs that numpy found (`cleaner.duplicates.matches`); it is the one
place where anything is dropped. It asks about those paragraphs alone that may resemble another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.precomputed_verdicts import Match, PrecomputedVerdicts
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.revision import figures
from cleaner.duplicates.rules import CONTAINED, EXACT, LONGER, NEAR, REVISION
from cleaner.duplicates.settings import COMPARED, Settings
from cleaner.duplicates.verdicts import DROPPED, CorpusDecision, Drop, Paragraph, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[int] | NDArray[np.integer]
    """A column of whole numbers."""

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
) -> CorpusDecision:
    """What goes, with a kept partner for everything that goes.

    `paragraphs` stand in the one order of the corpus; the first `reference` of them are never dropped, nor
    are those whose numbers are `pinned`.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> other = text.replace("every", "each")
    >>> [drop] = decide([Paragraph(0, text), Paragraph(1, other)]).drops
    >>> drop.paragraph, drop.partner, drop.rule
    (1, 0, 'duplicates.near')
    """
    return decide_texts(
        [paragraph.text for paragraph in paragraphs],
        [paragraph.document for paragraph in paragraphs],
        settings,
        reference=reference,
        pinned=pinned,
    )


def decide_texts(
    texts: Sequence[str],
    documents: Numbers,
    settings: Settings | None = None,
    *,
    reference: int = 0,
    pinned: Collection[int] = frozenset(),
    resources: Resources | None = None,
    context: CorpusContext | None = None,
) -> CorpusDecision:
    """`decide` for paragraphs that come as two columns.

    `texts` is read twice or more and never held in another form, so that it may be any sequence that makes a
    text when it is asked for one: a million paragraphs in one buffer stay one buffer (see `TextColumn`).
    `documents` may be an array. With a folder for scratch files in its `resources`, the decision takes some
    50 bytes of memory a paragraph, and what its drops and notes take.

    The texts may be a part of a corpus that nothing outside can influence; the `context` then stands in for
    what would be counted. `documents` may hold numbers of the whole corpus, in its order.
    """
    settings = settings or Settings()
    ordered = OrderedPass(texts, documents, settings, reference, pinned, resources, context)
    return decisions(ordered, documents, settings, reference)


def decisions(ordered: OrderedPass, documents: Numbers, settings: Settings, reference: int) -> CorpusDecision:
    """What the pass found, with the whole documents and the recurring lines."""
    import numpy as np

    from cleaner.duplicates.recurring_lines import recurring_lines
    from cleaner.duplicates.whole_documents import whole_documents

    drops, matches, column = ordered.drops, ordered.matches, np.asarray(documents)
    wholes = whole_documents(column, ordered.forms, drops, matches.are_short, reference)
    if settings.recurring:
        lines = recurring_lines(column, matches.hashes, matches.are_short, settings.recurring, reference)
        drops = sorted([*drops, *lines], key=lambda drop: drop.paragraph)
    return CorpusDecision(tuple(drops), tuple(ordered.notes), wholes)


class OrderedPass:
    """The pass: every paragraph is taken once, in order, and meets those that were kept before it."""

    def __init__(
        self,
        texts: Sequence[str],
        documents: Numbers,
        settings: Settings,
        reference: int,
        pinned: Collection[int] = frozenset(),
        resources: Resources | None = None,
        context: CorpusContext | None = None,
    ) -> None:
        import numpy as np

        from cleaner.duplicates.matches import Matches

        self.matches = Matches(texts, np.asarray(documents), settings, resources, context)
        self.forms: NDArray[np.uint32] = self.matches.hashes.first
        self.drops: list[Drop] = []
        self.notes: list[Drop] = []
        self._texts = texts
        self._settings = settings
        self._copied = self.matches.hashes.copied.tobytes()
        self._precomputed = PrecomputedVerdicts(
            self._first_asked(), texts, settings, resources or Resources()
        )
        # Whether a paragraph stays; and of the forms that several have, those that stay, by their figures.
        self._stays = bytearray(b"\1") * len(texts)
        self._copies: dict[int, dict[tuple[str, ...], int]] = {}
        for paragraph in self._active():
            form, copied = self._form(paragraph), bool(self._copied[paragraph])
            fixed = paragraph < reference or paragraph in pinned
            if fixed or not self._falls(paragraph, form, copied):
                self._keep(paragraph, form, copied)
            else:
                self._stays[paragraph] = False

    def _active(self) -> Iterator[int]:
        """The paragraphs that may resemble another; what stays may add to those that follow."""
        active = self.matches.active
        paragraph = active.find(1)
        while paragraph >= 0:
            yield paragraph
            paragraph = active.find(1, paragraph + 1)

    def _first_asked(self) -> Iterator[Match]:
        """Of the paragraphs that are known to meet another, the pair that is asked about first if no copies
        are there and the earlier one stays."""
        for paragraph in self._active():
            met = self.matches.earlier_partners(paragraph)
            if met and not self._copied[paragraph]:
                partner, overlap = min(met, key=lambda pair: (-pair[1].similarity, pair[0]))
                yield Match(paragraph, partner, overlap)

    def _form(self, paragraph: int) -> int:
        return int(self.forms[paragraph])

    def _falls(self, paragraph: int, form: int, copied: bool) -> bool:
        """Whether a paragraph is dropped; if not, what it resembles is noted."""
        finding = (self._copy(paragraph, form) if copied else None) or self._near(paragraph, form)
        if finding is None:
            return False
        falls = finding.comparison.verdict in DROPPED
        (self.drops if falls else self.notes).append(finding)
        return falls

    def _keep(self, paragraph: int, form: int, copied: bool) -> None:
        """A form that stays may be remembered by crowded buckets, once; each of its figures has one
        partner."""
        if not copied:
            self.matches.keep(form)
            return
        if form not in self._copies:
            self._copies[form] = {}
            self.matches.keep(form)
        self._copies[form].setdefault(self._figures(paragraph), paragraph)

    def _figures(self, paragraph: int) -> tuple[str, ...]:
        return tuple(figures(self._texts[paragraph])) if self._settings.revisions else ()

    def _copy(self, paragraph: int, form: int) -> Drop | None:
        """A kept paragraph with the same normal form and the same figures, if that makes it a duplicate."""
        kept = self._copies.get(form)
        if kept is None:
            return None
        first = next(iter(kept.values()))
        # The same characters have the same figures; asking first makes a flood of copies cheap.
        same = self._texts[first] == self._texts[paragraph]
        partner = first if same else kept.get(self._figures(paragraph))
        if partner is None:
            return None
        finding = self._judged(paragraph, partner, self._whole(form))
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
        """The most similar of the kept paragraphs that this one meets, the earliest of equals first."""
        found = [
            (partner, overlap)
            for met, overlap in self.matches.partners(form)
            for partner in self._standing(met)
            if partner < paragraph
        ]
        if self._copied[paragraph]:
            found += [(partner, self._whole(form)) for partner in islice(self._standing(form), 1)]
        found.sort(key=lambda pair: (-pair[1].similarity, pair[0]))
        return found[:COMPARED]

    def _standing(self, form: int) -> Iterable[int]:
        """The kept paragraphs of a form that others are compared with."""
        if self._copied[form]:
            return islice(self._copies.get(form, {}).values(), FIGURES)
        return (form,) if self._stays[form] else ()

    def _whole(self, form: int) -> Overlap:
        size = self.matches.size(form)
        return Overlap(size, size, size)

    def _judged(self, paragraph: int, partner: int, overlap: Overlap) -> Drop:
        comparison = self._precomputed.find(Match(paragraph, partner, overlap)) or judge(
            self._texts[partner], self._texts[paragraph], overlap, self._settings
        )
        same = self._form(paragraph) == self._form(partner)
        rule = EXACT.id if same and comparison.verdict == "duplicate" else RULE[comparison.verdict]
        return Drop(paragraph, partner, rule, comparison)
