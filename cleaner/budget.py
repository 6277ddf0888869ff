"""A guard against a rule gone wrong: how much of a document's prose the rules of some stages may take out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.text import Document, Step

GUARDED = frozenset({"boilerplate", "markup"})
"""The stages under the budget. Comments have a guard of their own: a third of real spam tails are longer than
the article. Whitespace is no prose, and a duplicate is still there, in its partner."""

OVER_BUDGET = Rule(
    id="pipeline.over-budget",
    certainty="likely",
    what="The rules of boilerplate and markup would have taken more of the document's prose than they may.",
    why="A corpus must not be eaten by a rule gone wrong; the rules that took it stay off for the document.",
    leaves_alone="The document's text: what those rules would have removed stays, for a person to look at.",
    example=("", ""),
)

ALLOWANCE = 150
"""Letters that may always go, a notice of two or three lines: in a short text that is soon a third."""

_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;")
_LETTERS = re.compile(r"[^\W\d_]+")


class Overspent(NamedTuple):
    """The rules that took prose, the greediest first, and which share of it they took together."""

    rules: tuple[str, ...]
    share: float


def overspent(document: Document, steps: Iterable[Step], budget: float) -> Overspent | None:
    """Whether `steps`, the last of the document's trail, took more than `budget` of the prose that the
    other stages leave, or all of it.

    >>> from cleaner.text import Edit
    >>> document = Document.of("Share this. " * 30 + "Words. " * 30)
    >>> document = document.apply("boilerplate", [Edit(0, 360, "", "boilerplate.share")])
    >>> overspent(document, document.trail, 0.3)
    Overspent(rules=('boilerplate.share',), share=0.6428571428571429)
    """
    taken: Counter[str] = Counter()
    for step in steps:
        if step.stage in GUARDED:
            for edit, removed in zip(step.edits, step.removed, strict=True):
                if edit.replacement is not None:
                    taken[edit.rule] += prose(removed) - prose(edit.replacement)
    total = taken.total()
    if total <= 0:
        return None
    # Not the prose of the raw text: what other stages mend and take out is another text in the next run.
    whole = total + prose(document.text)
    if total < whole and total <= max(ALLOWANCE, budget * whole):
        return None
    greedy = sorted((rule for rule in taken if taken[rule] > 0), key=lambda rule: (-taken[rule], rule))
    return Overspent(tuple(greedy), total / whole)


def prose(text: str) -> int:
    """Letters outside tags and entities: a tag is no prose, what stands between two of them is.

    >>> prose("<p class='lead'>Two words.</p>")
    8
    """
    return sum(map(len, _LETTERS.findall(_MARKUP.sub(" ", text))))
