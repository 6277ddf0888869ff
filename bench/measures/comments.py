"""Promotional comments: paragraphs judged alone, and articles with comments under them, cleaned.

On the half that the model was learned from (`dev`) each text is judged by a model that has not learned
from it nor from one that begins like it (cross-validation, trained here); on any other half by the model
that ships. The rows "without" come from models that were learned without that set at all: what a
stranger's blog will see.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from measures.measure import Measure, Outcome

from cleaner.pipeline import find_edits
from cleaner.stages.comments import Comments, prefilter, promotional
from cleaner.stages.comments.model import Model, load_model
from cleaner.stages.comments.tail import find_comments, suspected, units
from cleaner.text import Document

LABELLED = (
    *("spam_youtube", "spam_datacamp", "spam_blog_lrem", "spam_blog_dylan"),
    *("ham_news_comments", "ham_news_paragraphs"),
)
DATA = Path(os.environ.get("CLEANER_EVAL") or Path(__file__).resolve().parents[3] / "shared" / "eval")

Score = Callable[[str], float]


def rows_of(dataset: str, split: str) -> list[dict]:
    """The rows of a set; none where it is missing."""
    from train_comments import read

    return list(read(DATA / dataset / f"{split}.jsonl"))


@cache
def learner():
    """Everything that the model was learned from, as numbers."""
    from train_comments import Learner, samples

    return Learner(samples(DATA))


@cache
def folds() -> tuple[Sequence[Model], Sequence[prefilter.CommentPrefilter], frozenset[str]]:
    """The models and screens of the cross-validation, and the groups that were learned from."""
    from train_comments import FOLDS

    learned, slope = learner(), slope_of()
    models = [learned.model(slope, learned.folds != fold) for fold in range(FOLDS)]
    screens = [learned.screen(learned.folds != fold) for fold in range(FOLDS)]
    return models, screens, frozenset(sample.group for sample in learned.samples)


@cache
def slope_of() -> float:
    """Log-odds to a unit of margin."""
    return learner().slope()


@cache
def unseen_score(text: str) -> float:
    """The score of a text by a model that has not learned from it."""
    from train_comments import fold_of, group_of

    models, _, groups = folds()
    group = group_of(text)
    return models[fold_of(group)].score(text) if group in groups else promotional(text).score


def unseen_screen(text: str) -> bool:
    """The screen, by words that were not learned from this text."""
    from train_comments import fold_of, group_of

    _, screens, groups = folds()
    group = group_of(text)
    chosen = screens[fold_of(group)] if group in groups else prefilter.load_prefilter()
    return "\n" in text or chosen.passes(text)


@cache
def without(dataset: str) -> Model:
    """A model that has learned nothing from a set."""
    learned = learner()
    return learned.model(slope_of(), learned.sources != dataset)


def learned_from(rows: list[dict]) -> bool:
    """Whether these are rows of the half that the model was learned from."""
    known = {row["id"] for dataset in (*LABELLED, "spam_e2e") for row in rows_of(dataset, "dev")}
    return any(row["id"] in known for row in rows)


def score_for(rows: list[dict]) -> Score:
    """How these rows are to be judged."""
    return unseen_score if learned_from(rows) else lambda text: promotional(text).score


def f1(rows: list[dict], score: Score) -> Outcome:
    """F1 of the label "promotional"; precision, recall and false positives in the detail."""
    judged = [(row, score(row["input"]) > 0) for row in rows]
    right = sum(found and row["label"] == 1 for row, found in judged)
    wrong = [row for row, found in judged if found and row["label"] == 0]
    missed = [row for row, found in judged if not found and row["label"] == 1]
    genuine = sum(row["label"] == 0 for row in rows)
    value = 2 * right / max(1, 2 * right + len(wrong) + len(missed))
    detail = f"{len(wrong) / max(1, genuine):.2%} false positives, {len(missed)} missed"
    return Outcome(value, len(rows), [*map(_shown, wrong), *map(_shown, missed)], detail)


def false_positives(rows: list[dict], score: Score) -> Outcome:
    """Share of genuine texts judged promotional."""
    genuine = [row for row in rows if row["label"] == 0]
    wrong = [row for row in genuine if score(row["input"]) > 0]
    return Outcome(len(wrong) / max(1, len(genuine)), len(genuine), list(map(_shown, wrong)))


def _shown(row: dict) -> dict:
    return {"input": row["input"], "output": f"judged {1 - row['label']}", "gold": row["label"]}


def labelled(measure: Callable[[list[dict], Score], Outcome]) -> Callable[[list[dict]], Outcome]:
    """A measure of the judged paragraphs of one set."""
    return lambda rows: measure(rows, score_for(rows))


def english(rows: list[dict]) -> Outcome:
    """F1 over the rows that are not Polish: language alone tells those."""
    return f1([row for row in rows if row.get("lang") != "pl"], score_for(rows))


def together(measure: Callable[[list[dict], Score], Outcome]) -> Callable[[list[dict]], Outcome]:
    """A measure over all six sets, read from the half that the given rows belong to."""

    def run(rows: list[dict]) -> Outcome:
        split = next(
            file.stem
            for file in sorted((DATA / LABELLED[0]).glob("*.jsonl"))
            if any(row["id"] == rows[0]["id"] for row in rows_of(LABELLED[0], file.stem))
        )
        every = [row for dataset in LABELLED for row in rows_of(dataset, split)]
        return measure(every, score_for(every))

    return run


def left_out(dataset: str) -> Callable[[list[dict]], Outcome]:
    """F1 of a model that has not seen the set."""
    return lambda rows: f1(rows, without(dataset).score)


def cleaned(text: str, seen: bool) -> str:
    """A document without its promotional comments; where its parts were learned from, by other models."""
    if not seen:
        edits = [edit for edit in find_edits(Comments(), text) if edit.rule == "comments.promotional"]
        return Document.of(text).apply("comments", edits).text
    spans = units(text)
    if not suspected(text, spans, unseen_score, unseen_screen):
        return text
    for comment in reversed(find_comments(text, spans, unseen_score, load_model().place)):
        if comment.promotional:
            text = text[: comment.span.start] + text[comment.span.end :]
    return text


def kept(rows: list[dict], label: int) -> list[tuple[str, bool]]:
    """The paragraphs of one label (0 article, 1 promotional, 2 genuine), and whether each is still there.

    A paragraph is there when most of its runs of four words are.
    """
    seen = learned_from(rows)
    found: list[tuple[str, bool]] = []
    for row in rows:
        left = {n: set(_runs(cleaned(row["input"], seen), n)) for n in (1, 2, 3, 4)}
        for paragraph, kind in zip(row["input"].split("\n\n"), row["paras"], strict=True):
            count = len(re.findall(r"\w+", paragraph))
            runs = _runs(paragraph, min(4, max(1, count)))
            if kind == label and runs:
                found.append((paragraph, sum(run in left[len(run)] for run in runs) / len(runs) >= 0.6))
    return found


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return [tuple(found[i : i + length]) for i in range(len(found) - length + 1)]


def removed(rows: list[dict]) -> Outcome:
    """Share of the promotional paragraphs that went."""
    found = kept(rows, 1)
    missed = [{"input": text, "output": "kept", "gold": "removed"} for text, still in found if still]
    return Outcome(1 - len(missed) / max(1, len(found)), len(found), missed)


def lost(label: int) -> Callable[[list[dict]], Outcome]:
    """Number of paragraphs of a label that went."""

    def run(rows: list[dict]) -> Outcome:
        found = kept(rows, label)
        gone = [{"input": text, "output": "removed", "gold": "kept"} for text, still in found if not still]
        return Outcome(len(gone), len(found), gone, f"{len(gone) / max(1, len(found)):.2%}")

    return run


def exact(rows: list[dict]) -> Outcome:
    """Share of the articles that come out as they should, with or without their genuine comments."""
    seen = learned_from(rows)
    wrong: list[dict] = []
    for row in rows:
        output = cleaned(row["input"], seen)
        if output.split() not in (row["gold"].split(), row["gold_keep_genuine"].split()):
            wrong.append({"input": row["input"], "output": output, "gold": row["gold_keep_genuine"]})
    return Outcome(1 - len(wrong) / max(1, len(rows)), len(rows), wrong)


MEASURES = (
    Measure("spam_youtube", "six sets together: F1", together(f1)),
    Measure("spam_youtube", "six sets together: false positives", together(false_positives)),
    Measure("spam_youtube", "comments alone: F1", labelled(f1)),
    Measure("spam_blog_lrem", "comments alone: F1", labelled(f1)),
    Measure("spam_blog_lrem", "comments alone, not Polish: F1", english),
    Measure("spam_blog_lrem", "comments alone, set not learned from: F1", left_out("spam_blog_lrem")),
    Measure("spam_blog_dylan", "comments alone: F1", labelled(f1)),
    Measure("spam_blog_dylan", "comments alone, set not learned from: F1", left_out("spam_blog_dylan")),
    Measure("spam_datacamp", "comments alone: F1", labelled(f1)),
    Measure("spam_datacamp", "comments alone, set not learned from: F1", left_out("spam_datacamp")),
    Measure("ham_news_comments", "comments alone: false positives", labelled(false_positives)),
    Measure("ham_news_paragraphs", "comments alone: false positives", labelled(false_positives)),
    Measure("spam_e2e", "promotional comments removed", removed),
    Measure("spam_e2e", "article paragraphs lost", lost(0)),
    Measure("spam_e2e", "genuine comments lost", lost(2)),
    Measure("spam_e2e", "articles exact", exact),
)
