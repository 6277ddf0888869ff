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
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from cleaner.stages.boilerplate.origin import words_have_shape
from cleaner.stages.boilerplate.wording import fold, normalize, split_choices

Place = Literal["edge", "anywhere", "company"]
_PLACES: dict[str, Place] = {"!": "anywhere", "?": "company"}
_STRENGTH: tuple[Place, ...] = ("anywhere", "edge", "company")

LONGEST = 600
"""Characters past which a line is prose, whatever its words."""

_SHORT = 240
"""The same for phrases that have no `**`."""

LANGUAGES = ("de", "en", "es", "fr", "tr", "ur")


class ListEntry(NamedTuple):
    """One line of a phrase list."""

    rule: str
    place: Place
    pattern: str


class Phrase(NamedTuple):
    """An entry of a list, ready to be compared with lines."""

    rule: str
    place: Place
    pattern: str
    reach: int
    """Characters that a line of this kind has at most."""
    needle: str
    """A word that every such line has, for patterns that begin with any word; "" for the others."""

    def fits(self, line: str, plain: str) -> bool:
        """Whether the line, as it is and in its normal form, is this phrase."""
        if self.rule == "origin":
            return words_have_shape(plain.split(), line, self.pattern)
        return compile_pattern(self.pattern).fullmatch(plain) is not None


class LineMatch(NamedTuple):
    """The phrase that a line is if it stands at the head or the tail of a text, and the one that it is
    anywhere."""

    at_edge: Phrase | None
    anywhere: Phrase | None


NO_MATCH = LineMatch(None, None)
"""The match of most lines. There is one such value, so that it is compared by identity."""


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """The phrases of all languages, by the first word of a line."""

    by_first_word: dict[str, tuple[Phrase, ...]]
    long_by_first_word: dict[str, tuple[Phrase, ...]]
    """Those of them that a line of more than `_SHORT` characters can be."""
    by_any_word: tuple[Phrase, ...]

    def is_plain(self, line: str) -> bool:
        """Whether a line begins with a word that no phrase of its length begins with: most do. Errs towards
        False."""
        size = len(line)
        if size > LONGEST:
            return True
        word = line[:_LONG_WORD].partition(" ")[0]
        if len(word) == _LONG_WORD:
            return False
        # What is no plain ASCII word (figures, bullets, other scripts) is left to `match`, which folds it.
        word = word.strip(_WORD_MARKS)
        if not (word.isascii() and word.isalpha()):
            return False
        return word.lower() not in (self.by_first_word if size <= _SHORT else self.long_by_first_word)

    def match(self, line: str) -> LineMatch:
        """Match a whole line with the phrases that have a first word; the strongest one counts.

        >>> [phrase and phrase.rule for phrase in load_phrases().match("  - Share on Facebook")]
        ['share', 'share']
        >>> [phrase and phrase.rule for phrase in load_phrases().match("Share")]
        ['share', None]
        >>> load_phrases().match("Share prices rose.")
        LineMatch(at_edge=None, anywhere=None)
        """
        size = len(line)
        if size > LONGEST or (first := _FIRST.search(line)) is None:
            return NO_MATCH
        word = first.group()
        key = word.lower() if word.isascii() else fold(word)
        index = self.by_first_word if size <= _SHORT else self.long_by_first_word
        candidates = index.get("#" if word.isdecimal() else key)
        if not candidates:
            return NO_MATCH
        reaching = [phrase for phrase in candidates if size <= phrase.reach]
        if not reaching:
            return NO_MATCH
        # Only now is the line folded, which costs most: few lines begin with a word of the lists.
        plain = normalize(line) + " "
        fitting = next((phrase for phrase in reaching if phrase.fits(line, plain)), None)
        if fitting is None:
            return NO_MATCH
        return LineMatch(fitting, fitting if fitting.place == "anywhere" else None)

    def match_floating(self, line: str) -> Phrase | None:
        """Match a whole line with the phrases that begin with any words.

        >>> load_phrases().match_floating("The Example Post. All rights reserved.").rule
        'copyright'
        """
        if len(line) > LONGEST:
            return None
        words = line.casefold()
        if not any(phrase.needle in words for phrase in self.by_any_word):
            return None
        plain = normalize(line) + " "
        return next((phrase for phrase in self.by_any_word if phrase.fits(line, plain)), None)


_LONG_WORD = 24
"""Characters from which on `is_plain` does not look at a word: cutting out a longer one costs more than it
spares."""
_WORD_MARKS = "\"'“”‘’(),.:;!?…"
"""Marks that stand before or after the first word of a line of prose."""
# The first thing in a line that a pattern can begin with: a copyright sign, a word, a figure.
_FIRST = re.compile(r"©|[^\W\d_]+|\d")


