"""Tells the language of the text around a hyphen by its commonest words: more languages than have a table.

A line end needs to know whether `lhe` or `то` are words that hang on others by a hyphen. Short texts count,
too, and a text may hold several languages, so a stretch of a few thousand characters is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = files("cleaner.stages") / "data" / "common-words.txt"
_UNSEEN: Final = 45
"""Ten times the Zipf frequency that a word has in a language that does not list it. With 5.5, languages win
whose commonest word a text has once; with less, common words of several languages decide nothing."""
_LETTER: Final = 15
"""What a letter of one language alone counts: as a word that is thirty times as common there."""
_LETTERS: Final = {
    "ca": "ŀ",
    "cs": "ěřů",
    "da": "æø",
    "de": "ß",
    "es": "ñ¿¡",
    "fr": "œêùî",
    "hu": "őű",
    "nb": "æø",
    "pl": "łąęśż",
    "pt": "ãõ",
    "ro": "țăș",
    "ru": "ыэъё",
    "sk": "ľĺŕ",
    "tr": "ğı",
    "uk": "їєґі",
}
"""Letters by which a language is told from its neighbours."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_BLANKS: Final = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
"""What each ASCII character is where words are counted: letters are themselves, all else is blank."""
_CYRILLIC: Final = re.compile(r"[а-я]{3}")
_STRETCH: Final = 3000
"""Characters of a stretch: a paragraph or some. Longer ones miss quotations in another language."""


@cache
def _load_words() -> dict[str, dict[str, int]]:
    """Return, for each common word, how much more common than unseen it is, by language."""
    words = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, *entries = line.split(" ")
            pairs = (entry.split("=") for entry in entries)
            words[word] = {language: int(tenths) - _UNSEEN for language, tenths in pairs}
    return words


@cache
def list_told_languages() -> tuple[str, ...]:
    """Return the languages that can be told, in order."""
    return tuple(sorted({language for counts in _load_words().values() for language in counts}))


def tell_language(text: str) -> str:
    """Returns the language whose common words and letters a text has most of; "" where it has none.

    >>> tell_language("Disse que não."), tell_language("Кто знает, что это?"), tell_language("Ardan vint")
    ('pt', 'ru', '')
    """
    counts = dict.fromkeys(list_told_languages(), 0)
    words = _load_words()
    lower = text.lower()
    is_ascii = lower.isascii()
    # Four times as fast as the pattern, and the same words.
    times = Counter(lower.translate(_BLANKS).split() if is_ascii else _WORD.findall(lower))
    # Most words of a stretch are in no list.
    for word in times.keys() & words.keys():
        for language, count in words[word].items():
            counts[language] += times[word] * count
    # No language has letters of its own in ASCII.
    for language, letters in () if is_ascii else _LETTERS.items():
        counts[language] += _LETTER * sum(letter in lower for letter in letters)
    # English, then the others in order: the first of equals wins.
    best = max(["en", *counts], key=counts.__getitem__)
    if not counts[best]:
        return "ru" if _CYRILLIC.search(lower) else ""
    return best


@dataclass(frozen=True)
class NearbyLanguage:
    """The languages of the stretches of one text, each told once."""

    text: str
    known: str | None = None
    """The language that the caller named."""
    _told: dict[int, str] = field(default_factory=dict)

    def at(self, position: int) -> str:
        """Returns the language around a position; "" for none that is known here."""
        if self.known is not None:
            return self.known
        number = position // _STRETCH
        if number not in self._told:
            start = max(0, (number - 1) * _STRETCH)
            self._told[number] = tell_language(self.text[start : (number + 2) * _STRETCH])
        return self._told[number]
