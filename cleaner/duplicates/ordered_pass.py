"""The ordered pass: the definition of what is dropped.

In the order of the corpus, a paragraph is judged (`compare.judge`) against earlier kept paragraphs:

1. the first with the same normal form and the same figures;
2. then those that match it, the most similar first, the earliest of equals first; but no more than
   `COMPARED` of them, and of those with one normal form only the first `FIGURES`.

It is dropped if one of these verdicts is in `DROPPED`; its partner is the first for which it is. Otherwise it
stays, and the first verdict of 2 other than distinct is a note. So a paragraph stays that duplicates only a
kept one which is less similar than `COMPARED` others. What is pinned, or of the reference, stays unjudged.

The pass itself is plain Python over the pairs that numpy found (`cleaner.duplicates.matches`). Recurring
lines and whole documents are found after it, from what it dropped. It looks only at paragraphs that may
resemble another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.precomputed_verdicts import Match, PrecomputedVerdicts
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.revision import find_figures
from cleaner.duplicates.rules import CONTAINED, EXACT, LONGER, NEAR, REVISION
from cleaner.duplicates.settings import COMPARED, Settings
from cleaner.duplicates.verdicts import DROPPED, CorpusDecision, Paragraph, Resemblance, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[int] | NDArray[np.integer]
    """A column of whole numbers."""

FIGURES = 8
"""Kept paragraphs of one normal form (they differ in the signs and decimal points of their figures) that
other paragraphs are judged against."""
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
    import numpy as np

    from cleaner.duplicates.whole_documents import find_whole_documents

    settings = settings or Settings()
    ordered = OrderedPass(texts, documents, settings, reference, pinned, resources, context)
    column = np.asarray(documents)
    wholes = find_whole_documents(
        column, ordered.first_of_form, ordered.drops, ordered.matches.are_short, reference
    )
    drops = add_recurring_lines(ordered, column, settings, reference)
    return CorpusDecision(drops, tuple(ordered.notes), wholes)


def add_recurring_lines(
    ordered: OrderedPass, documents: NDArray[np.integer], settings: Settings, reference: int
) -> tuple[Resemblance, ...]:
    """The drops of a pass with those of recurring lines, if the settings ask for them, in order."""
    if not settings.recurring:
        return tuple(ordered.drops)
    from cleaner.duplicates.recurring_lines import find_recurring_lines

    matches, least = ordered.matches, settings.recurring
    lines = find_recurring_lines(documents, matches.hashes, matches.are_short, least, reference)
    return tuple(sorted([*ordered.drops, *lines], key=lambda drop: drop.paragraph))


class OrderedPass:
    """The pass over a corpus: every paragraph is taken once, in order, and compared with those kept before.

    `drops` and `notes` are what it found, in order. `first_of_form[i]` is the number of the first paragraph
    with the normal form of paragraph i, and stands for that form everywhere in the pass.
    """

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
        self.first_of_form: NDArray[np.uint32] = self.matches.hashes.first_of_form
        self.drops: list[Resemblance] = []
        self.notes: list[Resemblance] = []
        self._texts = texts
        self._settings = settings
        self._has_copies = self.matches.hashes.has_copies.tobytes()
        self._precomputed = PrecomputedVerdicts(
            self._foresee_matches(), texts, settings, resources or Resources()
        )
        # Whether each paragraph stays; a byte each, as there may be a hundred million.
        self._stays = bytearray(b"\1") * len(texts)
        # Of a form that several paragraphs have, those that stay, by their figures.
        self._copies: dict[int, dict[tuple[str, ...], int]] = {}
        for paragraph in self._find_active():
            first_of_form, has_copies = int(self.first_of_form[paragraph]), bool(self._has_copies[paragraph])
            must_stay = paragraph < reference or paragraph in pinned
            if must_stay or not self._drop(paragraph, first_of_form, has_copies):
                self._keep(paragraph, first_of_form, has_copies)
            else:
                self._stays[paragraph] = False

    def _find_active(self) -> Iterator[int]:
        """The paragraphs that may resemble another, in order.

        The column is searched anew from each of them, since keeping one can make later ones active.
        """
        active = self.matches.active
        paragraph = active.find(1)
        while paragraph >= 0:
            yield paragraph
            paragraph = active.find(1, paragraph + 1)

    def _foresee_matches(self) -> Iterator[Match]:
        """The match of each paragraph that the pass asks about first, if the earlier of the two stays.

        A paragraph with copies asks about those first, and is left out.
        """
        for paragraph in self._find_active():
            partners = self.matches.earlier_partners(paragraph)
            if partners and not self._has_copies[paragraph]:
                partner, overlap = min(partners, key=_by_similarity)
                yield Match(paragraph, partner, overlap)

    def _drop(self, paragraph: int, first_of_form: int, has_copies: bool) -> bool:
        """Whether a paragraph is dropped; if not, the one that it resembles most is noted."""
        finding = (self._find_copy(paragraph, first_of_form) if has_copies else None) or self._find_similar(
            paragraph, first_of_form
        )
        if finding is None:
            return False
        dropped = finding.comparison.verdict in DROPPED
        (self.drops if dropped else self.notes).append(finding)
        return dropped

    def _keep(self, paragraph: int, first_of_form: int, has_copies: bool) -> None:
        """Keeps a paragraph. The matches hear of each form once, so that large buckets remember it; of the
        copies of a form the first with its figures is the partner of later ones."""
        if not has_copies:
            self.matches.keep(first_of_form)
            return
        if first_of_form not in self._copies:
            self._copies[first_of_form] = {}
            self.matches.keep(first_of_form)
        self._copies[first_of_form].setdefault(self._figures(paragraph), paragraph)

    def _figures(self, paragraph: int) -> tuple[str, ...]:
        """The figures of a paragraph. A normal form has no signs, so that "-5" and "5" share one."""
        return tuple(find_figures(self._texts[paragraph])) if self._settings.revisions else ()

    def _find_copy(self, paragraph: int, first_of_form: int) -> Resemblance | None:
        """The drop for a kept paragraph with the same normal form and figures, if it is a duplicate of it."""
        copies = self._copies.get(first_of_form)
        if copies is None:
            return None
        first = next(iter(copies.values()))
        # The same characters have the same figures; to compare them first makes a flood of copies cheap.
        same = self._texts[first] == self._texts[paragraph]
        partner = first if same else copies.get(self._figures(paragraph))
        if partner is None:
            return None
        finding = self._judge(paragraph, partner, self._full_overlap(first_of_form))
        return finding if finding.comparison.verdict in DROPPED else None

    def _find_similar(self, paragraph: int, first_of_form: int) -> Resemblance | None:
        """The drop for the most similar kept paragraph that this one duplicates; or else a note."""
        note: Resemblance | None = None
        for partner, overlap in self._candidates(paragraph, first_of_form):
            finding = self._judge(paragraph, partner, overlap)
            if finding.comparison.verdict in DROPPED:
                return finding
            if note is None and finding.comparison.verdict != "distinct":
                note = finding
        return note

    def _candidates(self, paragraph: int, first_of_form: int) -> list[tuple[int, Overlap]]:
        """The most similar of the kept paragraphs that match this one, the earliest of equals first."""
        found = [
            (partner, overlap)
            for match, overlap in self.matches.partners(first_of_form)
            for partner in self._representatives(match)
            if partner < paragraph
        ]
        if self._has_copies[paragraph]:
            first_copy = islice(self._representatives(first_of_form), 1)
            found += [(partner, self._full_overlap(first_of_form)) for partner in first_copy]
        found.sort(key=_by_similarity)
        return found[:COMPARED]

    def _representatives(self, first_of_form: int) -> Iterable[int]:
        """The kept paragraphs of a form that others are judged against."""
        if self._has_copies[first_of_form]:
            return islice(self._copies.get(first_of_form, {}).values(), FIGURES)
        return (first_of_form,) if self._stays[first_of_form] else ()

    def _full_overlap(self, first_of_form: int) -> Overlap:
        """The overlap of two paragraphs of one normal form: all shingles."""
        size = self.matches.size(first_of_form)
        return Overlap(size, size, size)

    def _judge(self, paragraph: int, partner: int, overlap: Overlap) -> Resemblance:
        """The verdict on a pair, which a worker may have found already, with its rule."""
        comparison = self._precomputed.find(Match(paragraph, partner, overlap)) or judge(
            self._texts[partner], self._texts[paragraph], overlap, self._settings
        )
        same_form = self.first_of_form[paragraph] == self.first_of_form[partner]
        exact = same_form and comparison.verdict == "duplicate"
        return Resemblance(paragraph, partner, EXACT.id if exact else RULE[comparison.verdict], comparison)


def _by_similarity(pair: tuple[int, Overlap]) -> tuple[float, int]:
    """Orders partners: the most similar first, the earliest of equals first."""
    return -pair[1].similarity, pair[0]
