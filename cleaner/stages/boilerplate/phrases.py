"""Phrase lists: what whole lines of boilerplate look like, by rule and language.

The lists are data (``cleaner/stages/data/boilerplate/LANGUAGE.txt``), one entry a line, sorted::

    # a comment
    counter!: # min|minute|minutes read
    share: share on facebook|twitter|whatsapp
    share?: print|save|send

An entry is a rule, a colon and a pattern for a *whole* line. The mark after the rule says where the line has
to stand to be boilerplate: at the head or the tail of a text (no mark); anywhere, since it is unmistakable
(``!``); at the head or the tail and only in the company of other such lines (``?``).

In a pattern, words are separated by spaces, ``a|b`` is a choice, ``[word]`` may be missing, ``#`` is a
number, ``*`` is up to twelve words of any kind, ``+`` is one to five, ``**`` is up to sixty. A choice with a
colon at its end wants a colon, a bar or a dash there; one with ``++`` at its end is made twice or more often.
Case, quotation marks, and the dashes and dots around a line count for nothing. Patterns of the rule
``origin`` are shapes (`cleaner.stages.boilerplate.origin`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from cleaner.stages.boilerplate.origin import are_of_shape
from cleaner.stages.boilerplate.wording import choices, folded, normal

Place = Literal["edge", "anywhere", "company"]
_PLACES: dict[str, Place] = {"!": "anywhere", "?": "company"}
_STRENGTH: tuple[Place, ...] = ("anywhere", "edge", "company")

LONGEST = 600
"""Characters past which a line is prose whatever it says."""

_SHORT = 240
"""The same for phrases that have no `**`."""

LANGUAGES = ("de", "en", "es", "fr", "tr", "ur")


class Entry(NamedTuple):
    """One line of a phrase list."""

    rule: str
    place: Place
    pattern: str


class Phrase(NamedTuple):
    """An entry that lines are compared with."""

    rule: str
    place: Place
    pattern: str
    reach: int
    """Characters that a line of this kind has at the most."""
    needle: str
    """A word that it has in any case, for patterns that begin with any word; "" for the others."""

    def fits(self, line: str, plain: str) -> bool:
        """Whether the line, as it is and in its normal form, is this phrase."""
        if self.rule == "origin":
            return are_of_shape(plain.split(), line, self.pattern)
        return compiled(self.pattern).fullmatch(plain) is not None


class Likeness(NamedTuple):
    """What a line looks like at the head or the tail of a text, and what it looks like anywhere."""

    at_edge: Phrase | None
    anywhere: Phrase | None


NOTHING = Likeness(None, None)
"""What most lines look like; no other value is equal to it."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of all languages, looked up by the first word of a line."""

    by_first_word: dict[str, tuple[Phrase, ...]]
    long_by_first_word: dict[str, tuple[Phrase, ...]]
    """Those of them that a line of more than `_SHORT` characters can be."""
    by_any_word: tuple[Phrase, ...]

    def is_plain(self, line: str) -> bool:
        """Whether a line begins with a word that no phrase of its length begins with: most do."""
        size = len(line)
        if size > LONGEST:
            return True
        word = line[:_LONG_WORD].partition(" ")[0]
        if len(word) == _LONG_WORD:
            return False
        word = word.strip(_AROUND)
        if not (word.isascii() and word.isalpha()):
            return False
        return word.lower() not in (self.by_first_word if size <= _SHORT else self.long_by_first_word)

    def likeness(self, line: str) -> Likeness:
        """The phrases that all of `line` is, the strongest first.

        >>> [phrase and phrase.rule for phrase in phrases().likeness("  - Share on Facebook")]
        ['share', 'share']
        >>> [phrase and phrase.rule for phrase in phrases().likeness("Share")]
        ['share', None]
        >>> phrases().likeness("Share prices rose.")
        Likeness(at_edge=None, anywhere=None)
        """
        size = len(line)
        if size > LONGEST or (found := _FIRST.search(line)) is None:
            return NOTHING
        word = found.group()
        key = word.lower() if word.isascii() else folded(word)
        index = self.by_first_word if size <= _SHORT else self.long_by_first_word
        candidates = index.get("#" if word.isdecimal() else key)
        if not candidates:
            return NOTHING
        near = [phrase for phrase in candidates if size <= phrase.reach]
        if not near:
            return NOTHING
        plain = normal(line) + " "
        fitting = [phrase for phrase in near if phrase.fits(line, plain)]
        if not fitting:
            return NOTHING
        return Likeness(fitting[0], fitting[0] if fitting[0].place == "anywhere" else None)

    def floating(self, line: str) -> Phrase | None:
        """The phrase that `line` is, of those that begin with any words.

        >>> phrases().floating("The Example Post. All rights reserved.").rule
        'copyright'
        """
        if len(line) > LONGEST:
            return None
        words = line.casefold()
        if not any(phrase.needle in words for phrase in self.by_any_word):
            return None
        plain = normal(line) + " "
        return next((phrase for phrase in self.by_any_word if phrase.fits(line, plain)), None)


