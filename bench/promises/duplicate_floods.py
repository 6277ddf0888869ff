"""What corpora cost that are made to be dear for duplicates: floods of copies, chains, one huge paragraph.

A trial decides over one corpus at n and 4n, each in memory as the library does. CPU time counts, the least of
two tries.

    cd bench; PYTHONPATH=.. python -m promises.duplicate_floods [SIZE]   prints seconds and growth of each
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from random import Random
from time import process_time
from typing import NamedTuple

from cleaner.config import Configuration
from cleaner.corpus import decide
from cleaner.corpus.documents import prepare
from promises.promise import Promise

MOST_GROWTH, MOST_SHORT_GROWTH = 5.0, 8.0
"""t(4n) / t(n): 4 is linear, 16 quadratic. Small corpora fit caches, and take a part of a second."""
MOST_SECONDS_A_BYTE = 40e-6
"""CPU seconds: news takes about a tenth of it."""
SHORT_SIZE, LONG_SIZE = 60_000, 2_000_000
"""Characters of the smaller corpus of a trial; the larger one has four times as many."""
SHORT_TRIALS = 8
LEAST_SECONDS = 0.05
"""CPU seconds below which growth says nothing."""
_SENTENCE = (
    "The council agreed on Tuesday that the old bridge over the river should be closed for repairs in May"
)


def _words(random: Random, count: int) -> str:
    return " ".join(f"w{random.randrange(50_000)}" for _ in range(count))


def _flood(unit: str) -> Callable[[int], list[str]]:
    """Many documents of one paragraph; a running number stands where the unit has a brace."""
    return lambda size: [unit.format(i) + ".\n" for i in range(size // len(unit) + 1)]


def _make_chain(size: int) -> list[str]:
    """Paragraphs that each share all but one of their words with the next one."""
    words = [f"word{i}" for i in range(size // 200 + 31)]
    return [" ".join(words[i : i + 30]) + ".\n" for i in range(size // 200 + 1)]


def _make_sharing(size: int) -> list[str]:
    """Paragraphs that share one sentence."""
    random = Random(size)
    return [f"{_words(random, 12)}. {_SENTENCE}. {_words(random, 12)}.\n" for _ in range(size // 270 + 1)]


def _make_band(size: int) -> list[str]:
    """Paragraphs that share so many of their words that signatures meet in a band, and are no duplicates."""
    random = Random(size)
    common = _words(random, 30)
    return [f"{common} {_words(random, 18)}.\n" for _ in range(size // 290 + 1)]


def _make_huge(size: int) -> list[str]:
    """One paragraph, twice, with another word in its middle."""
    half = _words(Random(size), size // 28)
    return [f"{half} north {half}.\n", f"{half} south {half}.\n"]


def _make_huge_of_one_word(size: int) -> list[str]:
    return ["word " * (size // 10) + "end.\n", "word " * (size // 10) + "ending.\n"]


def _make_words(size: int) -> list[str]:
    """One document of paragraphs of one word."""
    return ["".join(f"word{i}\n\n" for i in range(size // 10))]


def _make_same_words(size: int) -> list[str]:
    return ["word\n\n" * (size // 6)]


FLOODS: dict[str, Callable[[int], list[str]]] = {
    "identical": _flood(_SENTENCE),
    "a figure apart": _flood(_SENTENCE + " at {} o'clock"),
    "a word apart": _flood("The w{} council " + _SENTENCE),
    "chain": _make_chain,
    "one sentence shared": _make_sharing,
    "one band shared": _make_band,
    "one huge paragraph": _make_huge,
    "one huge paragraph of one word": _make_huge_of_one_word,
    "paragraphs of one word": _make_words,
    "paragraphs of the same word": _make_same_words,
}


class Cost(NamedTuple):
    """What a corpus costs: the CPU seconds at n and at 4n, and the bytes of the larger one."""

    name: str
    small: float
    large: float
    size: int

    @property
    def growth(self) -> float:
        return self.large / max(self.small, LEAST_SECONDS / 4)

    @property
    def failures(self) -> Iterator[str]:
        most = MOST_SHORT_GROWTH if self.size < LONG_SIZE else MOST_GROWTH
        if self.large > LEAST_SECONDS and self.growth > most:
            yield f"{self.name}: t(4n)/t(n) is {self.growth:.1f}"
        if self.large > MOST_SECONDS_A_BYTE * self.size:
            yield f"{self.name}: {self.large / self.size * 1e6:.1f} microseconds a byte"


def measure_seconds(texts: list[str]) -> float:
    """Measure the CPU seconds of deciding over a corpus that is prepared already."""
    configuration = Configuration()
    pipeline = configuration.pipeline
    prepared = [
        prepare(f"{index:07}.txt", text.encode(), configuration, pipeline) for index, text in enumerate(texts)
    ]
    seconds: list[float] = []
    for _ in range(2):
        start = process_time()
        decide(prepared, configuration)
        seconds.append(process_time() - start)
    return min(seconds)


def measure(name: str, size: int) -> Cost:
    """Measure one corpus at two sizes."""
    small, large = FLOODS[name](size), FLOODS[name](4 * size)
    return Cost(name, measure_seconds(small), measure_seconds(large), sum(map(len, large)))


def run(trials: int, seed: int) -> Iterator[str]:
    """Try the corpora in an order that the seed decides."""
    names = list(FLOODS)
    Random(seed).shuffle(names)
    size = SHORT_SIZE if trials <= SHORT_TRIALS else LONG_SIZE
    for name in names[:trials]:
        yield from measure(name, size).failures


PROMISES = (
    Promise(
        "floods",
        "floods of copies, chains and huge paragraphs take time in proportion to their size",
        SHORT_TRIALS,
        len(FLOODS),
        run,
    ),
)


def main() -> None:
    """Print what each corpus costs at one size and at four times as much."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SHORT_SIZE
    for name in FLOODS:
        if len(sys.argv) < 3 or sys.argv[2] in name:
            cost = measure(name, size)
            seconds = f"{cost.small:7.2f} s {cost.large:7.2f} s  growth {cost.growth:5.1f}"
            print(f"{seconds}  {cost.large / cost.size * 1e6:6.2f} us/byte  {name}", flush=True)


if __name__ == "__main__":
    main()
