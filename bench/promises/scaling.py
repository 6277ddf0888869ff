"""What texts cost that are made to be dear: how many times news of their size, and how it grows.

A trial takes one text of `attack_strings` through one stage, or through all of them, at two sizes. What is
measured is CPU time, of which the least of several tries counts: other work on the machine only adds to it.

    cd bench; PYTHONPATH=.. python -m promises.scaling [SIZE] [WORD ...]   prints the dearest texts
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from time import process_time
from typing import NamedTuple

from cleaner.config import Configuration
from cleaner.pipeline import find_edits
from cleaner.stages import STAGES
from promises.attack_strings import ATTACKS, PROSE
from promises.promise import Promise

MOST_GROWTH, MOST_SHORT_GROWTH = 5.0, 12.0
"""t(4n) / t(n): 4 is linear, 16 quadratic. Of short texts caches hold the smaller one and not the other."""
MOST_COST, MOST_DENSE, MOST_RANDOM = 10.0, 45.0, 150.0
"""Times the cost of news, a byte of UTF-8: of any text; of one in which every few bytes are a finding of its
own; of one in which every line is damaged in another way, so that nothing is judged once for many."""
DENSE = frozenset(
    """
    C1 controls apart
    Hangul fillers
    Mongolian separators
    Turkish in Icelandic
    Unicode hyphens
    address one long
    advertisement
    alphabet in another
    alphabet in another in lines
    angle nested
    attributes
    blank lines
    blank runs
    bold closed
    bold nested
    bold open
    bold pairs
    breaks
    breaks in lines
    broken words
    broken words with spaces
    combining marks on letters
    comments behind
    comments behind numbered
    compounds
    controls apart
    counters
    curly quotes
    curly quotes closed
    declarations open
    direction marks
    direction marks in Hebrew
    divisions nested
    entities
    entities by number
    fences
    fillers
    flags without an end
    form feeds
    headers
    headers and share
    hyphens and blank lines
    hyphens between letters
    hyphens between words
    hyphens in lines
    ideographic spaces
    instructions open
    joiners
    joiners of emoji
    line separators
    mixed scripts
    mixed scripts in one word with hyphens
    mojibake and copies
    mojibake cp437
    mojibake five times
    mojibake half apart
    mojibake lossy
    mojibake near
    mojibake of Russian
    mojibake of every encoding
    mojibake three times
    mojibake twice
    newsletter
    no-break spaces
    odd spaces
    one Cyrillic letter behind a long word
    overrides apart
    overrides in lines
    page numbers
    paragraphs in lines
    paragraphs open
    quoted forms
    read more
    replacement characters
    returns
    returns apart
    returns in threes
    scripts
    sentences without a break
    share
    share and prose
    share apart
    soft hyphens
    soft hyphens apart
    soft hyphens at line ends
    soft hyphens before spaces
    spaces at line ends
    stray bytes beside Chinese
    stray bytes foreign in lines
    stray bytes in lines
    surrogate halves
    surrogate halves apart
    suspended
    terminal escapes unclosed
    unknown elements
    unknown elements closed
    variation selectors apart
    zero widths apart
    """.strip().split("\n    ")
)
RANDOM = frozenset(name for name in ATTACKS if "random" in name)
SHORT_SIZE, LONG_SIZE = 16_000, 250_000
"""Characters of the smallest text of a trial; the largest has four times as many."""
TRIES = 2
LEAST_SECONDS = 0.02
"""CPU seconds below which growth says nothing."""
SHORT_TRIALS = 60
"""Trials past which texts are long."""


class Cost(NamedTuple):
    """What a text costs: the CPU seconds at n (`size`) and 4n, and how many times news a byte at 4n."""

    subject: str
    attack: str
    size: int
    small: float
    large: float
    times: float

    @property
    def growth(self) -> float:
        return self.large / max(self.small, LEAST_SECONDS / 4)

    @property
    def failures(self) -> Iterator[str]:
        most = MOST_SHORT_GROWTH if self.size < LONG_SIZE else MOST_GROWTH
        if self.large > LEAST_SECONDS and self.growth > most:
            yield f"{self.attack} in {self.subject}: t(4n)/t(n) is {self.growth:.1f}"
        most = MOST_DENSE if self.attack in DENSE else MOST_RANDOM if self.attack in RANDOM else MOST_COST
        if self.times > most:
            yield f"{self.attack} in {self.subject}: {self.times:.1f} times the cost of news"


@cache
def list_subjects() -> dict[str, Callable[[str], object]]:
    """What a text is sent through: each stage alone, and all of them."""
    pipeline = Configuration(extend_select=("normalization.nfc",)).pipeline
    alone = {stage.name: lambda text, stage=stage: find_edits(stage, text) for stage in STAGES}
    return {"all stages": pipeline.run, **alone}


def measure_seconds(run: Callable[[str], object], make: Callable[[int], str], size: int) -> float:
    """Measure the least CPU seconds of a few tries, each with a text of its own length."""
    seconds: list[float] = []
    for extra in range(TRIES):
        text = make(size + extra)
        start = process_time()
        run(text)
        seconds.append(process_time() - start)
    return min(seconds)


@cache
def price_news(size: int) -> float:
    """Price news: CPU seconds a byte of all stages, of texts that were not seen before."""
    run = list_subjects()["all stages"]
    run(PROSE(3_000))
    return measure_seconds(run, PROSE, size) / size


def measure(subject: str, attack: str, size: int) -> Cost:
    """Measure what one text costs one stage, or all."""
    run, make = list_subjects()[subject], ATTACKS[attack]
    run(make(500))
    small, large = (measure_seconds(run, make, times * size) for times in (1, 4))
    data = make(4 * size).encode("utf-8", "surrogatepass")
    return Cost(subject, attack, size, small, large, large / len(data) / price_news(4 * size))


def run(trials: int, seed: int) -> Iterator[str]:
    """Try the texts, all stages together first, in an order that the seed decides."""
    every = [(subject, attack) for subject in list_subjects() for attack in ATTACKS]
    head = [pair for pair in every if pair[0] == "all stages"]
    rest = [pair for pair in every if pair[0] != "all stages"]
    random = Random(seed)
    random.shuffle(head)
    random.shuffle(rest)
    size = SHORT_SIZE if trials <= SHORT_TRIALS else LONG_SIZE
    for subject, attack in (head + rest)[:trials]:
        yield from measure(subject, attack, size).failures


PROMISES = (
    Promise(
        "scaling",
        "a text costs in proportion to its length, at most 10 times news (45 if all findings, 150 if random)",
        SHORT_TRIALS,
        len(ATTACKS) * (len(STAGES) + 1),
        run,
    ),
)


def main() -> None:
    """Print the dearest texts of one size in all stages, and the stage that each costs most."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SHORT_SIZE
    words = sys.argv[2:]
    names = [name for name in ATTACKS if not words or any(word in name for word in words)]
    costs = sorted((measure("all stages", name, size) for name in names), key=lambda cost: -cost.times)
    price = price_news(4 * size) * 1e9
    print(f"{len(costs)} texts of {size:,} and {4 * size:,} characters; news: {price:.0f} ns/byte")
    for cost in costs:
        print(f"{cost.times:6.1f} times news, growth {cost.growth:4.1f}  {cost.attack}")


if __name__ == "__main__":
    main()
