"""Two texts word by word: what is in both, what only in the first, what only in the second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

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
    for tag, a1, a2, b1, b2 in _opcodes(a, b):
        if tag == "equal":
            parts.append(Part("same", "".join(a[a1:a2])))
            continue
        if a1 < a2:
            parts.append(Part("old", "".join(a[a1:a2])))
        if b1 < b2:
            parts.append(Part("new", "".join(b[b1:b2])))
    return parts


def _opcodes(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    if max(len(a), len(b)) <= MOST:
        yield from SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        return
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    yield "equal", 0, head, 0, head
    yield "replace", head, len(a) - tail, head, len(b) - tail
    yield "equal", len(a) - tail, len(a), len(b) - tail, len(b)
