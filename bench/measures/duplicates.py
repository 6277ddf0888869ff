"""What the duplicate stage is measured by: edited copies found, hard negatives kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from measures.measure import Measure, Outcome

from cleaner import clean
from cleaner.duplicates import Paragraph, Settings, compare
from cleaner.duplicates.compare import find_shingles
from cleaner.duplicates.settings import Shingle
from cleaner.duplicates.threshold_sweep import find_pairs

MERGED = ("duplicate", "contained")


def _merged(rows: list[dict], wanted: bool, chosen: Callable[[dict], bool]) -> Outcome:
    """The share of chosen rows called duplicates; rows that are not as wanted are failures."""
    settings = Settings()
    judged = [row for row in rows if chosen(row)]
    failures, merged = [], 0
    for row in judged:
        a, b = (clean(row[side]).text for side in ("a", "b"))
        found = compare(a, b, settings)
        same = found.verdict in MERGED
        merged += same
        if same is not wanted:
            failures.append({"input": a, "output": list(found), "gold": b})
    return Outcome(merged / len(judged), len(judged), failures, f"{merged} of {len(judged)}")


def _share(wanted: bool, chosen: Callable[[dict], bool]) -> Callable[[list[dict]], Outcome]:
    return lambda rows: _merged(rows, wanted, chosen)


def _natural(rows: list[dict]) -> Outcome:
    """The share of the exact pairs at the threshold that `pairs` finds, whole documents as they are."""
    settings = Settings(revisions=False, containment=None)
    texts = [row["input"] for row in rows]
    sets = [find_shingles(text, Shingle.of(settings.shingle)) for text in texts]
    exact = set()
    for i, j in combinations(range(len(texts)), 2):
        a, b = sets[i], sets[j]
        small, large = sorted((len(a), len(b)))
        if small >= settings.min_shingles and small >= settings.threshold * large:
            shared = len(a & b)
            if shared / (len(a) + len(b) - shared) >= settings.threshold:
                exact.add((i, j))
    corpus = [Paragraph(place, text) for place, text in enumerate(texts)]
    met = {(pair.earlier, pair.later): pair.comparison for pair in find_pairs(corpus, settings)}
    first: dict[int, int] = {j: i for (i, j), found in met.items() if found.reason.startswith("the same")}
    found = {
        (i, j)
        for i, j in exact
        if tuple(sorted((first.get(i, i), first.get(j, j)))) in met or first.get(i, i) == first.get(j, j)
    }
    missing = [{"input": texts[i], "output": None, "gold": texts[j]} for i, j in exact - found]
    return Outcome(len(found) / len(exact), len(exact), missing, f"{len(found)} of {len(exact)} pairs")


MEASURES: tuple[Measure, ...] = (
    Measure("nd_paragraph_edits", "edited copies found", _share(True, lambda row: row["label"] == 1)),
    Measure("nd_paragraph_edits", "other paragraphs merged", _share(False, lambda row: row["label"] == 0)),
    Measure(
        "nd_paragraph_edits", "all figures changed, merged", _share(False, lambda row: row["kind"] == "num")
    ),
    Measure("nd_msrp", "other statements merged", _share(False, lambda row: row["label"] == 0)),
    Measure("nd_story_chains", "same story, other text, merged", _share(False, lambda row: True)),
    Measure("nd_reuters_hand", "sent again: found", _share(True, lambda row: row["label"] == 1)),
    Measure("nd_reuters_hand", "notice of another day, merged", _share(False, lambda row: row["label"] == 0)),
    Measure("nd_reuters_natural", "exact pairs found", _natural),
    Measure("nd_bbc_natural", "exact pairs found", _natural),
)
