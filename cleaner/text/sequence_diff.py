"""What two sequences share: their ends, and a diff whose cost is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Opcode = tuple[str, int, int, int, int]
"""Tag, start and end in the first sequence, start and end in the second, as `difflib` gives them."""


def opcodes(a: Sequence[str], b: Sequence[str], limit: int) -> list[Opcode]:
    """Diff two sequences of at most `limit` items each; find in longer ones only the ends that they share.

    `difflib` takes quadratic time. Past the limit all that stands between the shared ends is one replacement,
    which takes linear time; ranges of its three opcodes can be empty.

    >>> opcodes("abcd", "axcd", 4)
    [('equal', 0, 1, 0, 1), ('replace', 1, 2, 1, 2), ('equal', 2, 4, 2, 4)]
    >>> opcodes("abcbd", "axcxd", 4)
    [('equal', 0, 1, 0, 1), ('replace', 1, 4, 1, 4), ('equal', 4, 5, 4, 5)]
    """
    if max(len(a), len(b)) <= limit:
        return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())
    head, tail = count_shared_ends(a, b)
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, len(a) - tail, head, len(b) - tail),
        ("equal", len(a) - tail, len(a), len(b) - tail, len(b)),
    ]


def count_shared_ends(a: Sequence[object], b: Sequence[object]) -> tuple[int, int]:
    """Measure the beginning and the end that two sequences of one type share; the two never overlap.

    >>> count_shared_ends("secu-rity", "security"), count_shared_ends(b"aa", b"aaa")
    ((4, 4), (2, 0))
    """
    head = _count_shared_start(a, b)
    # What the beginning has taken is left out, so that no item counts for both ends.
    return head, _count_shared_start(a[head:][::-1], b[head:][::-1])


def _count_shared_start(a: Sequence[object], b: Sequence[object]) -> int:
    """Measure the shared beginning by halving: slices are compared in C, each item a few times at most."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
