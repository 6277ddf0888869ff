"""Words that carry facts: numbers, dates, titles, negations, opposites, roles. English, in closed lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleaner.duplicates.alignment import WordToken

_LONGEST_WORD = 200
"""Characters past which a word is compared as it is."""


def _split(words: str) -> list[str]:
    return words.split()


NEGATIONS = frozenset(_split("cannot hardly neither never nobody none nor not nothing nowhere no without"))
"""Words of which one more or one less reverses a statement; forms in n't are negations too."""

REFUSALS = frozenset(
    _split("decline declined declines fail failed failing fails refuse refused refuses unable")
)
"""Words that negate the infinitive after them."""

AUXILIARIES = frozenset(
    _split(
        "am are be been being can could did do does had has have is may might must shall should to was were "
        "will would"
    )
)
"""Words that are added or lost with a negation ("did not go", "went"), and say nothing by themselves."""

SPEECH = frozenset(
    _split(
        "according accused added admitted announced answered argued asked asserted believed blamed "
        "called claimed commented complained conceded confirmed declared denied described explained "
        "insisted maintained noted observed quoted recalled remarked replied reported said say saying "
        "says stated statement stressed suggested tell tells testified told vowed warned wrote"
    )
)
"""Verbs, and a noun, that attribute a statement."""

_UNITS = _split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = _split("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _split("zeroth first second third fourth fifth sixth seventh eighth ninth tenth")
NUMBERS: dict[str, str] = (
    {word: str(value) for value, word in enumerate(_UNITS)}
    | {word: str(value * 10) for value, word in enumerate(_TENS, 2)}
    | {word: f"{value}." for value, word in enumerate(_ORDINALS)}
    | {
        word: word
        for word in _split("half quarter dozen hundred thousand million billion trillion twice once")
    }
    | {"bn": "billion", "mln": "million", "hundreds": "hundred", "thousands": "thousand"}
    | {"millions": "million", "billions": "billion", "mn": "million", "tens": "10", "dozens": "dozen"}
)
"""Number words and their values. An ordinal has another value than its cardinal."""

_DAYS = _split("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = _split("january february march april may june july august september october november december")
DATES: dict[str, str] = {name[:3]: name for name in _DAYS + _MONTHS}
DATES |= {name: name for name in _DAYS + _MONTHS} | {
    "sept": "september",
    "tues": "tuesday",
    "thurs": "thursday",
}
DATES |= {word: word for word in ["today", "tomorrow", "yesterday"]}
"""Days and months by name; abbreviations count only with a capital, like the months themselves."""

TITLES = frozenset(
    _split(
        "bishop captain chancellor colonel dame dr father general governor inspector judge justice king "
        "lady lieutenant lord madam major mayor minister miss mr mrs ms mullah president prime prince "
        "princess prof professor queen rev reverend secretary senator sergeant sir st the foreign former "
        "vice i a an he she it they we but and in on at for this that"
    )
)
"""Words with a capital that are no name by themselves: titles, and words that open a sentence."""


class Opposition(NamedTuple):
    """A place in the table of opposites: line and side."""

    line: int
    side: int


@cache
def load_opposites() -> dict[str, frozenset[Opposition]]:
    """Reads `data/opposites.txt`: each form of a word with its places.

    >>> sorted(load_opposites()["accepted"] & load_opposites()["accepting"]) != []
    True
    """
    table: dict[str, set[Opposition]] = {}
    for line, entry in enumerate(_read_entries("opposites.txt")):
        for side, terms in enumerate(entry.split("/")):
            for term in terms.split():
                for form in _inflect(term):
                    table.setdefault(form, set()).add(Opposition(line, side))
    return {form: frozenset(places) for form, places in table.items()}


@cache
def load_roles() -> dict[str, int]:
    """Reads `data/roles.txt`: each form of a word with its line. Words of one line mean the same."""
    return {
        form: line
        for line, entry in enumerate(_read_entries("roles.txt"))
        for term in entry.split()
        for form in (term, f"{term}s")
    }


@cache
def load_signal_words() -> frozenset[str]:
    """Returns every lower-case word that can make a revision: texts without one need no alignment."""
    return frozenset((*NEGATIONS, *REFUSALS, *SPEECH, *NUMBERS, *DATES, *load_opposites(), *load_roles()))


def are_opposites(a: str, b: str) -> bool:
    """Whether two words are on the two sides of a line in the table of opposites.

    >>> are_opposites("rose", "fell"), are_opposites("rose", "climbed"), are_opposites("rose", "table")
    (True, False, False)
    """
    table = load_opposites()
    return any(Opposition(line, 1 - side) in table.get(b, ()) for line, side in table.get(a, ()))


def is_negation(word: str) -> bool:
    """Whether a lower-case word negates.

    >>> [is_negation(word) for word in ("didn't", "not", "knot", "nothing")]
    [True, True, False, True]
    """
    return word in NEGATIONS or word.endswith("n't")


def find_negations(side: Sequence[WordToken]) -> list[str]:
    """Returns the negations in a run of words, as they are written."""
    return [
        token.raw
        for place, token in enumerate(side)
        if is_negation(token.key)
        or (token.key in REFUSALS and place + 1 < len(side) and side[place + 1].key == "to")
    ]


def is_spelling_of(a: str, b: str) -> bool:
    """Whether two words are one word spelt in two ways: accents apart, one letter missing or two exchanged.

    A changed letter makes another word, since Iran is not Iraq.

    >>> pairs = ("türkiye", "turkiye"), ("london", "lonon"), ("iran", "iraq")
    >>> [is_spelling_of(a, b) for a, b in pairs]
    [True, True, False]
    """
    a, b = _strip_accents(a), _strip_accents(b)
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


def _strip_accents(word: str) -> str:
    # Python sorts accents in quadratic time; no word has that many.
    if len(word) > _LONGEST_WORD:
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _inflect(term: str) -> set[str]:
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


def _read_entries(name: str) -> list[str]:
    text = (files("cleaner.duplicates") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
