"""What a word says about the facts of a sentence: figures, dates, names, negations, opposites, roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleaner.duplicates.alignment import Token


def _listed(words: str) -> list[str]:
    return words.split()


NEGATIONS = frozenset(_listed("cannot hardly neither never nobody none nor not nothing nowhere no without"))
"""Words of which one more or one less turns a statement round; forms in n't are negations too."""

REFUSALS = frozenset(
    _listed("decline declined declines fail failed failing fails refuse refused refuses unable")
)
"""Words that negate the infinitive after them."""

AUXILIARIES = frozenset(
    _listed(
        "am are be been being can could did do does had has have is may might must shall should to was were "
        "will would"
    )
)
"""Words that come and go with a negation."""

SPEECH = frozenset(
    _listed(
        "according accused added admitted announced answered argued asked asserted believed blamed "
        "called claimed commented complained conceded confirmed declared denied described explained "
        "insisted maintained noted observed quoted recalled remarked replied reported said say saying "
        "says stated statement stressed suggested tell tells testified told vowed warned wrote"
    )
)
"""Verbs, and a noun, that attribute a statement."""

_UNITS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _listed("zeroth first second third fourth fifth sixth seventh eighth ninth tenth")
NUMBERS: dict[str, str] = (
    {word: str(value) for value, word in enumerate(_UNITS)}
    | {word: str(value * 10) for value, word in enumerate(_TENS, 2)}
    | {word: f"{value}." for value, word in enumerate(_ORDINALS)}
    | {
        word: word
        for word in _listed("half quarter dozen hundred thousand million billion trillion twice once")
    }
    | {"bn": "billion", "mln": "million", "hundreds": "hundred", "thousands": "thousand"}
    | {"millions": "million", "billions": "billion", "mn": "million", "tens": "10", "dozens": "dozen"}
)
"""Number words by what they are worth; ordinals are worth something else than cardinals."""

_DAYS = _listed("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = _listed("january february march april may june july august september october november december")
DATES: dict[str, str] = {name[:3]: name for name in _DAYS + _MONTHS}
DATES |= {name: name for name in _DAYS + _MONTHS} | {
    "sept": "september",
    "tues": "tuesday",
    "thurs": "thursday",
}
DATES |= {word: word for word in ["today", "tomorrow", "yesterday"]}
"""Days and months by name; abbreviations count only with a capital, like the months themselves."""

TITLES = frozenset(
    _listed(
        "bishop captain chancellor colonel dame dr father general governor inspector judge justice king "
        "lady lieutenant lord madam major mayor minister miss mr mrs ms mullah president prime prince "
        "princess prof professor queen rev reverend secretary senator sergeant sir st the foreign former "
        "vice i a an he she it they we but and in on at for this that"
    )
)
"""Words that take a capital and name nobody by themselves."""


class Opposition(NamedTuple):
    """Where a word stands in the table of opposites: line and side."""

    line: int
    side: int


@cache
def oppositions() -> dict[str, frozenset[Opposition]]:
    """Every form in `data/opposites.txt` with its places.

    >>> sorted(oppositions()["accepted"] & oppositions()["accepting"]) != []
    True
    """
    table: dict[str, set[Opposition]] = {}
    for line, entry in enumerate(_entries("opposites.txt")):
        for side, terms in enumerate(entry.split("/")):
            for term in terms.split():
                for form in _forms(term):
                    table.setdefault(form, set()).add(Opposition(line, side))
    return {form: frozenset(places) for form, places in table.items()}


@cache
def roles() -> dict[str, int]:
    """Every form in `data/roles.txt` with its line: words of one line mean the same."""
    return {
        form: line
        for line, entry in enumerate(_entries("roles.txt"))
        for term in entry.split()
        for form in (term, f"{term}s")
    }


@cache
def watched() -> frozenset[str]:
    """Every lower-case word that can make a revision."""
    return frozenset((*NEGATIONS, *REFUSALS, *SPEECH, *NUMBERS, *DATES, *oppositions(), *roles()))


def opposite(a: str, b: str) -> bool:
    """Whether the table sets the two words against each other.

    >>> opposite("rose", "fell"), opposite("rose", "climbed"), opposite("rose", "table")
    (True, False, False)
    """
    table = oppositions()
    return any(Opposition(line, 1 - side) in table.get(b, ()) for line, side in table.get(a, ()))


def negation(word: str) -> bool:
    """Whether a lower-case word negates.

    >>> [negation(word) for word in ("didn't", "not", "knot", "nothing")]
    [True, True, False, True]
    """
    return word in NEGATIONS or word.endswith("n't")


def negations(side: Sequence[Token]) -> list[str]:
    """The negations in a run of words, as they are written."""
    return [
        token.raw
        for place, token in enumerate(side)
        if negation(token.key)
        or (token.key in REFUSALS and place + 1 < len(side) and side[place + 1].key == "to")
    ]


def misspelt(a: str, b: str) -> bool:
    """Whether two words are spellings of one: accents apart, or one letter too few or two exchanged.

    A changed letter makes another word, since Iran is not Iraq.

    >>> misspelt("türkiye", "turkiye"), misspelt("london", "lonon"), misspelt("iran", "iraq")
    (True, True, False)
    """
    a, b = _plain(a), _plain(b)
    if a == b:
        return True
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    if len(long) < 4 or len(long) - len(short) > 1:
        return False
    first = next((i for i, (x, y) in enumerate(zip(long, short, strict=False)) if x != y), len(short))
    if len(long) > len(short):
        return long[first + 1 :] == short[first:]
    return (
        long[first + 1] + long[first] == short[first : first + 2] and long[first + 2 :] == short[first + 2 :]
        if (first + 1 < len(long))
        else False
    )


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _forms(term: str) -> set[str]:
    forms = {term, f"{term}s", f"{term}ed", f"{term}ing"}
    if term.endswith("e"):
        forms |= {f"{term}d", f"{term[:-1]}ing"}
    elif re.search("(?:s|x|ch|sh)$", term):
        forms.add(f"{term}es")
    elif re.search("[^aeiou]y$", term):
        forms |= {f"{term[:-1]}ies", f"{term[:-1]}ied"}
    elif re.search("[^aeiou][aeiou][bdgklmnprt]$", term):
        forms |= {f"{term}{term[-1]}ed", f"{term}{term[-1]}ing"}
    return forms


def _entries(name: str) -> list[str]:
    text = (files("cleaner.duplicates") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
