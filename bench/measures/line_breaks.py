"""Articles broken anew: wrapped at a width, words broken at their syllables, compounds at their hyphens.

Two figures for each set: the breaks that come together again as the article has them, where a syllable ends
(`plain`) and where the word has a hyphen itself (`compounds`). They pull against each other: joining all
makes the first perfect and the second nothing. Syllables are those of pyphen.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from measures.measure import Measure, Outcome

from cleaner.pipeline import Pipeline, Policy
from cleaner.stages.hyphenation import Hyphenation
from cleaner.stages.unwrap import Unwrap

if TYPE_CHECKING:
    from pyphen import Pyphen

STAGES = (Hyphenation(), Unwrap())
PIPELINE = Pipeline(STAGES, Policy.of(rule for stage in STAGES for rule in stage.rules if rule.default))
WIDTHS: Final = (42, 55, 63, 72)
"""Columns: those of a newspaper, a book and mail. The smallest break most often."""
ALL_WIDTHS: Final = range(44, 76)
"""Compounds are few: nearly each one breaks at one of these widths."""
LANGUAGES: Final = {
    "cat": "ca",
    "ces": "cs",
    "dan": "da",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "hun": "hu",
    "ind": "id",
    "ita": "it",
    "lit": "lt",
    "nld": "nl",
    "nob": "nb",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slk": "sk",
    "spa": "es",
    "swe": "sv",
    "tur": "tr",
    "ukr": "uk",
}
"""Codes of three letters, as the declaration of human rights has them, and pyphen's."""
GENRES: Final = {"prose_es": "es", "prose_fr": "fr", "prose_ru": "ru", "news_de": "de", "news_tr": "tr"}
"""Genres of whole documents that are prose in one language."""
_WORD = re.compile(r"[^\W\d_]+")
_TURKISH_SYLLABLE = re.compile(r"[^\W\d_aeıioöuüâîûAEIİOÖUÜÂÎÛ](?=[aeıioöuüâîûAEIİOÖUÜÂÎÛ])")
"""A syllable of Turkish begins at the consonant before a vowel; pyphen has no Turkish."""
_COMPOUND = re.compile(r"(?<=[^\W_])-(?=[^\W_])")


class Break(NamedTuple):
    """A word that a line end broke, as the article has it, and whether it broke at its own hyphen."""

    word: str
    is_compound: bool


def read_articles(rows: list[dict]) -> Iterator[tuple[str, str]]:
    """Yields the language and the text of each row that is prose in a language with syllables."""
    for row in rows:
        if "genre" in row and "lang" in row and "gold" not in row:
            language, text = GENRES.get(row["genre"], ""), row["text"]
        elif row["id"].startswith("udhr-"):
            language, text = LANGUAGES.get(row["id"][5:8], ""), row["gold"]
        else:
            language, text = (row.get("lang") or "")[:2], row["gold"]
        if language in LANGUAGES.values() and isinstance(text, str):
            yield language, text


def break_article(text: str, language: str, width: int) -> tuple[str, list[Break]]:
    """Returns an article with its paragraphs wrapped, and the words that line ends broke."""
    breaks: list[Break] = []
    paragraphs = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return "\n\n".join(_wrap(paragraph, language, width, breaks) for paragraph in paragraphs), breaks


def _wrap(paragraph: str, language: str, width: int, breaks: list[Break]) -> str:
    lines, line = [], ""
    for word in paragraph.split():
        rest, room = word, width - len(line) - bool(line)
        while len(rest) > room:
            place = _find_break(rest, room, language)
            if place:
                is_compound = rest[place - 1] == "-"
                breaks.append(Break(word, is_compound))
                line = f"{line} {rest[:place]}" if line else rest[:place]
                line, rest = line if is_compound else f"{line}-", rest[place:]
            elif not line:
                break
            lines.append(line)
            line, room = "", width
        line = f"{line} {rest}" if line else rest
    return "\n".join([*lines, line])


def _find_break(word: str, room: int, language: str) -> int:
    """Returns the last place where a word can break with `room` columns before it; 0 for none."""
    places = [match.end() for match in _COMPOUND.finditer(word) if match.end() <= room]
    for part in _WORD.finditer(word):
        # A syllable needs a hyphen, and so one column more.
        places += [
            part.start() + at
            for at in _find_syllables(part.group(), language)
            if part.start() + at + 1 <= room
        ]
    return max(places, default=0)


@lru_cache(maxsize=1 << 16)
def _find_syllables(word: str, language: str) -> list[int]:
    if language == "tr":
        return [match.start() for match in _TURKISH_SYLLABLE.finditer(word) if match.start() > 1]
    return list(_load_syllables(language).positions(word))


@lru_cache
def _load_syllables(language: str) -> Pyphen:
    import pyphen

    # Of English it has British and American syllables, and none without a country.
    return pyphen.Pyphen(lang="en_GB" if language == "en" else language)


@lru_cache(maxsize=1 << 12)
def _repaired(text: str) -> str:
    return PIPELINE.run(text).text


def rejoined(*, compounds: bool) -> Callable[[list[dict]], Outcome]:
    """Share of the breaks, plain ones or those of compounds, that come together as they were."""

    def run(rows: list[dict]) -> Outcome:
        judged: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        failures = []
        for language, text in read_articles(rows):
            for broken, asked in (
                _break_compounds(text, language) if compounds else _break_plain(text, language)
            ):
                missing = Counter(text.split()) - Counter(_repaired(broken).split())
                lost = {word: min(number, missing[word]) for word, number in asked.items() if missing[word]}
                judged[language] += asked.total()
                wrong[language] += sum(lost.values())
                failures += [{"lang": language, "wanted": word} for word in lost]
        total = judged.total()
        detail = " ".join(
            f"{name} {number - wrong[name]}/{number}" for name, number in sorted(judged.items())
        )
        return Outcome(1 - wrong.total() / total if total else 1.0, total, failures, detail)

    return run


def _break_plain(text: str, language: str) -> Iterator[tuple[str, Counter[str]]]:
    """Yields an article broken at one width, with its words that broke at a syllable."""
    broken, breaks = break_article(text, language, _choose_width(text))
    yield broken, Counter(place.word for place in breaks if not place.is_compound)


def _break_compounds(text: str, language: str) -> Iterator[tuple[str, Counter[str]]]:
    """Yields an article broken at each width at which another compound breaks, with those compounds."""
    wanted = {word for word in text.split() if _COMPOUND.search(word)}
    for width in ALL_WIDTHS if wanted else ():
        broken, breaks = break_article(text, language, width)
        found = Counter(place.word for place in breaks if place.is_compound and place.word in wanted)
        if found:
            yield broken, found
            wanted -= set(found)


def _choose_width(text: str) -> int:
    """Returns a width for a text, always the same one."""
    return WIDTHS[hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] % len(WIDTHS)]


def _measures() -> Iterator[Measure]:
    for dataset in ("html_fundus", "multilingual_udhr", "tails_modern", "leave_alone"):
        for name, compounds in (("plain", False), ("compounds", True)):
            yield Measure(dataset, f"broken anew: {name}", rejoined(compounds=compounds))


MEASURES: tuple[Measure, ...] = tuple(_measures())
