"""Which pairs are worth measuring: those that share a bucket and, at a glance, could be alike."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.bitmap_sketch import Sketches, signed
from cleaner.duplicates.buckets import BandKeys, Buckets, bucketed
from cleaner.duplicates.column_file import Shelf
from cleaner.duplicates.corpus_context import Around
from cleaner.duplicates.hashes import Hashes
from cleaner.duplicates.large_buckets import Crowds, Some, spans
from cleaner.duplicates.overlap import Rows
from cleaner.duplicates.pair_sort import Codes
from cleaner.duplicates.prefilter import Anchors, prefixes
from cleaner.duplicates.resources import Room
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints

_GLANCED = 1 << 18
"""Pairs looked at by their sketches at once."""
_PARTS = 8
"""Parts in which anchors are worked, one after the other."""


class Candidates:
    """All pairs of the buckets that hold at most `crowd` paragraphs; of the others, those with a head.

    The heads of a crowd are the first `crowd` of its paragraphs that surely stay, since no earlier one is
    like them at a glance. `doubtful` marks those of which that cannot be said: should one stay after all, the
    pass tells, and compares it with the crowd then (`Meetings.keep`).
    """

    def __init__(
        self,
        hashes: Hashes,
        place: U64,
        settings: Settings,
        room: Room,
        crowd: int,
        around: Around | None = None,
    ) -> None:
        self._hashes, self._place, self._settings, self._room = hashes, place, settings, room
        self._most = crowd
        self._codes = Codes(room.scratch)
        paragraphs = len(hashes.lengths)
        self.sketches = Sketches(hashes.lengths, settings, around.paragraphs if around else None)
        self.crowds = Crowds(room.scratch)
        self.doubtful = around.doubtful.copy() if around else np.zeros(paragraphs, np.bool_)
        # Paragraphs all of whose shingles are seen elsewhere, and the rarest one of each.
        self._inner, self._anchors = (Shelf(np.uint32, room.scratch) for _ in range(2))
        self._banded()
        if len(self._inner):
            self._anchored()
        self.crowds.close()
        # What one crowd leaves in doubt may not tell on another, or the answer would hang on their order.
        doubtful = np.zeros(paragraphs, np.bool_)
        for some in self.crowds.read():
            self._foreseen(some, doubtful)
        self.doubtful |= doubtful

    def pairs(self) -> Iterator[U64]:
        """The pairs, as `later << 32 | earlier`, in order, some at a time."""
        return self._codes.all()

    def glance(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Whether a pair is worth measuring."""
        near = self.sketches.alike(a, b)
        near &= self._place[a] == self._place[b]
        return near

    def _note(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        near = self.glance(a, b)
        self._codes.add(a[near], b[near])
        return near

    def _noted(self, a: Ints, b: Ints) -> None:
        near = self._note(a, b)
        self.doubtful[np.maximum(a, b)[near]] = True

    def _banded(self) -> None:
        """Notes what shares a band, or in its place a rare shingle."""
        exact = self._settings.candidates == "exact"
        grouped = None if exact else BandKeys(self._settings.bands.bands, self._room)
        members: deque[Ints] = deque()
        work = partial(signed, settings=self._settings, width=self.sketches.width)
        passed = [np.empty(0, np.int64)]
        for made in self._room.map(work, self._passed(members)):
            own = members.popleft()
            self.sketches.put(own, made.sketches)
            if grouped is None:
                passed.append(own)
            else:
                grouped.add(made.keys ^ self._place[own].astype(np.uint32), own)
        if grouped is None:
            self._by_prefixes(np.concatenate(passed))
        self._hashes.release()
        if grouped is not None:
            for buckets in grouped.buckets():
                self._bucketed(buckets, self._most)

    def _passed(self, members: deque[Ints]) -> Iterator[Rows]:
        """The rows that are worth a signature, and whose they are; the anchors of those that may be held."""
        for own, rows in self._firsts():
            sifted = self._hashes.screen.sifted(rows, self._settings)
            self._inner.append(own[sifted.inner])
            self._anchors.append(sifted.anchors)
            if len(sifted.passed):
                members.append(own[sifted.passed])
                yield rows.taken(sifted.passed)

    def _firsts(self) -> Iterator[tuple[Ints, Rows]]:
        """The first of each normal form, unless it is too short, and their rows; none is empty."""
        hashes = self._hashes
        for start, rows in hashes.blocks():
            own = np.arange(start, start + len(rows.lengths))
            chosen = (hashes.first[start : start + len(own)] == own) & (
                rows.lengths >= self._settings.min_shingles
            )
            if chosen.any():
                yield own[chosen], rows.taken(np.flatnonzero(chosen))

    def _by_prefixes(self, chosen: Ints) -> None:
        """Pairs that share a shingle among the rarest of both; no pair at the threshold is without.

        Of n shingles at least `threshold * n` must be shared, so that one of the others and one more holds a
        shared one, whatever the order, if it is the same for all. The rarest first keeps the buckets small.
        """
        keys, holders = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for start in range(0, len(chosen), 4096):
            part = chosen[start : start + 4096]
            ranked = self._hashes.screen.ranked(self._hashes.rows(part))
            found, rows = prefixes(ranked, self._settings.threshold)
            keys.append(found ^ self._place[part[rows]])
            holders.append(part[rows])
        members = np.concatenate(holders)
        self._bucketed(bucketed(np.concatenate(keys), members), len(members))

    def _bucketed(self, buckets: Buckets, most: int) -> None:
        """Notes all pairs of the small buckets, and which are crowded."""
        counts = np.diff(buckets.edges)
        crowded = counts > most
        if crowded.any():
            self.crowds.add(buckets.members[np.repeat(crowded, counts)], counts[crowded])
        small = np.repeat(~crowded, counts)
        members, group = buckets.members[small], np.repeat(np.arange(len(counts)), counts)[small]
        for distance in range(1, most):
            same = group[distance:] == group[:-distance]
            if not same.any():
                break
            self._noted(members[:-distance][same], members[distance:][same])

    def _anchored(self) -> None:
        """Notes pairs of a paragraph all of whose shingles are seen elsewhere and one that holds its
        rarest."""
        inner, anchors = (shelf.read(0, len(shelf)) for shelf in (self._inner, self._anchors))
        finder = Anchors(anchors)
        shelves = [Shelf(np.uint32, self._room.scratch) for _ in range(_PARTS)]
        owners: deque[Ints] = deque()

        def every() -> Iterator[Rows]:
            for own, rows in self._firsts():
                owners.append(own)
                yield rows

        for holders, values in self._room.ahead(finder.held, every()):
            own = owners.popleft()
            pairs = np.stack((own[holders].astype(np.uint32), values), axis=1)
            parts = values % np.uint32(_PARTS)
            for part, shelf in enumerate(shelves):
                shelf.append(pairs[parts == part])
        del finder
        parts = anchors % np.uint32(_PARTS)
        for part, shelf in enumerate(shelves):
            mine = parts == part
            held = shelf.read(0, len(shelf)).reshape(-1, 2)
            self._holding(inner[mine].astype(np.int64), anchors[mine], held)

    def _holding(self, inner: Ints, anchors: NDArray[np.uint32], found: NDArray[np.uint32]) -> None:
        """Brings together anchors and who holds them."""
        keys = anchors ^ self._place[inner]
        held = found[:, 1] ^ self._place[found[:, 0]]
        order = np.argsort(held, kind="stable")
        held, holders = held[order], found[order, 0].astype(np.int64)
        starts = np.searchsorted(held, keys)
        counts = np.searchsorted(held, keys, "right") - starts
        crowded = np.flatnonzero(counts > self._most + 1)
        crowded = crowded[np.argsort(starts[crowded], kind="stable")]
        for group in np.split(crowded, np.flatnonzero(np.diff(starts[crowded])) + 1):
            if len(group):
                start = starts[group[0]]
                self.crowds.add_one(np.unique(holders[start : start + counts[group[0]]]), inner[group])
        few = np.flatnonzero(counts <= self._most + 1)
        for rows, places in spans(starts[few], counts[few], _GLANCED):
            a, b = inner[few[rows]], holders[places]
            apart = a != b
            self._noted(a[apart], b[apart])

    def _foreseen(self, some: Some, doubtful: NDArray[np.bool_]) -> None:
        """Notes pairs of the heads of some crowds, as far as they surely stay, with all members.

        A head is sure unless a small bucket, or an earlier head of the same crowd, leaves it in doubt.
        `doubtful` collects what the crowds leave in doubt.
        """
        done = np.zeros(len(some.heads), np.int64)
        unsure, membership = self.doubtful[some.values], some.membership()
        copied = self._hashes.copied
        for rank in range(min(4 * self._most, int(some.head_counts.max()))):
            crowds = np.flatnonzero((rank < some.head_counts) & (done < self._most))
            crowds = crowds[~unsure[membership[some.heads[crowds] + rank]]]
            heads = some.values[some.heads[crowds] + rank].astype(np.int64)
            done[crowds] += 1
            for rows, places in spans(some.members[crowds], some.member_counts[crowds], _GLANCED):
                a, b = heads[rows], some.values[places].astype(np.int64)
                asking = (b > a) | (copied[b] & (a != b))
                places, a, b = places[asking], a[asking], b[asking]
                near = self._note(a, b)
                doubtful[np.maximum(a, b)[near]] = True
                unsure[places[near & (b > a)]] = True
