"""Finds the hyphens of a text at which a word may be broken, with the letters on either side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from cleaner.text import extract_unusual

HyphenKind = Literal["line", "page", "soft", "spaced", "inside"]
"""Where a hyphen stands: before a line end; before a line end, a page number and another line end; a soft
hyphen before a line end; before one space; between letters."""

HyphenClass = Literal["join", "close", "doubt", "leave"]
"""`join` drops hyphen and gap, `close` the gap alone; `doubt` is reported; `leave` is right as it stands."""

OTHER_HYPHENS: Final = frozenset("‐\xad¬⸗")
"""Hyphens but the one of ASCII: those of typesetters, soft ones, and what readers of scanned pages make of
them: the sign of negation for a hyphen at a line end, the double hyphen for that of blackletter print."""
_LONGEST: Final = 48
"""The most letters of a half that are read: no word is longer, and hostile text must stay cheap."""

# Trailing blanks belong to the line end: converters leave them (`agree- \r\n  ment`).
_LINE_END = r"[ \t\xa0]*(?:\r\n|\r|\n)"
_PAGE_BREAK = (
    rf"{_LINE_END}(?:{_LINE_END}){{0,2}}[ \t]*(?:(?i:page|seite) )?[-–—\[(]? ?(?P<page>\d{{1,4}}) ?[-–—\])]?"
    rf"{_LINE_END}(?:{_LINE_END}){{0,2}}"
)
"""A line end, a page number on a line of its own, blank lines around it or not, and a line end."""
# What stands between a hyphen and the next letter or figure; before the hyphen stands one too (the
# look-behind). Three cases: a page number between line ends, with a letter behind it; a line end; nothing or
# one space. A soft hyphen counts at a line end alone: elsewhere the stage `invisible` takes it. So does the
# double hyphen of blackletter print, which compounds have inside a line, too.
_AFTER = (
    rf"(?<=[^\W_].)(?:{_PAGE_BREAK}[ \t\xa0]*(?=[^\W\d_])|{_LINE_END}[ \t\xa0]*(?=[^\W_])"
    r"|(?<![\xad⸗]) ?(?=[^\W_]))"
)
# Letters with their combining accents, never given back (`++`), so that hostile text costs linear time.
_LETTERS = re.compile(r"(?:[^\W\d_]++|[\u0300-\u036f]++)*+")


class Hyphen(NamedTuple):
    """`text[start:end]`: a hyphen with the space or line end after it, between two halves of a word.

    `left` and `right` are the letters next to it, at most 48; empty where a digit stands there.
    """

    kind: HyphenKind
    start: int
    end: int
    left: str
    right: str


def find_hyphens(text: str) -> Iterator[Hyphen]:
    r"""Yields the hyphens between two letters or digits, in order; of soft hyphens those at a line end.

    >>> [hyphen.kind for hyphen in find_hyphens("secu-\nrity, secu- rity, secu-rity, sec\xadu\xad\nrity")]
    ['line', 'spaced', 'inside', 'soft']
    >>> [hyphen.kind for hyphen in find_hyphens("regional secu-\n\n12\n\nrity")]
    ['page']
    """
    for match in _pattern_for(text).finditer(text):
        start, end = match.span()
        # A lone hyphen is by far the commonest: it needs no look at the groups.
        kind: HyphenKind = "inside" if end - start == 1 and text[start] != "\xad" else _kind_of(match)
        # A word from a space to the hyphen needs no walk letter by letter.
        left = text[start - _LONGEST if start > _LONGEST else 0 : start].rpartition(" ")[2]
        # The same goes for one at the start of a line.
        if "\n" in left:
            left = left.rpartition("\n")[2]
        if not left.isalpha():
            left = _letters_before(text, start)
        right = _LETTERS.match(text, end, end + _LONGEST)
        yield Hyphen(kind, start, end, left, right.group() if right else "")


def _pattern_for(text: str) -> re.Pattern[str]:
    """Returns the pattern that finds the hyphens of a text.

    Most texts have ASCII hyphens alone: a single character is found ten times as fast as a class of five.
    """
    others = not OTHER_HYPHENS.isdisjoint(extract_unusual(text))
    return _compile_pattern("[-‐\xad¬⸗]" if others else "-")


@cache
def _compile_pattern(characters: str) -> re.Pattern[str]:
    return re.compile(characters + _AFTER)


def _letters_before(text: str, end: int) -> str:
    """Returns the letters and their combining accents that end at `end`."""
    start, least = end, max(0, end - _LONGEST)
    while start > least and (text[start - 1].isalpha() or "\u0300" <= text[start - 1] <= "\u036f"):
        start -= 1
    return text[start:end]


def _kind_of(match: re.Match[str]) -> HyphenKind:
    """Returns the kind of a soft hyphen, or of a hyphen with a gap after it."""
    gap = match.group()
    if match["page"]:
        return "page"
    if gap[0] == "\xad":
        return "soft"
    return "spaced" if gap[1:] == " " else "line"
