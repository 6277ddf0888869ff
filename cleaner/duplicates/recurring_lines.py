"""Short lines that recur from document to document, such as the names of sections of a site."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.hashes import CorpusHashes
from cleaner.duplicates.overlap import find_runs
from cleaner.duplicates.rules import RECURRING_LINE
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.verdicts import Comparison, Resemblance


def find_recurring_lines(
    documents: NDArray[np.integer],
    hashes: CorpusHashes,
    are_short: Callable[[Ints], NDArray[np.bool_]],
    least: int,
    reference: int,
) -> list[Resemblance]:
    """Drops every short line but the first of those with one normal form, if `least` documents have it.

    Lines of the reference, which are the first `reference` paragraphs, stay. So do lines without a word (rows
    of stars): they have no normal form to share.
    """
    numbers = np.flatnonzero(hashes.has_copies)
    order = numbers[np.argsort(hashes.first_of_form[numbers], kind="stable")]
    edges = find_runs(hashes.first_of_form[order])
    # At least so many lines: cheaper to see than how many documents they are in, which is asked below.
    frequent = np.diff(edges) >= least
    frequent[frequent] = are_short(order[edges[:-1]][frequent])
    found: list[Resemblance] = []
    for start, stop in zip(edges[:-1][frequent].tolist(), edges[1:][frequent].tolist(), strict=True):
        lines = order[start:stop]
        document_frequency = len(np.unique(documents[lines]))
        if document_frequency >= least:
            same = Comparison(1.0, 1.0, "duplicate", f"in {document_frequency} documents")
            first, *others = lines.tolist()
            found += [
                Resemblance(line, first, RECURRING_LINE.id, same) for line in others if line >= reference
            ]
    return found
