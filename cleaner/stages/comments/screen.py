"""A quick look that tells most paragraphs of an article from everything that could be a comment.

Judging a paragraph costs half a millisecond, looking at its words a fiftieth of that. The weights were
learned with those of the model (`bench/train_comments.py`) and know English alone; in other languages
the phrase lists decide. Both err on the side of a second look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import sqrt
from pathlib import Path

from cleaner.stages.comments.phrases import families, words
from cleaner.stages.comments.reading import DOTTED

TABLE = Path(__file__).parent.parent / "data" / "comments.screen.tsv"

MARKS = ("!", "http", "www.", ".com", "@", '"', "“", "…")
"""What the quick look sees besides whole words."""
FAMILIAR = 0.35
"""Part of the words of a paragraph that the screen must know to say anything: it knows English alone."""
_FOREIGN = re.compile(r"[^\x00-\xbf\u2000-\u20ff]")
HINTS = frozenset(
    """
    article article! article, article. blog blog! blog, blog. content content! content. guide helpful
    informative insightful insights loved lovely nice post post! post, post. read read! read, recommend
    sharing site thank thanks tips visit website website. wonderful write-up write-up!
    """.split()  # noqa: SIM905
)
SHORT = 500
"""A paragraph of fewer characters that says one of `HINTS` is looked at again, as in other languages: fluent
praise uses few of the words that the screen has learned."""
LONG = 800
"""Characters past which a paragraph is long."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Weights of words, of `MARKS`, of length ("<long>") and the threshold ("<bias>"), in hundredths."""

    weights: Mapping[str, int]
    looked_for: frozenset[str]
    marks: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, weights: Mapping[str, int]) -> Screen:
        """The screen of a table of weights."""
        marks = tuple((mark, weights.get(f"<{mark}>", 0)) for mark in MARKS)
        return cls(weights, HINTS.union(weights), marks)

    def passes(self, text: str) -> bool:
        """Whether a paragraph is worth judging.

        >>> shipped().passes("Great post! Thank you for sharing.")
        True
        >>> shipped().passes("The council voted on Tuesday to close the bridge until the inspection is over.")
        False
        """
        words = text.lower().split()
        return not self._surely_fails(text, words) and self._passes(text, set(words))

    def _surely_fails(self, text: str, words: Sequence[str]) -> bool:
        """Whether a paragraph cannot pass: the sum of `_passes` with the number of different words that
        favours it most, which spares counting them; most paragraphs need no more.
        """
        known = self.looked_for.intersection(words)
        if not HINTS.isdisjoint(known):
            if len(text) < SHORT:
                return False
            known &= self.weights.keys()
        if len(known) < FAMILIAR * len(words):
            return False
        if not text.isascii() and _FOREIGN.search(text):
            return False
        total = sum(map(self.weights.__getitem__, known))
        return self._form(text) + total / sqrt((len(words) if total < 0 else len(known)) + 1) <= 0

    def _passes(self, text: str, found: set[str]) -> bool:
        if len(found & self.weights.keys()) < FAMILIAR * len(found) or _FOREIGN.search(text):
            return telling(text)
        if self._form(text) + sum(map(self.weights.get, found, repeat(0))) / sqrt(len(found) + 1) > 0:
            return True
        return len(text) < SHORT and not HINTS.isdisjoint(found) and telling(text)

    def _form(self, text: str) -> float:
        """What the threshold, the length and the marks of a text add up to."""
        total = self.weights.get("<bias>", 0) + self.weights.get("<long>", 0) * min(1.0, len(text) / LONG)
        for mark, weight in self.marks:
            if mark in text:
                total += weight
        return total


def telling(text: str) -> bool:
    """Whether a paragraph in any language says two kinds of things that adverts say, or one and an address.

    >>> telling("Vielen Dank für diesen hervorragenden Beitrag!"), telling("Der Rat tagte am Dienstag.")
    (True, False)
    """
    kinds = families(words(text)).keys() - {"person", "your"}
    return len(kinds) > 1 or (len(kinds) == 1 and DOTTED.search(text) is not None)


@cache
def shipped() -> Screen:
    """The screen that ships with the package; read once."""
    return read(TABLE.read_text(encoding="utf-8"))


def read(table: str) -> Screen:
    """A screen from its table: a word and a weight a line."""
    rows = (line.rpartition("\t") for line in table.splitlines() if not line.startswith("#"))
    return Screen.of({word: int(weight) for word, _, weight in rows})


def write(screen: Screen) -> str:
    """The table of a screen, as `read` takes it."""
    head = "# Words that tell a comment from an article, in hundredths. Learned: see comments.md\n"
    return head + "".join(f"{word}\t{weight}\n" for word, weight in sorted(screen.weights.items()))
