"""What each hyphen of a text is: a broken word, a compound broken at its hyphen, or right as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple

from cleaner.stages.hyphenation.frequency import compounds, is_common, language_of, zipf
from cleaner.stages.hyphenation.judgement import Weighing, weigh, with_document
from cleaner.stages.hyphenation.places import (
    Kind,
    Place,
    is_broken_address,
    is_broken_slug,
    is_chained,
    is_identifier,
    is_mentioned,
    is_suspended,
    places,
    speaks_of_words,
    takes_hyphens,
)

Verdict = Literal["join", "close", "doubt", "leave"]
"""`join` drops hyphen and gap, `close` the gap alone; `doubt` reports."""

_PREFIXES: Final = frozenset(
    "anti bi co extra mid mini multi non para post pseudo quasi self semi ultra under".split()  # noqa: SIM905
)
"""Parts that make compounds at will: before these a hyphen inside a line is meant."""
_NUMBERS: Final = frozenset(
    """
    two three four five six seven eight nine ten twenty thirty forty fifty sixty hundred half
    first second third fourth fifth sixth seventh eighth ninth
    """.split()  # noqa: SIM905
)
_COMMON_NOUN: Final = 4.0
"""The Zipf frequency from which the second half of a compound is surely a word of its own."""
_RARE: Final = 3.6
"""Zipf frequency below which half a name may happen to be a word."""

_HOPELESS: Final = -4.0
"""A score that nothing in the document makes up for."""
_SHORT: Final = 20_000
"""Characters up to which a text is searched for a form sooner than counted whole."""

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Limits(NamedTuple):
    """From which log-odds a hyphen is read as a break, by where it stands and whether the word is known."""

    line: float = -6.0
    line_new: float = -5.0
    line_pair: float = -1.8
    """At a line end, in English: two words that together are none."""
    spaced: float = -1.5
    spaced_new: float = -4.0
    inside: float = 1.2
    doubt: float = 1.0
    """So far below `inside` a hyphen is reported."""
    clear: float = 5.0
    """A break above this is beyond doubt; each one in a document makes others likelier."""
    ease: float = 1.5
    most_ease: float = 4.0
    """What each clear break takes off `inside`, and how much all of them."""


LIMITS: Final = Limits()


class Reading(NamedTuple):
    """A hyphen, what it is, and why."""

    place: Place
    verdict: Verdict
    weighing: Weighing | None = None


def _are_two_words(left: str, right: str, language: str) -> bool:
    """Whether the halves are words, neither of them rare, and the joined form is none."""
    if zipf(left + right, language) is not None:
        return False
    return (zipf(left, language) or 0.0) >= _RARE and (zipf(right, language) or 0.0) >= _RARE


@lru_cache(maxsize=1 << 14)
def _weighed_alone(kind: Kind, left: str, right: str, language: str) -> Weighing | None:
    """The weighing of two halves whatever the document says, None where they are no broken word."""
    if kind == "soft" or not left or not right:
        return None
    capitals = (left + right).isupper()
    if not (right.islower() or capitals or left == "Mc"):
        return None
    if kind == "inside" and (len(left) < 2 or len(right) < 2 or right.startswith(left)):
        return None
    if kind != "line" and capitals and len(left + right) < 6:
        return None
    left, right = left.lower(), right.lower()
    if kind == "inside" and _are_two_words(left, right, language):
        return None
    weighing = weigh(left, right, language)
    if capitals and kind != "line" and weighing.joined is None:
        return None
    return None if kind == "inside" and weighing.score < _HOPELESS else weighing


@dataclass(frozen=True)
class Reader:
    """Reads the hyphens of one text; what it needs of the whole text it works out when it is needed."""

    text: str
    limits: Limits

    @cached_property
    def language(self) -> str:
        """The language that the tables are asked for."""
        return language_of(self.text)

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def words(self) -> Counter[str]:
        """How often the text writes each word and each hyphenated form, in lower case."""
        return Counter(_WORDS.findall(self.lowered))

    @cached_property
    def openers(self) -> frozenset[str]:
        """First halves of the hyphenated forms that the text writes, but for those of one or two letters."""
        forms = (word.partition("-") for word in self.words if "-" in word)
        return frozenset(first for first, _, _ in forms if len(first) > 2)

    def readings(self) -> Iterator[Reading]:
        """Every hyphen that is not plainly right, in order."""
        weighed = []
        for place in places(self.text):
            weighing = self._weighed(place)
            if weighing is not None or place.kind != "inside":
                weighed.append((place, weighing))
        clear = sum(1 for place, w in weighed if w and place.kind != "line" and self._is_clear(place, w))
        for place, weighing in weighed:
            verdict = self._verdict(place, weighing, clear)
            if verdict != "leave":
                yield Reading(place, verdict, weighing)

    def _weighed(self, place: Place) -> Weighing | None:
        """The weighing of a place that can be a broken word by its letters, else None."""
        kind, _, _, left, right = place
        weighing = _weighed_alone(kind, left, right, self.language)
        if weighing is None:
            return None
        joined, hyphenated = self._written(left.lower(), right.lower())
        return with_document(weighing, joined, hyphenated - (kind == "inside"))

    def _written(self, left: str, right: str) -> tuple[int, int]:
        """How often the text writes the joined form and the hyphenated one."""
        form = f"{left}-{right}"
        if len(self.text) <= _SHORT and left + right not in self.lowered:
            hyphenated = self.lowered.count(form)
            if hyphenated <= 1:
                return 0, hyphenated
        return self.words[left + right], self.words[form]

    def _is_clear(self, place: Place, weighing: Weighing) -> bool:
        return (
            weighing.score > self.limits.clear
            and weighing.joined is not None
            and not is_chained(self.text, place)
            and not is_identifier(self.text, place)
        )

    def _verdict(self, place: Place, weighing: Weighing | None, clear: int) -> Verdict:
        if place.kind == "soft":
            return "join"
        if place.kind == "page":
            return "join" if weighing is not None and self._is_clear(place, weighing) else "leave"
        if is_broken_slug(self.text, place):
            return "close"
        if place.kind == "line":
            return "leave" if is_broken_address(self.text, place) else self._at_line_end(place, weighing)
        if is_identifier(self.text, place):
            return "leave"
        if weighing is None:
            return "close" if place.kind == "spaced" and self._is_spaced_figure(place) else "leave"
        return (
            self._spaced(place, weighing) if place.kind == "spaced" else self._inside(place, weighing, clear)
        )

    def _at_line_end(self, place: Place, weighing: Weighing | None) -> Verdict:
        left, right = place.left, place.right
        if right and not (right[0].islower() or right[0].isupper()):
            return "leave"
        if weighing is None or self.text[place.start - len(left) - 1 : place.start - len(left)].isdigit():
            return "leave" if is_suspended(right, self.language) else "close"
        limits = self.limits
        if is_suspended(right, self.language):
            return "join" if weighing.score > limits.clear else "leave"
        known = weighing.joined is not None or weighing.elsewhere[0] > 0
        if right.isupper() or (left.isupper() and len(left) > 1):
            return "join" if known and weighing.score > limits.inside else "close"
        if known:
            return "join" if weighing.score > limits.line else "close"
        pair = self.language == "en" and None not in weighing.halves
        if self._is_named(place, weighing):
            return "close"
        if (pair and is_chained(self.text, place)) or self._is_prefix(place) or left.lower() in self.openers:
            return "close"
        return "join" if weighing.score > (limits.line_pair if pair else limits.line_new) else "close"

    def _is_named(self, place: Place, weighing: Weighing) -> bool:
        """Whether a name opens a compound, which Finnish writes with a hyphen: Aalto-malja."""
        name, noun = weighing.halves
        return (
            self.language == "fi"
            and place.left[:1].isupper()
            and name is None
            and noun is not None
            and noun >= _COMMON_NOUN
            and len(place.right) > 4
        )

    def _is_prefix(self, place: Place) -> bool:
        left = place.left.lower()
        return left in _PREFIXES if self.language == "en" else self.language == "de" and left == "nicht"

    def _spaced(self, place: Place, weighing: Weighing) -> Verdict:
        right = place.right.lower()
        if is_suspended(right, self.language) or is_suspended(right, "") or is_common(right, self.language):
            return "join" if weighing.score > self.limits.clear and weighing.joined is not None else "leave"
        if weighing.joined is not None or weighing.elsewhere[0]:
            if weighing.score > self.limits.spaced:
                return "join"
        elif len(place.left) > 1 and len(right) > 1 and self._is_new_word(place, weighing):
            return "join"
        return "close" if self._is_compound(place, weighing) else "leave"

    def _is_new_word(self, place: Place, weighing: Weighing) -> bool:
        """Whether two halves with a space between make a word that no table has: a name, a rare word."""
        if weighing.score <= self.limits.spaced_new:
            return False
        if self.language == "en":
            rare = [half is None or half < _RARE for half in weighing.halves]
            return rare[1] and (None in weighing.halves or (rare[0] and place.left[0].isupper()))
        return bool(self.language)

    def _is_compound(self, place: Place, weighing: Weighing) -> bool:
        """Whether the hyphen before a space belongs to a compound, and is no dash."""
        if weighing.elsewhere[1]:
            return True
        if self.language != "en":
            return False
        left, right = place.left.lower(), place.right.lower()
        closes = compounds(f"-{right}")
        return (
            compounds(f"{left}-{right}") > 0
            or left in _PREFIXES
            or (left in _NUMBERS and closes > 0)
            or (right.endswith(("ed", "ing")) and (closes >= 3 or compounds(f"{left}-") >= 8))
        )

    def _is_spaced_figure(self, place: Place) -> bool:
        """Whether a space came into a compound of a figure (20- year) or, in German, of an acronym."""
        left, right = place.left, place.right
        if not left and right:
            return self.language == "en" and compounds(f"-{right}") >= 5
        return self.language == "de" and len(left) > 1 and left.isupper() and right[1:].islower()

    def _ends_in_a_piece(self, weighing: Weighing) -> bool:
        """Whether the second half is hardly a word; outside English, whether one of the two is none."""
        last = weighing.halves[1]
        if self.language == "en":
            return last is None or (last < _RARE and None in weighing.halves)
        return None in weighing.halves

    def _inside(self, place: Place, weighing: Weighing, clear: int) -> Verdict:
        limits = self.limits
        limit = limits.inside - min(limits.most_ease, limits.ease * clear)
        if is_chained(self.text, place):
            limit = limits.clear
        if self._is_prefix(place):
            limit = max(limit, limits.clear)
        others = clear - self._is_clear(place, weighing)
        if not others and takes_hyphens(place.right, self.language):
            return "leave"
        attested = weighing.joined is not None or (weighing.elsewhere[0] and len(place.left) > 2)
        if not attested and not (clear and self._ends_in_a_piece(weighing)):
            return "leave"
        if weighing.score <= limit - limits.doubt:
            return "leave"
        if is_mentioned(self.text, place) or speaks_of_words(self.text, place.start):
            return "leave"
        return "join" if weighing.score > limit else "doubt"
