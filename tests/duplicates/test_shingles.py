"""The batch kernel against the words of one text, and against itself in other batches."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.compare import find_shingles
from cleaner.duplicates.normal_form import normalize_words
from cleaner.duplicates.overlap import ShingleRows, count_distinct, count_union
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.shingles import hash_batch
from tests.examples import examples

KINDS = [Shingle("word", 1), Shingle("word", 2), Shingle("word", 5), Shingle("char", 1), Shingle("char", 4)]
TEXT = st.text(
    st.sampled_from("ab Éé ß İı Σςσ ﬁ'’-_—.,:7٣\n\r\t\0 語停火がｶﾞ กำ नमस्ते́\u0301\u200d\ufe0f😀𝒳\udc80\ufeff"),
    max_size=40,
)


@examples(300)
@given(st.lists(TEXT, min_size=1, max_size=6), st.sampled_from(KINDS))
def test_a_batch_has_the_shingles_of_its_texts(texts: list[str], shingle: Shingle) -> None:
    batch = hash_batch(texts, shingle)
    rows = ShingleRows.from_lengths(batch.shingles, batch.lengths)
    sets = [find_shingles(text, shingle) for text in texts]
    assert count_distinct(rows).tolist() == [len(found) for found in sets]
    a, b = np.array([0]), np.array([len(texts) - 1])
    assert count_union(rows, a, b).tolist() == [len(sets[0] | sets[-1])]


@examples(200)
@given(st.lists(TEXT, min_size=2, max_size=6), st.sampled_from(KINDS))
def test_a_text_hashes_the_same_in_any_batch(texts: list[str], shingle: Shingle) -> None:
    together = hash_batch(texts, shingle)
    apart = [hash_batch([text], shingle) for text in texts]
    assert together.shingles.tolist() == [h for one in apart for h in one.shingles.tolist()]
    assert together.lengths.tolist() == [int(one.lengths[0]) for one in apart]
    assert together.forms.tolist() == [int(one.forms[0]) for one in apart]


@examples(200)
@given(TEXT, TEXT)
def test_forms_are_equal_where_the_words_are(a: str, b: str) -> None:
    left, right = hash_batch([a, b], Shingle("word", 3)).forms.tolist()
    assert (left == right) == (normalize_words(a) == normalize_words(b))
    assert (left == 0) == (normalize_words(a) == [])


def test_hashes_are_the_same_on_every_machine() -> None:
    batch = hash_batch(["The ferry leaves at noon.", "停火 holds"], Shingle("word", 2))
    assert [f"{value:016x}" for value in batch.shingles.tolist()] == [
        "767697de8cc9a89f",
        "8cc6965cd78a42b2",
        "d54fdf0cd9f4b074",
        "e75ada39df9c97d2",
        "31a134fae24a9aa7",
        "3c0c48f06e797754",
    ]


@pytest.mark.parametrize("seed", ["0", "7"])
def test_hashes_do_not_depend_on_the_seed_of_python(seed: str) -> None:
    code = (
        "from cleaner.duplicates.shingles import hash_batch; from cleaner.duplicates.settings import Shingle;"
        "print(hash_batch(['The ferry leaves at noon.'], Shingle('word', 2)).shingles.tolist())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == str(
        hash_batch(["The ferry leaves at noon."], Shingle("word", 2)).shingles.tolist()
    )


@pytest.mark.parametrize("text", ["a" * 300_000, "a " * 300_000, " " * 300_000, "語" * 300_000])
def test_one_paragraph_may_be_longer_than_a_batch(text: str) -> None:
    batch = hash_batch([text, "one two three four five"], Shingle("word", 5))
    assert batch.lengths[1] == 1
    assert batch.lengths[0] == max(0, len(normalize_words(text)) - 4)
