"""The prefilter: it tells most paragraphs of an article from everything that could be a comment.

To judge a paragraph costs half a millisecond, to look at its words a fiftieth of that. The weights are
learned with those of the model (`bench/train_comments.py`) and know English alone; in other languages
the phrase lists decide. Both pass a paragraph in doubt on to the model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import sqrt
from pathlib import Path

from cleaner.stages.comments.model_input import DOTTED
from cleaner.stages.comments.phrases import find_families, split_words

TABLE = Path(__file__).parent.parent / "data" / "comments.screen.tsv"

MARKS = ("!", "http", "www.", ".com", "@", '"', "“", "…")
"""Marks that have weights, besides whole words."""
FAMILIAR = 0.35
"""Share of the words of a paragraph that must have weights; with fewer it is taken for another language."""
# Letters from U+00C0 on. The signs of Latin-1, general punctuation and currency signs are in English too.
_FOREIGN = re.compile(r"[^\x00-\xbf\u2000-\u20ff]")
HINTS = frozenset(
    """
    article article! article, article. blog blog! blog, blog. content content! content. guide helpful
    informative insightful insights loved lovely nice post post! post, post. read read! read, recommend
    sharing site thank thanks tips visit website website. wonderful write-up write-up!
    """.split()  # noqa: SIM905
)
SHORT = 500
"""Characters below which a paragraph with one of `HINTS` is compared with the phrase lists, as in other
languages: fluent praise has few words with weights."""
LONG = 800
"""Characters past which a paragraph is long."""


@dataclass(frozen=True, slots=True)
class CommentPrefilter:
    """Weights of words, of `MARKS`, of length ("<long>") and the threshold ("<bias>"), in hundredths."""

    weights: Mapping[str, int]
    vocabulary: frozenset[str]
    marks: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, weights: Mapping[str, int]) -> CommentPrefilter:
        """Make the prefilter of a table of weights."""
        marks = tuple((mark, weights.get(f"<{mark}>", 0)) for mark in MARKS)
        return cls(weights, HINTS.union(weights), marks)

    def passes(self, text: str) -> bool:
        """Whether a paragraph is worth judging.

        >>> load_prefilter().passes("Great post! Thank you for sharing.")
        True
        >>> load_prefilter().passes("The council voted on Tuesday to close the bridge until March.")
        False
        """
        words = text.lower().split()
        return not self._surely_fails(text, words) and self._passes_in_full(text, set(words))

    def _surely_fails(self, text: str, words: Sequence[str]) -> bool:
        """Whether a paragraph cannot pass: the sum of `_passes_in_full` with the number of different words
        that favours it most, which spares counting them; most paragraphs need no more.
        """
        hits = self.vocabulary.intersection(words)
        if not HINTS.isdisjoint(hits):
            if len(text) < SHORT:
                return False
            # Some hints have no weight: they count below only if they have.
            hits &= self.weights.keys()
        if len(hits) < FAMILIAR * len(words):
            return False
        if not text.isascii() and _FOREIGN.search(text):
            return False
        # A text has at least as many different words as hits and at most as many as words: a negative sum is
        # nearest to 0 when divided by the most, a positive one is largest when divided by the fewest.
        total = sum(map(self.weights.__getitem__, hits))
        return self._form(text) + total / sqrt((len(words) if total < 0 else len(hits)) + 1) <= 0

    def _passes_in_full(self, text: str, found: set[str]) -> bool:
        if len(found & self.weights.keys()) < FAMILIAR * len(found) or _FOREIGN.search(text):
            return has_advert_phrases(text)
        if self._form(text) + sum(map(self.weights.get, found, repeat(0))) / sqrt(len(found) + 1) > 0:
            return True
        return len(text) < SHORT and not HINTS.isdisjoint(found) and has_advert_phrases(text)

    def _form(self, text: str) -> float:
        """Sum the threshold and the weights of length and marks."""
        total = self.weights.get("<bias>", 0) + self.weights.get("<long>", 0) * min(1.0, len(text) / LONG)
        for mark, weight in self.marks:
            if mark in text:
                total += weight
        return total


def has_advert_phrases(text: str) -> bool:
    """Whether a paragraph in any language has phrases of two families of adverts, or of one and an address.

    >>> has_advert_phrases("Vielen Dank für diesen hervorragenden Beitrag!")
    True
    >>> has_advert_phrases("Der Rat tagte am Dienstag.")
    False
    """
    # These two families are pronouns, which mean something beside other families alone.
    kinds = find_families(split_words(text)).keys() - {"person", "your"}
    return len(kinds) > 1 or (len(kinds) == 1 and DOTTED.search(text) is not None)


@cache
def load_prefilter() -> CommentPrefilter:
    """Read the prefilter that ships with the package, once."""
    return parse_prefilter(TABLE.read_text(encoding="utf-8"))


def parse_prefilter(table: str) -> CommentPrefilter:
    """Parse a prefilter from its table: a word and a weight a line."""
    rows = (line.rpartition("\t") for line in table.splitlines() if not line.startswith("#"))
    return CommentPrefilter.of({word: int(weight) for word, _, weight in rows})


def format_prefilter(screen: CommentPrefilter) -> str:
    """Format the table of a prefilter, as `parse_prefilter` reads it."""
    head = "# Words that tell a comment from an article, in hundredths. Learned: see comments.md\n"
    return head + "".join(f"{word}\t{weight}\n" for word, weight in sorted(screen.weights.items()))
