"""Candidate pairs of a corpus on one machine, as far as they pass the glance.

A paragraph is *in doubt* (`doubtful`) if, before the ordered pass, it passes the glance with an earlier one:
the pass may drop it. A head of a large bucket that is not in doubt is a *sure head*: it is paired with all
members at once. A head in doubt is paired with them if and when the pass keeps it (`Matches.keep`). So what
is not in doubt stays, unless it matches such a head that is earlier.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates import candidates
from cleaner.duplicates.anchor_join import join_anchors
from cleaner.duplicates.bitmap_sketch import Sketches
from cleaner.duplicates.buckets import BandKeys, Buckets, group_by_key
from cleaner.duplicates.column_file import Column
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.hashes import CorpusHashes
from cleaner.duplicates.large_buckets import LargeBucketBlock, LargeBuckets, expand_ranges
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.pair_sort import PairSorter
from cleaner.duplicates.prefilter import find_prefixes
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints
from cleaner.duplicates.signatures import U32

_GLANCED = 1 << 18
"""Pairs glanced at together: some 30 MiB of intermediate columns."""
_RANKED = 4096
"""Paragraphs whose shingles are sorted by rarity at once."""
_HEADS_TRIED = 4
"""How many times the heads of a large bucket are looked for among its first paragraphs, before the pass: of
the others most are in doubt, and to look costs a glance at every member."""


class CandidatePairs:
    """All pairs of the small buckets that pass the glance; of the large ones, those with a sure head.

    `doubtful` marks the paragraphs in doubt; `large_buckets` is kept for those of them that are heads.
    """

    def __init__(
        self,
        hashes: CorpusHashes,
        scopes: U64,
        settings: Settings,
        resources: Resources,
        context: CorpusContext | None = None,
    ) -> None:
        self._hashes, self._scopes, self._settings, self._resources = hashes, scopes, settings, resources
        self._limit = candidates.BUCKET_LIMIT
        self._sorter = PairSorter(resources.create_file)
        count = len(hashes.lengths)
        self.sketches = Sketches(hashes.lengths, settings, context.paragraphs if context else None)
        self.large_buckets = LargeBuckets(resources.create_file)
        self.doubtful = context.doubtful.copy() if context else np.zeros(count, np.bool_)
        # Paragraphs that others may contain, and their anchors.
        self._contained, self._anchors = (Column(np.uint32, resources.create_file) for _ in range(2))
        self._pair_by_keys()
        if len(self._contained):
            self._pair_by_anchors()
        self.large_buckets.close()
        # What one large bucket leaves in doubt must not count for another one, or the answer would depend on
        # their order.
        doubtful = np.zeros(count, np.bool_)
        for block in self.large_buckets.read_blocks():
            self._pair_sure_heads(block, doubtful)
        self.doubtful |= doubtful

    def read(self) -> Iterator[U64]:
        """Yields the pairs, as `later << 32 | earlier`, in order, some at a time."""
        return self._sorter.read_sorted()

    def may_be_alike(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """The glance: says whether the pairs a[i], b[i] are worth measuring, by their sketches and scopes."""
        plausible = self.sketches.may_be_alike(a, b)
        # Keys with scopes mixed in may agree by chance.
        plausible &= self._scopes[a] == self._scopes[b]
        return plausible

    def _add(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        plausible = self.may_be_alike(a, b)
        self._sorter.add(a[plausible], b[plausible])
        return plausible

    def _add_in_doubt(self, a: Ints, b: Ints) -> None:
        """Adds the pairs that pass the glance; the later one of each is in doubt from now on."""
        plausible = self._add(a, b)
        self.doubtful[np.maximum(a, b)[plausible]] = True

    def _pair_by_keys(self) -> None:
        """Pairs what shares a band or, where candidates are exact, a rare shingle."""
        if self._settings.candidates == "exact":
            passing = [np.empty(0, np.int64), *(members for members, _ in self._key_all())]
            self._pair_by_prefixes(np.concatenate(passing))
            self._hashes.release_frequencies()
            return
        band_keys = BandKeys(self._settings.bands.bands, self._resources)
        for members, keys in self._key_all():
            band_keys.add(candidates.compute_bucket_keys(keys, self._scopes[members]), members)
        # Before the bands are grouped: 64 MiB less at the peak.
        self._hashes.release_frequencies()
        for buckets in band_keys.read_buckets():
            self._add_buckets(buckets, self._limit)

    def _key_all(self) -> Iterator[tuple[Ints, U32]]:
        """Stores the sketches of all paragraphs that pass the prefilter; yields these and their band keys, in
        blocks. Other processes may compute them, while this one prefilters."""
        members: deque[Ints] = deque()
        work = partial(candidates.key_rows, settings=self._settings, width=self.sketches.width)
        for keyed in self._resources.map(work, self._prefilter(members)):
            passing = members.popleft()
            self.sketches.put(passing, keyed.sketches)
            yield passing, keyed.keys

    def _prefilter(self, members: deque[Ints]) -> Iterator[ShingleRows]:
        """Yields the rows that pass the prefilter, and appends their numbers to `members`; stores the anchors
        of those that others may contain."""
        for numbers, rows in self._read_firsts():
            result = self._hashes.frequencies.prefilter(rows, self._settings)
            self._contained.append(numbers[result.contained])
            self._anchors.append(result.anchors)
            if len(result.passing):
                members.append(numbers[result.passing])
                yield rows.take(result.passing)

    def _read_firsts(self) -> Iterator[tuple[Ints, ShingleRows]]:
        """Yields the first paragraphs of each normal form that are long enough, and their rows, in blocks;
        no row is empty."""
        hashes = self._hashes
        for start, rows in hashes.read_blocks():
            numbers = np.arange(start, start + len(rows.lengths))
            is_first = hashes.first_of_form[start : start + len(numbers)] == numbers
            chosen = is_first & candidates.is_long(rows.lengths, self._settings)
            if chosen.any():
                yield numbers[chosen], rows.take(np.flatnonzero(chosen))

    def _pair_by_prefixes(self, passing: Ints) -> None:
        """Pairs what shares a shingle among the rarest of both; no pair at the threshold is without.

        Of n shingles at least `threshold * n` must be shared, so that one of the others and one more holds a
        shared one, whatever the order, if it is the same for all. The rarest first keeps the buckets small.
        """
        keys, holders = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for start in range(0, len(passing), _RANKED):
            part = passing[start : start + _RANKED]
            ranked = self._hashes.frequencies.rank(self._hashes.read_rows(part))
            shingles, rows = find_prefixes(ranked, self._settings.threshold)
            keys.append(shingles ^ self._scopes[part[rows]])
            holders.append(part[rows])
        members = np.concatenate(holders)
        # No bucket is too large: nothing may be missed.
        self._add_buckets(group_by_key(np.concatenate(keys), members), len(members))

    def _add_buckets(self, buckets: Buckets, limit: int) -> None:
        """Adds all pairs of the small buckets, and stores the large ones."""
        counts = np.diff(buckets.edges)
        large = counts > limit
        if large.any():
            self.large_buckets.add(buckets.members[np.repeat(large, counts)], counts[large])
        small = np.repeat(~large, counts)
        members, bucket = buckets.members[small], np.repeat(np.arange(len(counts)), counts)[small]
        # Each member with the next of its bucket, with the one after that, and so on: all pairs in at most
        # `limit - 1` passes over the column.
        for distance in range(1, limit):
            same = bucket[distance:] == bucket[:-distance]
            if not same.any():
                break
            self._add_in_doubt(members[:-distance][same], members[distance:][same])

    def _pair_by_anchors(self) -> None:
        """Pairs each paragraph that others may contain with those that hold its anchor."""
        contained, anchors = (column.read(0, len(column)) for column in (self._contained, self._anchors))
        limit = candidates.anchor_limit()
        blocks = self._read_firsts()
        for part in join_anchors(contained, anchors, blocks, self._scopes, self._resources):
            # Of an anchor that many hold, its holders are the heads: each may contain what has the anchor.
            for holders, members in part.read_large(limit):
                self.large_buckets.add_one(holders, members)
            for a, b in part.read_pairs(limit, _GLANCED):
                self._add_in_doubt(a, b)

    def _pair_sure_heads(self, block: LargeBucketBlock, doubtful: NDArray[np.bool_]) -> None:
        """Pairs the sure heads of some large buckets with all members.

        A head is sure unless a small bucket, or an earlier head of the same bucket, leaves it in doubt.
        `doubtful` collects what the large buckets leave in doubt.
        """
        heads_done = np.zeros(len(block.heads), np.int64)
        # In doubt within this block, by place in its values; for all buckets of it at once, head by head.
        unsure, among_members = self.doubtful[block.values], block.find_heads_among_members()
        has_copies = self._hashes.has_copies
        for rank in range(min(_HEADS_TRIED * self._limit, int(block.head_counts.max()))):
            buckets = np.flatnonzero((rank < block.head_counts) & (heads_done < self._limit))
            buckets = buckets[~unsure[among_members[block.heads[buckets] + rank]]]
            heads = block.values[block.heads[buckets] + rank].astype(np.int64)
            heads_done[buckets] += 1
            ranges = block.members[buckets], block.member_counts[buckets]
            for rows, places in expand_ranges(*ranges, _GLANCED):
                a, b = heads[rows], block.values[places].astype(np.int64)
                # An earlier paragraph asks for a later one only if it has copies, which may come after it.
                asking = (b > a) | (has_copies[b] & (a != b))
                places, a, b = places[asking], a[asking], b[asking]
                plausible = self._add(a, b)
                doubtful[np.maximum(a, b)[plausible]] = True
                unsure[places[plausible & (b > a)]] = True
