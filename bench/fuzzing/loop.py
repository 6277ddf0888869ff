"""The loop of our own driver: make an input, execute it, and shrink what breaks a promise."""

from __future__ import annotations

import base64
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cleaner.hashing import sha256_hex
from fuzzing.execute import execute
from fuzzing.mutate import Mutator
from fuzzing.shrink import shrink
from fuzzing.target import Target

MOST_SPELT = 300
"""Bytes of an input that is printed; a larger one is written to a file."""


def fuzz(target: Target, trials: int, seed: int) -> Iterator[str]:
    """Execute a target that often; yields each kind of failure once, with the smallest input that makes it.

    The first executions are those of the seeds as they are.
    """
    seeds = list(target.seeds())
    mutator = Mutator(target, random.Random(f"{target.name}/{seed}"))
    found: set[str] = set()
    for number in range(trials):
        data = seeds[number] if number < len(seeds) else mutator.make()
        failure = execute(target, data)
        if failure is None or failure.kind in found:
            continue
        found.add(failure.kind)
        kind = failure.kind

        def fails_again(candidate: bytes, kind: str = kind) -> bool:
            again = execute(target, candidate)
            return again is not None and again.kind == kind

        tries = 40 if kind.startswith("TooSlow") else 400
        small = shrink(data, fails_again, tries)
        message = (execute(target, small) or failure).message
        yield f"{kind}: {message}; python bench/fuzz.py {target.name} {spell_input(small)}"


def spell_input(data: bytes) -> str:
    """The options of `bench/fuzz.py` that give this input again: itself, or a file that holds it."""
    if len(data) <= MOST_SPELT:
        return f"--input {base64.b64encode(data).decode()}"
    path = Path(tempfile.gettempdir(), f"cleaner-fuzz-{sha256_hex(data)[:12]}")
    path.write_bytes(data)
    return f"--file {path}"
