"""Two texts, word by word: where they part, and what stands there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from cleaner.text.sequence_diff import shared_ends

_TOKEN = re.compile(r"[-−+]?\d+(?:[.,:/]\d+)*|(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[%$€£¥]")
_WORD = re.compile(r"\W*(\w+)")
_STOP = re.compile(r"[.!?:;…]|[\"“”«»(\[]|\n\s*\n")
_AROUND = 24
"""Characters of what is shared that stay around a change: enough for the words that its reading asks for."""
_QUADRATIC = 400
"""Words up to which a quadratic alignment is worth it; longer texts are first cut at words both have once."""


class Token(NamedTuple):
    """A word or a figure. `initial`: it opens a sentence, so that its capital says nothing."""

    key: str
    raw: str
    initial: bool


class Hunk(NamedTuple):
    """What stands in the one text where the other has something else; `at` is the place in each text."""

    a: Sequence[Token]
    b: Sequence[Token]
    at: tuple[int, int]


class Parted(NamedTuple):
    """Two texts that agree up to `start`, and from `end` characters before their ends."""

    a: str
    b: str
    start: int
    end: int

    @property
    def changed(self) -> tuple[str, str]:
        """The words that differ, and whatever stands between the first and the last of them."""
        return self.a[self.start : len(self.a) - self.end], self.b[self.start : len(self.b) - self.end]

    @property
    def following(self) -> str:
        """The word after the change, the same in both texts."""
        word = _WORD.match(self.a, len(self.a) - self.end)
        return word[1].lower() if word else ""

    @property
    def around(self) -> tuple[str, str]:
        """The change with some words around it."""
        start = max(0, self.a.rfind(" ", 0, max(0, self.start - _AROUND)))
        space = self.a.find(" ", len(self.a) - self.end + _AROUND)
        end = len(self.a) - space if self.end > _AROUND and space >= 0 else 0
        return self.a[start : len(self.a) - end], self.b[start : len(self.b) - end]


def parted(a: str, b: str) -> Parted:
    """Finds what two texts share at both ends, so that a small change in a long text is read in no time.

    >>> found = parted("a quiet old boat sank", "a quiet new boat sank")
    >>> found.changed, found.following
    (('old', 'new'), 'boat')
    """
    head, tail = shared_ends(a, b)
    # Both ends back to a space, so that no word is cut.
    space = a.find(" ", len(a) - tail)
    return Parted(a, b, a.rfind(" ", 0, head) + 1, len(a) - space if tail and space >= 0 else 0)


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[Token, ...]:
    """Words with their apostrophes, figures with sign and separators, signs of currency and the per cent.

    A hyphen is a sign only where nothing stands before it.

    >>> [token.raw for token in tokens("Didn’t fall -2.5% to 10,000.")]
    ['Didn’t', 'fall', '-2.5', '%', 'to', '10,000']
    """
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start = match.start()
        if raw[0] in "-−+" and start and not text[start - 1].isspace() and text[start - 1] not in "($€£":
            raw = raw[1:]
        between = text[last:start]
        initial = not found or _STOP.search(between) is not None
        found.append(Token(raw.lower().replace("’", "'").replace("−", "-"), raw, initial))
        last = match.end()
    return tuple(found)


def hunks(a: Sequence[Token], b: Sequence[Token]) -> Iterator[Hunk]:
    """The places where two token sequences differ, in order.

    >>> [(h.a[0].raw, h.b[0].raw) for h in hunks(tokens("Four boats sank."), tokens("Six boats sank."))]
    [('Four', 'Six')]
    """
    i = j = 0
    for start_a, start_b, size in (*_blocks([t.key for t in a], [t.key for t in b]), (len(a), len(b), 0)):
        if start_a > i or start_b > j:
            yield Hunk(a[i:start_a], b[j:start_b], (i, j))
        i, j = start_a + size, start_b + size


def _blocks(a: list[str], b: list[str]) -> Iterator[tuple[int, int, int]]:
    """Matching blocks (start in a, start in b, length): shared ends first, then anchors, then a diff."""
    head, tail = shared_ends(a, b)
    if head:
        yield 0, 0, head
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    for i, j, size in _middle(middle_a, middle_b):
        yield head + i, head + j, size
    if tail:
        yield len(a) - tail, len(b) - tail, tail


def _middle(a: list[str], b: list[str]) -> Iterator[tuple[int, int, int]]:
    if not a or not b:
        return
    if max(len(a), len(b)) <= _QUADRATIC:
        for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            if size:
                yield i, j, size
        return
    i = j = 0
    for anchor_a, anchor_b in (*_anchors(a, b), (len(a), len(b))):
        if max(anchor_a - i, anchor_b - j) <= _QUADRATIC:
            for k, m, size in _middle(a[i:anchor_a], b[j:anchor_b]):
                yield i + k, j + m, size
        if anchor_a < len(a):
            yield anchor_a, anchor_b, 1
        i, j = anchor_a + 1, anchor_b + 1


def _anchors(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Words that stand once in each text and in the same order: the longest such run of them."""
    from bisect import bisect_left

    count_a, count_b = Counter(a), Counter(b)
    place = {word: j for j, word in enumerate(b) if count_b[word] == 1}
    pairs = [(i, place[word]) for i, word in enumerate(a) if count_a[word] == 1 and word in place]
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(chain[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        chain[length : length + 1] = [index]
    run: list[tuple[int, int]] = []
    index = chain[-1] if chain else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]
