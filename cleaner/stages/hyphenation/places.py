"""Where a hyphen may stand inside a broken word, and what around it forbids to touch it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["line", "soft", "spaced", "inside"]

_LONGEST: Final = 48
"""Letters of a half that are looked at: no word is longer, and hostile text shall not cost."""

_HYPHEN = re.compile(r"[-‐­](?<=[^\W_].)(?:[ \t\xa0]*(?:\r\n|\r|\n)[ \t\xa0]*(?=[^\W_])|(?<!­) ?(?=[^\W_]))")
_LETTERS = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])*")
_LETTERS_BEFORE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])*\Z")


class Place(NamedTuple):
    """`text[start:end]` is a hyphen with the space or line end after it, between two halves.

    A half is the letters next to the hyphen: empty where a digit stands there.
    """

    kind: Kind
    start: int
    end: int
    left: str
    right: str


def places(text: str) -> Iterator[Place]:
    """Every hyphen between two letters or digits; soft hyphens at line ends alone.

    >>> [place[0] for place in places("secu-\\nrity, secu- rity, secu-rity, sec\\xadu\\xad\\nrity")]
    ['line', 'spaced', 'inside', 'soft']
    """
    for match in _HYPHEN.finditer(text):
        start, end = match.span()
        left = _LETTERS_BEFORE.search(text[max(0, start - _LONGEST) : start])
        right = _LETTERS.match(text, end, end + _LONGEST)
        yield Place(
            _kind(match.group()), start, end, left.group() if left else "", right.group() if right else ""
        )


def _kind(gap: str) -> Kind:
    if gap[0] == "\xad":
        return "soft"
    if len(gap) == 1:
        return "inside"
    return "spaced" if gap[1:] == " " else "line"


SUSPENDED: Final = frozenset(
    """
    and or to nor but    und oder bis sowie bzw beziehungsweise als    et ou    y o e u ed
    och eller samt og    и или    dan atau    ja tai sekä    en of
    """.split()  # noqa: SIM905
)
"""Words that follow a suspended hyphen: pre- and post-war, Vor- und Nachteile."""

_GLUE: Final = frozenset("/\\@_=#&+~$%^<>{}|`*")
_QUOTES: Final = frozenset("\"'“”„‘’‚«»‹›`")
_CLOSERS: Final = frozenset(",.;:!?")
_EXPLAINED = re.compile(r" {0,2}(?:\[|=|\(=)")


def is_identifier(text: str, place: Place) -> bool:
    """Whether the hyphen stands in an address, a path, a file name or a program's identifier.

    >>> text = "see docs.secu-rity.example"
    >>> is_identifier(text, next(places(text)))
    True
    """
    before, after = _edges(place)
    previous, following = text[before - 1 : before], text[after : after + 1]
    if previous in _GLUE or following in _GLUE:
        return True
    if following in (".", ":") and text[after + 1 : after + 2].isalnum():
        return True
    return previous in (".", ":") and text[before - 2 : before - 1].isalnum()


def is_chained(text: str, place: Place) -> bool:
    """Whether the halves belong to a longer chain: hard-done-by, s-e-c-u-r-i-t-y."""
    before, after = _edges(place)
    return text[before - 1 : before] in ("-", "‐") or text[after : after + 1] in ("-", "‐")


def is_mentioned(text: str, place: Place) -> bool:
    """Whether the form is spoken about, not used: alone in quotation marks, or explained in brackets.

    >>> texts = ("as “vi-ta” is", "govern-ment [rule]", "a vi-ta.")
    >>> [is_mentioned(text, next(places(text))) for text in texts]
    [True, True, False]
    """
    before, after = _edges(place)
    if _EXPLAINED.match(text, after):
        return True
    while text[after : after + 1] in _CLOSERS:
        after += 1
    return text[before - 1 : before] in _QUOTES and text[after : after + 1] in _QUOTES


def _edges(place: Place) -> tuple[int, int]:
    return place.start - len(place.left), place.end + len(place.right)


_ABOUT_WORDS = re.compile(
    r"[\[(]sic[\])]|syllab|hyphenat|pronounc|\bspel(?:t|led|ling)\b|silbe|trennung|tavutt|sílab|слог",
    re.IGNORECASE,
)


def speaks_of_words(text: str, position: int) -> bool:
    """Whether the paragraph is about how words are written: its hyphens are meant.

    >>> speaks_of_words("It has two syllables, mis-sa.", 25)
    True
    """
    start = max(position - 500, text.rfind("\n", 0, position) + 1)
    end = text.find("\n", position, position + 500)
    return _ABOUT_WORDS.search(text, start, position + 500 if end < 0 else end) is not None
