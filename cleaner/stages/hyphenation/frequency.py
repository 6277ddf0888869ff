"""Looks up words in the frequency tables of the package, and detects which language's table a text needs.

A table is one sorted file, read as bytes when it is first needed and searched in place, by bisection of its
pages: so it costs hardly any start-up, and no dictionary of a hundred thousand strings.
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
_COMMON_WORDS = "# common: "
"""How the header line begins that lists the commonest words of a table."""
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
"""Characters at the beginning of a text that its language is detected from."""
_COMMON_SHARE = 0.14
"""The least share of a text that the commonest words make up in a language that has a table (a text in
another language: up to .13). Half of it for the languages in `_INFLECTED`."""
_FEW_WORDS = 12
"""A text of fewer words is too short for its language to be detected."""
_LISTED: Final = 2.5
"""The Zipf frequency from which a word of a list counts as English."""
_LISTED_SHARE: Final = 0.6
"""The least share of English among the longer words of a list (texts in 60 other languages: up to .5)."""
_FEW_LISTED: Final = 8
"""Longer words that a list must have for its language to be told."""
_PAGE_SIZE: Final = 1000
"""Bytes of a page: bisection finds the page, a search of these bytes the entry."""


@dataclass(frozen=True)
class FrequencyTable:
    """Words with a whole number each: one entry a line, sorted by code point; `#` opens the header.

    >>> FrequencyTable(b"# words\\nriver 46\\nsecurity 51\\n").get("security")
    51
    >>> FrequencyTable(b"# words\\nriver 46\\nsecurity 51\\n").get("rity") is None
    True
    """

    content: bytes

    @classmethod
    def load(cls, name: str) -> FrequencyTable:
        """Reads a table that the package ships, by its file name without the ending."""
        return cls((_DATA / f"{name}.txt").read_bytes())

    def get(self, key: str) -> int | None:
        """Returns the number of `key`, or None. Stray bytes (lone surrogates) are in no table."""
        word = key.encode("utf-8", "replace")
        # An entry is found with the line feed before it and the space behind it: whole words only.
        starts, first_words = self._pages
        # The first page has no first word in the list, so the place in the list is the number of the page.
        page = bisect_right(first_words, word)
        low, high = starts[page], starts[page + 1]
        line = self.content.find(b"\n" + word + b" ", low, high)
        # A line of the header can look like an entry: `# words ...`.
        if line < 0 or key.startswith("#"):
            return None
        number = line + len(word) + 2
        return int(self.content[number : self.content.index(b"\n", number)])

    @cached_property
    def _pages(self) -> tuple[list[int], list[bytes]]:
        """The offsets at which pages begin (each at a line end) and, last, where the content ends; and the
        first word of each page but the first."""
        starts, first_words = [0], []
        while (start := self.content.find(b"\n", starts[-1] + _PAGE_SIZE)) >= 0 and start + 1 < len(
            self.content
        ):
            starts.append(start)
            first_words.append(self.content[start + 1 : self.content.index(b" ", start)])
        return [*starts, len(self.content)], first_words

    def entries(self) -> Iterator[tuple[str, int]]:
        """Yields all entries as (word, number), in the order of the file."""
        for line in self.content.decode("utf-8").splitlines():
            if not line.startswith("#"):
                key, _, number = line.rpartition(" ")
                yield key, int(number)

    def common_words(self) -> frozenset[str]:
        """Returns the commonest words of the language, which the header lists."""
        # The header is shorter than that; the table itself (up to 1 MB) is not decoded.
        for line in self.content[:2000].decode("utf-8", "ignore").splitlines():
            if line.startswith(_COMMON_WORDS):
                return frozenset(line.removeprefix(_COMMON_WORDS).split())
        return frozenset()


@cache
def _table(name: str) -> FrequencyTable:
    return FrequencyTable.load(name)


@lru_cache(maxsize=1 << 16)
def zipf(word: str, language: str = "en") -> float | None:
    """Returns the Zipf frequency of a word in lower case: log10 of how often it occurs in a billion words.

    6 is one word in a thousand, 3 one in a million. None where the table does not have the word.

    >>> zipf("security"), zipf("secu"), zipf("Sicherheit".lower(), "de")
    (5.2, 1.9, 5.1)
    """
    # The tables hold tenths: whole numbers sort and search as bytes.
    tenths = _table(f"frequency-{language}").get(word) if language else None
    return None if tenths is None else tenths / 10


@lru_cache(maxsize=1 << 14)
def count_compounds(key: str) -> int:
    """Returns how often the table of English has a hyphenated form; for `anti-` and `-based`, how many forms
    have that part.

    >>> count_compounds("co-operate") > 0, count_compounds("secu-rity")
    (True, 0)
    """
    return _table("compounds-en").get(key) or 0


_INFLECTIONS: Final = (
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ern", ""),
    ("ing", ""),
    ("ing", "e"),
)
"""Endings of an English form, and what stands in their place in the form that a table has."""

_MEANT: Final = 6
"""The count from which a form of the table is surely meant, and no slip of a printer: `re-present`."""


@lru_cache(maxsize=1 << 14)
def count_form(left: str, right: str) -> int:
    """Returns how often the table of English has two halves with a hyphen, or the word that they inflect.

    >>> count_form("re", "present") > 0, count_form("re", "presented") > 0, count_form("re", "ported")
    (True, True, 0)
    """
    found = count_compounds(f"{left}-{right}")
    for ending, base in _INFLECTIONS:
        stem = right.removesuffix(ending)
        if len(right) - 2 > len(ending) and stem != right:
            count = count_compounds(f"{left}-{stem}{base}")
            found = max(found, count if count >= _MEANT else 0)
    return found


_INFLECTED: Final = frozenset({"fi", "ru"})
"""Languages that say with endings what others say with small words, and so use half as many. (Russian is
the only one here in its script, so that half is enough.)"""


@cache
def _common_words(language: str) -> frozenset[str]:
    return _table(f"frequency-{language}").common_words()


@cache
def _languages_by_word() -> dict[str, list[str]]:
    """Returns, for each of the commonest words, the languages that have it among them."""
    languages: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in _common_words(language):
            languages.setdefault(word, []).append(language)
    return languages


def is_common(word: str, language: str) -> bool:
    """Whether a word is one of the commonest of the language.

    >>> is_common("with", "en"), is_common("harbour", "en"), is_common("with", "")
    (True, False, False)
    """
    return bool(language) and word in _common_words(language)


def find_table_language(language: str) -> str:
    """Returns the language whose table serves texts in a language that is known; `NO_LANGUAGE` for none.

    >>> find_table_language("fr"), find_table_language("sw")
    ('fr', '')
    """
    return language if language in LANGUAGES else NO_LANGUAGE


def detect_language(text: str) -> str:
    """Returns the language whose commonest words a text uses most; `NO_LANGUAGE` where it uses few of any.

    A text of fewer than twelve words is taken for English, and so is a list of English words and names.

    >>> detect_language("Das ist nicht die Frage, sagte er, und ging.")
    'de'
    >>> detect_language("Ardan olim vint sar " * 4)
    ''
    """
    # English is by far the commonest, and one "the" in 200 characters proves it without counting.
    if text.count(" the ", 0, _SAMPLE) * 200 > min(len(text), _SAMPLE):
        return "en"
    words = _WORD.findall(text[:_SAMPLE].lower())
    languages = _languages_by_word()
    votes = [language for word in words if word in languages for language in languages[word]]
    counts = {language: votes.count(language) for language in LANGUAGES}
    best = max(LANGUAGES, key=counts.__getitem__)
    if counts[best] >= len(words) * (_COMMON_SHARE / 2 if best in _INFLECTED else _COMMON_SHARE):
        return best
    return "en" if len(words) < _FEW_WORDS or _is_english_list(words) else NO_LANGUAGE


def _is_english_list(words: list[str]) -> bool:
    """Whether most of the longer words are in the table of English: a list has hardly any small words."""
    longer = [word for word in words if len(word) > 3]
    known = sum((zipf(word) or 0.0) >= _LISTED for word in longer)
    return len(longer) >= _FEW_LISTED and known >= _LISTED_SHARE * len(longer)
