"""Candidate generation over batches of texts, step by step, for Spark.

A worker there sees a batch of the corpus, never the corpus from end to end.

The steps, of which each is a pure function of its batch:

1. count all shingles, `count_texts(make_count_table(), texts, settings)`, and add the tables
   (`prefilter.add_count_tables`);
2. group paragraphs by `hash_forms`; from here on only the first of each form counts;
3. `sign_texts`: the buckets of each paragraph, and the anchors of those that others may contain;
4. mark all anchors (`prefilter.mark_anchors`, joined by `|`), and `find_holders` of them;
5. `measure_sides` of the pairs of small buckets, and of an anchor's paragraph and its few holders. The later
   one of a pair that passes the glance is in doubt; the two of one that is alike belong together.
   What shares a large bucket, or holds an anchor that many hold, belongs together as it is;
6. decide each part that belongs together by an `OrderedPass` with its `CorpusContext`.

This is how `candidates="bands"` goes. `documents[i]` is the document of text i, by a number that holds for
the whole corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.bitmap_sketch import SketchedRows, compute_sketches, may_be_alike
from cleaner.duplicates.candidates import (
    compute_anchor_keys,
    compute_bucket_keys,
    compute_form_keys,
    compute_scopes,
    hash_batches,
    is_long,
    key_rows,
)
from cleaner.duplicates.overlap import ShingleRows, count_distinct, measure_pairs
from cleaner.duplicates.prefilter import ShingleFrequencies, count_slots, find_marked
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import U64, Ints
from cleaner.duplicates.signatures import U32


def count_texts(table: NDArray[np.uint8], texts: Sequence[str], settings: Settings) -> NDArray[np.uint8]:
    """Counts the shingles of some texts, copies and short ones too, in the table, and returns it."""
    frequencies = ShingleFrequencies(table)
    for _, batch in hash_batches(texts, settings):
        frequencies.add(count_slots(batch.shingles))
    return table


def hash_forms(texts: Sequence[str], documents: NDArray[np.integer], settings: Settings) -> U64:
    """Returns the form keys of texts (`candidates.compute_form_keys`)."""
    forms = [np.empty(0, np.uint64), *(batch.forms for _, batch in hash_batches(texts, settings))]
    return compute_form_keys(np.concatenate(forms), compute_scopes(documents, settings))


class SignedTexts(NamedTuple):
    """Of some paragraphs, each the first of its normal form: their buckets and their anchors.

    `numbers` are those that pass the prefilter; in band k, `numbers[i]` is in the bucket `keys[k, i]`, and
    `sketches[i]` with `lengths[i]` is for the glance. `contained` are those that others may contain: these
    hold the anchor `anchors[i]`; the key of `contained[i]`, and of those that hold its anchor, is
    `anchor_keys[i]`.
    """

    numbers: Ints
    keys: U32
    sketches: U64
    lengths: Ints
    contained: Ints
    anchors: NDArray[np.uint32]
    anchor_keys: U64


def sign_texts(
    texts: Sequence[str],
    numbers: Ints,
    documents: NDArray[np.integer],
    table: NDArray[np.uint8],
    settings: Settings,
    width: int,
) -> SignedTexts:
    """Signs what passes the prefilter of `table`, the counts of the whole corpus.

    `numbers[i]` is the paragraph of text i, `width` what `bitmap_sketch.choose_width` says of the corpus.
    """
    frequencies, scopes = ShingleFrequencies(table), compute_scopes(documents, settings)
    none = np.empty(0, np.int64)
    no_keys = np.empty((settings.bands.bands, 0), np.uint32)
    no_sketches = np.empty((0, width), np.uint64)
    signed = [
        SignedTexts(none, no_keys, no_sketches, none, none, np.empty(0, np.uint32), np.empty(0, np.uint64))
    ]
    for places, rows in _hash_long(texts, settings):
        result = frequencies.prefilter(rows, settings)
        passing, contained = places[result.passing], places[result.contained]
        # Only what passes is hashed 128 times: in most corpora a small part.
        rows = rows.take(result.passing)
        keyed = key_rows(rows, settings, width)
        signed.append(
            SignedTexts(
                numbers[passing],
                compute_bucket_keys(keyed.keys, scopes[passing]),
                keyed.sketches,
                rows.lengths,
                numbers[contained],
                result.anchors,
                compute_anchor_keys(result.anchors, scopes[contained]),
            )
        )
    # Keys are (bands, paragraphs), and grow along their second axis; all else grows along the first.
    columns = zip(SignedTexts._fields, zip(*signed, strict=True), strict=True)
    return SignedTexts(*(np.concatenate(parts, axis=int(name == "keys")) for name, parts in columns))


class AnchorHolders(NamedTuple):
    """Paragraphs that hold a shingle that may be an anchor: `numbers[i]` holds one of the key
    `anchor_keys[i]`; it stands here as often as it holds it, and so holders are counted. `passing[i]` says
    whether it passes the prefilter itself."""

    numbers: Ints
    anchor_keys: U64
    passing: NDArray[np.bool_]


def find_holders(
    texts: Sequence[str],
    numbers: Ints,
    documents: NDArray[np.integer],
    table: NDArray[np.uint8],
    marks: NDArray[np.uint8],
    settings: Settings,
) -> AnchorHolders:
    """Finds who holds what is marked: the anchors of the whole corpus.

    Some of what is found is the anchor of none, since bits are fewer than shingles.
    """
    frequencies, scopes = ShingleFrequencies(table), compute_scopes(documents, settings)
    none = np.empty(0, np.int64)
    parts = [AnchorHolders(none, np.empty(0, np.uint64), np.empty(0, np.bool_))]
    for places, rows in _hash_long(texts, settings):
        passing = np.zeros(len(places), np.bool_)
        passing[frequencies.prefilter(rows, settings).passing] = True
        holders, anchors = find_marked(rows, marks)
        owners = places[holders]
        parts.append(
            AnchorHolders(numbers[owners], compute_anchor_keys(anchors, scopes[owners]), passing[holders])
        )
    return AnchorHolders(*map(np.concatenate, zip(*parts, strict=True)))


class PairSide(NamedTuple):
    """One side of some pairs. `passing[i]` says whether text i passes the prefilter (`SignedTexts`,
    `AnchorHolders`): what does not has no sketch, and passes every glance."""

    texts: Sequence[str]
    documents: NDArray[np.integer]
    passing: NDArray[np.bool_]


def measure_sides(
    a_side: PairSide, b_side: PairSide, settings: Settings, width: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Says of each pair of long paragraphs whether it passes the glance, and whether the two are alike, so
    that `compare` may give a verdict other than distinct."""
    # A text that stands in several pairs is hashed once.
    places: dict[str, int] = {}
    a, b = (
        np.array([places.setdefault(text, len(places)) for text in side.texts], np.int64)
        for side in (a_side, b_side)
    )
    hashed = [batch for _, batch in hash_batches(list(places), settings)]
    lengths = np.concatenate([np.empty(0, np.int64), *(batch.lengths for batch in hashed)])
    shingles = np.concatenate([np.empty(0, np.uint64), *(batch.shingles for batch in hashed)])
    rows = ShingleRows.from_lengths(shingles, lengths)
    passing = np.zeros(len(places), np.bool_)
    passing[a[a_side.passing]] = passing[b[b_side.passing]] = True
    words = np.zeros((len(places), width), np.uint64)
    words[passing] = compute_sketches(rows.take(np.flatnonzero(passing)), width)
    # A glance counts bits; measuring sorts two rows. Most pairs of a bucket do not pass it.
    plausible = may_be_alike(SketchedRows(words[a], lengths[a]), SketchedRows(words[b], lengths[b]), settings)
    # Keys with scopes mixed in may agree by chance.
    if settings.scope == "document":
        plausible &= a_side.documents == b_side.documents
    alike = plausible.copy()
    alike[plausible] = measure_pairs(rows, count_distinct(rows), a[plausible], b[plausible], settings).alike
    return plausible, alike


def _hash_long(texts: Sequence[str], settings: Settings) -> Iterator[tuple[Ints, ShingleRows]]:
    """Yields the places of the texts that are long enough, and their shingles, batch after batch."""
    for start, batch in hash_batches(texts, settings):
        long = np.flatnonzero(is_long(batch.lengths, settings))
        if len(long):
            rows = ShingleRows.from_lengths(batch.shingles, batch.lengths)
            yield start + long, rows.take(long)
