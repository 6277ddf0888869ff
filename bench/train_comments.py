"""Learns the weights of the model of promotional comments and writes them where the package reads them.

    CLEANER_EVAL=path/to/evaluation/sets python bench/train_comments.py            # writes the weights
    CLEANER_EVAL=path/to/evaluation/sets python bench/train_comments.py --check    # compares, writes nothing

Learned from: the `dev` halves of the open, openly licensed and unlicensed sets, the two training sets,
the comment templates of a public spam list, and comments of our own writing. Never from the news comments
and news paragraphs, which are for research only: they are left to the evaluation.

A linear support vector machine over hashed n-grams and named features; its margin is then scaled to
log-odds on held-out folds and shifted by `SHIFT`, which was chosen on the dev halves.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from comment_screen import learn
from comment_tails import place_weights, pool_of
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from cleaner.stages.comments import grams, prefilter
from cleaner.stages.comments.features import extract_features
from cleaner.stages.comments.model import WEIGHTS, Grams, Model, format_model
from cleaner.stages.comments.model_input import ModelInput, zero_digits

OWN = Path(__file__).parent / "comments.own.tsv"
FOLDS = 5
COST = 0.1
GRAMS = 6.0
"""How much the n-grams count beside the named features."""
SHIFT = 0.13
"""The margin, below that of the machine, from which a comment counts as promotional."""

PLACE_SHIFT = 1.5
"""Log-odds by which the tail of a document is judged more strictly; chosen on the dev halves too."""

SETS = {
    "spam_blog_dylan": 3.0,
    "spam_blog_lrem": 3.0,
    "spam_datacamp": 4.0,
    "spam_youtube": 1.0,
    "train_comments": 1.0,
    "train_prose": 0.5,
}
PROSE = {"html_article_benchmark": 0.5, "html_fundus": 1.0, "multilingual_udhr": 0.3}
TEMPLATES = 0.3
OWN_WEIGHT = 2.0
"""What a text of each source counts."""


class Sample(NamedTuple):
    """A text to learn from. Samples of one `group` stay on one side of every split."""

    source: str
    text: str
    label: int
    weight: float
    group: str


def group_of(text: str) -> str:
    """The same for texts that begin alike: spun copies of one comment."""
    return sha256(re.sub(r"\W+", " ", text.lower())[:40].encode("utf-8", "surrogatepass")).hexdigest()


def fold_of(group: str) -> int:
    """The part of the cross-validation that a group belongs to."""
    return int(group[:8], 16) % FOLDS


def samples(data: Path) -> Iterator[Sample]:
    """Everything that is learned from."""
    for name, weight in SETS.items():
        for row in _rows(data, name):
            text, label, group = row["input"], int(row.get("label", 0)), group_of(row["input"])
            yield Sample(name, text, label, weight, group)
    for name, weight in PROSE.items():
        for row in _rows(data, name):
            for paragraph in re.split(r"\n+", row["gold"] or ""):
                if 5 <= len(paragraph.split()) <= 250:
                    yield Sample(name, paragraph, 0, weight, group_of(row["id"]))
    source = random.Random(1)
    for template in _templates(data / "wp_disallowed" / "reference" / "constructs.txt"):
        for _ in range(8):
            yield Sample("wp_disallowed", spin(template, source), 1, TEMPLATES, group_of(template))
    for label, _, template in own():
        for _ in range(4 if "{" in template else 1):
            yield Sample("own", spin(template, source), label, OWN_WEIGHT, group_of(template))


def _rows(data: Path, name: str) -> Iterator[dict[str, str]]:
    return read(data / name / ("train.jsonl" if name.startswith("train_") else "dev.jsonl"))


def read(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a file of JSON Lines."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _templates(file: Path) -> Iterator[str]:
    """The templates of the public list; they stand one after the other, with a bar between them."""
    depth = 0
    template = ""
    for character in file.read_text(encoding="utf-8", errors="replace"):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "|" and not depth:
            yield template.strip()
            template = ""
        else:
            template += character
    yield template.strip()


def own() -> Iterator[tuple[int, str, str]]:
    """Comments of our own writing: label, language, text with alternatives in braces."""
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            label, language, text = line.split("\t")
            yield int(label), language, text.replace("\\n", "\n")


def spin(template: str, source: random.Random) -> str:
    """One of the texts that a template with alternatives stands for."""
    while True:
        text = re.sub(r"\{([^{}]*)\}", lambda match: source.choice(match.group(1).split("|")), template)
        if text == template:
            return text
        template = text


class Design(NamedTuple):
    """Samples as rows of numbers: word n-grams, letter n-grams (each row of length 1), named features."""

    words: sparse.csr_matrix
    letters: sparse.csr_matrix
    named: sparse.csr_matrix
    names: list[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Design:
        read = list(map(ModelInput.of, texts))
        known: dict[str, list[int]] = {}
        letters: list[list[int]] = []
        for paragraph in read:
            row: list[int] = []
            for token in sorted(set(zero_digits(paragraph.lowered).split())):
                if token not in known:
                    known[token] = grams.hash_letter_grams(token)
                row += known[token]
            letters.append(row)
        found = list(map(extract_features, read))
        names = sorted({name for row in found for name in row})
        place = {name: index for index, name in enumerate(names)}
        cells = [(i, place[name], value) for i, row in enumerate(found) for name, value in row.items()]
        rows, columns, values = zip(*cells, strict=True)
        return cls(
            _counts([sorted(grams.hash_word_grams(paragraph.tokens)) for paragraph in read], grams.WORDS),
            _counts(letters, grams.LETTERS),
            sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(names))),
            names,
        )


def _counts(rows: Sequence[Sequence[int]], buckets: int) -> sparse.csr_matrix:
    ends = np.cumsum([0] + [len(row) for row in rows])
    cells = np.array([bucket for row in rows for bucket in row], np.int32)
    shape = (len(rows), buckets)
    matrix = sparse.csr_matrix((np.ones(len(cells), np.float32), cells, ends), shape=shape)
    matrix.sum_duplicates()
    lengths = np.sqrt(np.maximum(np.asarray(matrix.sum(1)).ravel(), 1))
    return sparse.diags(1 / lengths) @ matrix


class Learner:
    """All samples as numbers, once; models from any part of them."""

    def __init__(self, given: Iterable[Sample]) -> None:
        self.samples = list(given)
        self.design = Design.of([sample.text for sample in self.samples])
        self.labels = np.array([sample.label for sample in self.samples])
        self.weights = np.array([sample.weight for sample in self.samples])
        self.folds = np.array([fold_of(sample.group) for sample in self.samples])
        self.sources = np.array([sample.source for sample in self.samples])
        scale = [GRAMS * _rarity(block) for block in (self.design.words, self.design.letters)]
        self.scale = np.concatenate([*scale, np.ones(len(self.design.names))])
        blocks = [self.design.words, self.design.letters, self.design.named]
        self.matrix = (sparse.hstack(blocks) @ sparse.diags(self.scale)).tocsr().astype(np.float32)

    def fit(self, part: np.ndarray) -> LinearSVC:
        machine = LinearSVC(C=COST, max_iter=5000, random_state=0)
        return machine.fit(self.matrix[part], self.labels[part], sample_weight=self.weights[part])

    def screen(self, part: np.ndarray | None = None) -> prefilter.CommentPrefilter:
        """The screen that the promotional samples and the English prose of a part make.

        English alone, so that in any other language nothing is screened off: what the screen does not
        know it lets pass, and promotion is too seldom seen there to learn its words.
        """
        chosen = np.isin(self.sources, ["html_article_benchmark", "train_prose"]) | (self.labels == 1)
        chosen &= ~np.isin(self.sources, ["spam_youtube", "own"])
        chosen &= True if part is None else part
        weights = np.where(self.sources == "train_prose", 0.2, self.weights)
        return learn(
            [self.samples[index].text for index in np.flatnonzero(chosen)],
            self.labels[chosen],
            weights[chosen],
            self.folds[chosen],
        )

    def slope(self) -> float:
        """Log-odds to a unit of margin, from margins of texts that the machine has not seen."""
        margins = np.zeros(len(self.labels))
        for fold in range(FOLDS):
            unseen = self.folds == fold
            margins[unseen] = self.fit(~unseen).decision_function(self.matrix[unseen])
        odds = LogisticRegression().fit(margins[:, None], self.labels, sample_weight=self.weights)
        return float(odds.coef_[0][0])

    def model(self, slope: float, part: np.ndarray | None = None) -> Model:
        """The model that the samples of a part make; all of them by default."""
        machine = self.fit(np.ones(len(self.labels), bool) if part is None else part)
        weights = slope * machine.coef_[0] * self.scale
        words, letters, rest = np.split(weights, [grams.WORDS, grams.WORDS + grams.LETTERS])
        named = dict(zip(self.design.names, map(float, rest), strict=True))
        named["bias"] += slope * (float(machine.intercept_[0]) + SHIFT)
        return Model.of(named, _packed(words), _packed(letters))


def _rarity(block: sparse.csr_matrix) -> np.ndarray:
    """Inverse document frequency, 1 on average."""
    rarity = np.log((block.shape[0] + 1) / (np.asarray((block > 0).sum(0)).ravel() + 1))
    return rarity / rarity.mean()


def _packed(weights: np.ndarray) -> Grams:
    unit = float(np.percentile(np.abs(weights), 99.99)) / 127
    return Grams(unit, array("b", np.clip(np.round(weights / unit), -127, 127).astype(np.int8).tobytes()))


def unseen(learner: Learner, slope: float) -> Callable[[str], float]:
    """Scores of texts, each by a model that has not learned from it nor from one that begins like it."""
    models = [learner.model(slope, learner.folds != fold) for fold in range(FOLDS)]
    return lambda text: models[fold_of(group_of(text))].score(text)


def trained(learner: Learner) -> Model:
    """The model that ships: wording from all samples, place from composed documents."""
    slope = learner.slope()
    pool = pool_of([(sample.source, sample.text, sample.label) for sample in learner.samples])
    place = dict(place_weights(pool, unseen(learner, slope)))
    place["promotional: bias"] += PLACE_SHIFT
    return learner.model(slope)._replace(place=place)


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=environment.get("CLEANER_EVAL"))
    parser.add_argument(
        "--check", action="store_true", help="compare with the shipped weights, write nothing"
    )
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        parser.error("no evaluation sets: give --data or set CLEANER_EVAL")
    learner = Learner(samples(chosen.data))
    tables = {
        WEIGHTS: format_model(trained(learner)),
        prefilter.TABLE: prefilter.format_prefilter(learner.screen()),
    }
    differ = [file for file, table in tables.items() if file.read_text(encoding="utf-8") != table]
    for file, table in tables.items():
        if not chosen.check:
            file.write_text(table, encoding="utf-8")
        print(f"{file}: {len(table):,} characters, {'changed' if file in differ else 'the same'}")
    return 1 if chosen.check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
