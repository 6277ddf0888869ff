"""The hashes of a corpus: normal forms for all of it, shingles where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows
from cleaner.duplicates.screen import Screen
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Ints, batches, hashed

KEPT = 1 << 24
"""Shingles that are kept whole in memory: 128 MiB. Of a larger corpus the low half of each is kept, which is
what screen and signatures ask for; the few paragraphs of which pairs are measured are hashed again."""


class Hashes:
    """One pass over the texts.

    `first[i]` is the earliest paragraph with the normal form of i, `copied[i]` says whether there are
    several, `blank[i]` whether i has no word; `lengths[i]` counts its shingles, repeats included. `screen`
    has counted the shingles of all; `whole` says whether they are kept. `place` parts what must not meet: the
    documents, or nothing.
    """

    def __init__(self, texts: Sequence[str], place: U64, settings: Settings) -> None:
        self._texts = texts
        self._shingle = Shingle.of(settings.shingle)
        self.screen = Screen()
        self._store = bytearray()
        self.whole = True
        lengths = [np.empty(0, np.int64)]
        forms = [np.empty(0, np.uint64)]
        for batch in batches(texts):
            found = hashed(batch, self._shingle)
            self.screen.count(found.shingles)
            self._keep(found.shingles)
            lengths.append(found.lengths)
            forms.append(found.forms)
        self.lengths: Ints = np.concatenate(lengths)
        self.first, self.copied, self.blank = _grouped(np.concatenate(forms), place)
        kept: NDArray[np.unsignedinteger] = np.frombuffer(self._store, np.uint64 if self.whole else np.uint32)
        self._kept = Rows.of(kept, self.lengths)

    def low(self, chosen: Ints) -> Rows:
        """The shingles of the chosen paragraphs, in their order, right in their low 32 bits."""
        return self._kept.taken(chosen)

    def rows(self, chosen: Ints) -> Rows:
        """The shingles of the chosen paragraphs, in their order."""
        if self.whole:
            return self._kept.taken(chosen)
        chosen_texts = (self._texts[place] for place in chosen.tolist())
        found = [hashed(batch, self._shingle).shingles for batch in batches(chosen_texts)]
        return Rows.of(np.concatenate([np.empty(0, np.uint64), *found]), self.lengths[chosen])

    def _keep(self, shingles: U64) -> None:
        if self.whole and len(self._store) + shingles.nbytes > 8 * KEPT:
            self._store = bytearray(np.frombuffer(self._store, np.uint64).astype(np.uint32).data)
            self.whole = False
        self._store += (shingles if self.whole else shingles.astype(np.uint32)).data


def _grouped(forms: U64, place: U64) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """For each paragraph the first with its normal form, whether there are several, whether it is blank."""
    blank = forms == 0
    _, places, inverse, counts = np.unique(
        forms ^ place, return_index=True, return_inverse=True, return_counts=True
    )
    first, copied = places[inverse], counts[inverse] > 1
    first[blank], copied[blank] = np.flatnonzero(blank), False
    return first, copied, blank
