"""All pairs of a corpus, and what other thresholds would do, for a user who chooses one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.duplicates.alignment import diff_words, tokenize
from cleaner.duplicates.compare import Overlap, judge
from cleaner.duplicates.ordered_pass import OrderedPass
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.verdicts import Comparison, Paragraph

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


class ComparedPair(NamedTuple):
    """The numbers of two candidates, the earlier first, and the verdict on them."""

    earlier: int
    later: int
    comparison: Comparison


class SweepStep(NamedTuple):
    """How many paragraphs would be dropped at a threshold, and how many kept as revisions."""

    threshold: float
    dropped: int
    revisions: int


class Recall(NamedTuple):
    """How many pairs at the threshold there are (`exact`), and how many of them share a band (`found`)."""

    found: int
    exact: int

    @property
    def share(self) -> float:
        """The recall of the bands, from 0 to 1; 1 where there is nothing to find."""
        return self.found / self.exact if self.exact else 1.0


class Sweep(NamedTuple):
    """The steps, and pairs close to the threshold in use, the closest first."""

    steps: tuple[SweepStep, ...]
    borderline: tuple[ComparedPair, ...]


def find_pairs(paragraphs: Sequence[Paragraph], settings: Settings | None = None) -> Iterator[ComparedPair]:
    """Yields every candidate pair that is not distinct, in the order of the later one.

    Copies are paired with the first paragraph of their normal form alone: ten thousand copies are ten
    thousand pairs and not fifty million.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> found = find_pairs([Paragraph(0, text), Paragraph(1, text.replace("four", "six"))])
    >>> [(pair.earlier, pair.later, pair.comparison.verdict) for pair in found]
    [(0, 1, 'revision')]
    """
    settings = settings or Settings()
    texts = [paragraph.text for paragraph in paragraphs]
    ordered = OrderedPass(texts, [paragraph.document for paragraph in paragraphs], settings, 0)
    for later, first in enumerate(ordered.first_of_form.tolist()):
        found = {partner: overlap for partner, overlap in ordered.matches.partners(first) if partner < later}
        if first != later:
            size = ordered.matches.size(first)
            found[first] = Overlap(size, size, size)
        for earlier, overlap in sorted(found.items()):
            comparison = judge(texts[earlier], texts[later], overlap, settings)
            if comparison.verdict != "distinct":
                yield ComparedPair(earlier, later, comparison)


def sweep(
    paragraphs: Sequence[Paragraph], settings: Settings | None = None, *, borderline: int = 10
) -> Sweep:
    """Counts what each of `THRESHOLDS` would drop and keep, and finds the pairs closest to the threshold."""
    settings = settings or Settings()
    texts = [paragraph.text for paragraph in paragraphs]
    documents = [paragraph.document for paragraph in paragraphs]
    steps = []
    for threshold in THRESHOLDS:
        ordered = OrderedPass(texts, documents, replace(settings, threshold=threshold), 0)
        revisions = sum(note.comparison.verdict == "revision" for note in ordered.notes)
        steps.append(SweepStep(threshold, len(ordered.drops), revisions))
    wide = replace(settings, threshold=max(0.1, settings.threshold - 0.1))
    near = sorted(
        (pair for pair in find_pairs(paragraphs, wide) if pair.comparison.similarity < 1),
        key=lambda pair: (abs(pair.comparison.similarity - settings.threshold), pair.later, pair.earlier),
    )
    return Sweep(tuple(steps), tuple(near[:borderline]))


def measure_band_recall(paragraphs: Sequence[Paragraph], settings: Settings | None = None) -> Recall:
    """Measures how many pairs of this corpus the bands miss, by comparison with exact candidates.

    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> measure_band_recall([Paragraph(0, text), Paragraph(1, text + " Bicycles are free.")]).share
    1.0
    """
    plain = replace(settings or Settings(), containment=None, revisions=False)
    found = [
        {(pair.earlier, pair.later) for pair in find_pairs(paragraphs, replace(plain, candidates=candidates))}
        for candidates in ("bands", "exact")
    ]
    return Recall(len(found[0] & found[1]), len(found[1]))


def format_word_diff(a: str, b: str) -> str:
    """Formats what changed from a to b, in the notation of wdiff.

    >>> format_word_diff("Four boats sank on Monday.", "Six boats sank.")
    '[-Four-] {+Six+} boats sank [-on Monday-]'
    """
    left, right = tokenize(a), tokenize(b)
    pieces: list[str] = []
    last = 0
    for hunk in diff_words(left, right):
        pieces += [token.raw for token in left[last : hunk.at[0]]]
        if hunk.a:
            pieces.append(f"[-{' '.join(token.raw for token in hunk.a)}-]")
        if hunk.b:
            pieces.append(f"{{+{' '.join(token.raw for token in hunk.b)}+}}")
        last = hunk.at[0] + len(hunk.a)
    return " ".join(pieces + [token.raw for token in left[last:]])
