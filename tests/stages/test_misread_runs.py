"""A repair says which characters became which: a copy is never taken for another one."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.pipeline import Pipeline
from cleaner.stages.encoding.mojibake import repair
from cleaner.text import Span
from tests.examples import examples


def misread(text: str) -> str:
    """Read as Latin-1 what was written as UTF-8."""
    return text.encode().decode("latin-1")


def misread_with_spaces(text: str) -> str:
    """Read it so, by a program that took byte A0 for a space."""
    return misread(text).replace("\xa0", " ")


DAMAGED = st.tuples(
    st.sampled_from(["Раз", "два", "Русь", "déjà", "’", "“", "à", "\xa0", "—", "é ", " Ръ"]),
    st.sampled_from([misread, misread_with_spaces]),
).map(lambda pair: (pair[0], pair[1](pair[0])))
MEANT = st.sampled_from(["poke, it said", "-", "x", "a b"]).map(lambda text: (text, text))


@examples(2_000)
@given(st.lists(DAMAGED | MEANT, max_size=6), st.integers(1, 4))
def test_each_word_maps_to_what_it_was_read_as(units, times):
    pairs = units * times
    clean, damaged = ("".join(pair[i] for pair in pairs) for i in (0, 1))
    assume(damaged != clean and repair(damaged) == clean)
    document = Pipeline.named("encoding").run(damaged)
    assume(document.text == clean)
    spans = pairwise(accumulate((len(pair[0]) for pair in pairs), initial=0))
    raw_spans = pairwise(accumulate((len(pair[1]) for pair in pairs), initial=0))
    for (meant, read), span, raw in zip(pairs, spans, raw_spans, strict=True):
        mapped = document.offsets.to_raw(*span)
        if meant == read:
            assert mapped == raw
        else:
            # Edits that touch are one, so a repaired word may map to its damaged neighbours too.
            assert mapped.start < raw[1]
            assert mapped.end > raw[0]


A = "poke,” the report quoted a source as saying."


@pytest.mark.parametrize("times", [2, 3, 40])
def test_copies_stay_where_they_are(times):
    document = Pipeline.named("encoding").run(f"Â {A}-" * times)
    assert document.text == f"\xa0{A}-" * times
    (step,) = document.trail
    size = len(A) + 3
    assert [edit[:3] for edit in step.edits] == [(i * size, i * size + 2, "\xa0") for i in range(times)]
    for i in range(times):
        raw = Span(i * size + 2, (i + 1) * size)
        assert document.offsets.to_raw(i * (size - 1) + 1, (i + 1) * (size - 1)) == raw
        assert document.offsets.to_clean(*raw) == Span(i * (size - 1) + 1, (i + 1) * (size - 1))


def test_a_space_that_was_a_byte_belongs_to_its_word():
    (step,) = Pipeline.named("encoding").run("Ð Ð°Ð· Ð´Ð²Ð° Ð Ð°Ð·").trail
    assert [edit.replacement for edit in step.edits] == ["Раз", "два", "Раз"]
    assert step.removed == ("Ð Ð°Ð·", "Ð´Ð²Ð°", "Ð Ð°Ð·")
