"""The linear model: how promotional a paragraph is, and why."""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Mapping
from functools import cache, lru_cache
from math import exp, sqrt
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner.stages.comments.features import hashed, named, word_bucket
from cleaner.stages.comments.phrases import words
from cleaner.stages.comments.reasons import REASONS

WEIGHTS = Path(__file__).parent.parent / "data" / "comments.weights.tsv"

Label = Literal["promotional", "genuine"]


class Judgement(NamedTuple):
    """What the model says of one paragraph, taken alone.

    `score` is log-odds: above 0 the paragraph is promotional. `reasons` are the strongest features that
    speak for it, strongest first, in plain words.
    """

    score: float
    label: Label
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        """The score as a number from 0 to 1."""
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.score))))


class Weights(NamedTuple):
    """`named` by feature name; `grams[i] * scale` for bucket i of the hashed n-grams."""

    named: Mapping[str, float]
    grams: array[int]
    scale: float

    def gram(self, bucket: int) -> float:
        """The weight of one hashed n-gram."""
        return self.grams[bucket] * self.scale

    def score(self, text: str) -> float:
        """Log-odds that `text` is promotional. Empty text scores as low as can be."""
        buckets = hashed(text)
        if not buckets:
            return -30.0
        wording = self.scale * sum(map(self.grams.__getitem__, buckets)) / sqrt(len(buckets))
        return wording + sum(self.named.get(name, 0.0) * value for name, value in named(text).items())

    def reasons(self, text: str) -> tuple[str, ...]:
        """The three strongest features that speak for promotion."""
        found: dict[str, float] = {}
        for name, value in named(text).items():
            reason = REASONS.get(name.partition("-")[0]) or REASONS.get(name)
            if reason:
                found[reason] = found.get(reason, 0.0) + self.named.get(name, 0.0) * value
        telling = self._telling_words(text)
        if telling:
            found["wording of adverts: " + ", ".join(telling)] = 0.5
        strongest = sorted((-weight, reason) for reason, weight in found.items() if weight > 0.1)
        return tuple(reason for _, reason in strongest[:3])

    def _telling_words(self, text: str) -> list[str]:
        weighted = sorted((-self.gram(word_bucket(word)), word) for word in set(words(text)))
        return [word for weight, word in weighted[:3] if weight < 0]


@cache
def weights() -> Weights:
    """The weights that ship with the package; read once, when a paragraph is first judged."""
    return read(WEIGHTS.read_text(encoding="ascii"))


def read(table: str) -> Weights:
    """Weights from the lines of the file: a name and a weight; for the n-grams a scale and signed bytes."""
    features: dict[str, float] = {}
    grams: array[int] = array("b")
    scale = 0.0
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        name, weight, *rest = line.split("\t")
        if name == "n-grams":
            scale = float(weight)
            grams.frombytes(b64decode(rest[0]))
        else:
            features[name] = float(weight)
    return Weights(features, grams, scale)


@lru_cache(maxsize=256)
def promotional(text: str) -> Judgement:
    """Judges one paragraph by itself, wherever it may stand.

    >>> judged = promotional("Great post! Thanks for sharing. Buy cheap jerseys at www.jerseys.example")
    >>> judged.label, len(judged.reasons)
    ('promotional', 3)
    >>> promotional("The council voted on Tuesday to close the bridge until the inspection is over.").label
    'genuine'
    """
    model = weights()
    score = model.score(text)
    return Judgement(score, "promotional" if score > 0 else "genuine", model.reasons(text))
