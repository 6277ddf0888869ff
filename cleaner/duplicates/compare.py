"""The verdict on two texts: duplicate, contained, longer, revision or distinct.

`judge` is the definition, a pure function of two texts and the overlap of their shingles. `compare` counts
the shingles of two texts first. The ordered pass counts those of a whole corpus in numpy and calls `judge`
too, so that the two cannot differ.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.duplicates.normal_form import normalize_characters, normalize_words
from cleaner.duplicates.revision import find_figures, find_revision
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.verdicts import Comparison, Verdict

ENOUGH_SHARED = 20
"""Shared shingles from which on the threshold alone shows that a text is the same. One or two sentences that
share fewer are as often two reports of one event, and must be as similar as `SURE_SIMILARITY`."""
SURE_SIMILARITY = 0.7


class Overlap(NamedTuple):
    """How many different shingles two paragraphs share, and how many each has."""

    shared: int
    earlier: int
    later: int

    @property
    def similarity(self) -> float:
        """The Jaccard similarity: shared shingles by all of them; 0 for two empty sets."""
        union = self.earlier + self.later - self.shared
        return self.shared / union if union else 0.0

    @property
    def containment(self) -> float:
        """The share of the later paragraph that stands in the earlier one."""
        return self.shared / self.later if self.later else 0.0

    @property
    def cover(self) -> float:
        """The share of the earlier paragraph that stands in the later one."""
        return self.shared / self.earlier if self.earlier else 0.0


def compare(a: str, b: str, settings: Settings | None = None) -> Comparison:
    """Returns what `b` is to the earlier `a`.

    >>> a = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> compare(a, a.replace("every", "each")).verdict
    'duplicate'
    >>> compare(a, a.replace("four", "six"))[2:]
    ('revision', 'figure: four against six')
    >>> compare(a, "Something else entirely.").verdict
    'distinct'
    """
    settings = settings or Settings()
    shingle = Shingle.of(settings.shingle)
    left, right = find_shingles(a, shingle), find_shingles(b, shingle)
    return judge(a, b, Overlap(len(left & right), len(left), len(right)), settings)


def judge(a: str, b: str, overlap: Overlap, settings: Settings) -> Comparison:
    """Returns what `b` is to the earlier `a`, with the overlap of their shingles."""
    verdict, reason = _verdict(a, b, overlap, settings)
    return Comparison(overlap.similarity, overlap.containment, verdict, reason)


def _verdict(a: str, b: str, overlap: Overlap, settings: Settings) -> tuple[Verdict, str]:
    if min(overlap.earlier, overlap.later) < settings.min_shingles:
        return "distinct", "too short to tell"
    alike = overlap.similarity >= settings.threshold
    least = settings.containment
    is_contained = least is not None and overlap.containment >= least
    contains = least is not None and overlap.cover >= least
    if not (alike or is_contained or contains):
        return "distinct", "too few shingles in common"
    if a == b:
        return "duplicate", "the same text"
    equal = overlap.shared == overlap.earlier == overlap.later and normalize_words(a) == normalize_words(b)
    # Before a revision is looked for: what stands in the earlier text word for word revises nothing.
    if is_contained and not equal and is_run_of(normalize_words(b), normalize_words(a)):
        return ("duplicate" if alike else "contained"), "all of it stands in the earlier one, in one run"
    if settings.revisions and (alike or (is_contained and least != 1)):
        reason = _compare_figures(a, b) if equal else find_revision(a, b)
        if reason:
            return "revision", reason
        if alike and overlap.similarity < SURE_SIMILARITY and overlap.shared < ENOUGH_SHARED:
            return "distinct", "too short for so many changes"
    if alike:
        return "duplicate", "the same words" if equal else "small edits"
    if is_contained and least != 1:
        return "contained", "nearly all of it stands in the earlier one"
    if contains and (least != 1 or is_run_of(normalize_words(a), normalize_words(b))):
        return "longer", "it holds all of the earlier one and more"
    return "distinct", "the shingles in common do not stand together"


def is_run_of(part: list[str], whole: list[str]) -> bool:
    """Whether the words of `part` stand in `whole` as one run.

    >>> is_run_of(["b", "c"], ["a", "b", "c"]), is_run_of(["a", "c"], ["a", "b", "c"])
    (True, False)
    """
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _compare_figures(a: str, b: str) -> str:
    """The revision of two texts with equal words: signs and decimal points, which a normal form has not."""
    left, right = find_figures(a), find_figures(b)
    if left == right:
        return ""
    return f"figure: {' '.join(left)} against {' '.join(right)}"


def find_shingles(text: str, shingle: Shingle) -> frozenset[tuple[str, ...]] | frozenset[str]:
    """Returns the different shingles of a text: runs of words, or of characters of the normal form.

    In a script without spaces each character is a word; character shingles ignore the gaps there.

    >>> sorted(find_shingles("One, two! THREE.", Shingle("word", 2)))
    [('one', 'two'), ('two', 'three')]
    >>> sorted(find_shingles("A - bc", Shingle("char", 3)))
    [' bc', 'a b']
    """
    if shingle.unit == "word":
        found = normalize_words(text)
        return frozenset(zip(*(found[start:] for start in range(shingle.size)), strict=False))
    line = normalize_characters(text)
    return frozenset(line[start : start + shingle.size] for start in range(len(line) - shingle.size + 1))
