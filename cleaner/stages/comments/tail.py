"""Where an article ends and pasted material begins, and what of it goes.

A document is cut into units: its blocks where blank lines stand between its paragraphs (a comment of
several lines is then one unit), its paragraphs where each line is one. Units are judged by their wording
and by their place: what shares the article's vocabulary is the article's, what is repeated, stands behind
a stretch of blank lines or keeps company with other promotion is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.stages.comments.phrases import words
from cleaner.text import Span, blocks, paragraphs

Judge = Callable[[str], float]
"""Log-odds that a paragraph, taken alone, is promotional."""

REMOVED_ABOVE = 0.0
"""Log-odds, all told, above which a unit of the tail goes."""
INSIDE_ABOVE = 3.0
"""The same where one unit of the article still follows; where more do, nothing goes."""
BODY_BELOW = -2.5
"""Log-odds below which a unit can be the article's."""
SHARED = 0.14
"""Part of a unit's long words that the article has too, from which it is on topic."""
BLANK_RUN = 3
"""Blank lines in a row that no typesetter leaves between two paragraphs."""
REACH = 200
"""Units at the end of a document that are looked at one by one."""


class Pasted(NamedTuple):
    """A unit that goes: where it stands, its log-odds all told, and what its place says of it."""

    span: Span
    score: float
    place: tuple[str, ...]


class _Unit(NamedTuple):
    span: Span
    text: str
    topic: frozenset[str]
    blank_before: int


def units(text: str) -> list[Span]:
    """Spans of the units of a document.

    >>> [end - start for start, end in units("One.\\n\\nTwo.\\n\\nA comment\\nof two lines.")]
    [4, 4, 23]
    >>> len(units("One.\\nTwo.\\nThree.\\n\\nFour.\\nFive."))
    5
    """
    found = list(blocks(text))
    head = found[:3]
    if len(head) == 3 and sum(len(block) == 1 for block in head) > 1:
        return [Span(block[0].start, block[-1].end) for block in found]
    return paragraphs(text)


def pasted(text: str, judge: Judge) -> list[Pasted]:
    """The units of the tail that go, in order. Never the first unit, never one inside the article."""
    spans = units(text)
    if len(spans) < 2:
        return []
    first = max(0, len(spans) - REACH)
    tail = [
        _Unit(
            span,
            text[span.start : span.end],
            _topic(text[span.start : span.end]),
            _blank_lines(text, before, span),
        )
        for before, span in pairwise(spans[first:])
    ]
    scores = [judge(unit.text) for unit in tail]
    article = _topic(text[: spans[first].end])
    shared = []
    for unit, score in zip(tail, scores, strict=True):
        shared.append(len(unit.topic & article) / len(unit.topic) if unit.topic else 0.0)
        if score < BODY_BELOW:
            article |= unit.topic
    copies = Counter(_key(unit.text) for unit in tail)
    return _decide(tail, scores, shared, copies)


def _decide(
    tail: Sequence[_Unit], scores: Sequence[float], shared: Sequence[float], copies: Counter[str]
) -> list[Pasted]:
    gone: list[Pasted] = []
    company = sum(score > 1 for score in scores)
    follows = 0
    for unit, score, share in zip(reversed(tail), reversed(scores), reversed(shared), strict=True):
        place: list[str] = []
        total = score
        repeated = copies[_key(unit.text)]
        if repeated > 1:
            total += 1.5
            place.append(f"repeated {repeated} times")
        if unit.topic and share < SHARED / 2:
            total += 0.5
            place.append("off topic")
        elif share > SHARED:
            total -= 4 * (share - SHARED) + 0.5
        if company > (score > 1):
            total += 1.0
        if unit.blank_before >= BLANK_RUN:
            total += 0.5
            place.append("behind blank lines")
        if total > (INSIDE_ABOVE if follows else REMOVED_ABOVE) and follows < 2:
            gone.append(Pasted(unit.span, total, tuple(place)))
        elif score < BODY_BELOW and share > SHARED:
            follows += 1
    return gone[::-1]


def _topic(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in words(text) if len(word) > 4)


def _key(text: str) -> str:
    return " ".join(words(text))


def _blank_lines(text: str, before: Span, span: Span) -> int:
    gap = text[before.end : span.start]
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n") - 1
