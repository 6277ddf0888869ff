"""Short lines that recur from document to document."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.hashes import CorpusHashes
from cleaner.duplicates.overlap import find_runs
from cleaner.duplicates.rules import RECURRING_LINE
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.verdicts import Comparison, Drop


def recurring_lines(
    documents: NDArray[np.integer],
    hashes: CorpusHashes,
    short: Callable[[Ints], NDArray[np.bool_]],
    least: int,
    reference: int,
) -> list[Drop]:
    """Every short line but the first of those that stand, with the same normal form, in `least` documents.

    Lines without a word (rows of stars) and lines of the reference stay.
    """
    copied = np.flatnonzero(hashes.copied)
    order = copied[np.argsort(hashes.first[copied], kind="stable")]
    edges = find_runs(hashes.first[order])
    often = np.diff(edges) >= least
    firsts = order[edges[:-1]]
    often[often] = short(firsts[often])
    found: list[Drop] = []
    for start, stop in zip(edges[:-1][often].tolist(), edges[1:][often].tolist(), strict=True):
        lines = order[start:stop]
        standing = len(np.unique(documents[lines]))
        if standing >= least:
            same = Comparison(1.0, 1.0, "duplicate", f"in {standing} documents")
            first, *others = lines.tolist()
            found += [Drop(line, first, RECURRING_LINE.id, same) for line in others if line >= reference]
    return found
