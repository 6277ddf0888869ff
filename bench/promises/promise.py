"""A promise and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Promise(NamedTuple):
    """Something that holds whatever a stranger sends.

    `name` is a short word for `--only`, `promise` one sentence, `short` and `long` the number of trials of
    the two forms. `run(trials, seed)` makes that many trials, which depend on nothing but the seed, and
    yields one string for each failure: what broke, and what makes it again (a seed, bytes as base64, a file).
    """

    name: str
    promise: str
    short: int
    long: int
    run: Callable[[int, int], Iterable[str]]
