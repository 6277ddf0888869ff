"""Bracket expressions of patterns, such as ``[a-z]`` and ``[![:digit:]]``, read as git reads them."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

_CLASSES = {
    "alnum": ("09", "AZ", "az"),
    "alpha": ("AZ", "az"),
    "blank": ("  ", "\t\t"),
    "cntrl": ("\x00\x1f", "\x7f\x7f"),
    "digit": ("09",),
    "graph": ("!~",),
    "lower": ("az",),
    "print": (" ~",),
    "punct": ("!/", ":@", "[`", "{~"),
    "space": ("\t\r", "  "),
    "upper": ("AZ",),
    "xdigit": ("09", "AF", "af"),
}
"""The named classes, as first and last characters of ranges: of ASCII alone, as in git."""


class Bracket(NamedTuple):
    """What a bracket expression stands for: one character of some ranges, or of none of them.

    `edges` are code points in order: where a range begins, where it ends (exclusive), where the next begins.
    """

    edges: tuple[int, ...]
    is_negated: bool

    def matches(self, character: str) -> bool:
        """Whether it stands for a character, which is no slash."""
        # Behind an odd number of edges one is inside a range.
        return bool(bisect_right(self.edges, ord(character)) % 2) is not self.is_negated


class BadBracketError(ValueError):
    """A bracket expression that git cannot read: a pattern with it never matches."""


class ParsedBracket(NamedTuple):
    """A bracket expression that was read: `end` is the offset behind it, `flaw` what it cannot mean."""

    bracket: Bracket
    end: int
    flaw: str


def parse_bracket(body: str, start: int) -> ParsedBracket:
    """Parse the expression whose ``[`` stands at `start`. Raises `BadBracketError`.

    >>> parse_bracket("[!a-c]x", 0)
    ParsedBracket(bracket=Bracket(edges=(97, 100), is_negated=True), end=6, flaw='')
    """
    place = start + 1
    is_negated = body[place : place + 1] in ("!", "^")
    place += is_negated
    first_place = place
    ranges: list[str] = []
    flaw = previous = ""  # the character that a hyphen makes a range from; none behind a range or a class
    # A bracket that comes first is a character like any other.
    while (character := _read(body, place)) != "]" or place == first_place:
        if character == "-" and previous and _read(body, place + 1) != "]":
            last, place = _read_escaped(body, place + 1)
            if previous > last:
                flaw = f"the range {previous}-{last} is empty"
            else:
                ranges.append(previous + last)
            previous = ""
        elif (name := _find_class(body, place)) is not None:
            if name not in _CLASSES:
                raise BadBracketError(f"there is no class [:{name}:]")
            ranges.extend(_CLASSES[name])
            place += len(name) + 3
            previous = ""
        else:
            previous, place = _read_escaped(body, place)
            ranges.append(previous * 2)
        place += 1
    return ParsedBracket(Bracket(tuple(_find_edges(ranges)), is_negated), place + 1, flaw)


def _find_edges(ranges: list[str]) -> list[int]:
    """Return the edges of ranges, each of two characters, in any order: those that meet become one."""
    edges: list[int] = []
    for pair in sorted(ranges):
        start, end = ord(pair[0]), ord(pair[1]) + 1
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += (start, end)
    return edges


def _read(body: str, place: int) -> str:
    if place >= len(body):
        raise BadBracketError("a [ is never closed")
    return body[place]


def _read_escaped(body: str, place: int) -> tuple[str, int]:
    """Read a character that a backslash may stand before; returns its own place, too."""
    if _read(body, place) == "\\":
        place += 1
    return _read(body, place), place


def _find_class(body: str, place: int) -> str | None:
    """Find the name of a class that begins at a place; None where none does.

    ``[:`` without ``:]`` is two characters like any others.
    """
    if not body.startswith("[:", place):
        return None
    end = body.find("]", place + 2)
    if end < 0:
        raise BadBracketError("a [ is never closed")
    return body[place + 2 : end - 1] if end > place + 2 and body[end - 1] == ":" else None
