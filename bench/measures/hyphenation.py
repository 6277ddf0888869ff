"""Words that line ends broke: exact paragraphs, breaks by what they are, and good words harmed.

White space runs are equal in the comparison: whether a hard wrap stays is another stage's affair. Soft
hyphens inside a line are removed as the stage `invisible` does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from measures.measure import Measure, Outcome

from cleaner.pipeline import Pipeline, Policy
from cleaner.stages.hyphenation import Hyphenation
from cleaner.stages.invisible import Invisible
from cleaner.stages.quotation import Quotation
from cleaner.stages.unwrap import Unwrap

STAGES = (Invisible(), Quotation(), Unwrap(), Hyphenation())
PIPELINE = Pipeline(STAGES, Policy.of(rule for stage in STAGES for rule in stage.rules if rule.default))

Repair = Callable[[dict], str]
Chosen = Callable[[dict], bool]


@cache
def _repaired(text: str) -> str:
    return PIPELINE.run(text).text


def repair(row: dict) -> str:
    """What the stages make of a row."""
    return _repaired(row["input"])


_LINE_END = re.compile(r"(\w)[-\u00ad]\s*\n\s*(\w)")


def regex_join(row: dict) -> str:
    """The usual recipe: join at each line end, drop soft hyphens."""
    return _LINE_END.sub(r"\1\2", row["input"]).replace("\u00ad", "")


_ANYWHERE = re.compile(r"([^\W\d_]+)-(\s*)([^\W\d_]+)")


def wordfreq_lookup(row: dict) -> str:
    """Joins at any hyphen where the joined form is not much rarer than the rarer half; else as it stands.

    At a line end the hyphen is kept, and the line end goes.
    """
    from wordfreq import zipf_frequency

    language = row.get("lang", "en")[:2]

    def judge(match: re.Match[str]) -> str:
        left, gap, right = match.groups()
        if right[0].isupper():
            return match.group() if not gap else f"{left}-{right}"
        joined = zipf_frequency(left + right, language)
        halves = min(zipf_frequency(left, language), zipf_frequency(right, language))
        if joined and joined >= halves - 0.5:
            return left + right
        return f"{left}-{right}" if "\n" in gap else match.group()

    return _ANYWHERE.sub(judge, row["input"].replace("\u00ad\n", "").replace("\u00ad", ""))


def exact(chosen: Chosen) -> Callable[[Repair], Callable[[list[dict]], Outcome]]:
    """Share of the chosen rows that come out as the gold text, white space apart."""

    def of(repairs: Repair) -> Callable[[list[dict]], Outcome]:
        def run(rows: list[dict]) -> Outcome:
            judged = [row for row in rows if chosen(row)]
            failures = [_failure(row, repairs(row)) for row in judged if not _same(repairs(row), row["gold"])]
            return Outcome(1 - len(failures) / len(judged), len(judged), failures)

        return run

    return of


def harmed(repairs: Repair) -> Callable[[list[dict]], Outcome]:
    """How many rows that need nothing are changed."""

    def run(rows: list[dict]) -> Outcome:
        judged = [row for row in rows if _same(row["input"], row.get("gold", row["input"]))]
        failures = [_failure(row, repairs(row)) for row in judged if not _same(repairs(row), row["input"])]
        return Outcome(len(failures), len(judged), failures)

    return run


def good_tokens_broken(repairs: Repair) -> Callable[[list[dict]], Outcome]:
    """How many tokens that were right before are gone afterwards."""

    def run(rows: list[dict]) -> Outcome:
        broken = good = 0
        failures = []
        for row in rows:
            right = Counter(row["gold"].split()) & Counter(row["input"].split())
            gone = right - Counter(repairs(row).split())
            good += right.total()
            broken += gone.total()
            if gone:
                failures.append(_failure(row, repairs(row)))
        return Outcome(broken, good, failures)

    return run


def breaks(gold: str) -> Callable[[Repair], Callable[[list[dict]], Outcome]]:
    """Share of the breaks of kind `mid` that are read rightly: `join`, or a compound to `keep`."""

    def of(repairs: Repair) -> Callable[[list[dict]], Outcome]:
        def run(rows: list[dict]) -> Outcome:
            judged = right = 0
            failures = []
            for row in (row for row in rows if row["label"] == "mid" and row["lang"].startswith("en")):
                tokens = Counter(repairs(row).split())
                for place in (place for place in row["breaks"] if place["gold"] == gold):
                    wanted = place["l"].removesuffix("-") + ("-" if gold == "keep" else "") + place["r"]
                    judged += 1
                    if tokens[wanted]:
                        tokens[wanted] -= 1
                        right += 1
                    else:
                        failures.append({"id": row["id"], "wanted": wanted})
            return Outcome(right / judged if judged else 1.0, judged, failures)

        return run

    return of


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _failure(row: dict, output: str) -> dict:
    wanted, found = Counter(row.get("gold", row["input"]).split()), Counter(output.split())
    return {
        "id": row["id"],
        "missing": sorted((wanted - found).elements()),
        "instead": sorted((found - wanted).elements()),
    }


PEERS: dict[str, Repair] = {"regex": regex_join, "wordfreq": wordfreq_lookup}


def _kind(label: str, *, english: bool = False) -> Chosen:
    return lambda row: row["label"] == label and (not english or row["lang"].startswith("en"))


def _measure(dataset: str, name: str, figure: Callable[[Repair], Callable[[list[dict]], Outcome]]) -> Measure:
    return Measure(dataset, name, figure(repair), {peer: figure(of) for peer, of in PEERS.items()})


MEASURES: tuple[Measure, ...] = (
    _measure("dehyph_built", "nl: exact", exact(_kind("nl"))),
    _measure("dehyph_built", "sp: exact", exact(_kind("sp"))),
    _measure("dehyph_built", "shy: exact", exact(_kind("shy"))),
    _measure("dehyph_built", "mid, English: exact", exact(_kind("mid", english=True))),
    _measure("dehyph_built", "mid, all languages: exact", exact(_kind("mid"))),
    _measure("dehyph_built", "mid, English: breaks joined", breaks("join")),
    _measure("dehyph_built", "mid, English: compounds kept", breaks("keep")),
    _measure("dehyph_built", "hyphenation: changed though clean", harmed),
    _measure("dehyph_built", "good tokens broken", good_tokens_broken),
    _measure("dehyph_finnish", "nl: exact", exact(_kind("nl"))),
    _measure("dehyph_real", "leftovers: exact", exact(_kind("real"))),
    _measure("dehyph_real", "hyphenation: changed though clean", harmed),
    Measure("fp_names", "hyphenation: changed though clean", harmed(repair)),
    Measure("multilingual_udhr", "hyphenation: changed though clean", harmed(repair)),
    Measure("ham_news_paragraphs", "hyphenation: changed though clean", harmed(repair)),
)
