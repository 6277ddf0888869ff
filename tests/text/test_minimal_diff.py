"""A diff is as small as can be: nothing goes or comes that could have stayed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import find_hunks
from cleaner.text.minimal_diff import LONGEST_EXACT

BLOCKS = st.lists(st.sampled_from(["a", "ab", "Â ", "Â x-", "x-", "é"]), max_size=12).map("".join)
LETTERS = st.text(alphabet="abÂ x-", max_size=20)


def count_common(a: str, b: str) -> int:
    """The length of a longest common subsequence, by the plain quadratic recurrence."""
    above = [0] * (len(b) + 1)
    for one in a:
        row = [0]
        for j, other in enumerate(b):
            row.append(above[j] + 1 if one == other else max(above[j + 1], row[j]))
        above = row
    return above[-1]


@given(BLOCKS | LETTERS, BLOCKS | LETTERS)
def test_hunks_are_in_order_apart_and_lead_from_one_text_to_the_other(old, new):
    made, position = "", -1
    for here, there in find_hunks(old, new):
        assert here.start > position
        made += old[max(0, position) : here.start] + new[there.start : there.end]
        position = here.end
    assert made + old[max(0, position) :] == new


@given(BLOCKS | LETTERS, BLOCKS | LETTERS)
def test_hunks_are_as_small_as_can_be(old, new):
    hunks = list(find_hunks(old, new))
    size = sum(here.end - here.start + there.end - there.start for here, there in hunks)
    assert size == len(old) + len(new) - 2 * count_common(old, new)
    for here, there in hunks:
        removed, inserted = old[here.start : here.end], new[there.start : there.end]
        assert removed[:1] != inserted[:1]
        assert removed[-1:] != inserted[-1:]


def test_past_the_limit_all_between_the_ends_is_one_run():
    old = "x" + "ab" * LONGEST_EXACT + "y"
    assert [(h.start, h.end) for h, _ in find_hunks(old, "x" + "ba" * LONGEST_EXACT + "z")] == [(1, len(old))]
    assert len(list(find_hunks("ab" * 900 + "x", "ba" * 900 + "z"))) > 1


@pytest.mark.parametrize(("longer", "is_exact"), [(0, True), (1, False)])
def test_texts_of_the_limit_itself_are_aligned(longer, is_exact):
    old = "ab" * (LONGEST_EXACT // 2) + "x" * longer
    new = "ba" * (LONGEST_EXACT // 2 - 1) + "cc"
    assert (len(list(find_hunks(old, new))) > 1) == is_exact


def test_equal_texts_have_no_hunk():
    assert list(find_hunks("same", "same")) == []
