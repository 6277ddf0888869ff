"""Make the frequency tables behind hyphenation, from word lists; run once, the result is committed.

    python bench/make_frequencies.py cleaner/stages/data          (needs wordfreq 3.1.1)

One file a language: `frequency-LANGUAGE.txt`, sorted by code point, one word and ten times its Zipf
frequency (the base-10 logarithm of occurrences in 10**9 words) a line. What is kept, and why, stands in
the card beside the tables, `cleaner/stages/data/frequency.md`.
"""

from __future__ import annotations

import itertools
import math
import re
import sys
from pathlib import Path
from typing import NamedTuple


class Kept(NamedTuple):
    """What of a language's list is kept."""

    name: str
    wordlist: str
    least_zipf: float


KEPT = {
    "da": Kept("Danish", "small", 3.4),
    "de": Kept("German", "large", 2.9),
    "en": Kept("English", "large", 1.9),
    "es": Kept("Spanish", "large", 3.2),
    "fi": Kept("Finnish", "large", 3.4),
    "fr": Kept("French", "large", 3.2),
    "id": Kept("Indonesian", "small", 3.4),
    "it": Kept("Italian", "large", 3.2),
    "nb": Kept("Norwegian (Bokmål)", "small", 3.4),
    "ru": Kept("Russian", "small", 3.6),
    "sv": Kept("Swedish", "small", 3.4),
}
COMMON = 60
"""So many of the commonest words stand in the header: the language of a document is known by them."""

_WORD = re.compile(r"[^\W\d_]{2,24}")
_HEADER = """\
# {name}: words and ten times their Zipf frequency, from {least} up; sorted by code point.
# Derived from wordfreq 3.1.1 (Robyn Speer), list "{wordlist}". Licence of this file: CC BY-SA 4.0;
# sources and attribution: frequency.md. Made by bench/make_frequencies.py.
# common: {common}
"""


def table(language: str) -> str:
    """The text of one language's file."""
    import wordfreq

    kept = KEPT[language]
    found = wordfreq.get_frequency_dict(language, kept.wordlist)
    zipfs = {word: math.log10(frequency) + 9 for word, frequency in found.items() if _WORD.fullmatch(word)}
    common = sorted(zipfs, key=lambda word: (-zipfs[word], word))[:COMMON]
    header = _HEADER.format(
        name=kept.name, least=kept.least_zipf, wordlist=kept.wordlist, common=" ".join(common)
    )
    lines = (
        f"{word} {round(zipfs[word] * 10)}\n" for word in sorted(zipfs) if zipfs[word] >= kept.least_zipf
    )
    return header + "".join(lines)


TOLD = [
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fr",
    "hu",
    "id",
    "it",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sv",
    "tr",
    "uk",
]
"""Languages that are told by their commonest words alone."""
TOLD_WORDS = 500
"""Of 225 short sentences in 15 languages 220 are told with 500 words of each language, 196 with 60."""
_LETTERS = re.compile(r"[^\W\d_]+")
_TOLD_HEADER = """\
# The {number} commonest words of each language, with ten times their Zipf frequency; sorted by code point.
# Derived from wordfreq 3.1.1 (Robyn Speer), lists "small". Licence of this file: CC BY-SA 4.0; sources and
# attribution: frequency.md. Made by bench/make_frequencies.py.
"""


def common_words() -> str:
    """The text of the file by which languages are told."""
    import wordfreq

    entries: dict[str, list[str]] = {}
    for language in TOLD:
        found = wordfreq.get_frequency_dict(language, "small")
        words = (
            word for word in sorted(found, key=lambda word: (-found[word], word)) if _LETTERS.fullmatch(word)
        )
        for word in itertools.islice(words, TOLD_WORDS):
            entries.setdefault(word, []).append(f"{language}={round((math.log10(found[word]) + 9) * 10)}")
    lines = (f"{word} {' '.join(entries[word])}\n" for word in sorted(entries))
    return _TOLD_HEADER.format(number=TOLD_WORDS) + "".join(lines)


def main(folder: Path) -> None:
    """Write every table."""
    (folder / "common-words.txt").write_text(common_words(), encoding="utf-8", newline="\n")
    for language in KEPT:
        path = folder / f"frequency-{language}.txt"
        path.write_text(table(language), encoding="utf-8", newline="\n")
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
