"""The hashes of a corpus: normal forms for all of it, shingles where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows
from cleaner.duplicates.screen import Screen
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Ints, batches, hashed

KEPT = 1 << 25
"""Shingles that are kept in memory: 256 MiB. A corpus with more has them hashed again where they are needed,
which costs a fifth more time and bounds the memory."""


class Hashes:
    """One pass over the texts.

    `first[i]` is the earliest paragraph with the normal form of i, `copied[i]` says whether there are
    several, `blank[i]` whether i has no word; `lengths[i]` counts its shingles, repeats included. `screen`
    has counted the shingles of the first paragraph of each form. `place` parts what must not meet: the
    documents, or nothing.
    """

    def __init__(self, texts: Sequence[str], place: U64, settings: Settings) -> None:
        self._texts = texts
        self._shingle = Shingle.of(settings.shingle)
        self.screen = Screen()
        lengths = [np.empty(0, np.int64)]
        kept = [np.empty(0, np.uint64)]
        total = 0
        known: dict[int, int] = {}
        first: list[int] = []
        self.blank: list[bool] = []
        for batch in batches(texts):
            found = hashed(batch, self._shingle)
            start = len(first)
            keys = np.where(found.forms == 0, found.forms, found.forms ^ place[start : start + len(batch)])
            for paragraph, key in enumerate(keys.tolist(), start):
                first.append(known.setdefault(key, paragraph) if key else paragraph)
            self.blank += (found.forms == 0).tolist()
            own = np.array(first[start:]) == np.arange(start, len(first))
            rows = Rows.of(found.shingles, found.lengths)
            self.screen.count(rows.shingles if own.all() else rows.taken(np.flatnonzero(own)).shingles)
            lengths.append(found.lengths)
            total += len(found.shingles)
            if total <= KEPT:
                kept.append(found.shingles)
            else:
                kept.clear()
        self.lengths: Ints = np.concatenate(lengths)
        self.first: Ints = np.array(first, np.int64)
        self.copied = self._copied()
        self._kept = Rows.of(np.concatenate(kept), self.lengths) if total <= KEPT else None

    def rows(self, chosen: Ints) -> Rows:
        """The shingles of the chosen paragraphs, in their order."""
        if self._kept is not None:
            return self._kept.taken(chosen)
        chosen_texts = (self._texts[place] for place in chosen.tolist())
        found = [hashed(batch, self._shingle).shingles for batch in batches(chosen_texts)]
        return Rows.of(np.concatenate([np.empty(0, np.uint64), *found]), self.lengths[chosen])

    def _copied(self) -> NDArray[np.bool_]:
        later = self.first != np.arange(len(self.first))
        copied: NDArray[np.bool_] = later.copy()
        copied[self.first[later]] = True
        return copied
