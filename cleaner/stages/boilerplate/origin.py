"""The shape of "This article originally appeared on ...", whole, cut off or misspelt.

The shape is a pattern of the phrase lists, with a ``/`` after the words that must be there: past it a line
may end anywhere, since pages link the place and scrapers lose links. Words of five to seven letters may be
misspelt by one letter, longer ones by two. What follows the pattern is a place: a name or an address,
short, and nothing that continues a story.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.stages.boilerplate.wording import fold, split_choices

# With 5, `The Example under a Creative Commons license` is no place.
_PLACE_WORDS = 14
"""Words that the name of a place has at most."""

# A comma before a small letter or the end, or a mark that no name has: `in 1911, when nobody read it`.
_STORY = re.compile(r", (?:[^\W\d_A-Z]|$)|[?!;]")
# How pages go on after the name: `It is republished ...`, `Read the original`, `Lesen Sie`, `Lire`.
_SECOND_SENTENCE = re.compile(
    r"\. (?:it (?:is|has|was)|read|republished|reproduced|reprinted|view|see|click|you can|lea|lesen|lire)\b"
)


def words_have_shape(words: list[str], line: str, pattern: str) -> bool:
    """Whether a line has the shape of `pattern`; `words` are those of its normal form.

    >>> from cleaner.stages.boilerplate.wording import normalize
    >>> pattern = "this article|story [was] originally / appeared|published on|in *"
    >>> [words_have_shape(normalize(line).split(), line, pattern) for line in (
    ...     "- This article orignally apeared on",
    ...     "This story was originally published in The Lantern.",
    ...     "This article originally appeared as a lecture.",
    ...     "This article originally appeared in 1911, when nobody read it.",
    ... )]
    [True, True, False, False]
    """
    required = True
    for slot, expected in _parse_slots(pattern):
        if slot == "/":
            required = False
        elif slot in ("*", "[*]"):
            # The pattern ends here: whatever is left has to be the name of a place.
            return _is_place(line, words)
        elif words and is_one_of(words[0].strip(".,:"), expected):
            words = words[1:]
        # Past the `/` the line may end before a slot, but no other word may take its place.
        elif not slot.startswith("["):
            return not (required or words)
    return not words


@cache
def _parse_slots(pattern: str) -> list[tuple[str, list[str]]]:
    """Parse a pattern into its slots, each with the words that may fill it."""
    return [(slot, [fold(choice) for choice in split_choices(slot)]) for slot in pattern.split()]


def is_one_of(word: str, expected: list[str]) -> bool:
    return word in expected or any(_is_slip(word, choice) for choice in expected)


def _is_place(line: str, words: list[str]) -> bool:
    """Whether `words`, the last ones of the line, name a place, or are none."""
    if not words:
        return True
    # As written: capitals and marks, which the normal form lacks, tell a name from a sentence.
    original = line.rstrip().split()[-len(words) :]
    tail = " ".join(original)
    # "Read the original article." and the like may stand after the name: as much again, and once more.
    if _STORY.search(tail) or len(words) > _PLACE_WORDS * 3:
        return False
    sentence = _SECOND_SENTENCE.split(tail.casefold(), maxsplit=1)[0]
    if len(sentence.split()) > _PLACE_WORDS or ". " in sentence:
        return False
    named = [word for word in original if not word[0].islower() and not word[0].isdigit()]
    return bool(named) or "." in words[0].strip(".")  # an address has a full stop inside


def _is_slip(word: str, choice: str) -> bool:
    if len(choice) < 5 or word[:1] != choice[:1]:
        return False  # short words are easily another word, and few slips are at the first letter
    allowed = 1 if len(choice) < 8 else 2
    return abs(len(word) - len(choice)) <= allowed and _edit_distance(word, choice) <= allowed


def _edit_distance(a: str, b: str) -> int:
    """Count the letters to insert, delete, change or swap with the next (optimal string alignment).

    It takes O(len(a) * len(b)); both are words.
    """
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
