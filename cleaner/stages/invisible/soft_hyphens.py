"""Finds the soft hyphens inside words that stand for a hyphen which is to be seen.

Most soft hyphens say where a word may be broken, and go. But where a program took a text from a PDF, each
hyphen of the page may have become one: `protein\\u00adprotein`, `pages 88\\u00ad95`. Nothing of that can be
told from the character; it is told from the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

SOFT_HYPHEN: Final = "\u00ad"
_ZERO_WIDTH = "\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u206f\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_ZERO_WIDTH}]")
_HYPHENS = re.compile("[-‐‑]")
# Possessive: a text of letters or of hyphens alone costs one pass.
_TOKEN = re.compile(rf"[^\W\d_]++(?:[-‐‑{SOFT_HYPHEN}{_ZERO_WIDTH}]++[^\W\d_]++)*+")
_DASH = re.compile(rf"\d ?{SOFT_HYPHEN}+ ?(?=\d)|(?<=\S ){SOFT_HYPHEN}+(?= )")
"""A soft hyphen that can only be a dash: between figures, or with a space on either side."""
_BREAKING: Final = "-‐‑/_@"
"""Characters inside a word or an address at which a line may be broken anyway."""
_APOSTROPHES: Final = "'’"
_WORDS_A_DASH: Final = 10
"""Words with soft hyphens for each dash, at most, in a document whose soft hyphens are hyphens. A page that
has its long words marked for breaking, with one dash among hundreds of marks, is none."""
_MOST_PARTS: Final = 12
"""Parts of a word that are looked at; no word of a text has more, and hostile text must stay cheap."""
_REPEATED: Final = 4
"""Letters of a half that is said twice (`protein-protein`); shorter ones are syllables (`mur-mur`)."""


class _Marked(NamedTuple):
    """A word with soft hyphens: its parts in lower case, and where the soft hyphens stand."""

    parts: tuple[str, ...]
    positions: tuple[int, ...]

    @property
    def whole(self) -> str:
        """The word without its soft hyphens."""
        return "".join(self.parts)


def is_inside_word(before: str, after: str) -> bool:
    """Whether a soft hyphen between these visible characters stands inside a word, or where one may break.

    At the end of a text there is no second half, and nothing is seen.

    >>> is_inside_word("u", "r"), is_inside_word("-", "D"), is_inside_word("8", "9"), is_inside_word(" ", "a")
    (True, True, False, False)
    """
    if before and before in _BREAKING:
        return after.isalnum()
    if before and before in _APOSTROPHES + ".":
        return after.isalpha()
    if after and after in _BREAKING + _APOSTROPHES:
        return before.isalnum()
    return all(unicodedata.category(character)[0] in "LM" for character in before + after)


def find_true_hyphens(text: str) -> frozenset[int]:
    """Return where the soft hyphens stand, of those inside words, that stand for a hyphen to be seen.

    They do where the document writes the word with a hyphen more often than without one; where a half is
    said twice; and in a document that has soft hyphens as dashes, but for words that it writes solid.

    >>> sorted(find_true_hyphens("mail\\u00adbox, e\\u00admail and e-mail, anak\\u00adanak"))
    [11, 33]
    >>> sorted(find_true_hyphens("age\\u00adlike, pages 88\\u00ad95"))
    [3]
    """
    marked, hyphenated, solid = _read_words(text)
    if not marked:
        return frozenset()
    has_dashes = len(_DASH.findall(text)) * _WORDS_A_DASH >= len(marked)
    held: set[int] = set()
    for word in marked:
        whole = word.whole
        if (
            _says_twice(word)
            or _count_hyphenated(word, hyphenated) > solid[whole]
            or (has_dashes and not solid[whole])
        ):
            held.update(word.positions)
    return frozenset(held)


def _read_words(text: str) -> tuple[list[_Marked], Counter[tuple[str, str]], Counter[str]]:
    """Return the words with soft hyphens, and how often pairs with a hyphen and solid words stand there."""
    marked: list[_Marked] = []
    hyphenated: Counter[tuple[str, str]] = Counter()
    solid: Counter[str] = Counter()
    for token in _TOKEN.finditer(text):
        content = token.group()
        if content.isalpha():
            solid[content.casefold()] += 1
            continue
        start = token.start()
        pieces: list[str] = []
        for piece in _HYPHENS.split(content):
            word = _read_marked(piece, start)
            start += len(piece) + 1
            plain = word.whole
            pieces.append(plain)
            if word.positions and len(word.parts) > 1:
                marked.append(word)
            else:
                solid[plain] += 1
        hyphenated.update(pairwise(pieces))
    return marked, hyphenated, solid


def _read_marked(piece: str, start: int) -> _Marked:
    """Return the parts of a piece of a text that begins at `start`."""
    parts = [part for part in _INVISIBLE.sub("", piece).split(SOFT_HYPHEN) if part]
    positions = tuple(start + at for at, character in enumerate(piece) if character == SOFT_HYPHEN)
    return _Marked(tuple(part.casefold() for part in parts), positions)


def _says_twice(word: _Marked) -> bool:
    """Whether the word is one half said twice, with a soft hyphen between."""
    whole = word.whole
    half = len(whole) // 2
    if half < _REPEATED or whole[:half] != whole[half:]:
        return False
    lengths = map(len, word.parts)
    total = 0
    return any((total := total + length) == half for length in lengths)


def _count_hyphenated(word: _Marked, hyphenated: Counter[tuple[str, str]]) -> int:
    """Return how often the text writes the word with a hyphen in place of one of its soft hyphens."""
    parts = word.parts[:_MOST_PARTS]
    if not hyphenated or len(word.parts) > _MOST_PARTS:
        return 0
    return max(hyphenated["".join(parts[:at]), "".join(parts[at:])] for at in range(1, len(parts)))
