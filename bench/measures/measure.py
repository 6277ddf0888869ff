"""What an area measures: rows of a set in, one figure out, beside the same figure of its peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Outcome(NamedTuple):
    """One figure over the rows of a set."""

    value: float
    """What the floor is compared with."""
    count: int
    """Rows judged."""
    failures: list[dict]
    """What `--failures` prints of each row that failed: input, output, gold."""
    detail: str = ""


class Measure(NamedTuple):
    """A row of the table. The floors stand in `bench/floors.toml`; the runner fills them in."""

    dataset: str
    """Folder of the evaluation data."""
    name: str
    """Row of the table, such as "mid, English: exact"."""
    run: Callable[[list[dict]], Outcome]
    peers: Mapping[str, Callable[[list[dict]], Outcome]] = {}
    split: str = ""
    """The file of the set, where it is always the same one."""
    at_least: float | None = None
    at_most: float | None = None
