"""What a near-duplicate is: the numbers that a user can choose, as one value for the manifest.

Limits that only bound the work (`COMPARED`, `candidates.BUCKET_LIMIT`, `ordered_pass.FIGURES`) and the
figures of `compare` are constants. The answer depends on them too; they change with the program alone, and
the manifest names its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleaner.errors import UsageError

RECALL = 0.9995
"""The share of pairs exactly at the threshold that must share a band, in expectation."""


COMPARED = 4
"""Kept paragraphs, the most similar first, against which a paragraph is judged by its text. No setting, as it
only bounds the work: more than these are revisions of one another, and the copy of a revision is more similar
to it than to the others."""


class Shingle(NamedTuple):
    """Runs of `size` words or characters of the normal form."""

    unit: Literal["word", "char"]
    size: int

    @classmethod
    def of(cls, name: str) -> Shingle:
        """`word:N` or `char:N`; anything else is a `UsageError`.

        >>> Shingle.of("word:3")
        Shingle(unit='word', size=3)
        """
        unit, _, size = name.partition(":")
        if unit not in ("word", "char") or not size.isdecimal() or len(size) > 18 or not 1 <= int(size) <= 64:
            raise UsageError(f"{name!r} is no shingle", remedy="use word:N or char:N with N from 1 to 64")
        return cls(unit, int(size))  # type: ignore[arg-type]


class Bands(NamedTuple):
    """A signature of `bands * rows` values, cut into `bands` keys."""

    bands: int
    rows: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Two paragraphs are duplicates when the Jaccard similarity of their shingles reaches `threshold`.

    `containment` is the share of a later paragraph's shingles that an earlier, longer one must hold; at 1.0
    all of its words must stand there as one run, and `None` switches the rule off. Paragraphs with fewer
    than `min_shingles` different shingles are never near-duplicates. With `revisions` a pair that differs in
    a figure, a name, a negation, an opposite or an attribution is kept and reported. `scope` says where the
    earlier paragraph may stand. `recurring` is the number of documents from which on a short line is a
    recurring line; 0 leaves short lines alone. `candidates` is how pairs are found: `bands` of MinHash
    signatures (`permutations`, `seed`), or `exact`, which misses no pair and is the oracle of the other.

    >>> Settings(threshold=0.8).bands, Settings(threshold=0.7).bands
    (Bands(bands=25, rows=5), Bands(bands=32, rows=4))
    """

    shingle: str = "word:2"
    threshold: float = 0.55
    containment: float | None = 1.0
    permutations: int = 128
    seed: int = 1
    min_shingles: int = 10
    revisions: bool = True
    scope: Literal["corpus", "document"] = "corpus"
    recurring: int = 0
    candidates: Literal["bands", "exact"] = "bands"

    def __post_init__(self) -> None:
        Shingle.of(self.shingle)
        if not 0.1 <= self.threshold <= 1:
            raise UsageError(f"a threshold of {self.threshold} cannot be used", remedy="choose 0.1 to 1")
        if self.containment is not None and not 0.5 <= self.containment <= 1:
            raise UsageError(f"a containment of {self.containment} cannot be used", remedy="choose 0.5 to 1")
        if not 16 <= self.permutations <= 4096:
            raise UsageError(f"{self.permutations} permutations cannot be used", remedy="choose 16 to 4096")
        if not 0 <= self.seed < 2**32:
            raise UsageError(f"the seed {self.seed} cannot be used", remedy="choose 0 to 4294967295")
        if self.min_shingles < 1:
            raise UsageError("min_shingles must be at least 1")
        if self.recurring < 0 or self.recurring == 1:
            raise UsageError(
                "a line recurs in two documents or more", remedy="choose 2 or more, or 0 for off"
            )
        if self.scope not in ("corpus", "document"):
            raise UsageError(f"{self.scope!r} is no scope", remedy="use corpus or document")
        if self.candidates not in ("bands", "exact"):
            raise UsageError(f"{self.candidates!r} is no way to find pairs", remedy="use bands or exact")

    @property
    def bands(self) -> Bands:
        """The longest rows, hence the fewest bands, that find `RECALL` of the pairs at the threshold.

        A pair of similarity s shares a band of r rows with probability s ** r, and none of b bands with
        (1 - s ** r) ** b. One row a band is the most that the permutations can do.
        """
        for rows in range(self.permutations, 1, -1):
            bands = self.permutations // rows
            if 1 - (1 - self.threshold**rows) ** bands >= RECALL:
                return Bands(bands, rows)
        return Bands(self.permutations, 1)
