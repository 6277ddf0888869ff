"""The linear model: how promotional a paragraph is, and why."""

from __future__ import annotations

import re
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import repeat
from math import exp, sqrt
from operator import mul
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple
from zlib import compress, decompress

from cleaner.stages.comments.features import extract_features
from cleaner.stages.comments.grams import LetterSums, hash_word_grams
from cleaner.stages.comments.model_input import ModelInput, zero_digits
from cleaner.stages.comments.reasons import REASONS

WEIGHTS = Path(__file__).parent.parent / "data" / "comments.weights.tsv"

Label = Literal["promotional", "genuine"]
_WORD = re.compile(r"[^\W\d_]")
NO_WORDS = -30.0
"""Log-odds of a text without a word: nothing in it can be promotional."""


_NO_PLACE: Mapping[str, float] = MappingProxyType({})


class Judgement(NamedTuple):
    """The judgement of the model on one paragraph, without its place in a document.

    `score` is log-odds: above 0 the paragraph is promotional. `reasons` are the strongest features that
    speak for it, strongest first, in plain words.
    """

    score: float
    label: Label
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        """The score as a number from 0 to 1."""
        # `exp` overflows past 709; past 30 the probability is 0 or 1 to 13 digits.
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.score))))


class Grams(NamedTuple):
    """Weights of hashed n-grams: signed bytes by bucket, and what one unit of them is worth."""

    unit: float
    weights: array[int]

    def total(self, buckets: Iterable[int]) -> int:
        """The sum of the weights of some buckets, in units."""
        return sum(map(self.weights.__getitem__, buckets))


class Analysis(NamedTuple):
    """The analysis of a paragraph: log-odds that it is promotional, the part of its wording in them, its
    features by name, and its words; None instead of the words where some of the paragraph was left out."""

    score: float
    wording: float
    features: Mapping[str, float]
    words: Sequence[str] | None


class Model(NamedTuple):
    """Weights: of `features` by name, of `words` and `letters` by bucket of their n-grams. `sums` caches the
    sums of the letters of a token.

    `place` has the weights of a paragraph's place in its document (see `tail`).
    """

    features: Mapping[str, float]
    words: Grams
    letters: Grams
    sums: LetterSums
    place: Mapping[str, float]

    @classmethod
    def of(
        cls,
        features: Mapping[str, float],
        words: Grams,
        letters: Grams,
        place: Mapping[str, float] = _NO_PLACE,
    ) -> Model:
        """Make a model with an empty cache of sums."""
        return cls(features, words, letters, LetterSums(letters.weights), place)

    def score(self, text: str) -> float:
        """Return the log-odds that `text` is promotional."""
        return self.analyze(text).score

    def analyze(self, text: str) -> Analysis:
        """Analyse a paragraph."""
        read = ModelInput.of(text)
        wording, features = self._score_wording(read), extract_features(read)
        words = read.words if read.whole else None
        # Rows of signs or figures would be judged by length and form alone.
        if not _WORD.search(text):
            return Analysis(NO_WORDS, wording, features, words)
        weights = map(self.features.get, features, repeat(0.0))
        return Analysis(wording + sum(map(mul, weights, features.values())), wording, features, words)

    def learn(self, text: str) -> None:
        """Fill the cache with the letters of several paragraphs at once, before they are scored one by
        one."""
        self.sums.learn(set(zero_digits(text.lower().replace("’", "'")).split()))

    def _score_wording(self, read: ModelInput) -> float:
        words = hash_word_grams(read.tokens)
        # Divided by the root of their number: long paragraphs have more n-grams, most of them neutral.
        letters, count = self.sums.of(set(zero_digits(read.lowered).split()))
        return self.words.unit * self.words.total(words) / sqrt(len(words) or 1) + (
            self.letters.unit * letters / sqrt(count or 1)
        )

    def find_reasons(self, analysis: Analysis) -> tuple[str, ...]:
        """Find the three strongest features that speak for promotion, in a reader's words."""
        found: dict[str, float] = {}
        for name, value in analysis.features.items():
            reason = REASONS.get(name)
            if reason:
                found[reason] = found.get(reason, 0.0) + self.features.get(name, 0.0) * value
        found["wording of adverts"] = analysis.wording / 2
        # Equal weights in the order of the words, so that the reasons are the same in every process.
        strongest = sorted((-weight, reason) for reason, weight in found.items() if weight > 0)
        return tuple(reason for _, reason in strongest[:3])


@cache
def load_model() -> Model:
    """Read the model that ships with the package, once, when a paragraph is first judged."""
    return parse_model(WEIGHTS.read_text(encoding="ascii"))


def parse_model(table: str) -> Model:
    """Parse a model from its table: a name and a weight a line; for n-grams the unit and the packed bytes."""
    features: dict[str, float] = {}
    place: dict[str, float] = {}
    grams: dict[str, Grams] = {}
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        name, weight, *packed = line.split("\t")
        if packed:
            grams[name] = Grams(float(weight), array("b", decompress(b64decode(packed[0]))))
        else:
            # Weights of a place are named by what they decide: `comment: share`, `promotional: share`.
            (place if ": " in name else features)[name] = float(weight)
    return Model.of(features, grams["words"], grams["letters"], place)


def format_model(model: Model) -> str:
    """Format the table of a model, as `parse_model` reads it."""
    lines = ["# Weights of the model of promotional comments. What they were learned from: comments.md"]
    lines += (f"{name}\t{weight:.4f}" for name, weight in sorted({**model.features, **model.place}.items()))
    for name, (unit, weights) in (("letters", model.letters), ("words", model.words)):
        lines.append(f"{name}\t{unit:.8f}\t{b64encode(compress(weights.tobytes(), 9)).decode('ascii')}")
    return "\n".join(lines) + "\n"


_SHORT = 400
"""Characters up to which a paragraph is cached with all others of a long tail."""


def analyze(text: str) -> Analysis:
    """Analyse a paragraph with the shipped model. The stages and rounds of a document ask several times."""
    return _analyze_short(text) if len(text) <= _SHORT else _analyze_long(text)


@lru_cache(maxsize=2048)
def _analyze_short(text: str) -> Analysis:
    return load_model().analyze(text)


@lru_cache(maxsize=256)
def _analyze_long(text: str) -> Analysis:
    return load_model().analyze(text)


def promotional(text: str) -> Judgement:
    """Judge one paragraph by itself, wherever it stands.

    >>> judged = promotional("Great post! Thanks for sharing. Buy cheap jerseys at www.jerseys24.com")
    >>> judged.label, len(judged.reasons)
    ('promotional', 3)
    >>> promotional("The council voted on Tuesday to close the bridge until the inspection is over.").label
    'genuine'
    """
    analysis = analyze(text)
    return Judgement(
        analysis.score,
        "promotional" if analysis.score > 0 else "genuine",
        load_model().find_reasons(analysis),
    )
