"""Two texts word by word: what is in both, what only in the first, what only in the second."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cleaner.text.sequence_diff import opcodes

_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)*|\w+|[^\w\s]")
MOST = 1_500
"""Words up to which a quadratic diff is worth it; past it, the middle between two ends alike is one part."""


class Part(NamedTuple):
    """A run of words: in both texts, only in the old one, or only in the new one."""

    kind: Literal["same", "old", "new"]
    text: str


def words(old: str, new: str) -> list[Part]:
    """The parts in order; those that are not new make up the old text, those that are not old the new one.

    >>> [(part.kind, part.text) for part in words("four boats left", "six boats left")]
    [('old', 'four'), ('new', 'six'), ('same', ' boats left')]
    """
    a, b = _WORD.findall(old), _WORD.findall(new)
    parts: list[Part] = []
    for tag, a1, a2, b1, b2 in opcodes(a, b, MOST):
        if tag == "equal":
            parts.append(Part("same", "".join(a[a1:a2])))
            continue
        if a1 < a2:
            parts.append(Part("old", "".join(a[a1:a2])))
        if b1 < b2:
            parts.append(Part("new", "".join(b[b1:b2])))
    return parts
