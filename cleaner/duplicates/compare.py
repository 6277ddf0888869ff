"""Duplicate, contained, longer, revision or distinct: one pure function of two texts.

`judge` is the definition; `compare` counts the shingles of two texts and asks it. The batch path counts the
shingles of a million paragraphs in numpy and asks the same function, so that the two cannot drift apart.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.duplicates.normal_form import letters, words
from cleaner.duplicates.revision import figures, revision
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.verdicts import Comparison, Verdict

ENOUGH = 20
"""Shared shingles from which on the threshold alone tells that a text is the same. A sentence or two that
share fewer are as often two reports of one event; they must be alike by `SURE`."""
SURE = 0.7


class Overlap(NamedTuple):
    """How many different shingles two paragraphs share, and how many each has."""

    shared: int
    earlier: int
    later: int

    @property
    def similarity(self) -> float:
        """Jaccard: shared by united; 0 for two empty sets."""
        united = self.earlier + self.later - self.shared
        return self.shared / united if united else 0.0

    @property
    def containment(self) -> float:
        """The share of the later paragraph that stands in the earlier one."""
        return self.shared / self.later if self.later else 0.0

    @property
    def cover(self) -> float:
        """The share of the earlier paragraph that stands in the later one."""
        return self.shared / self.earlier if self.earlier else 0.0


def compare(a: str, b: str, settings: Settings | None = None) -> Comparison:
    """What `b` is to the earlier `a`.

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
    left, right = shingles(a, shingle), shingles(b, shingle)
    return judge(a, b, Overlap(len(left & right), len(left), len(right)), settings)


def judge(a: str, b: str, overlap: Overlap, settings: Settings) -> Comparison:
    """The verdict on two texts of which the overlap is known."""
    verdict, reason = _verdict(a, b, overlap, settings)
    return Comparison(overlap.similarity, overlap.containment, verdict, reason)


def _verdict(a: str, b: str, overlap: Overlap, settings: Settings) -> tuple[Verdict, str]:
    if min(overlap.earlier, overlap.later) < settings.min_shingles:
        return "distinct", "too short to tell"
    alike = overlap.similarity >= settings.threshold
    least = settings.containment
    held = least is not None and overlap.containment >= least
    holds = least is not None and overlap.cover >= least
    if not (alike or held or holds):
        return "distinct", "too few shingles in common"
    if a == b:
        return "duplicate", "the same text"
    equal = overlap.shared == overlap.earlier == overlap.later and words(a) == words(b)
    if held and not equal and stands_in(words(b), words(a)):
        return ("duplicate" if alike else "contained"), "all of it stands in the earlier one, in one run"
    if settings.revisions and (alike or (held and least != 1)):
        changed = _figures(a, b) if equal else revision(a, b)
        if changed:
            return "revision", changed
        if alike and overlap.similarity < SURE and overlap.shared < ENOUGH:
            return "distinct", "too short for so many changes"
    if alike:
        return "duplicate", "the same words" if equal else "small edits"
    if held and least != 1:
        return "contained", "nearly all of it stands in the earlier one"
    if holds and (least != 1 or stands_in(words(a), words(b))):
        return "longer", "it holds all of the earlier one and more"
    return "distinct", "the shingles in common do not stand together"


def stands_in(part: list[str], whole: list[str]) -> bool:
    """Whether the words of `part` stand in `whole` as one run.

    >>> stands_in(["b", "c"], ["a", "b", "c"]), stands_in(["a", "c"], ["a", "b", "c"])
    (True, False)
    """
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _figures(a: str, b: str) -> str:
    """For equal words: signs and decimal points, which the normal form does not see."""
    left, right = figures(a), figures(b)
    if left == right:
        return ""
    return f"figure: {' '.join(left)} against {' '.join(right)}"


def shingles(text: str, shingle: Shingle) -> frozenset[tuple[str, ...]] | frozenset[str]:
    """The different shingles of a text: runs of words, or of characters of the normal form.

    Where a script has no spaces, words are characters, and character shingles take no notice of gaps there.

    >>> sorted(shingles("One, two! THREE.", Shingle("word", 2)))
    [('one', 'two'), ('two', 'three')]
    >>> sorted(shingles("A - bc", Shingle("char", 3)))
    [' bc', 'a b']
    """
    if shingle.unit == "word":
        found = words(text)
        return frozenset(zip(*(found[start:] for start in range(shingle.size)), strict=False))
    line = letters(text)
    return frozenset(line[start : start + shingle.size] for start in range(len(line) - shingle.size + 1))
