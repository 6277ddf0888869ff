"""The steps of a decision for a batch of texts, as pure functions, for an engine of many machines.

`decide_texts` does the same over a corpus that it can read from end to end. An engine that cannot:

1. counts all shingles, `counted(empty(), texts, settings)`, and adds the tables, `added(one, other)`;
2. groups paragraphs by `formed(texts, documents, settings)`; from here on it works on firsts of their form;
3. signs them, `signing(texts, numbers, documents, table, settings, words_of(paragraphs))`, which tells their
   buckets (a row of `keys` and the key in it) and what may be held by others;
4. marks all anchors, `marked(anchors)`, joined by `|`, and looks who holds them,
   `holding(texts, numbers, documents, table, marks, settings)`;
5. measures the pairs of buckets of no more than `meetings.CROWD`, and of an `inner` paragraph and those that
   hold what it is `anchored` by, where these are no more than one more than that: `measured_pairs(one, other,
   settings, width)`. The later one of a pair that is near is doubtful; the two of one that is alike belong
   together. What shares a larger bucket, or is or holds such an anchor, belongs together as it is;
6. lets `decide_texts` work on each part with what is `Around` it.

This is how `candidates="bands"` goes. `documents[i]` is the document of text i, by a number that holds for
the whole corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates import bitmap_sketch, prefilter
from cleaner.duplicates.batching import batches
from cleaner.duplicates.bitmap_sketch import Sketched, signed, sketched, words_of
from cleaner.duplicates.corpus_context import SLOTS
from cleaner.duplicates.exact_overlap import measured
from cleaner.duplicates.hashes import spread
from cleaner.duplicates.overlap import Rows, sizes
from cleaner.duplicates.prefilter import Screen, added, marked
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Hashed, Ints, hashed
from cleaner.duplicates.signatures import U32

__all__ = [
    "Holding",
    "Side",
    "Signing",
    "added",
    "counted",
    "empty",
    "formed",
    "holding",
    "marked",
    "measured_pairs",
    "signing",
    "words_of",
]


def empty() -> NDArray[np.uint8]:
    """A table in which nothing is counted."""
    return np.zeros(1 << SLOTS, np.uint8)


def counted(table: NDArray[np.uint8], texts: Sequence[str], settings: Settings) -> NDArray[np.uint8]:
    """The table, with the shingles of some texts counted in, copies and short ones too."""
    counting = Screen(table)
    for _, batch in _hashed(texts, settings):
        counting.count(prefilter.tallied(batch.shingles))
    return table


def formed(texts: Sequence[str], documents: NDArray[np.integer], settings: Settings) -> U64:
    """What paragraphs of one normal form have in common and others have not; 0 for one without a word,
    which is a copy of none."""
    forms = np.concatenate([np.empty(0, np.uint64), *(each.forms for _, each in _hashed(texts, settings))])
    return np.where(forms == 0, forms, forms ^ spread(documents, settings))


class Signing(NamedTuple):
    """Of some paragraphs, each the first of its normal form.

    `numbers` are those that are worth a signature; in band k, `numbers[i]` is in the bucket `keys[k, i]`, and
    `sketches[i]` with `lengths[i]` tells at a glance what it is like. `inner` are those that may be held
    whole by others: these hold its anchor `anchors[i]`, and are `anchored[i]` likewise.
    """

    numbers: Ints
    keys: U32
    sketches: U64
    lengths: Ints
    inner: Ints
    anchors: NDArray[np.uint32]
    anchored: U64


def signing(
    texts: Sequence[str],
    numbers: Ints,
    documents: NDArray[np.integer],
    table: NDArray[np.uint8],
    settings: Settings,
    width: int,
) -> Signing:
    """Signs what `table` says may meet others. `width` is `words_of` all paragraphs of the corpus."""
    seen, place = Screen(table), spread(documents, settings)
    found = []
    for own, rows in _rows(texts, settings):
        sifted = seen.sifted(rows, settings)
        passed, inner = own[sifted.passed], own[sifted.inner]
        rows = rows.taken(sifted.passed)
        made = signed(rows, settings, width)
        found.append(
            Signing(
                numbers[passed],
                made.keys ^ place[passed].astype(np.uint32),
                made.sketches,
                rows.lengths,
                numbers[inner],
                sifted.anchors,
                sifted.anchors ^ place[inner],
            )
        )
    none = np.empty(0, np.int64)
    start = Signing(
        none,
        np.empty((settings.bands.bands, 0), np.uint32),
        np.empty((0, width), np.uint64),
        none,
        none,
        np.empty(0, np.uint32),
        np.empty(0, np.uint64),
    )
    columns = zip(start, *found, strict=True)
    return Signing(*(np.concatenate(column, axis=int(k == 1)) for k, column in enumerate(columns)))


class Holding(NamedTuple):
    """`numbers[i]` holds a shingle that may be the anchor of others, namely of those that are `anchored[i]`;
    it stands here as often as it holds it, and so the holders of an anchor are counted. `passed[i]` says
    whether it is worth a signature itself."""

    numbers: Ints
    anchored: U64
    passed: NDArray[np.bool_]


def holding(
    texts: Sequence[str],
    numbers: Ints,
    documents: NDArray[np.integer],
    table: NDArray[np.uint8],
    marks: NDArray[np.uint8],
    settings: Settings,
) -> Holding:
    """Who holds what is `marked`: the anchors of the whole corpus.

    Some of what is found is the anchor of none, since bits are fewer than shingles.
    """
    seen, place = Screen(table), spread(documents, settings)
    none = np.empty(0, np.int64)
    found = [Holding(none, np.empty(0, np.uint64), np.empty(0, np.bool_))]
    for own, rows in _rows(texts, settings):
        passed = np.zeros(len(own), np.bool_)
        passed[seen.sifted(rows, settings).passed] = True
        holders, values = prefilter.holding(rows, marks)
        found.append(Holding(numbers[own[holders]], values ^ place[own[holders]], passed[holders]))
    return Holding(*map(np.concatenate, zip(*found, strict=True)))


class Side(NamedTuple):
    """One side of some pairs. `passed[i]` says whether text i is worth a signature (`Signing`, `Holding`):
    what is not signed could, at a glance, be like any other."""

    texts: Sequence[str]
    documents: NDArray[np.integer]
    passed: NDArray[np.bool_]


def measured_pairs(
    one: Side, other: Side, settings: Settings, width: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each pair of long paragraphs: whether they could be alike at a glance, and whether they are, so that
    `compare` may find a verdict."""
    places: dict[str, int] = {}
    both = [[places.setdefault(text, len(places)) for text in side.texts] for side in (one, other)]
    a, b = (np.array(column, np.int64) for column in both)
    batch = [found for _, found in _hashed(list(places), settings)]
    lengths = np.concatenate([np.empty(0, np.int64), *(found.lengths for found in batch)])
    rows = Rows.of(np.concatenate([np.empty(0, np.uint64), *(found.shingles for found in batch)]), lengths)
    passed = np.zeros(len(places), np.bool_)
    passed[a[one.passed]] = passed[b[other.passed]] = True
    words = np.zeros((len(places), width), np.uint64)
    words[passed] = sketched(rows.taken(np.flatnonzero(passed)), width)
    near = bitmap_sketch.alike(Sketched(words[a], lengths[a]), Sketched(words[b], lengths[b]), settings)
    if settings.scope == "document":
        near &= one.documents == other.documents
    alike = near.copy()
    alike[near] = measured(rows, sizes(rows), a[near], b[near], settings).alike
    return near, alike


def _hashed(texts: Sequence[str], settings: Settings) -> Iterator[tuple[int, Hashed]]:
    """The texts in batches that stay in the cache, and where each begins."""
    shingle, start = Shingle.of(settings.shingle), 0
    for batch in batches(texts):
        yield start, hashed(batch, shingle)
        start += len(batch)


def _rows(texts: Sequence[str], settings: Settings) -> Iterator[tuple[Ints, Rows]]:
    """The places of the texts that are long enough, and their shingles."""
    for start, batch in _hashed(texts, settings):
        long = np.flatnonzero(batch.lengths >= settings.min_shingles)
        if len(long):
            yield start + long, Rows.of(batch.shingles, batch.lengths).taken(long)
