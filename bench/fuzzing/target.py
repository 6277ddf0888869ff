"""A target: a function of bytes that raises where a promise is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

MOST_BYTES = 10_000
"""Bytes of an input at most: what the promise of two CPU seconds is about."""


class Target(NamedTuple):
    """What is fuzzed: `check` raises `AssertionError`, or any exception, where input breaks a promise.

    `seeds` makes the inputs to start from, `tokens` are pieces that mean something to the reader. `shape`
    says how inputs are changed: as "text" in some encoding, as "json" values a line, as "values" of JSON that
    stays JSON, or as "bytes". `short` and `long` are the executions of the two forms.
    """

    name: str
    promise: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    tokens: Sequence[bytes]
    shape: str
    short: int
    long: int
