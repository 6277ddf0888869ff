"""All pairs, and what another threshold would do: what one looks at before settling on a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.duplicates.alignment import hunks, tokens
from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.ordered_pass import OrderedPass
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Comparison, Paragraph

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


class Pair(NamedTuple):
    """Two paragraphs that meet, the earlier first."""

    earlier: int
    later: int
    comparison: Comparison


class Step(NamedTuple):
    """How many paragraphs would fall at a threshold, and how many would be kept as revisions."""

    threshold: float
    dropped: int
    revisions: int


class Recall(NamedTuple):
    """How many of the pairs at the threshold share a band."""

    met: int
    exact: int

    @property
    def share(self) -> float:
        """1 where there is nothing to find."""
        return self.met / self.exact if self.exact else 1.0


class Sweep(NamedTuple):
    """The steps, and pairs close to the threshold in use, the closest first."""

    steps: tuple[Step, ...]
    borderline: tuple[Pair, ...]


def pairs(paragraphs: Sequence[Paragraph], settings: Settings | None = None) -> Iterator[Pair]:
    """Every pair that meets and is not distinct, in the order of the later one.

    Copies are paired with the first paragraph of their normal form alone: ten thousand copies are ten
    thousand pairs and not fifty million.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> found = pairs([Paragraph(0, text), Paragraph(1, text.replace("four", "six"))])
    >>> [(pair.earlier, pair.later, pair.comparison.verdict) for pair in found]
    [(0, 1, 'revision')]
    """
    settings = settings or Settings()
    texts = [paragraph.text for paragraph in paragraphs]
    ordered = OrderedPass(texts, [paragraph.document for paragraph in paragraphs], settings, 0)
    for later, form in enumerate(ordered.forms.tolist()):
        found = {met: overlap for met, overlap in ordered.matches.partners(form) if met < later}
        if form != later:
            size = ordered.matches.size(form)
            found[form] = Overlap(size, size, size)
        for earlier, overlap in sorted(found.items()):
            comparison = judge(texts[earlier], texts[later], overlap, settings)
            if comparison.verdict != "distinct":
                yield Pair(earlier, later, comparison)


def sweep(
    paragraphs: Sequence[Paragraph], settings: Settings | None = None, *, borderline: int = 10
) -> Sweep:
    """What each of `THRESHOLDS` would drop and keep, and the pairs that a small step would decide
    otherwise."""
    settings = settings or Settings()
    texts = [paragraph.text for paragraph in paragraphs]
    documents = [paragraph.document for paragraph in paragraphs]
    steps = []
    for threshold in THRESHOLDS:
        ordered = OrderedPass(texts, documents, replace(settings, threshold=threshold), 0)
        revisions = sum(note.comparison.verdict == "revision" for note in ordered.notes)
        steps.append(Step(threshold, len(ordered.drops), revisions))
    wide = replace(settings, threshold=max(0.1, settings.threshold - 0.1))
    near = sorted(
        (pair for pair in pairs(paragraphs, wide) if pair.comparison.similarity < 1),
        key=lambda pair: (abs(pair.comparison.similarity - settings.threshold), pair.later, pair.earlier),
    )
    return Sweep(tuple(steps), tuple(near[:borderline]))


def band_recall(paragraphs: Sequence[Paragraph], settings: Settings | None = None) -> Recall:
    """Measures on a corpus of one's own how many pairs the bands miss, against exact candidates.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> band_recall([Paragraph(0, text), Paragraph(1, text + " Bicycles are free.")]).share
    1.0
    """
    plain = replace(settings or Settings(), containment=None, revisions=False)
    found = [
        {(pair.earlier, pair.later) for pair in pairs(paragraphs, replace(plain, candidates=candidates))}
        for candidates in ("bands", "exact")
    ]
    return Recall(len(found[0] & found[1]), len(found[1]))


def word_diff(a: str, b: str) -> str:
    """What changed from a to b, in the notation of wdiff.

    >>> word_diff("Four boats sank on Monday.", "Six boats sank.")
    '[-Four-] {+Six+} boats sank [-on Monday-]'
    """
    left, right = tokens(a), tokens(b)
    pieces: list[str] = []
    last = 0
    for hunk in hunks(left, right):
        pieces += [token.raw for token in left[last : hunk.at[0]]]
        if hunk.a:
            pieces.append(f"[-{' '.join(token.raw for token in hunk.a)}-]")
        if hunk.b:
            pieces.append(f"{{+{' '.join(token.raw for token in hunk.b)}+}}")
        last = hunk.at[0] + len(hunk.a)
    return " ".join(pieces + [token.raw for token in left[last:]])
