"""Where a hyphen may stand inside a broken word, and what around it forbids to touch it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from cleaner.text import unusual

Kind = Literal["line", "page", "soft", "spaced", "inside"]

_LONGEST: Final = 48
"""Letters of a half that are looked at: no word is longer, and hostile text shall not cost."""

_END = r"[ \t\xa0]*(?:\r\n|\r|\n)"
_PAGE = (
    rf"{_END}(?:{_END}){{0,2}}[ \t]*(?:(?i:page|seite) )?[-–—\[(]? ?(?P<page>\d{{1,4}}) ?[-–—\])]?"
    rf"{_END}(?:{_END}){{0,2}}"
)
"""A line end, a page number on a line of its own, blank lines around it or not, and a line end."""
_AFTER = rf"(?<=[^\W_].)(?:{_PAGE}[ \t\xa0]*(?=[^\W\d_])|{_END}[ \t\xa0]*(?=[^\W_])|(?<!­) ?(?=[^\W_]))"
_LETTERS = re.compile(r"(?:[^\W\d_]++|[\u0300-\u036f]++)*+")


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
    r"""Every hyphen between two letters or digits; soft hyphens at line ends alone.

    >>> [place[0] for place in places("secu-\nrity, secu- rity, secu-rity, sec\xadu\xad\nrity")]
    ['line', 'spaced', 'inside', 'soft']
    >>> [place[0] for place in places("regional secu-\n\n12\n\nrity")]
    ['page']
    """
    for match in _pattern(text).finditer(text):
        start, end = match.span()
        kind: Kind = "inside" if end - start == 1 and text[start] != "\xad" else _kind(match)
        left = text[max(0, start - _LONGEST) : start].rpartition(" ")[2]
        if not left.isalpha():
            left = _letters_before(text, start)
        right = _LETTERS.match(text, end, end + _LONGEST)
        yield Place(kind, start, end, left, right.group() if right else "")


def _pattern(text: str) -> re.Pattern[str]:
    """Finds the hyphens of a text. Most have one kind: a single character is found ten times as fast."""
    others = not {"‐", "\xad"}.isdisjoint(unusual(text))
    return _hyphen("[-‐\xad]" if others else "-")


@cache
def _hyphen(characters: str) -> re.Pattern[str]:
    return re.compile(characters + _AFTER)


def _letters_before(text: str, end: int) -> str:
    start, least = end, max(0, end - _LONGEST)
    while start > least and (text[start - 1].isalpha() or "\u0300" <= text[start - 1] <= "\u036f"):
        start -= 1
    return text[start:end]


def _kind(match: re.Match[str]) -> Kind:
    """The kind of a soft hyphen, and of one with something after it."""
    gap = match.group()
    if match["page"]:
        return "page"
    if gap[0] == "\xad":
        return "soft"
    return "spaced" if gap[1:] == " " else "line"


_CONJUNCTIONS: Final = {
    "en": "and or to nor but through",
    "da": "og eller samt til",
    "de": "und oder bis sowie bzw beziehungsweise als wie statt",
    "es": "y o e u",
    "fi": "ja tai sekä eli",
    "fr": "et ou",
    "id": "dan atau",
    "it": "e o ed",
    "nb": "og eller samt til",
    "ru": "и или",
    "sv": "och eller samt till",
    "": "and or und oder et ou og och eller ja tai sekä и или",
}


def is_suspended(right: str, language: str) -> bool:
    """Whether a word follows suspended hyphens: pre- and post-war, Vor- und Nachteile.

    >>> is_suspended("und", "de"), is_suspended("und", "en"), is_suspended("heit", "de")
    (True, False, False)
    """
    return right in _CONJUNCTIONS[language].split()


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


_PRONOUNS: Final = frozenset(
    """
    se me te lo la los las le les li nos vos ne ci vi si mi ti gli hi ho en y
    je tu il elle on ce nous vous ils elles moi toi lui leur là
    то либо нибудь таки
    """.split()  # noqa: SIM905
)


def takes_hyphens(right: str, language: str) -> bool:
    """Whether the language hangs such a word on with a hyphen: casar-se, dit-il, кто-то; Indonesian, any.

    >>> takes_hyphens("il", "fr"), takes_hyphens("tions", "fr"), takes_hyphens("il", "en")
    (True, False, False)
    """
    return language == "id" or (language in ("es", "fr", "it", "ru") and right in _PRONOUNS)


_ADDRESS = re.compile(r"://|www\.|[@\\_]|[^\W\d_]\.[^\W\d_]|^/|^\.")
_DOMAIN = re.compile(r"\.(?:com|org|net|edu|gov|info|co|uk|de|pk|tr|html?|php|pdf)\b|[@_\\]")


def is_broken_address(text: str, place: Place) -> bool:
    r"""Whether an address was broken at a line end: nobody can say whether the hyphen belongs to it.

    >>> is_broken_address(text := "see https://secu-\nrity.example", next(places(text)))
    True
    """
    return (
        _ADDRESS.search(_token(text, place)) is not None or _DOMAIN.match(text, _edges(place)[1]) is not None
    )


def is_broken_slug(text: str, place: Place) -> bool:
    r"""Whether the break stands in a title written into an address, where every gap is a hyphen.

    >>> text = "on fair.example/2/the-fair-is-\nback-again"
    >>> [is_broken_slug(text, place) for place in places(text) if place.kind == "line"]
    [True]
    """
    token = _token(text, place)
    return (
        place.kind == "line"
        and _ADDRESS.search(token) is not None
        and token.rpartition("/")[2].count("-") > 1
    )


def _token(text: str, place: Place) -> str:
    """What stands before the hyphen, back to a space."""
    before, _ = _edges(place)
    return text[max(0, before - 100) : before].rpartition(" ")[2].rpartition("\n")[2]


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
