"""What each hyphen of a text is: a broken word, a compound broken at its hyphen, or right as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from cleaner.stages.hyphenation.frequency import compounds, language_of
from cleaner.stages.hyphenation.judgement import Weighing, weigh, weigh_in
from cleaner.stages.hyphenation.places import (
    SUSPENDED,
    Place,
    is_chained,
    is_identifier,
    is_mentioned,
    places,
    speaks_of_words,
)

Verdict = Literal["join", "close", "doubt", "leave"]
"""`join` drops hyphen and gap, `close` the gap alone; `doubt` reports."""

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Limits(NamedTuple):
    """From which log-odds a hyphen is read as a break, by where it stands."""

    line: float = -3.0
    spaced: float = 0.5
    inside: float = 2.0
    doubt: float = 1.0
    """So far below `inside` a hyphen is reported."""
    clear: float = 6.0
    """A break above this is beyond doubt; each one in a document makes others likelier."""
    ease: float = 3.0
    """How far clear breaks may lower `inside`."""


LIMITS: Final = Limits()


class Reading(NamedTuple):
    """A hyphen, what it is, and why."""

    place: Place
    verdict: Verdict
    weighing: Weighing | None = None


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
    def words(self) -> Counter[str]:
        """How often the text writes each word and each hyphenated form, in lower case."""
        return Counter(_WORDS.findall(self.text.lower()))

    def readings(self) -> Iterator[Reading]:
        """Every hyphen that is not plainly right, in order."""
        weighed = [(place, self._weighed(place)) for place in places(self.text)]
        clear = sum(1 for place, w in weighed if w and place.kind != "line" and w.score > self.limits.clear)
        ease = min(self.limits.ease, clear)
        for place, weighing in weighed:
            verdict = self._verdict(place, weighing, ease)
            if verdict != "leave":
                yield Reading(place, verdict, weighing)

    def _weighed(self, place: Place) -> Weighing | None:
        """The weighing of a place that can be a broken word by its letters, else None."""
        kind, _, _, left, right = place
        if kind == "soft" or not left or not right or not (right.islower() or (left + right).isupper()):
            return None
        if kind == "inside" and (len(left) < 2 or len(right) < 2 or right.startswith(left)):
            return None
        left, right = left.lower(), right.lower()
        weighing = weigh(left, right, self.language)
        if kind == "inside" and (weighing.score < -4 or (weighing.joined is None and all(weighing.halves))):
            return None
        return weigh_in(self.words, left, right, self.language, int(kind == "inside"))

    def _verdict(self, place: Place, weighing: Weighing | None, ease: float) -> Verdict:
        if place.kind == "soft":
            return "join"
        if weighing is None and place.kind != "line":
            return "leave"
        if is_identifier(self.text, place):
            return "leave"
        if place.kind == "line":
            return self._at_line_end(place, weighing)
        assert weighing is not None
        return (
            self._spaced(place, weighing) if place.kind == "spaced" else self._inside(place, weighing, ease)
        )

    def _at_line_end(self, place: Place, weighing: Weighing | None) -> Verdict:
        if place.right and not (place.right[0].islower() or place.right[0].isupper()):
            return "leave"
        if weighing is None:
            return "close"
        if place.right in SUSPENDED:
            return "join" if weighing.score > self.limits.clear else "leave"
        limit = self.limits.inside if place.right.isupper() else self.limits.line
        return "join" if weighing.score > limit else "close"

    def _spaced(self, place: Place, weighing: Weighing) -> Verdict:
        if place.right in SUSPENDED:
            return "join" if weighing.score > self.limits.clear else "leave"
        attested = weighing.joined is not None or weighing.elsewhere[0]
        if weighing.score > self.limits.spaced and (attested or not any(weighing.halves)):
            return "join"
        return "close" if self._is_compound(place, weighing) else "leave"

    def _is_compound(self, place: Place, weighing: Weighing) -> bool:
        if weighing.elsewhere[1]:
            return True
        left, right = place.left.lower(), place.right.lower()
        return self.language == "en" and (
            compounds(f"{left}-{right}") > 0 or compounds(f"{left}-") >= 8 or compounds(f"-{right}") >= 8
        )

    def _inside(self, place: Place, weighing: Weighing, ease: float) -> Verdict:
        limit = self.limits.inside - ease
        if is_chained(self.text, place):
            limit = self.limits.clear
        if weighing.joined is None and not (weighing.elsewhere[0] and len(place.left) > 2):
            return "leave"
        if weighing.score <= limit - self.limits.doubt:
            return "leave"
        if is_mentioned(self.text, place) or speaks_of_words(self.text, place.start):
            return "leave"
        return "join" if weighing.score > limit else "doubt"
