"""Learns the screen: which words of a paragraph make it worth judging."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from cleaner.stages.comments.prefilter import LONG, MARKS, CommentPrefilter

RARE = 6
"""Texts in which a word must stand to be learned."""
FAINT = 40
"""Hundredths below which a weight is left out of the table."""
WORDS = 3.0
"""How much words count beside marks."""
MISSED = 6.0
"""Per cent of the promotional samples that may fail the screen."""


def learn(
    texts: Sequence[str], labels: np.ndarray, weights: np.ndarray, folds: np.ndarray
) -> CommentPrefilter:
    """A screen from promotional comments (label 1) and prose (label 0).

    Its threshold is the one that lets all but `MISSED` of the promotional samples pass, each looked at
    with the words learned from the other folds.
    """
    totals: list[float] = []
    for fold in set(folds.tolist()):
        table = _table(
            [t for t, f in zip(texts, folds, strict=True) if f != fold], *_part(labels, weights, folds, fold)
        )
        screen = CommentPrefilter.of(table)
        totals += (
            _total(screen, text)
            for text, label, own in zip(texts, labels, folds, strict=True)
            if label and own == fold
        )
    threshold = round(-float(np.percentile(totals, MISSED)))
    return CommentPrefilter.of({**_table(texts, labels, weights), "<bias>": threshold})


def _part(
    labels: np.ndarray, weights: np.ndarray, folds: np.ndarray, fold: int
) -> tuple[np.ndarray, np.ndarray]:
    return labels[folds != fold], weights[folds != fold]


def _table(texts: Sequence[str], labels: np.ndarray, weights: np.ndarray) -> dict[str, int]:
    vectorizer = CountVectorizer(
        tokenizer=_tokens, token_pattern=None, lowercase=False, binary=True, min_df=RARE
    )
    counts = vectorizer.fit_transform(texts)
    lengths = np.array([len(_tokens(text)) + 1 for text in texts])
    words = sparse.diags(WORDS / np.sqrt(lengths)) @ counts
    matrix = sparse.hstack([words, sparse.csr_matrix([_marks(text) for text in texts])]).tocsr()
    regression = LogisticRegression(C=3, max_iter=1000).fit(matrix, labels, sample_weight=weights)
    names = [*vectorizer.get_feature_names_out(), *(f"<{mark}>" for mark in MARKS), "<long>"]
    scale = np.where(np.arange(len(names)) < counts.shape[1], WORDS, 1.0)
    table = dict(zip(names, np.round(100 * regression.coef_[0] * scale).astype(int).tolist(), strict=True))
    return {name: weight for name, weight in table.items() if abs(weight) >= FAINT or name.startswith("<")}


def _tokens(text: str) -> list[str]:
    return sorted(set(text.lower().split()))


def _marks(text: str) -> list[float]:
    return [*(float(mark in text) for mark in MARKS), min(1.0, len(text) / LONG)]


def _total(screen: CommentPrefilter, text: str) -> float:
    found = _tokens(text)
    marks = [*(f"<{mark}>" for mark in MARKS), "<long>"]
    extra = sum(screen.weights[name] * value for name, value in zip(marks, _marks(text), strict=True))
    return extra + sum(screen.weights.get(token, 0) for token in found) / float(np.sqrt(len(found) + 1))
