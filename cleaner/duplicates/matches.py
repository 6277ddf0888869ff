"""Which paragraphs meet: the numpy half of the definition.

Everything that need not be decided one by one is done here over whole batches: hashes, the screen,
signatures, bands, overlaps. What is left for `decide` is one pass over the paragraphs that may have partners.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.batching import handed
from cleaner.duplicates.candidate_pairs import Candidates
from cleaner.duplicates.compare import Overlap
from cleaner.duplicates.corpus_context import Around
from cleaner.duplicates.exact_overlap import Asked, Measured, measured, measured_texts
from cleaner.duplicates.hashes import Hashes, spread
from cleaner.duplicates.match_store import Filed, Nearest, U32s
from cleaner.duplicates.overlap import sizes
from cleaner.duplicates.resources import Room
from cleaner.duplicates.settings import COMPARED, Settings
from cleaner.duplicates.shingles import Ints

CROWD = 16
"""Kept paragraphs that a bucket remembers. Where more than these share a bucket they are the many versions of
one template; a later copy of one of them still meets it in the bands that hold its own words. Without this
bound 100,000 bulletins that differ in a figure would mean five billion comparisons."""

_PAIRS = 1 << 13
"""Pairs measured at once."""
_UNKNOWN = 0xFFFFFFFF
_LATER = np.uint64(32)


class _Pairs(NamedTuple):
    later: Ints
    earlier: Ints


class Meetings:
    """Pairs of paragraphs that share a band, or of which one holds the other, with their overlaps.

    Works on the first paragraph of each normal form. `partners(i)` are the paragraphs that i meets and
    whose overlap could make a verdict other than distinct; where `active[i]` is 0, i has none and no copies.
    Some pairs of crowded buckets are found when `keep` tells that one of the two stays; it must be told of
    every active paragraph before the partners of a later one are asked for, and may activate later ones.
    """

    def __init__(
        self,
        texts: Sequence[str],
        documents: NDArray[np.integer],
        settings: Settings,
        room: Room | None = None,
        around: Around | None = None,
    ) -> None:
        room = room or Room()
        count = len(texts)
        place = spread(documents, settings)
        self._texts, self._settings, self._room = texts, settings, room
        self.hashes = Hashes(texts, place, settings, room, around)
        self._candidates = Candidates(self.hashes, place, settings, room, CROWD, around)
        self.active = bytearray(count)
        self._activated = np.frombuffer(self.active, np.uint8)
        self._activated |= self.hashes.copied
        self._activated |= self._candidates.doubtful
        self._filed = np.zeros(count, np.bool_)
        self._sizes = np.full(count, _UNKNOWN, np.uint32)
        self._sizes[self.hashes.lengths == 0] = 0
        self._later, self._earlier = Filed(room.scratch), Filed(room.scratch)
        self._measure_all()
        heads, self._crowd_of = self._candidates.crowds.headed(self._candidates.doubtful)
        self._heads = heads.data
        self._left = np.full(len(self._candidates.crowds), CROWD, np.int32)
        self._nearest: Nearest | None = None
        self._kept: dict[int, list[list[int]]] = {}

    def size(self, paragraph: int) -> int:
        """How many different shingles a paragraph has."""
        return int(self._sized(np.array([paragraph]))[0])

    def short(self, paragraphs: Ints) -> NDArray[np.bool_]:
        """Which of the paragraphs have too few shingles to be near-duplicates."""
        least = self._settings.min_shingles
        short: NDArray[np.bool_] = self.hashes.lengths[paragraphs] < least
        unsure = np.flatnonzero(~short & (self._candidates.sketches.least(paragraphs) < least))
        for start in range(0, len(unsure), _PAIRS):
            part = unsure[start : start + _PAIRS]
            short[part] = self._sized(paragraphs[part]) < least
        return short

    def partners(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Paragraphs, earlier or later, that this first of its form meets; in the overlap they come first."""
        if not self._filed[paragraph]:
            return []
        rows = self._later.of(paragraph)
        if self.hashes.copied[paragraph]:
            rows += self._earlier.of(paragraph) + self._kept.get(paragraph, [])
        if self._nearest is not None:
            rows += self._nearest.of(paragraph)
        found = {met: Overlap(shared, size, own) for met, shared, size, own in rows}
        return list(found.items())

    def earlier(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Of `partners`, the earlier ones that are known before anything is kept."""
        if not self._filed[paragraph]:
            return []
        return [(met, Overlap(shared, size, own)) for met, shared, size, own in self._later.of(paragraph)]

    def keep(self, paragraph: int) -> None:
        """Tells that a first of its form stays: crowded buckets may have to remember it."""
        low = bisect_left(self._heads, paragraph)
        high = bisect_left(self._heads, paragraph + 1, low)
        crowds = self._crowd_of[low:high]
        crowds = crowds[self._left[crowds] > 0]
        if len(crowds):
            self._left[crowds] -= 1
            members = self._members(crowds)
            copied = self.hashes.copied[members]
            self._compare(paragraph, members[(members > paragraph) | (copied & (members != paragraph))])

    def _members(self, crowds: U32s) -> Ints:
        """The members of some crowds, each once."""
        found = [self._candidates.crowds.members(crowd) for crowd in crowds.tolist()]
        if sum(map(len, found)) < len(self.active) // 16:
            return np.unique(np.concatenate(found)).astype(np.int64)
        marked = np.zeros(len(self.active), np.bool_)
        for members in found:
            marked[members] = True
        return np.flatnonzero(marked)

    def _compare(self, kept: int, members: Ints) -> None:
        """Measures a kept paragraph with members of its crowds, and files it under all of both sides that may
        still ask.

        Of those that are remembered in this way all stay, so that only those are filed under a member that
        it will be compared with, unless it has copies, which will ask again.
        """
        if self._nearest is None:
            self._nearest = Nearest(len(self.active), COMPARED)
        near = self._candidates.glance(np.full(len(members), kept), members)
        members = members[near]
        for start in range(0, len(members), _PAIRS):
            part = members[start : start + _PAIRS]
            one, other, shared, alike = self._measured(np.full(len(part), kept), part)
            one, other, shared, part = one[alike], other[alike], shared[alike], part[alike]
            rows = _rows(np.full(len(part), kept), shared, one, other)
            copied = self.hashes.copied[part]
            self._nearest.put(part[~copied], rows[~copied])
            self._activated[part] = 1
            self._filed[part] = True
            for member, row in zip(part[copied].tolist(), rows[copied].tolist(), strict=True):
                self._kept.setdefault(member, []).append(row)
            if self.hashes.copied[kept] and len(part):
                self._filed[kept] = True
                self._kept.setdefault(kept, []).extend(_rows(part, shared, other, one).tolist())

    def _measure_all(self) -> None:
        """Measures all pairs and files them under who can still ask: the later one, and an earlier one that
        has copies."""
        copied = self.hashes.copied
        asked = [np.empty((0, 5), np.uint32)]
        for (later, earlier), (own, its, shared, alike) in self._all_measured():
            later, earlier = later[alike], earlier[alike]
            own, its, shared = own[alike], its[alike], shared[alike]
            self._later.file(later, _rows(earlier, shared, its, own))
            back = copied[earlier]
            asked.append(
                np.column_stack((earlier[back], _rows(later, shared, own, its)[back])).astype(np.uint32)
            )
        rows = np.concatenate(asked)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        self._earlier.file(rows[:, 0].astype(np.int64), rows[:, 1:])
        self._filed[self._later.close()] = True
        self._filed[self._earlier.close()] = True

    def _all_measured(self) -> Iterator[tuple[_Pairs, Measured]]:
        """All pairs, some at a time. Where shingles are not at hand, texts are hashed once more, by whoever
        works in the room."""
        every = self._candidates.pairs()
        parts = (codes[at : at + _PAIRS] for codes in every for at in range(0, len(codes), _PAIRS))
        pairs = (
            _Pairs((part >> _LATER).astype(np.int64), part.astype(np.uint32).astype(np.int64))
            for part in parts
        )
        if self.hashes.whole:
            yield from ((some, self._measured(*some)) for some in pairs)
            return
        waiting: deque[_Pairs] = deque()
        work = partial(measured_texts, settings=self._settings)
        for found in self._room.map(work, self._asked(pairs, waiting)):
            some = waiting.popleft()
            self._sizes[some.later], self._sizes[some.earlier] = found.left, found.right
            yield some, found

    def _asked(self, pairs: Iterable[_Pairs], waiting: deque[_Pairs]) -> Iterator[Asked]:
        for some in pairs:
            waiting.append(some)
            involved, places = np.unique(np.concatenate(some), return_inverse=True)
            texts = handed(self._texts, involved.tolist())
            yield Asked(texts, *np.split(places, [len(some.later)]))

    def _measured(self, a: Ints, b: Ints) -> Measured:
        involved, places = np.unique(np.concatenate((a, b)), return_inverse=True)
        rows = self.hashes.rows(involved)
        unknown = np.flatnonzero(self._sizes[involved] == _UNKNOWN)
        self._sizes[involved[unknown]] = sizes(rows.taken(unknown))
        known = self._sizes[involved].astype(np.int64)
        return measured(rows, known, places[: len(a)], places[len(a) :], self._settings)

    def _sized(self, paragraphs: Ints) -> U32s:
        unknown = np.unique(paragraphs[self._sizes[paragraphs] == _UNKNOWN])
        if len(unknown):
            self._sizes[unknown] = sizes(self.hashes.rows(unknown))
        return self._sizes[paragraphs]


def _rows(met: Ints, shared: Ints, its: Ints, own: Ints) -> U32s:
    return np.stack((met, shared, its, own), axis=1).astype(np.uint32)
