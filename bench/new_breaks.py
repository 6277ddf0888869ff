"""Breaks articles anew, at other places each time: what sets of fixed breaks cannot show.

A text is wrapped greedily at a random width, with the hyphenation patterns of its language (pyphen). Each
line end that may break a word does so by chance; a word with a hyphen of its own may break behind it.
"""

from __future__ import annotations

import random
import re
from functools import cache
from typing import NamedTuple

WIDTHS = (60, 80)
"""Columns, least and most: those of hard-wrapped text."""
CHANCE = 0.5
"""How many of the line ends at which a word can break do break it: then a paragraph has as many
as one of the fixed set."""

LEAST = (2, 3)
"""Letters before and behind a break: the usual of typesetting."""

_LETTERS = re.compile(r"[^\W\d_]{5,}")
_OWN_HYPHEN = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_]{2})")


class Broken(NamedTuple):
    """A text with breaks: the lines, each that ends in the hyphen of a broken word marked."""

    lines: tuple[str, ...]
    breaks: tuple[str, ...]
    """How each line ends: "" between words, `join` in a broken word, `keep` at the hyphen of a compound."""

    def show(self, line_end: str, between: str) -> str:
        """Returns the text with `line_end` behind each break, and `between` between other lines."""
        gaps = (line_end if kind else between for kind in self.breaks)
        return "".join(part for pair in zip(self.lines, (*gaps, ""), strict=True) for part in pair)


def break_anew(text: str, language: str, seed: int) -> Broken:
    """Wraps a text of one line, breaks some of its words, and says which."""
    chance = random.Random(f"{seed}|{text}")
    width = chance.randint(*WIDTHS)
    lines: list[str] = []
    breaks: list[str] = []
    line = ""
    for word in text.split():
        room = width - len(line) - bool(line)
        if len(word) > room and line:
            head, kind = _split(word, language, room) if chance.random() < CHANCE else ("", "")
            lines.append(f"{line} {head}".rstrip())
            breaks.append(kind)
            line = word[len(head) - (kind == "join") :] if head else word
        else:
            line = f"{line} {word}".lstrip()
    return Broken((*lines, line), tuple(breaks))


def _split(word: str, language: str, room: int) -> tuple[str, str]:
    """Returns the longest beginning of a word that fits, with its hyphen, and whether the hyphen is new."""
    own = [match.end() for match in _OWN_HYPHEN.finditer(word) if match.end() <= room]
    if own:
        return word[: own[-1]], "keep"
    if "-" in word or not (match := _LETTERS.search(word)):
        return "", ""
    places = [match.start() + place for place in _places(match.group(), language)]
    places = [place for place in places if place < room]
    return (f"{word[: places[-1]]}-", "join") if places else ("", "")


@cache
def _places(word: str, language: str) -> tuple[int, ...]:
    """Returns where the patterns of a language break a word; nowhere if it has none."""
    import pyphen

    if pyphen.language_fallback(language) is None:
        return ()
    return tuple(pyphen.Pyphen(lang=language, left=LEAST[0], right=LEAST[1]).positions(word))
