"""The promises to those who clean what strangers send: each tried many times, and how often it broke.

    python bench/trust.py [--short | --long] [--only WORD] [--seed N] [--jobs N] [--trials N] [--json]

The short form is part of `.ci/run`; the long form takes hours. `--jobs` shares the trials of each promise
among processes. Prints promise, trials, failures and CPU seconds, and each failure with what makes it again;
exits with 1 on any. The promises are in `bench/promises/`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
# The checkout itself is measured, and not what happens to be installed.
sys.path[:0] = [str(HERE.parent), str(HERE)]

from promises import Promise, list_promises  # noqa: E402

# What libraries say of hostile input belongs to nobody here.
warnings.simplefilter("ignore")

MOST_SHOWN = 20
"""Failures of a promise that are printed; the table counts all."""


class Share(NamedTuple):
    """The trials of a promise that one process makes."""

    name: str
    trials: int
    seed: int


class Tally(NamedTuple):
    """What came of a share, or of all shares of a promise: its failures, and the CPU seconds spent."""

    failures: list[str]
    seconds: float


def main() -> int:
    """Tries what the arguments name; 1 where a promise broke."""
    options = read_arguments()
    chosen = [promise for promise in list_promises() if options.only in promise.name]
    if not chosen:
        print(f"no promise has a name with {options.only!r} in it", file=sys.stderr)
        return 2
    rows: list[dict[str, object]] = []
    for promise in chosen:
        trials = options.trials or (promise.long if options.long else promise.short)
        tally = try_promise(promise, trials, options.seed, options.jobs)
        rows.append(describe(promise, trials, tally))
        if not options.json:
            print_row(rows[-1])
    if options.json:
        print(json.dumps(rows, indent=1))
    return int(any(row["failures"] for row in rows))


def read_arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true", help="the trials of .ci/run (the default)")
    form.add_argument("--long", action="store_true", help="all trials")
    parser.add_argument("--only", default="", metavar="WORD", help="promises whose name has this in it")
    parser.add_argument("--seed", type=int, default=0, help="what all trials depend on")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the trials of a promise")
    parser.add_argument("--trials", type=int, default=0, help="trials of each promise, whatever the form")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def try_promise(promise: Promise, trials: int, seed: int, jobs: int) -> Tally:
    """Makes all trials of a promise, in this process or in several."""
    if jobs <= 1:
        return try_share(Share(promise.name, trials, seed))
    shares = [
        Share(promise.name, part, seed * jobs + number)
        for number, part in enumerate(divide(trials, jobs))
        if part
    ]
    with ProcessPoolExecutor(jobs) as pool:
        return add_up(pool.map(try_share, shares))


def try_share(share: Share) -> Tally:
    """Makes the trials of a share; the promise is looked up by name, since functions do not travel."""
    [promise] = [promise for promise in list_promises() if promise.name == share.name]
    before = sum(os.times()[:4])
    failures = list(promise.run(share.trials, share.seed))
    return Tally(failures, sum(os.times()[:4]) - before)


def divide(trials: int, jobs: int) -> list[int]:
    """As many numbers as jobs, as equal as can be, with this sum."""
    return [trials // jobs + (number < trials % jobs) for number in range(jobs)]


def add_up(tallies: Iterable[Tally]) -> Tally:
    """All failures, and all CPU seconds."""
    failures: list[str] = []
    seconds = 0.0
    for tally in tallies:
        failures.extend(tally.failures)
        seconds += tally.seconds
    return Tally(failures, seconds)


def describe(promise: Promise, trials: int, tally: Tally) -> dict[str, object]:
    """A row of the table."""
    return {
        "name": promise.name,
        "promise": promise.promise,
        "trials": trials,
        "failures": len(tally.failures),
        "seconds": round(tally.seconds, 1),
        "first": tally.failures[:MOST_SHOWN],
    }


def print_row(row: dict[str, object]) -> None:
    """Prints a row as soon as it is known, and its failures below it."""
    print(
        f"{row['name']:28} {row['trials']:>9,} trials {row['failures']:>5} failures {row['seconds']:>8} s  "
        f"{row['promise']}",
        flush=True,
    )
    assert isinstance(row["first"], list)
    for failure in row["first"]:
        print(f"    {failure}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
