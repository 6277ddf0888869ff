"""Look-up in the frozen tables, and which of them a text asks for.

A table is one sorted file, read as bytes when it is first needed and searched in place by bisection:
no start-up, no dictionary of a hundred thousand strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "da", "de", "es", "fr", "id", "it", "nb", "ru", "sv")
"""English first: it is what a text is taken for when nothing speaks for another language."""

_DATA = files("cleaner.stages") / "data"
_COMMON = "# common: "
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
"""Characters of a text that its language is judged by."""


@dataclass(frozen=True, slots=True)
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
        content = self.content
        sought = key.encode("utf-8", "replace") + b" "
        low, high = 0, len(content)
        while low < high:
            middle = (low + high) // 2
            start = content.rfind(b"\n", low, middle) + 1 or low
            end = content.index(b"\n", middle)
            line = content[start:end]
            if line.startswith(sought):
                return int(line[len(sought) :])
            if line[: len(sought)] < sought:
                low = end + 1
            else:
                high = start
        return None

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
    tenths = _table(f"frequency-{language}").get(word)
    return None if tenths is None else tenths / 10


def compounds(key: str) -> int:
    """How often a hyphenated form was met in English; `anti-` and `-based` count the forms they are part of.

    >>> compounds("co-operate") > 0, compounds("secu-rity")
    (True, 0)
    """
    return _table("compounds-en").get(key) or 0


@cache
def _common(language: str) -> frozenset[str]:
    return _table(f"frequency-{language}").common()


def language_of(text: str) -> str:
    """The language whose commonest words a text uses most; English where none is used.

    >>> language_of("Das ist nicht die Frage, sagte er, und ging.")
    'de'
    """
    if text.count(" the ", 0, _SAMPLE) * 200 > min(len(text), _SAMPLE):
        return "en"
    words = _WORD.findall(text[:_SAMPLE].lower())
    return max(LANGUAGES, key=lambda language: sum(map(_common(language).__contains__, words)))
