"""The hashes of a corpus: normal forms of all paragraphs, shingles where they are asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.batching import split_into_portions
from cleaner.duplicates.candidates import compute_form_keys
from cleaner.duplicates.column_file import Column
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.overlap import ShingleRows, find_repeated, find_runs
from cleaner.duplicates.prefilter import ShingleFrequencies, count_slots
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, HashedBatch, Ints, hash_texts

WHOLE_UP_TO = 1 << 24
"""Shingles that are kept whole in memory: 128 MiB. Of a larger corpus the low half of each is kept, which is
what prefilter and signatures ask for; the few paragraphs of which pairs are measured are hashed again."""
TOGETHER = 1 << 20
"""Shingles that are counted, or halved, at once: 8 MiB."""
BLOCK = 4096
"""Paragraphs of which the shingles are read at once."""


class CorpusHashes:
    """What one pass over the texts tells.

    `first_of_form[i]` is the number of the earliest paragraph with the normal form of i, `has_copies[i]` says
    whether others have it too (so the earliest is marked as well), `blank[i]` whether i has no word;
    `lengths[i]` counts its shingles, repeats included. `frequencies` has the counts of the shingles of all,
    and of the corpus of which they are a part. Paragraphs of different `scopes` have no form in common.
    """

    def __init__(
        self,
        texts: Sequence[str],
        scopes: U64,
        settings: Settings,
        resources: Resources | None = None,
        context: CorpusContext | None = None,
    ) -> None:
        self._texts = texts
        self._resources = resources or Resources()
        self._shingle = Shingle.of(settings.shingle)
        self.frequencies = ShingleFrequencies(None if context is None else context.counts)
        # Either all shingles of 64 bits are in `_store`, or their low halves in `_low`.
        self._store = bytearray()
        self._low: Column[np.uint32] | None = None
        create_file = self._resources.create_file
        lengths, forms = Column(np.uint32, create_file), Column(np.uint64, create_file)
        blocks = self._hash_all(lengths, forms)
        if context is not None:
            deque(blocks, 0)  # the context has counted them
        else:
            for counts in self._resources.map_ahead(count_slots, blocks):
                self.frequencies.add(counts)
        self.lengths = lengths.read(0, len(lengths))
        self._starts = _sum_by_block(self.lengths)
        self.first_of_form, self.has_copies, self.blank = _group_by_form(forms.read(0, len(forms)), scopes)
        if self.in_memory:
            shingles = np.frombuffer(self._store, np.uint64)
            self._rows = ShingleRows.from_lengths(shingles, self.lengths.astype(np.int64))

    @property
    def in_memory(self) -> bool:
        """Whether all shingles are kept in memory, whole."""
        return self._low is None

    def read_blocks(self) -> Iterator[tuple[int, ShingleRows]]:
        """Yields all paragraphs, `BLOCK` at a time: the number of the first, and their shingles, of which
        only the low 32 bits may be used."""
        for number, start in enumerate(range(0, len(self.lengths), BLOCK)):
            lengths = self.lengths[start : start + BLOCK].astype(np.int64)
            if self._low is None:
                yield start, self._rows.take(np.arange(start, start + len(lengths)))
            else:
                shingles = self._low.read(*self._starts[number : number + 2].tolist())
                yield start, ShingleRows.from_lengths(shingles, lengths)

    def read_rows(self, chosen: Ints) -> ShingleRows:
        """Returns the shingles of the chosen paragraphs, of 64 bits, in their order."""
        if self.in_memory:
            return self._rows.take(chosen)
        batch = hash_texts((self._texts[number] for number in chosen.tolist()), self._shingle)
        return ShingleRows.from_lengths(batch.shingles, batch.lengths)

    def release_frequencies(self) -> None:
        """Frees the counts (64 MiB), of which nothing more will be asked."""
        del self.frequencies

    def _hash_all(self, lengths: Column[np.uint32], forms: Column[np.uint64]) -> Iterator[NDArray[np.uint32]]:
        """Goes through all texts, fills the columns, and yields the low halves of the shingles, some
        `TOGETHER` at a time."""
        work = partial(_hash_portion, shingle=self._shingle)
        # Whether whole shingles are wanted is known anew for each portion: while it is worked on, those
        # before it may come to be too many.
        jobs = ((portion, self.in_memory) for portion in split_into_portions(self._texts))
        block: list[NDArray[np.uint32]] = []
        for batch in self._resources.map(work, jobs):
            lengths.append(batch.lengths)
            forms.append(batch.forms)
            self._keep(batch.shingles)
            block.append(batch.shingles.astype(np.uint32))
            if sum(map(len, block)) > TOGETHER:
                yield np.concatenate(block)
                block.clear()
        yield np.concatenate([np.empty(0, np.uint32), *block])

    def _keep(self, shingles: NDArray[np.unsignedinteger]) -> None:
        if self._low is None and len(self._store) + shingles.nbytes > 8 * WHOLE_UP_TO:
            self._low = Column(np.uint32, self._resources.create_file)
            whole = np.frombuffer(self._store, np.uint64)
            for start in range(0, len(whole), TOGETHER):  # a copy of all would be the peak of the whole run
                self._low.append(whole[start : start + TOGETHER].astype(np.uint32))
            self._store = bytearray()
        if self._low is None:
            self._store += shingles.data
        else:
            self._low.append(shingles.astype(np.uint32))


def _hash_portion(job: tuple[Iterable[str], bool], shingle: Shingle) -> HashedBatch:
    """Hashes some texts; of their shingles it returns the low half, unless the whole is asked for."""
    texts, whole = job
    batch = hash_texts(texts, shingle)
    # Half as much to send between processes.
    return batch if whole else batch._replace(shingles=batch.shingles.astype(np.uint32))


def _sum_by_block(lengths: NDArray[np.uint32]) -> Ints:
    """Returns how many shingles stand before each block, and before the end."""
    if not len(lengths):
        return np.zeros(1, np.int64)
    counts = np.add.reduceat(lengths, np.arange(0, len(lengths), BLOCK), dtype=np.int64)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _group_by_form(
    forms: U64, scopes: U64
) -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Returns for each paragraph the first with its normal form, whether there are several, and whether it is
    blank."""
    blank = forms == 0
    keys = compute_form_keys(forms, scopes)
    members = find_repeated(keys)
    # Stable, so that the first of a run is the earliest.
    order = members[np.argsort(keys[members], kind="stable")]
    edges = find_runs(keys[order])
    counts = np.diff(edges)
    first_of_form, has_copies = np.arange(len(forms), dtype=np.uint32), np.zeros(len(forms), np.bool_)
    first_of_form[order] = np.repeat(order[edges[:-1]], counts)
    has_copies[order] = np.repeat(counts > 1, counts)
    # Paragraphs without words share a key, and are no copies of each other.
    first_of_form[blank], has_copies[blank] = np.flatnonzero(blank), False
    return first_of_form, has_copies, blank
