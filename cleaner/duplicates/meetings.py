"""Which paragraphs meet: the numpy half of the definition.

Everything that need not be decided one by one is done here over whole batches: hashes, the screen,
signatures, bands, overlaps. What is left for `decide` is one pass over the pairs that could matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.compare import Overlap
from cleaner.duplicates.hashes import Hashes
from cleaner.duplicates.overlap import repeated, runs, sizes, united
from cleaner.duplicates.screen import Anchors, prefixes
from cleaner.duplicates.settings import COMPARED, Settings
from cleaner.duplicates.shingles import U64, Ints
from cleaner.duplicates.signatures import U32, band_keys, signatures

CROWD = 16
"""Kept paragraphs that a bucket remembers. Where more than these share a bucket they are the many versions of
one template; a later copy of one of them still meets it in the bands that hold its own words. Without this
bound 100,000 bulletins that differ in a figure would mean five billion comparisons."""

_PART = 4096
"""Paragraphs worked at once."""
_PAIRS = 1 << 13
"""Pairs measured at once."""
_LATER = np.uint64(32)


class Meetings:
    """Pairs of paragraphs that share a band, or of which one holds the other, with their overlaps.

    Works on the first paragraph of each normal form. `partners(i)` are the paragraphs that i meets and
    whose overlap could make a verdict other than distinct. Pairs of crowded buckets are found when `keep`
    tells that one of the two stays; it must be told of every paragraph before the partners of a later one
    are asked for.
    """

    def __init__(self, texts: Sequence[str], documents: Ints, settings: Settings) -> None:
        self._settings = settings
        place = _spread(documents) if settings.scope == "document" else np.zeros(len(texts), np.uint64)
        self._place = place
        self.hashes = Hashes(texts, place, settings)
        self._sizes = np.where(self.hashes.lengths == 0, 0, -1)
        self._partners: dict[int, list[tuple[int, Overlap]]] = {}
        self._crowd_partners: dict[int, list[tuple[int, Overlap]]] = {}
        self._crowds: list[Ints] = []
        self._crowd_heads: list[Ints] = []
        self._remembered: list[int] = []
        self._meet(place)

    def size(self, paragraph: int) -> int:
        """How many different shingles a paragraph has."""
        if self._sizes[paragraph] < 0:
            self._sizes[paragraph] = sizes(self.hashes.rows(np.array([paragraph])))[0]
        return int(self._sizes[paragraph])

    def short(self, paragraph: int) -> bool:
        """Whether a paragraph has too few shingles to be a near-duplicate."""
        least = self._settings.min_shingles
        return bool(self.hashes.lengths[paragraph] < least) or self.size(paragraph) < least

    def partners(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Paragraphs, earlier or later, that this first of its form meets; in the overlap they come first."""
        found = self._partners.get(paragraph, [])
        crowd = self._crowd_partners.get(paragraph)
        return found + crowd if crowd else found

    def keep(self, paragraph: int) -> None:
        """Tells that a first of its form stays: crowded buckets may have to remember it."""
        if not self._crowded[paragraph]:
            return
        low, high = np.searchsorted(self._heads, (paragraph, paragraph + 1))
        crowds = [crowd for crowd in self._crowd_of[low:high].tolist() if self._remembered[crowd] < CROWD]
        if crowds:
            for crowd in crowds:
                self._remembered[crowd] += 1
            members = np.unique(np.concatenate([self._crowds[crowd] for crowd in crowds]))
            members = members[(members > paragraph) | self.hashes.copied[members]]
            members = members[members != paragraph]
            self._pair(np.full(len(members), paragraph), members, crowd=True)

    def _meet(self, place: U64) -> None:
        """Finds the pairs of all buckets that are not crowded, and measures them."""
        settings, hashes = self._settings, self.hashes
        own = np.arange(len(hashes.lengths))
        firsts = own[(hashes.first == own) & (hashes.lengths >= settings.min_shingles)]
        codes = np.unique(np.concatenate([np.empty(0, np.uint64), *self._candidates(firsts, place)]))
        self._crowded, self._heads, self._crowd_of = self._gathered(len(own))
        self._pair((codes >> _LATER).astype(np.int64), (codes & np.uint64(0xFFFFFFFF)).astype(np.int64))

    def _candidates(self, firsts: Ints, place: U64) -> list[U64]:
        """Pairs that share a bucket, some of them several times."""
        shared, anchors, keys, chosen = self._signed(firsts)
        if self._settings.candidates == "exact":
            pairs = [self._by_prefixes(chosen, place)]
        else:
            parts = place[chosen].astype(np.uint32)
            pairs = [self._bucketed(row ^ parts, chosen, CROWD) for row in keys]
        if self._settings.containment == 1:
            covered = shared == self.hashes.lengths[firsts]
            pairs += self._by_anchors(firsts, firsts[covered], anchors[covered], place)
        return pairs

    def _signed(self, firsts: Ints) -> tuple[Ints, U64, U32, Ints]:
        """What the screen says of each paragraph; band keys of those that pass it, and which these are.

        Half of a key is enough: two that agree in it by chance are a pair to measure, no more.
        """
        settings, hashes, bands = self._settings, self.hashes, self._settings.bands
        used = bands.bands * bands.rows
        shared, anchors = np.zeros(len(firsts), np.int64), np.zeros(len(firsts), np.uint64)
        keys = np.empty((bands.bands, len(firsts)), np.uint32)
        chosen = np.empty(len(firsts), np.int64)
        start = stop = 0
        for part in _slices(firsts, _PART):
            rows = hashes.low(part)
            shared[start : start + len(part)], anchors[start : start + len(part)] = hashes.screen.seen(rows)
            share = shared[start : start + len(part)] / rows.lengths
            passed = np.flatnonzero(share >= self._least)
            signed = signatures(rows.taken(passed), settings.permutations, settings.seed, used)
            keys[:, stop : stop + len(passed)] = band_keys(signed, bands).astype(np.uint32)
            chosen[stop : stop + len(passed)] = part[passed]
            start, stop = start + len(part), stop + len(passed)
        return shared, anchors, keys[:, :stop], chosen[:stop]

    @property
    def _least(self) -> float:
        """The share of its shingles that a paragraph must have in common with others to be worth a signature.

        The longer one of a pair can hold nearly all of the shorter and have little in common with it, so
        that a containment below 1, which is looked for in the bands, leaves nothing to screen.
        """
        partial = self._settings.containment is not None and self._settings.containment < 1
        return 0.0 if partial else self._settings.threshold

    def _by_prefixes(self, chosen: Ints, place: U64) -> U64:
        """Pairs that share a shingle among the rarest of both; no pair at the threshold is without.

        Of n shingles at least `threshold * n` must be shared, so that one of the others and one more holds a
        shared one, whatever the order, if it is the same for all. The rarest first keeps the buckets small.
        """
        keys, holders = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for part in _slices(chosen, _PART):
            found, rows = prefixes(
                self.hashes.screen.ranked(self.hashes.rows(part)), self._settings.threshold
            )
            keys.append(found ^ place[part[rows]])
            holders.append(part[rows])
        members = np.concatenate(holders)
        return self._bucketed(np.concatenate(keys), members, len(members))

    def _bucketed(self, keys: NDArray[np.unsignedinteger], chosen: Ints, most: int) -> U64:
        """All pairs of the small buckets as `earlier << 32 | later`; crowded ones are noted."""
        members = repeated(keys)
        order = members[np.argsort(keys[members])]
        members, ordered = chosen[order], keys[order]
        edges = runs(ordered)
        counts = np.diff(edges)
        crowded = counts > most
        for start, count in zip(edges[:-1][crowded].tolist(), counts[crowded].tolist(), strict=True):
            crowd = np.sort(members[start : start + count])
            self._crowd(crowd, crowd)
        small = np.repeat((counts > 1) & ~crowded, counts)
        members, group = members[small], np.repeat(np.arange(len(counts)), counts)[small]
        pairs = [np.empty(0, np.uint64)]
        for distance in range(1, most):
            same = group[distance:] == group[:-distance]
            if not same.any():
                break
            pairs.append(_codes(members[:-distance][same], members[distance:][same]))
        return np.concatenate(pairs)

    def _by_anchors(self, firsts: Ints, inner: Ints, anchors: U64, place: U64) -> list[U64]:
        """Pairs of a paragraph all of whose shingles are seen elsewhere and one that holds its rarest."""
        if not len(inner):
            return []
        finder = Anchors(anchors)
        found = [(part, *finder.held(self.hashes.low(part))) for part in _slices(firsts, _PART)]
        holders = np.concatenate([part[rows] for part, rows, _ in found])
        keys = anchors ^ place[inner]
        held = np.concatenate([values for *_, values in found]) ^ place[holders]
        order = np.argsort(held)
        held, holders = held[order], holders[order]
        starts, stops = np.searchsorted(held, keys), np.searchsorted(held, keys, "right")
        counts = stops - starts
        crowded = counts > CROWD + 1
        by_key = np.argsort(starts, kind="stable")
        for group in np.split(by_key, np.flatnonzero(np.diff(starts[by_key])) + 1):
            if crowded[group[0]]:
                self._crowd(np.unique(holders[starts[group[0]] : stops[group[0]]]), inner[group])
        few = ~crowded
        lengths = counts[few]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts[few] - ends + lengths, lengths)
        a, b = np.repeat(inner[few], lengths), holders[places]
        return [_codes(a[a != b], b[a != b])]

    def _crowd(self, heads: Ints, members: Ints) -> None:
        """Notes a crowded bucket: kept ones of the heads will be compared with all members."""
        self._crowds.append(members)
        self._crowd_heads.append(heads)
        self._remembered.append(0)

    def _gathered(self, count: int) -> tuple[list[bool], Ints, Ints]:
        """Whether a paragraph could be remembered by a crowd; and two columns, paragraph and crowd,
        sorted."""
        heads = np.concatenate([np.empty(0, np.int64), *self._crowd_heads])
        crowds = np.repeat(np.arange(len(self._crowd_heads)), [len(heads) for heads in self._crowd_heads])
        order = np.argsort(heads)
        crowded = np.zeros(count, np.bool_)
        crowded[heads] = True
        self._crowd_heads.clear()
        return crowded.tolist(), heads[order], crowds[order]

    def _pair(self, a: Ints, b: Ints, *, crowd: bool = False) -> None:
        """Measures pairs and remembers, on both sides, those that could lead to a verdict."""
        together = self._place[a] == self._place[b]
        a, b = a[together], b[together]
        for part in _slices(np.arange(len(a)), _PAIRS):
            near = self._nearly(a[part], b[part])
            i, j = a[part][near], b[part][near]
            left, right, union = self._measured(i, j)
            likely = np.minimum(left, right) >= self._settings.min_shingles
            self._file(i[likely], j[likely], left[likely], right[likely], union[likely], crowd)

    def _measured(self, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
        """How many different shingles the paragraphs of each pair have, and both together."""
        involved, places = np.unique(np.concatenate((a, b)), return_inverse=True)
        rows = self.hashes.rows(involved)
        unknown = np.flatnonzero(self._sizes[involved] < 0)
        self._sizes[involved[unknown]] = sizes(rows.taken(unknown))
        return self._sizes[a], self._sizes[b], united(rows, places[: len(a)], places[len(a) :])

    def _nearly(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Pairs worth measuring: where shingles would have to be hashed again, those alike in their halves.

        Halves of different shingles agree by chance once in four billion times; a twentieth is ample room.
        """
        if self.hashes.whole:
            return np.ones(len(a), np.bool_)
        involved, places = np.unique(np.concatenate((a, b)), return_inverse=True)
        rows = self.hashes.low(involved)
        i, j = places[: len(a)], places[len(a) :]
        counts = sizes(rows)
        shared = counts[i] + counts[j] - united(rows, i, j)
        near: NDArray[np.bool_] = shared / (counts[i] + counts[j] - shared) >= self._settings.threshold - 0.05
        if self._settings.containment is not None:
            near |= shared / np.minimum(counts[i], counts[j]) >= self._settings.containment - 0.05
        return near

    def _file(self, a: Ints, b: Ints, left: Ints, right: Ints, together: Ints, crowd: bool) -> None:
        """Files pairs under who can still ask for them: the later one, and an earlier one that has copies.

        Partners in a crowd all stay, so that of many only those are kept that will be compared.
        """
        filed = self._crowd_partners if crowd else self._partners
        shared = left + right - together
        alike = shared / together >= self._settings.threshold
        if self._settings.containment is not None:
            alike |= shared / np.minimum(left, right) >= self._settings.containment
        copied = self.hashes.copied
        for mine, other, own, its in ((b, a, right, left), (a, b, left, right)):
            asked = alike & ((mine > other) | copied[mine])
            columns = (column[asked].tolist() for column in (mine, other, shared, its, own))
            for asking, met, common, size, own_size in zip(*columns, strict=True):
                partners = filed.setdefault(asking, [])
                partners.append((met, Overlap(common, size, own_size)))
                if crowd and len(partners) > 2 * COMPARED and not copied[asking]:
                    partners.sort(key=lambda pair: (-pair[1].similarity, pair[0]))
                    del partners[COMPARED:]


def _codes(a: Ints, b: Ints) -> U64:
    """Pairs as one number each, the earlier first."""
    return np.minimum(a, b).astype(np.uint64) << _LATER | np.maximum(a, b).astype(np.uint64)


def _spread(documents: Ints) -> U64:
    """A document's number as 64 well mixed bits."""
    return (documents.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)


def _slices(values: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
