"""The budget: the share of a document's prose that some stages may take out together.

It guards a corpus against a rule that goes wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE
from cleaner.text import Document, Step

GUARDED = frozenset({"boilerplate", "markup", "page-furniture"})
"""The stages under the budget. Comments have a guard of their own: a third of real spam tails are longer than
the article. Whitespace is no prose, and a duplicate is still there, in its partner."""

OVER_BUDGET = Rule(
    id="pipeline.over-budget",
    certainty="note",
    what="The rules of boilerplate, markup and page furniture would have taken more of the document's prose "
    "than they may.",
    why="A corpus must not be eaten by a rule gone wrong; the rules that took it stay off for the document.",
    leaves_alone="The document's text: what those rules would have removed stays, for a person to look at.",
    kinds=ANYWHERE,
    example=("", ""),
)

_WHOLE = "page-furniture."
"""Rules that are off together, also those that took no letters: furniture goes as a whole, or stays."""

ALLOWANCE = 150
"""Letters that may always go, a notice of two or three lines: in a short text that is soon a third."""

_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;")
_LETTERS = re.compile(r"[^\W\d_]+")


class Overspend(NamedTuple):
    """The rules that took prose, the greediest first, and the share of it that they took together."""

    rules: tuple[str, ...]
    share: float


def find_overspend(document: Document, steps: Iterable[Step], budget: float) -> Overspend | None:
    """Return what the guarded rules took, if it is more than `budget` of the prose or all of it; else None.

    `steps` are the last ones of the document's trail. The prose is what the other stages leave.

    >>> from cleaner.text import Edit
    >>> document = Document.of("Share this. " * 30 + "Words. " * 30)
    >>> document = document.apply("boilerplate", [Edit(0, 360, "", "boilerplate.share")])
    >>> find_overspend(document, document.trail, 0.3)
    Overspend(rules=('boilerplate.share',), share=0.6428571428571429)
    """
    taken: Counter[str] = Counter()
    # Most edits of a page take one of a few tags out: each is counted once.
    count = cache(count_prose)
    for step in steps:
        if step.stage in GUARDED:
            for edit, removed in zip(step.edits, step.removed, strict=True):
                if edit.replacement is not None:
                    taken[edit.rule] += count(removed) - count(edit.replacement)
    total = taken.total()
    if total <= 0:
        return None
    # Not the prose of the raw text: other stages mend some of it and take some out, so that the next run, on
    # the cleaned text, would count another whole.
    whole = total + count_prose(document.text)
    # All of the prose is too much, however short the document is.
    if total < whole and total <= max(ALLOWANCE, budget * whole):
        return None
    greedy = {rule for rule in taken if taken[rule] > 0}
    if any(rule.startswith(_WHOLE) for rule in greedy):
        greedy.update(rule for rule in taken if rule.startswith(_WHOLE))
    return Overspend(tuple(sorted(greedy, key=lambda rule: (-taken[rule], rule))), total / whole)


def count_prose(text: str) -> int:
    """Count the letters outside tags and entities: a tag is no prose, what stands between two of them is.

    >>> count_prose("<p class='lead'>Two words.</p>")
    8
    """
    return sum(map(len, _LETTERS.findall(_MARKUP.sub(" ", text))))
