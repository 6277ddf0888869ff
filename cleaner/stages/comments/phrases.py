"""What promotional comments say, in many languages, and where in a text they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

PHRASES = Path(__file__).parent.parent / "data" / "comments.phrases.tsv"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ODD = re.compile(r"(?:^|['-])([b-df-hjkmnp-tvxz])\1|hh|jj|qq|vv")
"""What no word that `signs` calls doubled can do without."""
_REMEMBERED = 1 << 16
"""Words that are remembered."""
_STEM = 3
"""Letters by which phrases that begin with an open word (``interessant*``) are looked up."""


class Phrase(NamedTuple):
    """`words` in the order in which they must stand; one that ends in a star may go on."""

    family: str
    language: str
    words: tuple[str, ...]


def phrases() -> Iterator[Phrase]:
    """The entries of the data file, in its order: family, language, phrase, with tabs between them."""
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            family, language, phrase = line.split("\t")
            yield Phrase(family, language, tuple(phrase.split(" ")))


def words(text: str) -> list[str]:
    """Words in lower case, with straight apostrophes.

    >>> words("It’s a well-written post!")
    ["it's", 'a', 'well-written', 'post']
    """
    return _WORD.findall(text.lower().replace("i̇", "i").replace("’", "'"))


def families(tokens: Sequence[str]) -> dict[str, list[int]]:
    """Where each family of phrases begins in `tokens`, in order; families without a match are left out.

    >>> families(words("What a great post, and thanks for it"))
    {'praise': [2], 'text': [3], 'thanks': [5]}
    """
    return said(tokens).families


class Said(NamedTuple):
    """What the words of a text say: `families` of phrases and where they begin; whether a word is `odd`."""

    families: dict[str, list[int]]
    odd: bool


def said(tokens: Sequence[str]) -> Said:
    """What stands in a text, word by word."""
    found: dict[str, list[int]] = {}
    odd = False
    last = len(tokens) - 1
    for place, word in [(i, word) for i, word in enumerate(map(_known().__getitem__, tokens)) if word]:
        families: Sequence[str] = word.alone
        if word.several or (place < last and tokens[place + 1] in word.followed):
            families = [*families, *_going_on(word, tokens[place + 1 :])]
        for family in families:
            places = found.setdefault(family, [])
            if not places or places[-1] != place:
                places.append(place)
        odd = odd or word.odd
    return Said(found, odd)


def persons(tokens: Sequence[str]) -> int:
    """How many words speak in the first or second person: as many as places of that family.

    >>> persons(words("I like your post"))
    2
    """
    return sum([word.person for word in map(_known().__getitem__, tokens) if word])


_Rest = tuple[str, tuple[str, ...]]
"""A family, and what must follow the first word of a phrase."""


class _Word(NamedTuple):
    """The phrases that a word begins: families of which it is all, others by the very word that must follow
    it, and those that may go on in several ways; whether it speaks in person, or is spelled oddly.
    """

    alone: list[str]
    followed: dict[str, list[_Rest]]
    several: list[_Rest]
    person: bool
    odd: bool


class _Known(dict[str, _Word | None]):
    """What is known of a word, remembered; nothing of most words."""

    def __missing__(self, word: str) -> _Word | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = known = _looked_up(word)
        return known


@cache
def _known() -> _Known:
    return _Known()


def _going_on(word: _Word, following: Sequence[str]) -> Iterator[str]:
    """The families of the phrases that a word begins and others end."""
    if following:
        for family, rest in (*word.followed.get(following[0], ()), *word.several):
            if len(rest) <= len(following) and all(map(_fits, rest, following)):
                yield family


def _fits(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern


class _Index(NamedTuple):
    """Phrases by their first word, and by the stem of one that may go on."""

    words: dict[str, list[Phrase]]
    stems: dict[str, list[Phrase]]


@cache
def _index() -> _Index:
    index = _Index({}, {})
    for phrase in phrases():
        first = phrase.words[0]
        if first.endswith("*"):
            index.stems.setdefault(first[:_STEM], []).append(phrase)
        else:
            index.words.setdefault(first, []).append(phrase)
    return index


def _looked_up(word: str) -> _Word | None:
    index = _index()
    exact, open_ = index.words.get(word, ()), index.stems.get(word[:_STEM], ())
    odd = _ODD.search(word) is not None
    if not (exact or open_ or odd):
        return None
    alone: list[str] = []
    followed: dict[str, list[_Rest]] = {}
    several: list[_Rest] = []
    for family, _, (first, *rest) in (*exact, *open_):
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
    return _Word([*dict.fromkeys(alone)], followed, several, "person" in alone, odd)
