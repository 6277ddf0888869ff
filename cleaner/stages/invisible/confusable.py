"""Words that mix scripts whose letters look the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.stages.invisible.rules import CONFUSABLE
from cleaner.text import Edit, unusual

_LATIN = "A-Za-z\u00c0-\u024f"
OTHER = "\u0370-\u03ff\u0400-\u052f"
AT_MEETING = f"(?<=[{OTHER}])(?=[{_LATIN}])|(?<=[{_LATIN}][{OTHER}])"
"""After a Greek or Cyrillic letter that stands beside a Latin one, as a pattern."""
_OTHERS = re.compile(f"[{OTHER}]")
_MEETING = re.compile(f"[{_LATIN}][{OTHER}]|[{OTHER}][{_LATIN}]")
_WORD = re.compile(f"[{_LATIN}{OTHER}\u0300-\u036f'’-]+")
_LIKE_LATIN = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445"  # Cyrillic like a e o p c y x
    "\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"  # i j s h d q w
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e"  # A B E K M H O
    "\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"  # P C T Y X I J S
    "\u03bf\u03c1\u03bd\u03c5"  # Greek like o p v u
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a"  # A B E Z H I K
    "\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # M N O P T Y X
)
_LIKE_OTHERS = frozenset("aeopcyxijshdqwABEKMHOPCTYXIJSZNvu")
_IS_LATIN = re.compile(f"[{_LATIN}]")


def confusable_notes(text: str) -> Iterator[Edit]:
    """One note a word. A word of two letters proves nothing; neither does one whose scripts take turns at
    a hyphen or an apostrophe.

    >>> [(edit.start, edit.end) for edit in confusable_notes("a p\\u0430yment for 5 \\u03bcm")]
    [(2, 9)]
    """
    if not _OTHERS.search(unusual(text)):
        return
    end = 0
    for meeting in _MEETING.finditer(text):
        if meeting.start() < end:
            continue
        start = _word_start(text, meeting.start(), end)
        word = _WORD.match(text, start)
        end = word.end() if word else meeting.end()
        letters = text[start:end]
        latin = [letter for letter in letters if _IS_LATIN.match(letter)]
        other = [letter for letter in letters if letter.isalpha() and not _IS_LATIN.match(letter)]
        minority, alike = (other, _LIKE_LATIN) if len(other) <= len(latin) else (latin, _LIKE_OTHERS)
        if len(latin) + len(other) > 2 and alike.issuperset(minority):
            codes = sorted({f"U+{ord(letter):04X}" for letter in minority})
            yield Edit(start, end, None, CONFUSABLE.id, {"characters": codes})


def _word_start(text: str, position: int, floor: int) -> int:
    while position > floor and _WORD.match(text[position - 1]):
        position -= 1
    return position
