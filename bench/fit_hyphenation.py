"""Fit the weights of `cleaner.stages.hyphenation.break_score`; run when the tables change, read by a person.

    python bench/fit_hyphenation.py TEXTS...                      (needs scikit-learn)

TEXTS are the JSON Lines that bench/make_compounds.py counted. Broken words are words of the texts, broken
at a random place that leaves a vowel on both sides (no hyphenation patterns: what is measured with them
must not be fitted with them). Compounds are the hyphenated forms of the texts, each weighed as if the
table had met it one time less. Prints the weights and, on the half that was not fitted, how many breaks
are found where one in a hundred compounds is lost.
"""

from __future__ import annotations

import random
import re
import sys
from math import log10
from pathlib import Path

import numpy as np
from make_compounds import is_leftover, texts
from sklearn.linear_model import LogisticRegression

from cleaner.stages.hyphenation.break_score import UNKNOWN
from cleaner.stages.hyphenation.frequency import count_compounds, zipf

EXAMPLES = 30_000
NAMES = ("joined", "rarer", "commoner", "both", "form", "opens", "closes")

_WORD = re.compile(r"(?<![\w-])[A-Za-z]?[a-z]{4,}(?![\w-])")
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]{2,})-([^\W\d_]{2,})(?![\w-])")
_VOWEL = re.compile("[aeiouy]")

Pair = tuple[str, str]


def broken(words: list[str]) -> list[Pair]:
    """Words broken at random, with a vowel on both sides."""
    pairs = []
    for word in words:
        places = [i for i in range(2, len(word) - 1) if _VOWEL.search(word[:i]) and _VOWEL.search(word[i:])]
        if places:
            place = random.choice(places)
            pairs.append((word[:place], word[place:]))
    return pairs


def signs(left: str, right: str, *, met: int) -> list[float]:
    """What `break_score.score_break` adds up, without the form's own `met` occurrences."""
    halves = zipf(left), zipf(right)
    rarer, commoner = sorted(UNKNOWN if half is None else half for half in halves)
    form = max(0, count_compounds(f"{left}-{right}") - met)
    alone = int(met > 0 and form == 0)
    counts = (form, max(0, count_compounds(f"{left}-") - alone), max(0, count_compounds(f"-{right}") - alone))
    return [
        zipf(left + right) or 0.0,
        rarer,
        commoner,
        float(None not in halves),
        *(log10(1 + n) for n in counts),
    ]


def fit(name: str, rows: list[list[float]], labels: list[int]) -> None:
    """Fits on every other row, measures on the rest, prints both."""
    order = np.random.RandomState(0).permutation(len(labels))
    x, y = np.array(rows)[order], np.array(labels)[order]
    model = LogisticRegression(max_iter=5000, C=10).fit(x[::2], y[::2])
    scores, truth = model.decision_function(x[1::2]), y[1::2]
    limit = np.quantile(scores[truth == 0], 0.99)
    weights = ", ".join(f"{sign} {weight:.2f}" for sign, weight in zip(NAMES, model.coef_[0], strict=True))
    print(f"{name}: {len(labels)} examples, base {model.intercept_[0]:.2f}, {weights}")
    print(f"  breaks found where 1 % of the compounds is lost: {(scores[truth == 1] > limit).mean():.3f}")


def main(paths: list[Path]) -> None:
    """Gather, fit and print."""
    random.seed(3)
    words: list[str] = []
    pairs: list[Pair] = []
    for text in texts(paths):
        words += [word.lower() for word in _WORD.findall(text)]
        pairs += [(left.lower(), right) for left, right in _PAIR.findall(text) if right.islower()]
    pairs = [pair for pair in pairs if not is_leftover("-".join(pair), 1)]
    examples = [(pair, 1, 0) for pair in broken(random.sample(words, EXAMPLES))]
    examples += [(pair, 0, 1) for pair in random.sample(pairs, EXAMPLES)]
    for name, known in (("joined form known", True), ("joined form unknown", False)):
        chosen = [example for example in examples if (zipf("".join(example[0])) is not None) == known]
        rows = [signs(*pair, met=met) for pair, _, met in chosen]
        fit(name, rows, [label for _, label, _ in chosen])


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
