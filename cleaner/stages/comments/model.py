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

from cleaner.stages.comments.features import features
from cleaner.stages.comments.grams import LetterSums, word_grams
from cleaner.stages.comments.reading import Reading, zeroed
from cleaner.stages.comments.reasons import REASONS

WEIGHTS = Path(__file__).parent.parent / "data" / "comments.weights.tsv"

Label = Literal["promotional", "genuine"]
_WORD = re.compile(r"[^\W\d_]")
NOTHING = -30.0
"""Log-odds of a text without a word."""


_NOWHERE: Mapping[str, float] = MappingProxyType({})


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


class Grams(NamedTuple):
    """Weights of hashed n-grams: signed bytes by bucket, and what one unit of them is worth."""

    unit: float
    weights: array[int]

    def total(self, buckets: Iterable[int]) -> int:
        """The sum of the weights of some buckets, in units."""
        return sum(map(self.weights.__getitem__, buckets))


class Look(NamedTuple):
    """What the model sees in a paragraph: log-odds that it is promotional, those of its wording alone, and
    its features by name; its words, where nothing was left out."""

    score: float
    wording: float
    named: Mapping[str, float]
    words: Sequence[str] | None


class Model(NamedTuple):
    """`named` weights by feature name, `words` and `letters` by bucket; `sums` are those of known tokens.

    `place` has the weights of a paragraph's place in its document (see `tail`).
    """

    named: Mapping[str, float]
    words: Grams
    letters: Grams
    sums: LetterSums
    place: Mapping[str, float]

    @classmethod
    def of(
        cls, named: Mapping[str, float], words: Grams, letters: Grams, place: Mapping[str, float] = _NOWHERE
    ) -> Model:
        """A model that remembers what the letters of a token add up to."""
        return cls(named, words, letters, LetterSums(letters.weights), place)

    def score(self, text: str) -> float:
        """Log-odds that `text` is promotional."""
        return self.look(text).score

    def look(self, text: str) -> Look:
        """What there is to judge, and the judgement."""
        read = Reading.of(text)
        wording, named = self._wording(read), features(read)
        words = read.words if read.whole else None
        if not _WORD.search(text):
            return Look(NOTHING, wording, named, words)
        weights = map(self.named.get, named, repeat(0.0))
        return Look(wording + sum(map(mul, weights, named.values())), wording, named, words)

    def learn(self, text: str) -> None:
        """Looks at the letters of several paragraphs at once, before they are judged one by one."""
        self.sums.learn(set(zeroed(text.lower().replace("’", "'")).split()))

    def _wording(self, read: Reading) -> float:
        words = word_grams(read.tokens)
        letters, count = self.sums.of(set(zeroed(read.lowered).split()))
        return self.words.unit * self.words.total(words) / sqrt(len(words) or 1) + (
            self.letters.unit * letters / sqrt(count or 1)
        )

    def reasons(self, look: Look) -> tuple[str, ...]:
        """The three strongest features that speak for promotion."""
        found: dict[str, float] = {}
        for name, value in look.named.items():
            reason = REASONS.get(name)
            if reason:
                found[reason] = found.get(reason, 0.0) + self.named.get(name, 0.0) * value
        found["wording of adverts"] = look.wording / 2
        strongest = sorted((-weight, reason) for reason, weight in found.items() if weight > 0)
        return tuple(reason for _, reason in strongest[:3])


@cache
def shipped() -> Model:
    """The model that ships with the package; read once, when a paragraph is first judged."""
    return read(WEIGHTS.read_text(encoding="ascii"))


def read(table: str) -> Model:
    """A model from its table: a name and a weight a line; for n-grams the unit and the packed bytes."""
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
            (place if ": " in name else features)[name] = float(weight)
    return Model.of(features, grams["words"], grams["letters"], place)


def write(model: Model) -> str:
    """The table of a model, as `read` takes it."""
    lines = ["# Weights of the model of promotional comments. What they were learned from: comments.md"]
    lines += (f"{name}\t{weight:.4f}" for name, weight in sorted({**model.named, **model.place}.items()))
    for name, (unit, weights) in (("letters", model.letters), ("words", model.words)):
        lines.append(f"{name}\t{unit:.8f}\t{b64encode(compress(weights.tobytes(), 9)).decode('ascii')}")
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=256)
def looked(text: str) -> Look:
    """What the shipped model sees in a paragraph; looked at once."""
    return shipped().look(text)


def promotional(text: str) -> Judgement:
    """Judges one paragraph by itself, wherever it may stand.

    >>> judged = promotional("Great post! Thanks for sharing. Buy cheap jerseys at www.jerseys24.com")
    >>> judged.label, len(judged.reasons)
    ('promotional', 3)
    >>> promotional("The council voted on Tuesday to close the bridge until the inspection is over.").label
    'genuine'
    """
    look = looked(text)
    return Judgement(look.score, "promotional" if look.score > 0 else "genuine", shipped().reasons(look))
