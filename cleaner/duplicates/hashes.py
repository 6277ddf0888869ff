"""The hashes of a corpus: normal forms for all of it, shingles where they are asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.batching import portions
from cleaner.duplicates.column_file import Shelf
from cleaner.duplicates.corpus_context import Around
from cleaner.duplicates.overlap import Rows, repeated, runs
from cleaner.duplicates.prefilter import Screen, tallied
from cleaner.duplicates.resources import Room
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Hashed, Ints, hashed_all

KEPT = 1 << 24
"""Shingles that are kept whole in memory: 128 MiB. Of a larger corpus the low half of each is kept, which is
what screen and signatures ask for; the few paragraphs of which pairs are measured are hashed again."""
TOGETHER = 1 << 20
"""Shingles that are counted, or halved, at once."""
BLOCK = 4096
"""Paragraphs of which the shingles are read at once."""


class Hashes:
    """One pass over the texts.

    `first[i]` is the earliest paragraph with the normal form of i, `copied[i]` says whether there are
    several, `blank[i]` whether i has no word; `lengths[i]` counts its shingles, repeats included. `screen`
    has counted the shingles of all, and of what is `around` them; `whole` says whether they are kept.
    `place` parts what must not meet: the documents, or nothing.
    """

    def __init__(
        self,
        texts: Sequence[str],
        place: U64,
        settings: Settings,
        room: Room | None = None,
        around: Around | None = None,
    ) -> None:
        self._texts = texts
        self._room = room or Room()
        self._shingle = Shingle.of(settings.shingle)
        self.screen = Screen(None if around is None else around.counts)
        self._store = bytearray()
        self._low: Shelf[np.uint32] | None = None
        scratch = self._room.scratch
        lengths, forms = Shelf(np.uint32, scratch), Shelf(np.uint64, scratch)
        blocks = self._read(lengths, forms)
        if around is not None:
            deque(blocks, 0)
        else:
            for found in self._room.ahead(tallied, blocks):
                self.screen.count(found)
        self.lengths = lengths.read(0, len(lengths))
        self._starts = _starts(self.lengths)
        self.first, self.copied, self.blank = _grouped(forms.read(0, len(forms)), place)
        if self.whole:
            self._kept = Rows.of(np.frombuffer(self._store, np.uint64), self.lengths.astype(np.int64))

    @property
    def whole(self) -> bool:
        """Whether all shingles are kept in memory."""
        return self._low is None

    def blocks(self) -> Iterator[tuple[int, Rows]]:
        """All paragraphs, `BLOCK` at a time: the number of the first, and their shingles, right in their low
        32 bits."""
        for number, start in enumerate(range(0, len(self.lengths), BLOCK)):
            lengths = self.lengths[start : start + BLOCK].astype(np.int64)
            if self._low is None:
                yield start, self._kept.taken(np.arange(start, start + len(lengths)))
            else:
                yield start, Rows.of(self._low.read(*self._starts[number : number + 2].tolist()), lengths)

    def rows(self, chosen: Ints) -> Rows:
        """The shingles of the chosen paragraphs, in their order."""
        if self.whole:
            return self._kept.taken(chosen)
        found = hashed_all((self._texts[place] for place in chosen.tolist()), self._shingle)
        return Rows.of(found.shingles, found.lengths)

    def release(self) -> None:
        """Lets go of the screen, of which nothing more will be asked."""
        del self.screen

    def _read(self, lengths: Shelf[np.uint32], forms: Shelf[np.uint64]) -> Iterator[NDArray[np.uint32]]:
        """Goes through all texts, and gives the low halves of their shingles, many at a time."""
        work = partial(_hashed, shingle=self._shingle)
        jobs = ((portion, self.whole) for portion in portions(self._texts))
        block: list[NDArray[np.uint32]] = []
        for found in self._room.map(work, jobs):
            lengths.append(found.lengths)
            forms.append(found.forms)
            self._keep(found.shingles)
            block.append(found.shingles.astype(np.uint32))
            if sum(map(len, block)) > TOGETHER:
                yield np.concatenate(block)
                block.clear()
        yield np.concatenate([np.empty(0, np.uint32), *block])

    def _keep(self, shingles: NDArray[np.unsignedinteger]) -> None:
        if self._low is None and len(self._store) + shingles.nbytes > 8 * KEPT:
            self._low = Shelf(np.uint32, self._room.scratch)
            kept = np.frombuffer(self._store, np.uint64)
            for start in range(0, len(kept), TOGETHER):  # a copy of all would be the peak of the whole run
                self._low.append(kept[start : start + TOGETHER].astype(np.uint32))
            self._store = bytearray()
        if self._low is None:
            self._store += shingles.data
        else:
            self._low.append(shingles.astype(np.uint32))


def _hashed(job: tuple[Iterable[str], bool], shingle: Shingle) -> Hashed:
    """The hashes of some texts; of their shingles the low half, unless the whole is asked for."""
    texts, whole = job
    found = hashed_all(texts, shingle)
    return found if whole else found._replace(shingles=found.shingles.astype(np.uint32))


def spread(documents: NDArray[np.integer], settings: Settings) -> U64:
    """What parts the paragraphs that must not meet, to be mixed into their keys: by document its number as 64
    well mixed bits, or nothing."""
    if settings.scope != "document":
        # One zero that looks like a column: without parts there is nothing to hold.
        return np.broadcast_to(np.uint64(0), len(documents))
    return (documents.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)


def _starts(lengths: NDArray[np.uint32]) -> Ints:
    """How many shingles stand before each block, and before the end."""
    if not len(lengths):
        return np.zeros(1, np.int64)
    counts = np.add.reduceat(lengths, np.arange(0, len(lengths), BLOCK), dtype=np.int64)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _grouped(forms: U64, place: U64) -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """For each paragraph the first with its normal form, whether there are several, whether it is blank."""
    blank = forms == 0
    forms = forms ^ place if place.any() else forms
    members = repeated(forms)
    order = members[np.argsort(forms[members], kind="stable")]
    edges = runs(forms[order])
    counts = np.diff(edges)
    first, copied = np.arange(len(forms), dtype=np.uint32), np.zeros(len(forms), np.bool_)
    first[order], copied[order] = np.repeat(order[edges[:-1]], counts), np.repeat(counts > 1, counts)
    first[blank], copied[blank] = np.flatnonzero(blank), False
    return first, copied, blank
