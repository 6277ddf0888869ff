"""The smallest diff of two texts: what must go and what must come, in characters, and not one more."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.text.edit import Span
from cleaner.text.sequence_diff import count_shared_ends

LONGEST_EXACT = 2_000
"""Characters up to which two texts are aligned exactly. Time is their product over the bits of a word; past
it, what stands between the ends that they share is one run."""


def find_hunks(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Yield the spans that differ, in `old` and in `new`, in order; no two touch.

    What is removed and inserted, taken together, is the least that leads from one text to the other: all
    else is a longest common subsequence. So no hunk has an end in common with its replacement, and a copy is
    paired with another copy only where that costs no character more.

    >>> list(find_hunks("a cafe, a cafe", "a cafe"))
    [(Span(start=6, end=14), Span(start=6, end=6))]
    >>> list(find_hunks("xaxbx", "ab"))[0]
    (Span(start=0, end=1), Span(start=0, end=0))
    """
    if old == new:
        return
    head, tail = count_shared_ends(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    # Most repairs leave nothing of what they repair: there is nothing to align.
    if not a or not b or max(len(a), len(b)) > LONGEST_EXACT or set(a).isdisjoint(b):
        yield Span(head, head + len(a)), Span(head, head + len(b))
        return
    i = j = 0
    for start_a, start_b in (*_match_characters(a, b), (len(a), len(b))):
        if start_a > i or start_b > j:
            yield Span(head + i, head + start_a), Span(head + j, head + start_b)
        i, j = start_a + 1, start_b + 1


def _match_characters(a: str, b: str) -> list[tuple[int, int]]:
    """Match the characters of a longest common subsequence: pairs of places, increasing in both texts.

    Bit-parallel, after Hyyrö: bit i of a row is 0 where `a[: i + 1]` has one more character in common with
    the part of `b` that was read than `a[:i]` has. A row is one integer, so its arithmetic runs in C.
    """
    places: dict[str, int] = {}
    for i, character in enumerate(a):
        places[character] = places.get(character, 0) | 1 << i
    row = full = (1 << len(a)) - 1
    rows: list[int] = []
    for character in b:
        common = row & places.get(character, 0)
        # Each run of ones moves its lowest match to its top: what no longer fits is cut off.
        row = ((row + common) | (row - common)) & full
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1  # `a[i]` adds nothing to what the two have in common
            continue
        j -= 1
        # It is no match of `b[j]` if the row without `b[j]` has it too.
        if not j or rows[j - 1] >> (i - 1) & 1:
            i -= 1
            pairs.append((i, j))
    pairs.reverse()
    return pairs
