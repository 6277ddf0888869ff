"""Matches: the candidate pairs of a corpus that are alike, measured, by paragraph.

Everything that need not be decided one by one is done here over whole columns: hashes, prefilter,
signatures, buckets, overlaps. What is left for the ordered pass are the *active* paragraphs.

* A paragraph is active if it has copies, is in doubt (see `candidate_pairs`), or matches a head that the pass
  has kept. The pass visits these alone; every other one stays, and has no earlier match.
* A paragraph *asks* when the pass, at its place in the order, calls `partners` for it. The later one of a
  match asks for the earlier one. The earlier one asks for the later one only if it has copies: the pass asks
  for their form again at each copy, which may come after both. So each match is stored under the later one
  (`_asked_by_later`), and under an earlier one that has copies (`_asked_by_earlier`). Matches that are
  measured in the pass, when a head is kept, are stored apart (`_nearest`, `_asked_after_keep`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates import candidates
from cleaner.duplicates.batching import select_texts
from cleaner.duplicates.candidate_pairs import CandidatePairs
from cleaner.duplicates.compare import Overlap
from cleaner.duplicates.corpus_context import CorpusContext
from cleaner.duplicates.hashes import CorpusHashes
from cleaner.duplicates.match_store import MatchFile, NearestMatches
from cleaner.duplicates.overlap import (
    PairOverlaps,
    TextPairs,
    count_distinct,
    measure_pairs,
    measure_texts,
)
from cleaner.duplicates.resources import Resources
from cleaner.duplicates.settings import COMPARED, Settings
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.signatures import U32

_PAIRS = 1 << 13
"""Pairs measured at once: some 2 million shingles, 16 MiB."""
_UNKNOWN = 0xFFFFFFFF
"""In place of a size that is not counted yet."""
_LATER_SHIFT = np.uint64(32)


class _Pairs(NamedTuple):
    later: Ints
    earlier: Ints


class Matches:
    """The candidate pairs that are alike, with their overlaps, for the first paragraph of each normal form.

    `partners(i)` are the candidates of i whose overlap could make a verdict other than distinct; where
    `active[i]` is 0, i has none and no copies. Some pairs of large buckets are found when `keep` says that
    one of the two stays; it must be called for every active paragraph that stays before the partners of a
    later one are asked for, and may make later ones active.
    """

    def __init__(
        self,
        texts: Sequence[str],
        documents: NDArray[np.integer],
        settings: Settings,
        resources: Resources | None = None,
        context: CorpusContext | None = None,
    ) -> None:
        resources = resources or Resources()
        count = len(texts)
        scopes = candidates.compute_scopes(documents, settings)
        self._texts, self._settings, self._resources = texts, settings, resources
        self.hashes = CorpusHashes(texts, scopes, settings, resources, context)
        self._candidates = CandidatePairs(self.hashes, scopes, settings, resources, context)
        # One buffer, seen as bytes by the pass and as an array here.
        self.active = bytearray(count)
        self._active = np.frombuffer(self.active, np.uint8)
        self._active |= self.hashes.has_copies
        self._active |= self._candidates.doubtful
        self._has_matches = np.zeros(count, np.bool_)
        # Counted where a pair is measured, or on request: most paragraphs are in no pair.
        self._sizes = np.full(count, _UNKNOWN, np.uint32)
        self._sizes[self.hashes.lengths == 0] = 0
        self._asked_by_later = MatchFile(resources.create_file)
        self._asked_by_earlier = MatchFile(resources.create_file)
        self._measure_all()
        large_buckets = self._candidates.large_buckets
        heads, self._bucket_of_head = large_buckets.find_buckets_of(self._candidates.doubtful)
        self._heads = heads.data
        # How many heads each large bucket may still have.
        self._heads_left = np.full(len(large_buckets), candidates.BUCKET_LIMIT, np.int32)
        self._nearest: NearestMatches | None = None
        # Matches with kept heads, of paragraphs that have copies; those of others are in `_nearest`.
        self._asked_after_keep: dict[int, list[list[int]]] = {}

    def size(self, paragraph: int) -> int:
        """Returns how many different shingles a paragraph has."""
        return int(self._count_sizes(np.array([paragraph]))[0])

    def are_short(self, paragraphs: Ints) -> NDArray[np.bool_]:
        """Says which of the paragraphs have too few different shingles to be near-duplicates."""
        least = self._settings.min_shingles
        short = ~candidates.is_long(self.hashes.lengths[paragraphs], self._settings)
        # With repeats some are long enough: the sketch shows that most of these are so without them too.
        unsure = np.flatnonzero(~short & (self._candidates.sketches.least_sizes(paragraphs) < least))
        for start in range(0, len(unsure), _PAIRS):
            part = unsure[start : start + _PAIRS]
            short[part] = self._count_sizes(paragraphs[part]) < least
        return short

    def partners(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Returns the matches of this first of its form, earlier or later ones; in the overlap they come
        first."""
        if not self._has_matches[paragraph]:
            return []
        rows = self._asked_by_later.read(paragraph)
        if self.hashes.has_copies[paragraph]:
            rows += self._asked_by_earlier.read(paragraph) + self._asked_after_keep.get(paragraph, [])
        if self._nearest is not None:
            rows += self._nearest.read(paragraph)
        # A pair may stand in two of these; each is once in the answer.
        overlaps = {other: Overlap(shared, size, own_size) for other, shared, size, own_size in rows}
        return list(overlaps.items())

    def earlier_partners(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Returns those of `partners` that are earlier, and known before anything is kept."""
        if not self._has_matches[paragraph]:
            return []
        rows = self._asked_by_later.read(paragraph)
        return [(other, Overlap(shared, size, own_size)) for other, shared, size, own_size in rows]

    def keep(self, paragraph: int) -> None:
        """Says that a first of its form stays: it becomes a head of its large buckets that have too few, and
        is measured with their members."""
        low = bisect_left(self._heads, paragraph)
        high = bisect_left(self._heads, paragraph + 1, low)
        buckets = self._bucket_of_head[low:high]
        buckets = buckets[self._heads_left[buckets] > 0]
        if len(buckets):
            self._heads_left[buckets] -= 1
            members = self._read_members(buckets)
            has_copies = self.hashes.has_copies[members]
            # An earlier member asks only if it has copies, which may come after this paragraph.
            asking = (members > paragraph) | (has_copies & (members != paragraph))
            self._measure_with_members(paragraph, members[asking])

    def _read_members(self, buckets: U32) -> Ints:
        """Returns the members of some large buckets, each once, in order."""
        columns = [self._candidates.large_buckets.read_members(bucket) for bucket in buckets.tolist()]
        if sum(map(len, columns)) < len(self.active) // 16:
            return np.unique(np.concatenate(columns)).astype(np.int64)
        # Of very many, marking is faster than sorting.
        marked = np.zeros(len(self.active), np.bool_)
        for members in columns:
            marked[members] = True
        return np.flatnonzero(marked)

    def _measure_with_members(self, paragraph: int, members: Ints) -> None:
        """Measures a kept paragraph with members of its large buckets, and stores each match under those of
        its two sides that may still ask.

        The kept paragraph stays for good. Hence a member needs only those few against which it will be
        judged (`COMPARED`), unless it has copies, which will ask again.
        """
        if self._nearest is None:
            self._nearest = NearestMatches(len(self.active), COMPARED)
        plausible = self._candidates.may_be_alike(np.full(len(members), paragraph), members)
        members = members[plausible]
        for start in range(0, len(members), _PAIRS):
            part = members[start : start + _PAIRS]
            sizes, other_sizes, shared, alike = self._measure(np.full(len(part), paragraph), part)
            sizes, other_sizes, shared, part = sizes[alike], other_sizes[alike], shared[alike], part[alike]
            rows = _make_rows(np.full(len(part), paragraph), shared, sizes, other_sizes)
            has_copies = self.hashes.has_copies[part]
            self._nearest.put(part[~has_copies], rows[~has_copies])
            self._active[part] = 1
            self._has_matches[part] = True
            for member, row in zip(part[has_copies].tolist(), rows[has_copies].tolist(), strict=True):
                self._asked_after_keep.setdefault(member, []).append(row)
            if self.hashes.has_copies[paragraph] and len(part):
                self._has_matches[paragraph] = True
                back = _make_rows(part, shared, other_sizes, sizes).tolist()
                self._asked_after_keep.setdefault(paragraph, []).extend(back)

    def _measure_all(self) -> None:
        """Measures all candidate pairs and files those that are alike under who can still ask: the later one,
        and an earlier one that has copies."""
        has_copies = self.hashes.has_copies
        asked = [np.empty((0, 5), np.uint32)]
        for (later, earlier), (sizes, earlier_sizes, shared, alike) in self._measure_in_parts():
            later, earlier = later[alike], earlier[alike]
            sizes, earlier_sizes, shared = sizes[alike], earlier_sizes[alike], shared[alike]
            self._asked_by_later.append(later, _make_rows(earlier, shared, earlier_sizes, sizes))
            back = has_copies[earlier]
            rows = _make_rows(later, shared, sizes, earlier_sizes)[back]
            asked.append(np.column_stack((earlier[back], rows)).astype(np.uint32))
        # Pairs come by the later paragraph; these few are sorted by the earlier one.
        rows = np.concatenate(asked)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        self._asked_by_earlier.append(rows[:, 0].astype(np.int64), rows[:, 1:])
        self._has_matches[self._asked_by_later.close()] = True
        self._has_matches[self._asked_by_earlier.close()] = True

    def _measure_in_parts(self) -> Iterator[tuple[_Pairs, PairOverlaps]]:
        """Yields all candidate pairs, measured, some at a time. Where shingles are not in memory, texts are
        hashed once more, by other processes if there are any."""
        blocks = self._candidates.read()
        parts = (codes[at : at + _PAIRS] for codes in blocks for at in range(0, len(codes), _PAIRS))
        all_pairs = (
            _Pairs((part >> _LATER_SHIFT).astype(np.int64), part.astype(np.uint32).astype(np.int64))
            for part in parts
        )
        if self.hashes.in_memory:
            yield from ((pairs, self._measure(*pairs)) for pairs in all_pairs)
            return
        waiting: deque[_Pairs] = deque()
        work = partial(measure_texts, settings=self._settings)
        for overlaps in self._resources.map(work, self._select_texts(all_pairs, waiting)):
            pairs = waiting.popleft()
            self._sizes[pairs.later], self._sizes[pairs.earlier] = overlaps.left, overlaps.right
            yield pairs, overlaps

    def _select_texts(self, all_pairs: Iterable[_Pairs], waiting: deque[_Pairs]) -> Iterator[TextPairs]:
        """Yields pairs with their texts, each text once, and appends the pairs to `waiting`."""
        for pairs in all_pairs:
            waiting.append(pairs)
            involved, places = np.unique(np.concatenate(pairs), return_inverse=True)
            texts = select_texts(self._texts, involved.tolist())
            yield TextPairs(texts, *np.split(places, [len(pairs.later)]))

    def _measure(self, a: Ints, b: Ints) -> PairOverlaps:
        """Measures pairs; the shingles of each paragraph are read once."""
        involved, places = np.unique(np.concatenate((a, b)), return_inverse=True)
        rows = self.hashes.read_rows(involved)
        unknown = np.flatnonzero(self._sizes[involved] == _UNKNOWN)
        self._sizes[involved[unknown]] = count_distinct(rows.take(unknown))
        sizes = self._sizes[involved].astype(np.int64)
        return measure_pairs(rows, sizes, places[: len(a)], places[len(a) :], self._settings)

    def _count_sizes(self, paragraphs: Ints) -> U32:
        """Returns how many different shingles paragraphs have, counting those of which it is unknown."""
        unknown = np.unique(paragraphs[self._sizes[paragraphs] == _UNKNOWN])
        if len(unknown):
            self._sizes[unknown] = count_distinct(self.hashes.read_rows(unknown))
        return self._sizes[paragraphs]


def _make_rows(others: Ints, shared: Ints, other_sizes: Ints, own_sizes: Ints) -> U32:
    """Returns rows as in `match_store`."""
    return np.stack((others, shared, other_sizes, own_sizes), axis=1).astype(np.uint32)