def parse_entries(text: str) -> Iterator[ListEntry]:
    """Yield the entries of a phrase list, in its order.

    >>> list(parse_entries("# English\\nshare!: share on x"))
    [ListEntry(rule='share', place='anywhere', pattern='share on x')]
    """
    for line in text.splitlines():
        if line and not line.startswith("#"):
            rule, _, pattern = line.partition(": ")
            yield ListEntry(rule.rstrip("!?"), _PLACES.get(rule[-1], "edge"), pattern)


def read_phrase_list(language: str) -> str:
    """Read the phrase list of a language, as text."""
    source = files("cleaner.stages") / "data" / "boilerplate" / f"{language}.txt"
    return source.read_text(encoding="utf-8")


@cache
def load_phrases() -> PhraseIndex:
    """Read all lists, once in a process."""
    index: dict[str, list[Phrase]] = {}
    floating: list[Phrase] = []
    for language in LANGUAGES:
        for entry in parse_entries(read_phrase_list(language)):
            phrase = _make_phrase(entry)
            if phrase.needle:
                floating.append(phrase)
                continue
            for word in find_first_words(entry.pattern):
                index.setdefault(word, []).append(phrase)
    # Strongest first: the first phrase that fits decides where a line may stand.
    for candidates in index.values():
        candidates.sort(key=lambda phrase: _STRENGTH.index(phrase.place))
    far = {word: [phrase for phrase in listed if phrase.reach > _SHORT] for word, listed in index.items()}
    return PhraseIndex(_freeze(index), _freeze(far), tuple(floating))


def match_line(line: str) -> LineMatch:
    """Match a whole line with the phrases that have a first word, with a cache: rounds ask again."""
    return NO_MATCH if len(line) > LONGEST else _match_short(line)


@lru_cache(maxsize=1 << 12)
def _match_short(line: str) -> LineMatch:
    return load_phrases().match(line)


def _freeze(index: Mapping[str, Sequence[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {word: tuple(phrases) for word, phrases in index.items() if phrases}


def _make_phrase(entry: ListEntry) -> Phrase:
    slots = entry.pattern.split()
    reach = LONGEST if "**" in slots else _SHORT
    if slots[0] not in ("*", "**"):
        return Phrase(*entry, reach, "")
    # The needle is searched in a line that is only lower-cased, where a dotless i is not yet an i.
    fixed = [slot for slot in slots if slot not in _WILD and not set(slot) & set("[]|:ı")]
    return Phrase(*entry, reach, max(fixed, key=len))


def find_first_words(pattern: str) -> Iterator[str]:
    """Yield what a line of this pattern may begin with, as keys of `PhraseIndex`.

    >>> list(find_first_words("[please] share|tweet this"))
    ['please', 'share', 'tweet']
    """
    for slot in pattern.split():
        optional = slot.startswith("[")
        for choice in split_choices(slot):
            word = _FIRST.search(choice)
            if choice == "#" or word is None:
                yield "#"
            else:
                yield "#" if word.group().isdecimal() else fold(word.group())
        if not optional:
            return


# Figures with marks between them, Arabic ones too, and `k` for thousands (`1.2k shares`).
_NUMBER = r"\d[\d.,\u066b\u066c]*k?"
_COLON = r"(?: ?[:|–—»›>]| -)"
_WILD = {"*": r"(?:\S+ ){0,12}", "**": r"(?:\S+ ){0,60}", "+": r"(?:\S+ ){1,5}", "#": f"{_NUMBER} "}


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern to a regular expression for a line in normal form with a space after it.

    >>> bool(compile_pattern("share on [the] web").fullmatch("share on web "))
    True
    """
    pieces: list[str] = []
    for slot in pattern.split():
        if slot in _WILD:
            pieces.append(_WILD[slot])
        elif slot[1:-1] in _WILD:
            pieces.append(f"(?:{_WILD[slot[1:-1]]})?")
        else:
            words = "|".join(
                _NUMBER if word == "#" else re.escape(fold(word)) for word in split_choices(slot)
            )
            end = _COLON if slot.rstrip("]").endswith(":") else "[.,:;!?…]*"
            # `++` is a list, as of the networks of a share bar: at most twenty, so that the search stays
            # bounded.
            times = "?" if slot.startswith("[") else "{2,20}" if slot.endswith("++") else ""
            gap = "(?:[|/·•&] )?" if slot.endswith("++") else ""
            pieces.append(f"(?:(?:{words}){end} {gap}){times}")
    return re.compile("".join(pieces))
