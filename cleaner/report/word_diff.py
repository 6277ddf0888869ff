"""Compares two texts word by word: what is in both, what only in the first, what only in the second."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cleaner.text.sequence_diff import opcodes

# White space is a token too, so that the runs put together are the texts. A number with its separators is one
# word: where it differs, all of it is marked.
_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)*|\w+|[^\w\s]")
LONGEST_QUADRATIC = 1_500
"""Words up to which a quadratic diff is worth it; past it, all between two equal ends is one run."""


class WordRun(NamedTuple):
    """A run of words: in both texts, only in the old one, or only in the new one."""

    kind: Literal["same", "old", "new"]
    text: str


def compare_words(old: str, new: str) -> list[WordRun]:
    """Returns runs of words, in order: all but the new ones are the old text, all but the old ones the new.

    >>> [(run.kind, run.text) for run in compare_words("four boats left", "six boats left")]
    [('old', 'four'), ('new', 'six'), ('same', ' boats left')]
    """
    a, b = _WORD.findall(old), _WORD.findall(new)
    runs: list[WordRun] = []
    for tag, a1, a2, b1, b2 in opcodes(a, b, LONGEST_QUADRATIC):
        if tag == "equal":
            runs.append(WordRun("same", "".join(a[a1:a2])))
            continue
        if a1 < a2:
            runs.append(WordRun("old", "".join(a[a1:a2])))
        if b1 < b2:
            runs.append(WordRun("new", "".join(b[b1:b2])))
    return runs
