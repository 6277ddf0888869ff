"""Counts pairs of neighbouring characters for `cleaner.stages.encoding.likeness`.

    python bench/letter_pairs.py --udhr multilingual_udhr/dev.jsonl --books curly.txt.gz > letter_pairs.tsv

Sources: the Universal Declaration of Human Rights in 76 languages (a United Nations text, JSON Lines with
`gold`), names of countries, languages, months and days in 90 languages (Unicode CLDR, through `babel`), and
English books in the public domain, which bring typographic quotation marks and dashes. Each language counts
alike, whatever there is of it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from cleaner.stages.encoding.likeness import find_symbol

PER_LANGUAGE = 20_000
"""Pairs that a language counts for."""
RAREST = 3
"""Pairs counted less often are left to the counts of their kinds."""
LOCALES = (
    *(
        "af",
        "am",
        "ar",
        "az",
        "be",
        "bg",
        "bn",
        "bs",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
    ),
    *(
        "fil",
        "fo",
        "fr",
        "ga",
        "gl",
        "gu",
        "ha",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "ig",
        "is",
        "it",
        "ja",
        "ka",
        "kk",
        "km",
    ),
    *(
        "kn",
        "ko",
        "ku",
        "ky",
        "lb",
        "lo",
        "lt",
        "lv",
        "mk",
        "ml",
        "mn",
        "mr",
        "ms",
        "mt",
        "my",
        "nb",
        "ne",
        "nl",
        "nn",
        "pa",
        "pl",
    ),
    *(
        "ps",
        "pt",
        "ro",
        "ru",
        "sd",
        "si",
        "sk",
        "sl",
        "so",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "ti",
        "tk",
        "tr",
        "tt",
    ),
    *("uk", "ur", "uz", "vi", "wo", "yo", "zh", "zu"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--udhr", type=Path, required=True)
    parser.add_argument("--books", type=Path, required=True)
    options = parser.parse_args()
    total: dict[tuple[str, str], float] = defaultdict(float)
    for source in (_udhr(options.udhr), _names(), _books(options.books)):
        for lines in source:
            for pair, count in _weighted(lines).items():
                total[pair] += count
    sys.stdout.write("# symbol, symbol after it, how often in a million; see letter_pairs.md\n")
    for (a, b), count in sorted(total.items()):
        if count >= RAREST:
            sys.stdout.write(f"{a}\t{b}\t{round(count)}\n")


def _udhr(path: Path) -> Iterable[list[str]]:
    languages: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            languages[row["id"].split("-")[1]].append(row["gold"])
    return languages.values()


def _names() -> Iterable[list[str]]:
    from babel import Locale

    for name in LOCALES:
        locale = Locale.parse(name)
        months = [month for width in locale.months["format"].values() for month in width.values()]
        days = [day for width in locale.days["format"].values() for day in width.values()]
        yield [*locale.languages.values(), *locale.territories.values(), *months, *days]


def _books(path: Path) -> Iterable[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield [line.strip() for _, line in zip(range(4000), lines, strict=False)]


OPENING, CLOSING = "“‘„«‹¿¡–—", "”’“»›…–—™®"
TYPOGRAPHY = 0.02
"""What each sign of typography adds to a word's edges, as a share: the sources are poor in them."""
SIGNS = (
    *(
        (sign, before, after)
        for sign in "£€¥₺₽₹"
        for before, after in (("Zs", "Nd"), ("Nd", "Zs"), ("Nd", "Po"))
    ),
    *((sign, before, "Nd") for sign in "±−×÷§©" for before in ("Zs", "Nd")),
    *((sign, "Zs", "Zs") for sign in "±−×÷§©•·→"),
    *((sign, "Nd", after) for sign in "½¼¾°²³" for after in ("Zs", "Po", "ascii^")),
    *((sign, "ascii", after) for sign in "²³" for after in ("Zs", "Po")),
    *(("µ", before, "ascii") for before in ("Zs", "Nd")),
    *((sign, before, "Po") for sign in "ªº" for before in ("Nd", "ascii")),
)
"""Signs of commerce and measure, with what stands before and after them: the sources have few."""
SIGN = 2
"""Pairs that each of them counts for in a language."""
CAPITALS = 0.05


def _weighted(lines: list[str]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        counts.update(_pairs(line))
    shares: dict[tuple[str, str], float] = defaultdict(float, counts)
    for line in lines:
        for pair in _pairs(line.upper()):
            shares[pair] += CAPITALS
    for (a, b), count in counts.items():
        _typography(shares, a, b, count * TYPOGRAPHY)
    scale = PER_LANGUAGE / sum(shares.values())
    for sign, before, after in SIGNS:
        shares[before, sign] += SIGN / scale
        shares[sign, after] += SIGN / scale
    return Counter({pair: rounded for pair, share in shares.items() if (rounded := round(share * scale, 1))})


def _pairs(line: str) -> Iterable[tuple[str, str]]:
    return pairwise(find_symbol(character) for character in f" {line} ")


def _typography(shares: dict[tuple[str, str], float], a: str, b: str, share: float) -> None:
    """A word may stand between signs of typography instead of spaces or ASCII punctuation."""
    if a == "Zs":
        for sign in OPENING:
            shares["Zs", sign] += share
            shares[sign, b] += share
    elif b in ("Zs", "Po"):
        for sign in CLOSING:
            shares[a, sign] += share
            shares[sign, b] += share


if __name__ == "__main__":
    main()
