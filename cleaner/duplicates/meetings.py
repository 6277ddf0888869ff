"""Which paragraphs meet: the numpy half of the definition.

Everything that need not be decided one by one is done here over whole batches: hashes, the screen,
signatures, bands, overlaps. What is left for `decide` is one pass over the pairs that could matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.compare import Overlap
from cleaner.duplicates.overlap import Rows, sizes, taken, united
from cleaner.duplicates.screen import Seen, holding, seen
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Ints, batches, hashed
from cleaner.duplicates.signatures import band_keys, signatures

CROWD = 16
"""Kept paragraphs that a bucket remembers. Where more than these share a bucket they are the many versions of
one template; a later copy of one of them still meets it in the bands that hold its own words. Without this
bound 100,000 bulletins that differ in a figure would mean five billion comparisons."""

_LATER = np.uint64(32)


class Forms(NamedTuple):
    """Paragraphs by normal form: `first[i]` is the earliest paragraph with the form of i, and `copied[i]`
    says whether there are several."""

    first: Ints
    copied: NDArray[np.bool_]


def forms(keys: U64) -> Forms:
    """Groups equal keys; key 0, a paragraph without words, is equal to none."""
    _, firsts, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    first, copied = firsts[inverse], counts[inverse] > 1
    empty = keys == 0
    first[empty], copied[empty] = np.flatnonzero(empty), False
    return Forms(first, copied)


class Prepared(NamedTuple):
    """The hashes of a corpus: normal forms, and the shingles of all paragraphs, with repeats."""

    forms: U64
    rows: Rows


def prepared(texts: Sequence[str], shingle: Shingle) -> Prepared:
    """Hashes a corpus batch by batch."""
    found = [hashed(batch, shingle) for batch in batches(texts)]
    none = np.empty(0, np.uint64)
    lengths = np.concatenate([np.empty(0, np.int64), *(np.diff(batch.offsets) for batch in found)])
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    return Prepared(
        np.concatenate([none, *(batch.forms for batch in found)]),
        Rows(np.concatenate([none, *(batch.shingles for batch in found)]), offsets),
    )


class Meetings:
    """Pairs of paragraphs that share a band, or of which one holds the other, with their overlaps.

    Works on the first paragraph of each normal form. `partners(i)` are the paragraphs that i meets and
    whose overlap could make a verdict other than distinct. Pairs of crowded buckets are found when `keep`
    tells that one of the two stays; it must be told of every paragraph before the partners of a later one
    are asked for.
    """

    def __init__(self, texts: Sequence[str], documents: Ints, settings: Settings) -> None:
        self._settings = settings
        ready = prepared(texts, Shingle.of(settings.shingle))
        self._rows = ready.rows
        self._blank = ready.forms == 0
        place = _spread(documents) if settings.scope == "document" else np.zeros(len(texts), np.uint64)
        self.forms = forms(np.where(self._blank, np.uint64(0), ready.forms ^ place))
        self._sizes = np.where(self._rows.lengths == 0, 0, -1)
        self._partners: dict[int, list[tuple[int, Overlap]]] = {}
        self._crowds: list[Ints] = []
        self._heads: list[int] = []
        self._crowded: dict[int, list[int]] = {}
        self._meet(place)

    def size(self, paragraph: int) -> int:
        """How many different shingles a paragraph has."""
        if self._sizes[paragraph] < 0:
            self._sizes[paragraph] = sizes(self._rows, np.array([paragraph]))[0]
        return int(self._sizes[paragraph])

    def short(self, paragraph: int) -> bool:
        """Whether a paragraph has too few shingles to be a near-duplicate."""
        least = self._settings.min_shingles
        return bool(self._rows.lengths[paragraph] < least) or self.size(paragraph) < least

    def blank(self, paragraph: int) -> bool:
        """Whether a paragraph has no word at all."""
        return bool(self._blank[paragraph])

    def partners(self, paragraph: int) -> list[tuple[int, Overlap]]:
        """Paragraphs, earlier and later, that this first of its form meets, with their overlap as the
        earlier."""
        return self._partners.get(paragraph, [])

    def keep(self, paragraph: int) -> None:
        """Tells that a first of its form stays: crowded buckets may have to remember it."""
        crowds = [crowd for crowd in self._crowded.get(paragraph, ()) if self._heads[crowd] < CROWD]
        if crowds:
            for crowd in crowds:
                self._heads[crowd] += 1
            members = np.unique(np.concatenate([self._crowds[crowd] for crowd in crowds]))
            members = members[members != paragraph]
            self._pair(np.full(len(members), paragraph), members)

    def _meet(self, place: U64) -> None:
        """Finds the pairs of all buckets that are not crowded, and measures them."""
        settings, lengths = self._settings, self._rows.lengths
        firsts = np.flatnonzero(
            (self.forms.first == np.arange(len(lengths))) & (lengths >= settings.min_shingles)
        )
        if not len(firsts):
            return
        counted = seen(self._rows, firsts)
        pairs = self._by_bands(firsts[counted.shared / lengths[firsts] >= self._least], place)
        if settings.containment == 1:
            pairs += self._by_anchors(firsts, counted, place)
        codes = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, np.uint64)
        self._pair((codes >> _LATER).astype(np.int64), (codes & np.uint64(0xFFFFFFFF)).astype(np.int64))

    @property
    def _least(self) -> float:
        """The share of its shingles that a paragraph must have in common with others to be worth a signature.

        The longer one of a pair can hold nearly all of the shorter and have little in common with it, so
        that a containment below 1, which is looked for in the bands, leaves nothing to screen.
        """
        partial = self._settings.containment is not None and self._settings.containment < 1
        return 0.0 if partial else self._settings.threshold

    def _by_bands(self, chosen: Ints, place: U64) -> list[U64]:
        if not len(chosen):
            return []
        settings, bands = self._settings, self._settings.bands
        rows = taken(self._rows, chosen)
        used = bands.bands * bands.rows
        signed = signatures(rows.shingles, rows.offsets, settings.permutations, settings.seed, used)
        return [self._bucketed(keys ^ place[chosen], chosen) for keys in band_keys(signed, bands)]

    def _bucketed(self, keys: U64, chosen: Ints) -> U64:
        """All pairs of the small buckets as `earlier << 32 | later`; crowded ones are noted."""
        order = np.argsort(keys)
        members, ordered = chosen[order], keys[order]
        edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
        counts = np.diff(edges)
        crowded = counts > CROWD
        for start, count in zip(edges[:-1][crowded].tolist(), counts[crowded].tolist(), strict=True):
            crowd = np.sort(members[start : start + count])
            self._crowd(crowd, crowd)
        small = np.repeat((counts > 1) & ~crowded, counts)
        members, group = members[small], np.repeat(np.arange(len(counts)), counts)[small]
        pairs = [np.empty(0, np.uint64)]
        for distance in range(1, CROWD):
            same = group[distance:] == group[:-distance]
            if not same.any():
                break
            pairs.append(_codes(members[:-distance][same], members[distance:][same]))
        return np.concatenate(pairs)

    def _by_anchors(self, firsts: Ints, counted: Seen, place: U64) -> list[U64]:
        """Pairs of a paragraph all of whose shingles are seen elsewhere and one that holds its rarest."""
        covered = counted.shared == self._rows.lengths[firsts]
        if not covered.any():
            return []
        inner, anchors = firsts[covered], counted.anchors[covered]
        found = holding(self._rows, firsts, anchors)
        keys = anchors ^ place[inner]
        held = found.anchors ^ place[found.holders]
        order = np.argsort(held)
        held, holders = held[order], found.holders[order]
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
        for paragraph in heads.tolist():
            self._crowded.setdefault(paragraph, []).append(len(self._crowds))
        self._crowds.append(members)
        self._heads.append(0)

    def _pair(self, a: Ints, b: Ints) -> None:
        """Measures pairs and remembers, on both sides, those that could lead to a verdict."""
        unknown = np.unique(np.concatenate((a, b)))
        unknown = unknown[self._sizes[unknown] < 0]
        self._sizes[unknown] = sizes(self._rows, unknown)
        left, right = self._sizes[a], self._sizes[b]
        long_enough = np.minimum(left, right) >= self._settings.min_shingles
        a, b, left, right = a[long_enough], b[long_enough], left[long_enough], right[long_enough]
        shared = left + right - united(self._rows, a, b)
        alike = shared / (left + right - shared) >= self._settings.threshold
        if self._settings.containment is not None:
            alike |= shared / np.minimum(left, right) >= self._settings.containment
        columns = (column[alike].tolist() for column in (a, b, shared, left, right))
        for i, j, common, size_i, size_j in zip(*columns, strict=True):
            self._partners.setdefault(j, []).append((i, Overlap(common, size_i, size_j)))
            self._partners.setdefault(i, []).append((j, Overlap(common, size_j, size_i)))


def _codes(a: Ints, b: Ints) -> U64:
    """Pairs as one number each, the earlier first."""
    return np.minimum(a, b).astype(np.uint64) << _LATER | np.maximum(a, b).astype(np.uint64)


def _spread(documents: Ints) -> U64:
    """A document's number as 64 well mixed bits."""
    return (documents.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
