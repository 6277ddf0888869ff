"""The keys by which paragraphs are looked up elsewhere: normal form and bands, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleaner.duplicates.batching import batches
from cleaner.duplicates.overlap import Rows
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import U64, Hashed, hashed
from cleaner.duplicates.signatures import U32, band_keys, signatures


class Keys(NamedTuple):
    """`forms[i]` and `bands[k, i]` of paragraph i; all 0 for one that is too short to be looked up."""

    forms: U64
    bands: U64


def keys(texts: Sequence[str], settings: Settings) -> Keys:
    """The keys of many paragraphs."""
    bands = settings.bands
    forms = [np.empty(0, np.uint64)]
    found = [np.empty((bands.bands, 0), np.uint64)]
    for batch in batches(texts):
        hashes, signed = signed_batch(batch, settings)
        long = hashes.lengths >= settings.min_shingles
        forms.append(np.where(long, hashes.forms, np.uint64(0)))
        found.append(np.where(long, band_keys(signed, bands), np.uint64(0)))
    return Keys(np.concatenate(forms), np.concatenate(found, axis=1))


def signed_batch(batch: Sequence[str], settings: Settings) -> tuple[Hashed, U32]:
    """The hashes of a batch and its signatures, one row a paragraph."""
    hashes = hashed(batch, Shingle.of(settings.shingle))
    rows = Rows.of(hashes.shingles, hashes.lengths)
    return hashes, signatures(rows, settings.permutations, settings.seed)
