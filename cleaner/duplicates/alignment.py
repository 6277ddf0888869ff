"""Two texts word by word: where they differ, and what each of them says there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from cleaner.text.sequence_diff import count_shared_ends

_TOKEN = re.compile(r"[-−+]?\d+(?:[.,:/]\d+)*|(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[%$€£¥]")
_WORD = re.compile(r"\W*(\w+)")
_STOP = re.compile(r"[.!?:;…]|[\"“”«»(\[]|\n\s*\n")
_CONTEXT = 24
"""Characters of shared text that stay on each side of a change. Enough for the neighbours that the
rules of a revision look at."""
_QUADRATIC = 400
"""Words up to which a quadratic alignment takes some milliseconds. Longer texts are first cut at words that
both have once."""


class WordToken(NamedTuple):
    """A word or a figure: `raw` as it is written, `key` in lower case with plain apostrophe and minus.

    `initial`: it opens a sentence, so that its capital does not make it a name.
    """

    key: str
    raw: str
    initial: bool


class WordHunk(NamedTuple):
    """The words of each text at a place where they differ; `at` is the number of the first one in each."""

    a: Sequence[WordToken]
    b: Sequence[WordToken]
    at: tuple[int, int]


class TextChange(NamedTuple):
    """Two texts that agree in their first `start` characters, and in their last `end`."""

    a: str
    b: str
    start: int
    end: int

    @property
    def difference(self) -> tuple[str, str]:
        """From the first word that differs to the last one, in each text."""
        return self.a[self.start : len(self.a) - self.end], self.b[self.start : len(self.b) - self.end]

    @property
    def next_word(self) -> str:
        """The word after the change, the same in both texts."""
        word = _WORD.match(self.a, len(self.a) - self.end)
        return word[1].lower() if word else ""

    @property
    def in_context(self) -> tuple[str, str]:
        """The difference with some shared words before and after it."""
        start = max(0, self.a.rfind(" ", 0, max(0, self.start - _CONTEXT)))
        space = self.a.find(" ", len(self.a) - self.end + _CONTEXT)
        end = len(self.a) - space if self.end > _CONTEXT and space >= 0 else 0
        return self.a[start : len(self.a) - end], self.b[start : len(self.b) - end]


def find_change(a: str, b: str) -> TextChange:
    """Cuts off what two texts share at both ends, so that a small change in a long text is cheap to read.

    >>> change = find_change("a quiet old boat sank", "a quiet new boat sank")
    >>> change.difference, change.next_word
    (('old', 'new'), 'boat')
    """
    head, tail = count_shared_ends(a, b)
    # Both ends back to a space, so that no word is cut.
    space = a.find(" ", len(a) - tail)
    return TextChange(a, b, a.rfind(" ", 0, head) + 1, len(a) - space if tail and space >= 0 else 0)


@lru_cache(maxsize=1024)
def tokenize(text: str) -> tuple[WordToken, ...]:
    """Splits a text into words with their apostrophes, figures with sign and separators, signs of currency
    and of per cent.

    A hyphen is a minus only where nothing stands before it: "2-3" is a range.

    >>> [token.raw for token in tokenize("Didn’t fall -2.5% to 10,000.")]
    ['Didn’t', 'fall', '-2.5', '%', 'to', '10,000']
    """
    found: list[WordToken] = []
    last = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start = match.start()
        if raw[0] in "-−+" and start and not text[start - 1].isspace() and text[start - 1] not in "($€£":
            raw = raw[1:]
        between = text[last:start]
        initial = not found or _STOP.search(between) is not None
        found.append(WordToken(raw.lower().replace("’", "'").replace("−", "-"), raw, initial))
        last = match.end()
    return tuple(found)


def diff_words(a: Sequence[WordToken], b: Sequence[WordToken]) -> Iterator[WordHunk]:
    """Finds the places where two token sequences differ, in order.

    >>> a, b = tokenize("Four boats sank."), tokenize("Six boats sank.")
    >>> [(hunk.a[0].raw, hunk.b[0].raw) for hunk in diff_words(a, b)]
    [('Four', 'Six')]
    """
    i = j = 0
    for start_a, start_b, size in (
        *_match_blocks([t.key for t in a], [t.key for t in b]),
        (len(a), len(b), 0),
    ):
        if start_a > i or start_b > j:
            yield WordHunk(a[i:start_a], b[j:start_b], (i, j))
        i, j = start_a + size, start_b + size


def _match_blocks(a: list[str], b: list[str]) -> Iterator[tuple[int, int, int]]:
    """Finds matching blocks (start in a, start in b, length): at the ends, at anchors, by a diff."""
    head, tail = count_shared_ends(a, b)
    if head:
        yield 0, 0, head
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    for i, j, size in _match_middle(middle_a, middle_b):
        yield head + i, head + j, size
    if tail:
        yield len(a) - tail, len(b) - tail, tail


def _match_middle(a: list[str], b: list[str]) -> Iterator[tuple[int, int, int]]:
    if not a or not b:
        return
    if max(len(a), len(b)) <= _QUADRATIC:
        # `autojunk` would ignore frequent words in texts of 200 words and more, and so miss changes there.
        for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            if size:
                yield i, j, size
        return
    i = j = 0
    for anchor_a, anchor_b in (*_find_anchors(a, b), (len(a), len(b))):
        # A longer stretch without an anchor is a passage that was rewritten, and is left as one.
        if max(anchor_a - i, anchor_b - j) <= _QUADRATIC:
            for k, m, size in _match_middle(a[i:anchor_a], b[j:anchor_b]):
                yield i + k, j + m, size
        if anchor_a < len(a):
            yield anchor_a, anchor_b, 1
        i, j = anchor_a + 1, anchor_b + 1


def _find_anchors(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Finds the longest sequence of words that both texts have once and in the same order (patience diff).

    That is the longest increasing subsequence of their places in `b`, found with binary search.
    """
    from bisect import bisect_left

    count_a, count_b = Counter(a), Counter(b)
    place = {word: j for j, word in enumerate(b) if count_b[word] == 1}
    pairs = [(i, place[word]) for i, word in enumerate(a) if count_a[word] == 1 and word in place]
    # Of the sequences of each length so far, the least place in `b` with which one ends, and the pair there;
    # and of each pair, the one before it in its sequence.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [index]
    run: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]
