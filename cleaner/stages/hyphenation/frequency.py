"""Look-up in the frozen tables, and which of them a text asks for.

A table is one sorted file, read as bytes when it is first needed and searched in place, by bisection of its
pages: hardly a start-up, and no dictionary of a hundred thousand strings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Final

NO_LANGUAGE: Final = ""
LANGUAGES: Final = ("en", "da", "de", "es", "fi", "fr", "id", "it", "nb", "ru", "sv")
"""The languages that have a table; English first, which wins a tie."""

_DATA = files("cleaner.stages") / "data"
_COMMON = "# common: "
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
"""Characters of a text that its language is judged by."""
_SHARE = 0.14
"""The least share of a text that the commonest words make up in a language that has a table (a text in
another language: up to .13). Russian inflects more, and no other of the languages has its script."""
_FEW = 12
"""A text of fewer words is too short to tell."""


_PAGE: Final = 1000


@dataclass(frozen=True)
class Table:
    """Words and a whole number each, one entry a line, sorted by code point; `#` opens the header.

    >>> Table(b"# words\\nriver 46\\nsecurity 51\\n").get("security")
    51
    >>> Table(b"# words\\nriver 46\\nsecurity 51\\n").get("rity") is None
    True
    """

    content: bytes

    @classmethod
    def named(cls, name: str) -> Table:
        """A table that the package ships."""
        return cls((_DATA / f"{name}.txt").read_bytes())

    def get(self, key: str) -> int | None:
        """The number beside `key`, or None. Stray bytes (lone surrogates) are in no table."""
        sought = key.encode("utf-8", "replace")
        starts, words = self._pages
        page = bisect_right(words, sought)
        low, high = starts[page], starts[page + 1]
        at = self.content.find(b"\n" + sought + b" ", low, high)
        if at < 0 or key.startswith("#"):
            return None
        at += len(sought) + 2
        return int(self.content[at : self.content.index(b"\n", at)])

    @cached_property
    def _pages(self) -> tuple[list[int], list[bytes]]:
        """Where pages of about a thousand bytes begin (at a line end), and the first words of all but the
        first: finding a word is a bisection of these and a search of one page."""
        starts, words = [0], []
        while (start := self.content.find(b"\n", starts[-1] + _PAGE)) >= 0 and start + 1 < len(self.content):
            starts.append(start)
            words.append(self.content[start + 1 : self.content.index(b" ", start)])
        return [*starts, len(self.content)], words

    def entries(self) -> Iterator[tuple[str, int]]:
        """All entries, in the order of the file."""
        for line in self.content.decode("utf-8").splitlines():
            if not line.startswith("#"):
                key, _, number = line.rpartition(" ")
                yield key, int(number)

    def common(self) -> frozenset[str]:
        """The commonest words, as the header names them."""
        for line in self.content[:2000].decode("utf-8", "ignore").splitlines():
            if line.startswith(_COMMON):
                return frozenset(line.removeprefix(_COMMON).split())
        return frozenset()


@cache
def _table(name: str) -> Table:
    return Table.named(name)


@lru_cache(maxsize=1 << 16)
def zipf(word: str, language: str = "en") -> float | None:
    """The Zipf frequency of a word in lower case: 6 for "that", 3 for one in a million, None below the table.

    >>> zipf("security"), zipf("secu"), zipf("Sicherheit".lower(), "de")
    (5.2, 1.9, 5.1)
    """
    tenths = _table(f"frequency-{language}").get(word) if language else None
    return None if tenths is None else tenths / 10


@lru_cache(maxsize=1 << 14)
def compounds(key: str) -> int:
    """How often a hyphenated form was met in English; `anti-` and `-based` count the forms they are part of.

    >>> compounds("co-operate") > 0, compounds("secu-rity")
    (True, 0)
    """
    return _table("compounds-en").get(key) or 0


_INFLECTED: Final = frozenset({"fi", "ru"})
"""Languages that say with endings what others say with small words, and so use half as many."""


@cache
def _common(language: str) -> frozenset[str]:
    return _table(f"frequency-{language}").common()


@cache
def _languages() -> dict[str, list[str]]:
    """The languages of which a word is one of the commonest."""
    languages: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in _common(language):
            languages.setdefault(word, []).append(language)
    return languages


def is_common(word: str, language: str) -> bool:
    """Whether a word is one of the commonest of the language.

    >>> is_common("with", "en"), is_common("harbour", "en"), is_common("with", "")
    (True, False, False)
    """
    return bool(language) and word in _common(language)


def language_of(text: str) -> str:
    """The language whose commonest words a text uses most; none where it uses few of any.

    A handful of words is not enough to tell, and is taken for English.

    >>> language_of("Das ist nicht die Frage, sagte er, und ging."), language_of("Ardan olim vint sar " * 4)
    ('de', '')
    """
    if text.count(" the ", 0, _SAMPLE) * 200 > min(len(text), _SAMPLE):
        return "en"
    words = _WORD.findall(text[:_SAMPLE].lower())
    languages = _languages()
    found = [language for word in words if word in languages for language in languages[word]]
    counts = {language: found.count(language) for language in LANGUAGES}
    best = max(LANGUAGES, key=counts.__getitem__)
    if counts[best] >= len(words) * (_SHARE / 2 if best in _INFLECTED else _SHARE):
        return best
    return "en" if len(words) < _FEW else NO_LANGUAGE
