"""Main text of whole pages: its 4-grams of words against the article's, or pieces it must and must not hold.

`"cleaner"` is our own reading, `"auto"` what runs with the extra `html`. Pages are files beside the rows.
"""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from measures.measure import Measure, Outcome

from cleaner.errors import InputError
from cleaner.formats.page import extract, find_charset, is_trafilatura_installed

DATA = Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[3] / "shared" / "eval")
LOW = 0.8
"""F1 below which `--failures` shows a page."""

Extraction = Callable[[str], str]


@cache
def _folder(dataset: str, name: str) -> Path:
    """The folder that holds a page: beside the rows, whichever half they are."""
    return next(path.parent for path in (DATA / dataset).glob(f"*/{name}"))


def page(dataset: str, row: dict) -> str:
    """A page as text: UTF-8 where it is valid, else in the encoding that it declares."""
    data = gzip.decompress((_folder(dataset, row["file"]) / row["file"]).read_bytes())
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(find_charset(data) or "utf-8", "replace")


def by(extractor: str) -> Extraction:
    """The main text by one of our extractors; a refused page gives none, and counts as lost."""

    def run(html: str) -> str:
        if extractor == "auto" and not is_trafilatura_installed():
            raise ImportError("trafilatura is not installed")
        try:
            return extract(html, extractor=extractor).text
        except InputError:
            return ""

    return run


def trafilatura(html: str) -> str:
    """The peer as it comes."""
    from trafilatura import extract as main_text

    return main_text(html) or ""


def readability(html: str) -> str:
    """Mozilla's method, its result without tags."""
    from bs4 import BeautifulSoup
    from readability import Document

    return BeautifulSoup(Document(html).summary(), "html.parser").get_text("\n")


def grams(text: str) -> Counter[tuple[str, ...]]:
    """The word 4-grams of a text; characters stand for words where there are no spaces between them."""
    words = re.findall(r"\w+", text)
    if text and sum(ord(character) > 0x2E80 for character in text) > 0.3 * len(text):
        words = [character for character in text if not character.isspace()]
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def f1(true: int, found: int, wanted: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * true / (found + wanted) if true else 0.0


def articles(dataset: str, extraction: Extraction) -> Callable[[list[dict]], Outcome]:
    """Mean over the pages of the F1 of their 4-grams."""

    def run(rows: list[dict]) -> Outcome:
        scores, failures = [], []
        for row in rows:
            output = extraction(page(dataset, row))
            ours, gold = grams(output), grams(row["gold"])
            scores.append(f1((ours & gold).total(), ours.total(), gold.total()))
            if scores[-1] < LOW:
                failures.append({"id": row["id"], "f1": scores[-1], "output": output, "gold": row["gold"]})
        return Outcome(sum(scores) / len(scores), len(rows), failures)

    return run


def pieces(dataset: str, extraction: Extraction) -> Callable[[list[dict]], Outcome]:
    """F1 over all pieces that must be in the text, and must not."""

    def run(rows: list[dict]) -> Outcome:
        true = found = wanted = 0
        failures = []
        for row in rows:
            output = extraction(page(dataset, row))
            missed = [piece for piece in row["must"] if piece not in output]
            wrong = [piece for piece in row["mustnot"] if piece in output]
            true += len(row["must"]) - len(missed)
            found += len(row["must"]) - len(missed) + len(wrong)
            wanted += len(row["must"])
            if missed or wrong:
                failures.append({"id": row["id"], "missed": missed, "wrong": wrong})
        return Outcome(f1(true, found, wanted), len(rows), failures)

    return run


PEERS = {"trafilatura": trafilatura, "readability-lxml": readability}
SETS = {"html_article_benchmark": articles, "html_trafilatura": pieces, "html_fundus": articles}
NAMES = {"cleaner": "pages, our own reading: F1", "auto": "pages, with trafilatura: F1"}

MEASURES = tuple(
    Measure(
        dataset,
        name,
        score(dataset, by(extractor)),
        {peer: score(dataset, extraction) for peer, extraction in PEERS.items()}
        if extractor == "cleaner"
        else {},
    )
    for dataset, score in SETS.items()
    for extractor, name in NAMES.items()
)
