"""What a decision about a part of a corpus must know of the whole corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLOT_BITS = 26
"""Bits of a shingle's hash by which it is counted: 64 MiB of counts. Two shingles in one slot count as one
that occurs twice, which lets a paragraph through the prefilter and never holds one back."""


@dataclass(frozen=True, slots=True, eq=False)
class CorpusContext:
    """The corpus around a part of it that nothing outside can influence.

    With it, the decision over the part is what the decision over the whole corpus says of its paragraphs.
    Such a part holds, with a paragraph, all of its normal form, all that share a large bucket with it or are
    the many holders of its anchor, and all other candidates that are alike (see `candidates`). Three things
    of a decision reach further:

    * `counts`, the table in which the shingles of the whole corpus are counted
      (`candidate_steps.count_texts`);
    * `paragraphs`, how many the corpus has: the width of sketches depends on it;
    * `doubtful[i]`, whether a small bucket, or the few holders of an anchor, make paragraph i of the part and
      an earlier one a pair that may be alike (`candidate_steps.measure_sides`). Only of the others can be
      said ahead of the ordered pass that they stay.
    """

    counts: NDArray[np.uint8]
    paragraphs: int
    doubtful: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if len(self.counts) != 1 << SLOT_BITS:
            raise UsageError(f"a table of {len(self.counts)} counts is none of a corpus")
        if len(self.doubtful) > self.paragraphs:
            raise UsageError(f"{len(self.doubtful)} paragraphs are no part of {self.paragraphs}")
