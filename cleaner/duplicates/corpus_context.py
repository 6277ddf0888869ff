"""What a decision about a part of a corpus must know of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLOTS = 26
"""Bits of a shingle's hash by which it is counted. Two shingles in one slot count as one seen twice, which
lets a paragraph through and never holds one back."""


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The corpus around a part of it that nothing outside can influence.

    With it, the decision over the part is what the decision over the whole corpus says of its paragraphs.
    Such a part holds, with a paragraph, all of its normal form, all that share a crowded bucket or the
    crowded holders of an anchor with it, and all that it meets elsewhere and is alike. Three things of a
    decision reach further, and stand here:

    `counts` is the table of all shingles of the corpus (`steps.counted`), `paragraphs` how many the corpus
    has (the width of sketches hangs on it), and `doubtful[i]` says of paragraph i of the part that a small
    bucket, or the few holders of an anchor, bring it together with an earlier one that it could be like at a
    glance (`steps.measured_pairs`): it is not foreseen that it stays.
    """

    counts: NDArray[np.uint8]
    paragraphs: int
    doubtful: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if len(self.counts) != 1 << SLOTS:
            raise UsageError(f"a table of {len(self.counts)} counts is none of a corpus")
        if len(self.doubtful) > self.paragraphs:
            raise UsageError(f"{len(self.doubtful)} paragraphs are no part of {self.paragraphs}")
