"""The phrases of promotional comments, in many languages, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

PHRASES = Path(__file__).parent.parent / "data" / "comments.phrases.tsv"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# A consonant doubled at the beginning, or one of four pairs that few words have. L, w and vowels may be
# doubled: `Lloyd`, `www`, `aardvark`.
_ODD = re.compile(r"(?:^|['-])([b-df-hjkmnp-tvxz])\1|hh|jj|qq|vv")
"""A part that every word has that `signs` calls doubled: most words are passed over without it."""
_CACHE_SIZE = 1 << 16
"""Words in the cache."""
_STEM = 3
"""Letters by which phrases that begin with an open word (``interessant*``) are looked up."""


class PhraseEntry(NamedTuple):
    """`words` in the order in which they must stand; one that ends in a star may go on."""

    family: str
    language: str
    words: tuple[str, ...]


def read_phrases() -> Iterator[PhraseEntry]:
    """Yield the entries of the data file, in its order: family, language, phrase, with tabs between them."""
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            family, language, phrase = line.split("\t")
            yield PhraseEntry(family, language, tuple(phrase.split(" ")))


def split_words(text: str) -> list[str]:
    """Split a text into words in lower case, with straight apostrophes.

    >>> split_words("It’s a well-written post!")
    ["it's", 'a', 'well-written', 'post']
    """
    return _WORD.findall(text.lower().replace("i̇", "i").replace("’", "'"))


def find_families(tokens: Sequence[str]) -> dict[str, list[int]]:
    """Find where phrases of each family begin in `tokens`, in order; families without a match are left out.

    >>> find_families(split_words("What a great post, and thanks for it"))
    {'praise': [2], 'text': [3], 'thanks': [5]}
    """
    return find_phrases(tokens).families


class PhraseMatches(NamedTuple):
    """The places where phrases begin, by family, and whether a word is spelled oddly (`odd`)."""

    families: dict[str, list[int]]
    odd: bool


def find_phrases(tokens: Sequence[str]) -> PhraseMatches:
    """Find the phrases in the words of a text, and odd spellings, in one pass."""
    found: dict[str, list[int]] = {}
    odd = False
    last = len(tokens) - 1
    for place, word in [(i, word) for i, word in enumerate(map(_word_cache().__getitem__, tokens)) if word]:
        families: Sequence[str] = word.alone
        # Most words that begin a phrase are not followed by its second word: a look-up proves it.
        if word.several or (place < last and tokens[place + 1] in word.followed):
            families = [*families, *_find_continuations(word, tokens[place + 1 :])]
        for family in families:
            places = found.setdefault(family, [])
            # Several phrases of one family may begin with the same word (`buy`, `buy now`): it counts once.
            if not places or places[-1] != place:
                places.append(place)
        odd = odd or word.odd
    return PhraseMatches(found, odd)


def count_persons(tokens: Sequence[str]) -> int:
    """Count the words in the first or second person: as many as places of that family.

    >>> count_persons(split_words("I like your post"))
    2
    """
    return sum([word.person for word in map(_word_cache().__getitem__, tokens) if word])


_Continuation = tuple[str, tuple[str, ...]]
"""A family, and the words that must follow the first word of a phrase."""


class _WordPhrases(NamedTuple):
    """The phrases that a word begins: families of which it is all, others by the very word that must follow
    it, and those that may go on in several ways; whether it speaks in person, or is spelled oddly.
    """

    alone: list[str]
    followed: dict[str, list[_Continuation]]
    several: list[_Continuation]
    person: bool
    odd: bool


class _WordCache(dict[str, _WordPhrases | None]):
    """The phrases that a word begins, cached; None for most words."""

    def __missing__(self, word: str) -> _WordPhrases | None:
        if len(self) >= _CACHE_SIZE:
            # Emptied at once: what is common is back after one text, and no order of use must be kept.
            self.clear()
        self[word] = phrases = _look_up(word)
        return phrases


@cache
def _word_cache() -> _WordCache:
    return _WordCache()


def _find_continuations(word: _WordPhrases, following: Sequence[str]) -> Iterator[str]:
    """Yield the families of the phrases of several words that a word begins."""
    if following:
        for family, rest in (*word.followed.get(following[0], ()), *word.several):
            if len(rest) <= len(following) and all(map(_fits, rest, following)):
                yield family


def _fits(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern


class _PhraseTable(NamedTuple):
    """Phrases by their first word, and by the stem of one that may go on."""

    words: dict[str, list[PhraseEntry]]
    stems: dict[str, list[PhraseEntry]]


@cache
def _load_table() -> _PhraseTable:
    index = _PhraseTable({}, {})
    for phrase in read_phrases():
        first = phrase.words[0]
        # An open word (`interessant*`) has no single key: it is found by its first letters.
        if first.endswith("*"):
            index.stems.setdefault(first[:_STEM], []).append(phrase)
        else:
            index.words.setdefault(first, []).append(phrase)
    return index


def _look_up(word: str) -> _WordPhrases | None:
    index = _load_table()
    exact, open_ = index.words.get(word, ()), index.stems.get(word[:_STEM], ())
    odd = _ODD.search(word) is not None
    if not (exact or open_ or odd):
        return None
    alone: list[str] = []
    followed: dict[str, list[_Continuation]] = {}
    several: list[_Continuation] = []
    for family, _, (first, *rest) in (*exact, *open_):
        # A stem is three letters of an open word: the word must have all of it.
        if not _fits(first, word):
            continue
        if not rest:
            alone.append(family)
        elif rest[0].endswith("*"):
            several.append((family, tuple(rest)))
        else:
            followed.setdefault(rest[0], []).append((family, tuple(rest)))
    if not (alone or followed or several or odd):
        return None
    return _WordPhrases([*dict.fromkeys(alone)], followed, several, "person" in alone, odd)
