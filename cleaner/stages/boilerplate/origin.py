"""Recognises "This article originally appeared on ...", whole, cut off or misspelt, by its shape.

The shape is a pattern of the phrase lists, with a ``/`` after the words that must be there: past it a line
may end anywhere, since pages link the place and scrapers lose links. Words of five to seven letters may be
misspelt by one letter, longer ones by two. What follows the pattern is a place: a name or an address,
short, and nothing that goes on telling a story.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.stages.boilerplate.wording import choices, folded, normal

_REST = 14
"""Words that the name of a place may have, with "Read the original article." behind it."""

_TELLS = re.compile(r", (?:[^\W\d_A-Z]|$)|[?!;]")
_FOLLOWS = re.compile(
    r"\. (?:it (?:is|has|was)|read|republished|reproduced|reprinted|view|see|click|you can|lea|lesen|lire)\b"
)


def is_of_shape(line: str, pattern: str) -> bool:
    """Whether `line` has the shape of `pattern`.

    >>> pattern = "this article|story [was] originally / appeared|published on|in *"
    >>> [is_of_shape(line, pattern) for line in (
    ...     "- This article orignally apeared on",
    ...     "This story was originally published in The Lantern.",
    ...     "This article originally appeared as a lecture.",
    ...     "This article originally appeared in 1911, when nobody read it.",
    ... )]
    [True, True, False, False]
    """
    return are_of_shape(normal(line).split(), line, pattern)


def are_of_shape(words: list[str], line: str, pattern: str) -> bool:
    """The same of a line of which the words, as phrases are compared, are known."""
    required = True
    for slot, expected in _slots(pattern):
        if slot == "/":
            required = False
        elif slot in ("*", "[*]"):
            return _is_place(line, words)
        elif words and _is_one_of(words[0].strip(".,:"), expected):
            words = words[1:]
        elif not slot.startswith("["):
            return not (required or words)
    return not words


@cache
def _slots(pattern: str) -> list[tuple[str, list[str]]]:
    """The slots of a pattern, each with the words that may fill it."""
    return [(slot, [folded(choice) for choice in choices(slot)]) for slot in pattern.split()]


def _is_one_of(word: str, expected: list[str]) -> bool:
    return word in expected or any(_is_slip(word, choice) for choice in expected)


def _is_place(line: str, rest: list[str]) -> bool:
    if not rest:
        return True
    original = line.rstrip().split()[-len(rest) :]
    tail = " ".join(original)
    if _TELLS.search(tail) or len(rest) > _REST * 3:
        return False
    sentence = _FOLLOWS.split(tail.casefold(), maxsplit=1)[0]
    if len(sentence.split()) > _REST or ". " in sentence:
        return False
    named = [word for word in original if not word[0].islower() and not word[0].isdigit()]
    return bool(named) or "." in rest[0].strip(".")


def alike(word: str, choice: str) -> bool:
    """Whether `word` is `choice`, or a slip of the keys away from it.

    >>> alike("appaeared", "appeared"), alike("aritcle", "article"), alike("on", "in")
    (True, True, False)
    """
    return _is_one_of(word, [folded(choice)])


def _is_slip(word: str, choice: str) -> bool:
    if len(choice) < 5 or word[:1] != choice[:1]:
        return False  # short words are easily another word, and few slips are at the first letter
    allowed = 1 if len(choice) < 8 else 2
    return abs(len(word) - len(choice)) <= allowed and _distance(word, choice) <= allowed


def _distance(a: str, b: str) -> int:
    """Letters to put in, take out, change, or swap with the next (optimal string alignment, O(len a * len b);
    both are words)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]
