"""Words broken at other places than in any set: every article of a half, wrapped and broken anew.

A rule that learnt the breaks of a set by heart shows here. White space runs are equal in the comparison. A
paragraph is judged where a word of it was broken. Needs pyphen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from measures.hyphenation import repair
from measures.measure import Measure, Outcome
from new_breaks import Broken, break_anew

from cleaner.pipeline import find_edits
from cleaner.stages.hyphenation import BROKEN_WORD, Hyphenation

SEEDS = (1, 2, 3)
"""How often each article is broken: one way of breaking leaves .01 to chance."""
LANGUAGES = {
    "at": "de_DE",
    "au": "en_GB",
    "de": "de_DE",
    "es": "es",
    "fr": "fr",
    "id": "id_ID",
    "ind": "en_GB",
    "it": "it_IT",
    "li": "de_DE",
    "no": "nb_NO",
    "pt": "pt_PT",
    "se": "sv",
    "uk": "en_GB",
    "us": "en_GB",
}
"""The language of each country's pages, where it has one that pyphen knows."""
SHORTEST = 130
"""Characters of a paragraph that has two lines."""


class Paragraph(NamedTuple):
    """A paragraph that is right, and its language."""

    text: str
    language: str


class Kind(NamedTuple):
    """How a break shows: what stands behind its hyphen, and between other lines."""

    line_end: str
    between: str


KINDS = {"nl": Kind("\n", "\n"), "sp": Kind(" ", " "), "mid": Kind("", " ")}


def paragraphs(row: dict) -> Iterator[Paragraph]:
    """The prose paragraphs of a row of any of the sets; items of lists are none."""
    country = row["id"].split("-")[1] if row["id"].startswith("fu-") else ""
    language = row.get("lang") or LANGUAGES.get(country, "" if country else "en_GB")
    for paragraph in row.get("gold", row.get("input", "")).replace("\u2060", "").split("\n\n"):
        text = " ".join(paragraph.split())
        if language and len(text) >= SHORTEST and not text.startswith("- "):
            yield Paragraph(text, language)


@cache
def broken(paragraph: Paragraph, seed: int) -> Broken:
    """A paragraph, wrapped and broken in one way."""
    return break_anew(paragraph.text, paragraph.language, seed)


def exact(name: str, *, english: bool = False) -> Callable[[list[dict]], Outcome]:
    """Share of the paragraphs, broken in one of the `KINDS`, that come out as they were."""
    kind = KINDS[name]

    def run(rows: list[dict]) -> Outcome:
        chosen = dict.fromkeys(paragraph for row in rows for paragraph in paragraphs(row))
        judged, failures = 0, []
        for paragraph in chosen:
            if english and not paragraph.language.startswith("en"):
                continue
            for seed in SEEDS:
                how = broken(paragraph, seed)
                if any(how.breaks):
                    judged += 1
                    found = repair({"input": how.show(*kind)})
                    if found.split() != paragraph.text.split():
                        failures.append(difference(paragraph, found))
        return Outcome(1 - len(failures) / judged if judged else 1.0, judged, failures)

    return run


def good_tokens_broken(rows: list[dict]) -> Outcome:
    """How many words with a hyphen of their own lose it beside words that were broken in their lines."""
    outcome = exact("mid")(rows)
    lost = [failure for failure in outcome.failures if any("-" in token for token in failure["missing"])]
    return Outcome(len(lost), outcome.count, lost)


def good_text_changed(rows: list[dict]) -> Outcome:
    """How many hyphens in the lines of texts that are right are taken for breaks; of documents, the news."""
    texts = [text_of(row) for row in rows if row.get("genre", "news").startswith("news")]
    found = [
        {"missing": [text[max(0, edit.start - 30) : edit.end + 30]], "instead": []}
        for text in texts
        for edit in find_edits(Hyphenation(), text)
        if edit.rule == BROKEN_WORD.id and edit.replacement is not None
    ]
    return Outcome(len(found), len(texts), found)


def text_of(row: dict) -> str:
    """The text of a row that is right."""
    return row.get("gold") or row.get("input") or row["text"]


def difference(paragraph: Paragraph, found: str) -> dict:
    """The words of a paragraph that are missing, and what stands there instead."""
    wanted, had = Counter(paragraph.text.split()), Counter(found.split())
    return {
        "language": paragraph.language,
        "missing": sorted((wanted - had).elements()),
        "instead": sorted((had - wanted).elements()),
    }


MEASURES: tuple[Measure, ...] = (
    *(
        Measure(dataset, f"broken anew, {name}, English: exact", exact(name, english=True))
        for dataset in ("dehyph_built", "ham_news_paragraphs", "html_fundus")
        for name in KINDS
    ),
    *(
        Measure(dataset, "broken-word: good text changed", good_text_changed)
        for dataset in ("dehyph_built", "ham_news_paragraphs", "html_fundus", "leave_alone")
    ),
    Measure("train_prose", "broken-word: good text changed", good_text_changed, split="train"),
    Measure("dehyph_built", "broken anew, mid: good tokens broken", good_tokens_broken),
    Measure("ham_news_paragraphs", "broken anew, mid: good tokens broken", good_tokens_broken),
    Measure("html_fundus", "broken anew, mid: good tokens broken", good_tokens_broken),
    Measure("html_fundus", "broken anew, mid: exact", exact("mid")),
)
