"""Articles with comments pasted under them, composed to learn what the place of a paragraph tells.

The articles are news and blog prose of the openly licensed sets, the comments those of the training
samples; each comment is scored by a model that has not learned from it. The weights of the place, which
`train_comments.py` writes beside those of the wording, come from here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from cleaner.stages.comments.tail import Unit, describe_units, units

ARTICLES = ("html_article_benchmark", "html_fundus")
BLOGS = ("spam_blog_dylan", "spam_blog_lrem", "spam_datacamp")
DOCUMENTS = 4000
PARAGRAPHS = 12
"""Longer articles are cut into several of this many paragraphs."""
WORDING_AND_COMPANY = (
    "any company",
    "bias",
    "blank lines",
    "company",
    "repeated",
    "score",
    "shares little",
    "wrapped",
)
"""What decides whether a comment is promotional; the rest only tells comments from the article."""
CAUTION = 3.0
"""How many promotional comments kept are worth one genuine comment lost."""


class Pool(NamedTuple):
    """What documents are composed of: articles as paragraphs, and comments by label."""

    articles: list[list[str]]
    promotional: Callable[[random.Random], str]
    genuine: Callable[[random.Random], str]


class Composed(NamedTuple):
    """A document, and for each of its pieces where it ends and what it is (None: the article's)."""

    text: str
    pieces: list[tuple[int, int | None]]

    def label(self, position: int) -> int | None:
        return next(label for end, label in self.pieces if position < end)


def pool_of(samples: Sequence[tuple[str, str, int]]) -> Pool:
    """A pool from samples: source, text, label. Prose sources give articles in the order of the samples."""
    prose = [text.strip() for source, text, _ in samples if source in ARTICLES]
    articles = [prose[start : start + PARAGRAPHS] for start in range(0, len(prose), PARAGRAPHS)]
    blog = {label: [one_comment(t) for s, t, n in samples if s in BLOGS and n == label] for label in (0, 1)}
    readers = [one_comment(text) for source, text, _ in samples if source == "train_comments"]
    ours = {
        label: [text for source, text, n in samples if source == "own" and n == label] for label in (0, 1)
    }
    return Pool(
        [article for article in articles if len(article) > 3],
        lambda dice: dice.choice(dice.choices([ours[1], blog[1]], [8, 92])[0]),
        lambda dice: dice.choice(dice.choices([ours[0], blog[0], readers], [6, 34, 60])[0]),
    )


def one_comment(text: str) -> str:
    """A comment without blank lines, so that it stays one paragraph of its document."""
    return re.sub(r"\s*\n\s*", "\n", text.strip()) or "-"


def compose(pool: Pool, dice: random.Random) -> Composed:
    """One document: an article, and in three of four some comments, promotional, genuine or both."""
    article = dice.choice(pool.articles)
    count = dice.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8])
    kind = dice.choices(["none", "promotional", "both", "genuine"], [25, 40, 25, 10])[0]
    share = {"none": 0.0, "promotional": 1.0, "both": 0.55, "genuine": 0.0}[kind]
    labels = [int(dice.random() < share) for _ in range(0 if kind == "none" else count)]
    comments = [((pool.promotional if label else pool.genuine)(dice), label) for label in labels]
    if labels and dice.random() < (0.15 if labels[0] else 0.1):
        comments[:1] = [comments[0]] * dice.choice([2, 3, 4])
    a_line_each = dice.random() < 0.3
    if a_line_each or dice.random() < 0.4:
        comments = [(" ".join(text.split()), label) for text, label in comments]
    gap = "\n" if a_line_each else "\n\n"
    debris = "\n" * dice.choice([5, 9, 20]) if dice.random() < 0.15 else gap
    text = ""
    pieces: list[tuple[int, int | None]] = []
    for index, (paragraph, label) in enumerate([*((p, None) for p in article), *comments]):
        text += ("" if not index else debris if index == len(article) else gap) + paragraph
        pieces.append((len(text), label))
    return Composed(text, pieces)


def observed(pool: Pool, judge: Callable[[str], float]) -> Iterator[tuple[Unit, int | None]]:
    """The units of many composed documents, each with what it is."""
    dice = random.Random(7)
    for _ in range(DOCUMENTS):
        document = compose(pool, dice)
        for unit in describe_units(document.text, units(document.text), judge):
            yield unit, document.label((unit.span.start + unit.span.end) // 2)


def place_weights(pool: Pool, judge: Callable[[str], float]) -> Mapping[str, float]:
    """Weights of the place: what tells comments from the article, and promotional comments from genuine."""
    found = list(observed(pool, judge))
    names = sorted(found[0][0].place)
    values = np.array([[unit.place[name] for name in names] for unit, _ in found])
    comment = np.array([label is not None for _, label in found])
    promotional = np.array([label == 1 for _, label in found])
    weights = _learned("comment: ", names, names, values, comment, 1.0)
    weights |= _learned(
        "promotional: ", names, WORDING_AND_COMPANY, values[comment], promotional[comment], CAUTION
    )
    return weights


def _learned(
    kind: str, names: list[str], used: Sequence[str], values: np.ndarray, truth: np.ndarray, caution: float
) -> dict[str, float]:
    columns = [names.index(name) for name in used]
    regression = LogisticRegression(fit_intercept=False, max_iter=2000)
    regression.fit(values[:, columns], truth, sample_weight=np.where(truth, 1.0, caution))
    return {kind + name: float(weight) for name, weight in zip(used, regression.coef_[0], strict=True)}
