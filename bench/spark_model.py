"""What the steps of a run on Spark would move at sizes that nobody ran, from two that were."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from spark_events import Step

FURTHER = (10**9, 10**10)
"""Paragraphs to which the figures are extended."""
MOVED = {
    "rows": ("records_written", ""),
    "shuffle": ("bytes_written", "B"),
    "to Python": ("to_python", "B"),
    "from Python": ("from_python", "B"),
    "seconds of tasks": ("seconds", "s"),
}
"""What is told, by the field of a step: rows and bytes of a shuffle, bytes of Arrow, seconds."""


def model(found: Mapping[int, Mapping[str, Step]]) -> str:
    """A table in Markdown: for each step and each thing that it moves the amount a paragraph at both sizes,
    how it grows, and what comes of it at a billion paragraphs and at ten.

    The growth is the exponent of a power through the two sizes: 1 is as the corpus, 2 as its square. It is
    extended by that power, and by 1 where it is less: what does not grow is told too high, never too low.

    >>> small, large = {"pairs": Step(bytes_written=1000)}, {"pairs": Step(bytes_written=20_000)}
    >>> print(model({10: small, 100: large}).splitlines()[-1])
    | pairs | shuffle | 100 B | 200 B | 1.30 | 25.6 TB | 512 TB |
    """
    small, large = sorted(found)
    heads = [f"{size:,}" for size in FURTHER]
    rows = [
        f"| step | what | a paragraph at {small:,} | at {large:,} | growth | {' | '.join(heads)} |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, step in found[large].items():
        before = found[small].get(name, Step())
        for what, (field, unit) in MOVED.items():
            if now := getattr(step, field):
                rows.append(_row(name, what, unit, (small, getattr(before, field)), (large, now)))
    return "\n".join(rows)


def _row(name: str, what: str, unit: str, small: tuple[int, float], large: tuple[int, float]) -> str:
    power = log(large[1] / small[1]) / log(large[0] / small[0]) if small[1] else None
    further = [large[1] * (size / large[0]) ** max(1.0, power or 1.0) for size in FURTHER]
    grown = "" if power is None else f"{power:.2f}"
    each = [_told(amount / size, unit) for size, amount in (small, large)]
    cells = [name, what, *each, grown, *(_told(one, unit) for one in further)]
    return f"| {' | '.join(cells)} |"


def _told(amount: float, unit: str) -> str:
    """An amount with the prefix that leaves one to three digits before the point."""
    if unit == "s" and amount >= 3600:
        return f"{amount / 3600:,.0f} h"
    if unit == "s" and amount < 1:
        return f"{amount * 1e6:,.1f} us"
    prefixes = iter(("k", "M", "G", "T", "P", "E") if unit else (" k", " M", " G", " T"))
    prefix = ""
    while amount >= 1000 and (further := next(prefixes, None)):
        amount, prefix = amount / 1000, further
    number = f"{amount:.2f}".rstrip("0").rstrip(".")
    return f"{number} {prefix}{unit}".rstrip() if unit else f"{number}{prefix}"
