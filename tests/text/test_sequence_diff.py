"""A diff leads from one sequence to the other, whatever its limit; shared ends are the longest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.sequence_diff import count_shared_ends, opcodes

WORDS = st.lists(st.sampled_from("abc"), max_size=12)


def shared(a, b) -> int:
    """The plain definition: how many items agree from the start."""
    for count, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return count
    return min(len(a), len(b))


@given(WORDS, WORDS)
def test_shared_ends_are_the_longest_that_do_not_overlap(a, b):
    head, tail = count_shared_ends(a, b)
    assert head == shared(a, b)
    assert tail == shared(a[head:][::-1], b[head:][::-1])


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [
        ("", "", (0, 0)),
        ("ab", "ab", (2, 0)),
        ("aa", "aaa", (2, 0)),
        ("xay", "xby", (1, 1)),
        (b"xay", b"ay", (0, 2)),
    ],
)
def test_text_and_bytes_have_shared_ends(a, b, ends):
    assert count_shared_ends(a, b) == ends


@given(WORDS, WORDS, st.sampled_from([0, 5, 100]))
def test_opcodes_lead_from_one_sequence_to_the_other(a, b, limit):
    made = []
    at = 0
    for tag, a1, a2, b1, b2 in opcodes(a, b, limit):
        assert (a1, b1) == (at, len(made))
        assert (tag == "equal") <= (a[a1:a2] == b[b1:b2])
        made += a[a1:a2] if tag == "equal" else b[b1:b2]
        at = a2
    assert (at, made) == (len(a), b)


def test_past_the_limit_the_middle_is_one_replacement():
    assert [code[0] for code in opcodes("abcbd", "axcxd", 5)] == [
        "equal",
        "replace",
        "equal",
        "replace",
        "equal",
    ]
    assert opcodes("abcbd", "axcxd", 4)[1] == ("replace", 1, 4, 1, 4)


def test_items_that_come_often_are_compared_like_all_others():
    """`difflib` leaves frequent items out of long sequences, unless it is told not to."""
    same = "ab" * 150
    assert opcodes(f"c{same}d", f"e{same}f", 1000) == [
        ("replace", 0, 1, 0, 1),
        ("equal", 1, 301, 1, 301),
        ("replace", 301, 302, 301, 302),
    ]
