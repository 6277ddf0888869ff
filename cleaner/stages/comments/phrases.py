"""What promotional comments say, in many languages, and where in a text they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

PHRASES = Path(__file__).parent.parent / "data" / "comments.phrases.tsv"

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
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
    closed, open_ = _index()
    found: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        exact, begun = closed.get(token), open_.get(token[:_STEM])
        if exact is None and begun is None:
            continue
        for family, first, rest in (exact or ()) + (begun or ()):
            if (
                token.startswith(first)
                and all(map(_fits, rest, tokens[place + 1 : place + 1 + len(rest)]))
                and place + len(rest) < len(tokens)
            ):
                places = found.setdefault(family, [])
                if not places or places[-1] != place:
                    places.append(place)
    return found


def _fits(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern


_Entries = dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]


@cache
def _index() -> tuple[_Entries, _Entries]:
    closed: _Entries = {}
    open_: _Entries = {}
    for family, _, (first, *rest) in phrases():
        if first.endswith("*"):
            key = first[:_STEM]
            open_[key] = (*open_.get(key, ()), (family, first[:-1], tuple(rest)))
        else:
            closed[first] = (*closed.get(first, ()), (family, first, tuple(rest)))
    return closed, open_
