"""Candidate generation: which paragraphs are compared with each other, as pure functions over batches.

Copies are no candidates: paragraphs of one normal form have the same form key (`compute_form_keys`), and the
ordered pass finds them by that. Of each form only the first paragraph takes part in what follows, and only if
it is long enough (`is_long`). Two such paragraphs are a *candidate pair* if

1. both pass the prefilter (`cleaner.duplicates.prefilter`) and share a *bucket*, that is, one of the keys of
   their bands (`key_rows`, `compute_bucket_keys`); or if
2. the prefilter says that others may contain the one, and the other holds its *anchor* (`find_marked`).

A bucket of at most `BUCKET_LIMIT` paragraphs gives all of its pairs; so does an anchor that at most
`anchor_limit()` paragraphs hold. Of a larger one the first paragraphs that stay, so many as a bucket may
hold, are its *heads*, and each is compared with all members: a template of which 100,000 versions exist
costs 16 comparisons each, and not 100,000.

A pair goes through three steps, of which each costs more and sees less:

* the *glance* (`bitmap_sketch.may_be_alike`): could the two share enough, by their sketches? A no is never
  wrong;
* to *measure* (`overlap.measure_pairs`): how many shingles do they share? If enough for a verdict other than
  distinct, they are *alike*, and a match;
* to *judge* (`compare.judge`), in the ordered pass: the verdict, by the two texts and what was measured.

All of this works on keys into which the *scope* is mixed: what stands in two documents has no key in common
where only copies within a document are looked for.

Four places generate candidates. They call these functions, and differ in where keys are stored and how equal
ones are joined:

* one machine (`hashes`, `candidate_pairs`, `matches`): columns in memory or in files, sorted;
* Spark (`cleaner.cluster.candidate_graph`, by `candidate_steps`): tables, joined in SQL;
* the index file (`index.segments`): sorted arrays, searched; form keys and buckets, without prefilter and
  anchors;
* shared storage (`index.redis_index`): datasketch's `MinHashLSH`; buckets, without prefilter and anchors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.batching import split_into_batches
from cleaner.duplicates.bitmap_sketch import compute_sketches
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, HashedBatch, hash_batch
from cleaner.duplicates.signatures import U32, compute_band_keys, compute_signatures

BUCKET_LIMIT = 16
"""Paragraphs of a bucket that are all compared with each other. Where more than these share a bucket they are
the many versions of one template; a later copy of one of them still meets it in the bands that hold its own
words. Without this bound 100,000 bulletins that differ in a figure would mean five billion comparisons."""


def anchor_limit() -> int:
    """Returns how many holders of an anchor are all compared with the paragraph that it is the anchor of: one
    more than in a bucket, since that one holds it too."""
    return BUCKET_LIMIT + 1


def hash_batches(texts: Iterable[str], settings: Settings) -> Iterator[tuple[int, HashedBatch]]:
    """Hashes texts in batches that stay in the cache; yields the place of the first text of each, and it."""
    shingle, start = Shingle.of(settings.shingle), 0
    for batch in split_into_batches(texts):
        yield start, hash_batch(batch, shingle)
        start += len(batch)


def is_long(lengths: NDArray[np.integer], settings: Settings) -> NDArray[np.bool_]:
    """Says of paragraphs with so many shingles whether they may have more than copies."""
    long: NDArray[np.bool_] = lengths >= settings.min_shingles
    return long


def compute_scopes(documents: NDArray[np.integer], settings: Settings) -> U64:
    """Returns what is mixed into the keys of paragraphs of these documents: for the scope "document" the
    document's number as 64 well mixed bits, else nothing."""
    if settings.scope != "document":
        # One zero that looks like a column, and takes 8 bytes.
        return np.broadcast_to(np.uint64(0), len(documents))
    # An odd multiplier (2**64 by the golden ratio) maps different numbers to different ones; 1 is added,
    # since document 0 has a scope too.
    return (documents.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)


def compute_form_keys(forms: U64, scopes: U64) -> U64:
    """Returns the keys that paragraphs of one normal form have in common and others have not; 0 for one
    without a word, which is a copy of none."""
    if not scopes.any():
        return forms  # no copy: this column may hold every paragraph of a corpus
    keys = forms ^ scopes
    keys[forms == 0] = 0
    return keys


def sign_rows(rows: ShingleRows, settings: Settings) -> U32:
    """Returns the MinHash signatures of rows, `(rows, bands * rows of a band)`: as many values as the bands
    of the settings use."""
    bands = settings.bands
    return compute_signatures(rows, settings.permutations, settings.seed, bands.bands * bands.rows)


class KeyedRows(NamedTuple):
    """Of a batch of rows: `keys[k, i]`, the low half of the key of band k of row i, and `sketches[i]`."""

    keys: U32
    sketches: U64


def key_rows(rows: ShingleRows, settings: Settings, width: int) -> KeyedRows:
    """Returns band keys and sketches of `width` words; no row may be empty. For any process to run.

    Half of a key is enough: two that agree in it by chance are a pair to look at, no more.
    """
    # (bands, rows), 4 bytes a key: half as much to send from another process, and to store.
    keys = compute_band_keys(sign_rows(rows, settings), settings.bands).astype(np.uint32)
    return KeyedRows(keys, compute_sketches(rows, width))


def compute_bucket_keys(keys: U32, scopes: U64) -> U32:
    """Mixes the scopes of paragraphs into their band keys: `keys[k, i]` with `scopes[i]`."""
    return keys ^ scopes.astype(np.uint32)


def compute_anchor_keys(anchors: U32, scopes: U64) -> U64:
    """Mixes scopes into anchors: those of the contained paragraphs, or of the holders."""
    return anchors ^ scopes


class LookupKeys(NamedTuple):
    """The keys by which an index finds paragraphs: `forms[i]` and `bands[k, i]`, of 64 bits; all 0 for one
    that is too short to be looked up."""

    forms: U64
    bands: U64


def compute_lookup_keys(texts: Sequence[str], settings: Settings) -> LookupKeys:
    """Returns the keys of many paragraphs, without scopes."""
    forms = [np.empty(0, np.uint64)]
    bands = [np.empty((settings.bands.bands, 0), np.uint64)]
    for batch, signatures in sign_batches(texts, settings):
        long = is_long(batch.lengths, settings)
        forms.append(np.where(long, batch.forms, np.uint64(0)))
        bands.append(np.where(long, compute_band_keys(signatures, settings.bands), np.uint64(0)))
    return LookupKeys(np.concatenate(forms), np.concatenate(bands, axis=1))


def sign_batches(texts: Iterable[str], settings: Settings) -> Iterator[tuple[HashedBatch, U32]]:
    """Yields the hashes of a batch and its signatures, one row a paragraph, short ones too."""
    for _, batch in hash_batches(texts, settings):
        yield batch, sign_rows(ShingleRows.from_lengths(batch.shingles, batch.lengths), settings)
