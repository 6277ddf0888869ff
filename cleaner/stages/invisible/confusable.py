"""Finds words that mix Latin with Greek or Cyrillic letters which look the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.stages.invisible.rules import CONFUSABLE
from cleaner.text import Edit, extract_unusual

_LATIN = "A-Za-z\u00c0-\u024f"
GREEK_OR_CYRILLIC = "\u0370-\u03ff\u0400-\u052f"
SCRIPT_BOUNDARY = f"(?<=[{GREEK_OR_CYRILLIC}])(?=[{_LATIN}])|(?<=[{_LATIN}][{GREEK_OR_CYRILLIC}])"
"""Matches behind a Greek or Cyrillic letter that stands beside a Latin one."""
_GREEK_OR_CYRILLIC_LETTER = re.compile(f"[{GREEK_OR_CYRILLIC}]")
_MIXED_PAIR = re.compile(f"[{_LATIN}][{GREEK_OR_CYRILLIC}]|[{GREEK_OR_CYRILLIC}][{_LATIN}]")
# With combining accents, apostrophes and hyphens, which do not end a word.
_WORD = re.compile(f"[{_LATIN}{GREEK_OR_CYRILLIC}\u0300-\u036f'’-]+")
_LATIN_LOOKALIKES = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445"  # Cyrillic like a e o p c y x
    "\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"  # i j s h d q w
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e"  # A B E K M H O
    "\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"  # P C T Y X I J S
    "\u03bf\u03c1\u03bd\u03c5"  # Greek like o p v u
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a"  # A B E Z H I K
    "\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # M N O P T Y X
)
_LOOKALIKES_OF_LATIN = frozenset("aeopcyxijshdqwABEKMHOPCTYXIJSZNvu")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")


def find_confusables(text: str) -> Iterator[Edit]:
    """Yields one note for each word that mixes scripts, in order.

    A word of two letters proves nothing; neither does one whose scripts change at a hyphen or an apostrophe.

    >>> [(edit.start, edit.end) for edit in find_confusables("a p\\u0430yment for 5 \\u03bcm")]
    [(2, 9)]
    """
    if not _GREEK_OR_CYRILLIC_LETTER.search(extract_unusual(text)):
        return
    end = 0
    for pair in _MIXED_PAIR.finditer(text):
        # A word has a pair at each change of script: it is judged at the first one.
        if pair.start() < end:
            continue
        start = _word_start(text, pair.start(), end)
        word = _WORD.match(text, start)
        end = word.end() if word else pair.end()
        letters = text[start:end]
        latin = [letter for letter in letters if _LATIN_LETTER.match(letter)]
        other = [letter for letter in letters if letter.isalpha() and not _LATIN_LETTER.match(letter)]
        # The rarer script is the intruder: all its letters must pass for letters of the other.
        minority, lookalikes = (
            (other, _LATIN_LOOKALIKES) if len(other) <= len(latin) else (latin, _LOOKALIKES_OF_LATIN)
        )
        if len(latin) + len(other) > 2 and lookalikes.issuperset(minority):
            codes = sorted({f"U+{ord(letter):04X}" for letter in minority})
            yield Edit(start, end, None, CONFUSABLE.id, {"characters": codes})


def _word_start(text: str, position: int, floor: int) -> int:
    """Returns where the word around `position` begins, at `floor` at the earliest."""
    while position > floor and _WORD.match(text[position - 1]):
        position -= 1
    return position
