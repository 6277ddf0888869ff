"""A text that repeats itself cannot make an edit cover what stayed, or lead from a copy to another one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Configuration
from cleaner.pipeline import Pipeline
from cleaner.stages import STAGES
from cleaner.text import find_paragraphs
from tests.examples import examples

QUOTED = "poke,” the report quoted a source as saying."
BLOCKS = st.sampled_from(
    [
        *("Â ", "Ã©", "â€™", "Ð Ð°Ð·", "\xa0", "caf\udce9 ", "\udcc3\udca9", "\x00", "\ufeff", "e\u0301"),
        *("\u200b", "\xad", "\u202e", "a\u2003b", "\u2028", "<b>", "</b>", "&amp;", "<p>", "<!-- a -->"),
        *("Share this\n", "\n\n", "\n", " ", "  \n", "\r\n", "secu-\nrity ", "secu-rity ", "\t", "``a'' "),
        *("date 2024-02-29\n", "Great post! See http://a.com/b\n\n", QUOTED, "-", "One two three.\n", "x"),
    ]
)
REPEATED = st.lists(
    st.tuples(st.lists(BLOCKS, min_size=1, max_size=4), st.integers(1, 4)).map(
        lambda pair: "".join(pair[0]) * pair[1]
    ),
    max_size=4,
).map("".join)
SELECTED = Configuration(extend_select=("normalization.nfc",)).pipeline


def check_paragraphs(document):
    spans = [document.offsets.to_raw(*span) for span in find_paragraphs(document.text)]
    assert all(span.start < span.end <= len(document.raw) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def check_edits(document):
    """Each edit says what went and what came, and no more."""
    assert document.undo() == document.raw
    for step in document.trail:
        changes = [edit for edit in step.edits if edit.replacement is not None]
        assert all(a.end <= b.start for a, b in pairwise(changes))
        for edit, removed in zip(step.edits, step.removed, strict=True):
            if edit.replacement and removed and edit.rule in ("encoding.mojibake", "normalization.nfc"):
                assert edit.replacement[0] != removed[0]
                assert edit.replacement[-1] != removed[-1]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@examples(300)
@given(REPEATED)
def test_law_4_holds_for_each_stage_alone(stage, text):
    document = Pipeline((stage,), SELECTED.policy).run(text)
    check_edits(document)
    check_paragraphs(document)


@examples(500)
@given(REPEATED)
def test_law_4_holds_for_the_whole(text):
    document = SELECTED.run(text)
    check_edits(document)
    check_paragraphs(document)


def test_an_edit_of_mojibake_never_reaches_over_a_copy():
    text = f"Â {QUOTED}-Â {QUOTED}-"
    document = Pipeline.named("encoding").run(text)
    (step,) = document.trail
    assert [tuple(edit[:3]) for edit in step.edits] == [(0, 2, "\xa0"), (47, 49, "\xa0")]
    first, second = (document.text.index(QUOTED, start) for start in (0, 10))
    for start, raw in ((first, text.index(QUOTED)), (second, text.rindex(QUOTED))):
        assert document.offsets.to_raw(start, start + len(QUOTED)) == (raw, raw + len(QUOTED))
        assert document.offsets.to_clean(raw, raw + len(QUOTED)) == (start, start + len(QUOTED))