_LONG_WORD = 24
"""Letters from which on a word is not looked at in haste."""
_AROUND = "\"'“”‘’(),.:;!?…"
"""Marks that stand before or after the first word of a line of prose."""
_FIRST = re.compile(r"©|[^\W\d_]+|\d")


def entries(text: str) -> Iterator[Entry]:
    """The entries of a phrase list.

    >>> list(entries("# English\\nshare!: share on x"))
    [Entry(rule='share', place='anywhere', pattern='share on x')]
    """
    for line in text.splitlines():
        if line and not line.startswith("#"):
            rule, _, pattern = line.partition(": ")
            yield Entry(rule.rstrip("!?"), _PLACES.get(rule[-1], "edge"), pattern)


def phrase_list(language: str) -> str:
    """The text of a language's list."""
    source = files("cleaner.stages") / "data" / "boilerplate" / f"{language}.txt"
    return source.read_text(encoding="utf-8")


@cache
def phrases() -> Phrases:
    """All lists, read once."""
    index: dict[str, list[Phrase]] = {}
    floating: list[Phrase] = []
    for language in LANGUAGES:
        for entry in entries(phrase_list(language)):
            phrase = _phrase(entry)
            if phrase.needle:
                floating.append(phrase)
                continue
            for word in first_words(entry.pattern):
                index.setdefault(word, []).append(phrase)
    for found in index.values():
        found.sort(key=lambda phrase: _STRENGTH.index(phrase.place))
    far = {word: [phrase for phrase in found if phrase.reach > _SHORT] for word, found in index.items()}
    return Phrases(_frozen(index), _frozen(far), tuple(floating))


def _frozen(index: Mapping[str, Sequence[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {word: tuple(found) for word, found in index.items() if found}


def _phrase(entry: Entry) -> Phrase:
    slots = entry.pattern.split()
    reach = LONGEST if "**" in slots else _SHORT
    if slots[0] not in ("*", "**"):
        return Phrase(*entry, reach, "")
    # A dotless i is folded late; any other word will do as well.
    fixed = [slot for slot in slots if slot not in _WILD and not set(slot) & set("[]|:ı")]
    return Phrase(*entry, reach, max(fixed, key=len))


def first_words(pattern: str) -> Iterator[str]:
    """What a line may begin with, as `Phrases` looks it up.

    >>> list(first_words("[please] share|tweet this"))
    ['please', 'share', 'tweet']
    """
    for slot in pattern.split():
        optional = slot.startswith("[")
        for choice in choices(slot):
            word = _FIRST.search(choice)
            if choice == "#" or word is None:
                yield "#"
            else:
                yield "#" if word.group().isdecimal() else folded(word.group())
        if not optional:
            return


_NUMBER = r"\d[\d.,\u066b\u066c]*k?"
_COLON = r"(?: ?[:|–—»›>]| -)"
_WILD = {"*": r"(?:\S+ ){0,12}", "**": r"(?:\S+ ){0,60}", "+": r"(?:\S+ ){1,5}", "#": f"{_NUMBER} "}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for a normal line with a space after it.

    >>> bool(compiled("share on [the] web").fullmatch("share on web "))
    True
    """
    pieces: list[str] = []
    for slot in pattern.split():
        if slot in _WILD:
            pieces.append(_WILD[slot])
        elif slot[1:-1] in _WILD:
            pieces.append(f"(?:{_WILD[slot[1:-1]]})?")
        else:
            words = "|".join(_NUMBER if word == "#" else re.escape(folded(word)) for word in choices(slot))
            end = _COLON if slot.rstrip("]").endswith(":") else "[.,:;!?…]*"
            times = "?" if slot.startswith("[") else "{2,20}" if slot.endswith("++") else ""
            gap = "(?:[|/·•&] )?" if slot.endswith("++") else ""
            pieces.append(f"(?:(?:{words}){end} {gap}){times}")
    return re.compile("".join(pieces))
