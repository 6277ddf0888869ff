"""The keys by which candidates meet, and the limits of buckets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cleaner.duplicates import Settings
from cleaner.duplicates.candidates import (
    anchor_limit,
    compute_anchor_keys,
    compute_bucket_keys,
    compute_form_keys,
    compute_lookup_keys,
    compute_scopes,
    hash_batches,
    is_long,
    key_rows,
    sign_batches,
    sign_rows,
)
from cleaner.duplicates.overlap import ShingleRows
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import hash_batch
from cleaner.duplicates.signatures import compute_band_keys

FERRY = "The ferry line will open in spring, the harbour office said, with four crossings every day."
TEXTS = [FERRY, FERRY.upper(), "A heading", "", FERRY.replace("four", "six")]
WITHIN = Settings(scope="document")


def test_an_anchor_has_one_holder_more_than_a_bucket_has_members(monkeypatch: pytest.MonkeyPatch) -> None:
    assert anchor_limit() == 17
    monkeypatch.setattr("cleaner.duplicates.candidates.BUCKET_LIMIT", 2)
    assert anchor_limit() == 3


def test_scopes_tell_documents_apart_only_where_that_is_wanted() -> None:
    documents = np.array([0, 7, 7, 1 << 40])
    assert compute_scopes(documents, Settings()).tolist() == [0] * 4
    scopes = compute_scopes(documents, WITHIN).tolist()
    assert scopes[1] == scopes[2] and len(set(scopes)) == 3 and 0 not in scopes


def test_form_keys_are_shared_by_copies_in_one_scope() -> None:
    forms = hash_batch(TEXTS, Shingle("word", 2)).forms
    assert compute_form_keys(forms, compute_scopes(np.arange(5), Settings())).tolist() == forms.tolist()
    a, b, *_, blank, _ = compute_form_keys(forms, compute_scopes(np.array([1, 1, 1, 1, 1]), WITHIN)).tolist()
    assert a == b != 0 and blank == 0
    a, b, *_ = compute_form_keys(forms, compute_scopes(np.arange(5), WITHIN)).tolist()
    assert a != b
    assert forms[0] == forms[1] and forms[3] == 0, "the column itself is as it was"


def test_bucket_and_anchor_keys_part_documents() -> None:
    scopes = compute_scopes(np.array([3, 4]), WITHIN)
    keys = compute_bucket_keys(np.array([[5, 5], [6, 6]], np.uint32), scopes)
    assert keys.dtype == np.uint32 and (keys[:, 0] != keys[:, 1]).all()
    assert len(set(compute_anchor_keys(np.array([9, 9], np.uint32), scopes).tolist())) == 2


def test_rows_are_keyed_by_the_low_half_of_what_an_index_stores() -> None:
    settings = replace(Settings(), min_shingles=1)
    batch = hash_batch([FERRY, TEXTS[4]], Shingle.of(settings.shingle))
    rows = ShingleRows.from_lengths(batch.shingles, batch.lengths)
    keyed = key_rows(rows, settings, 2)
    lookup = compute_lookup_keys([FERRY, TEXTS[4]], settings)
    assert keyed.keys.tolist() == lookup.bands.astype(np.uint32).tolist()
    assert keyed.sketches.shape == (2, 2)
    assert compute_band_keys(sign_rows(rows, settings), settings.bands).tolist() == lookup.bands.tolist()


def test_short_paragraphs_are_not_looked_up() -> None:
    keys = compute_lookup_keys(TEXTS, Settings())
    assert [bool(form) for form in keys.forms.tolist()] == [True, True, False, False, True]
    assert [bool(band.any()) for band in keys.bands.T] == [True, True, False, False, True]
    none = compute_lookup_keys([], Settings())
    assert none.forms.shape == (0,) and none.bands.shape == (Settings().bands.bands, 0)


def test_batches_tell_where_they_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.duplicates.batching.BATCH", 100)
    assert [start for start, _ in hash_batches(TEXTS, Settings())] == [0, 1, 2, 4]
    lengths = [batch.lengths for batch, signatures in sign_batches(TEXTS, Settings())]
    assert is_long(np.concatenate(lengths), Settings()).tolist() == [True, True, False, False, True]
