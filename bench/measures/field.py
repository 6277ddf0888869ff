"""Cases of the field: defects that people met, run by the `score.py` beside them through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from measures.measure import Measure, Outcome

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CLEANER_FIELD") or ROOT.parent / "shared" / "field")


@cache
def score_cases() -> dict[str, list[int]]:
    """For each area how many cases are right, of how many. The program is the one beside this Python, with
    the modules of this checkout."""
    command = [sys.executable, str(DATA / "score.py"), str(DATA), "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, check=True, env=environment, text=True)
    areas: dict[str, list[int]] = json.loads(run.stdout)
    return areas


def cases_right(area: str) -> Callable[[list[dict]], Outcome]:
    """How many cases of an area are right."""

    def run(rows: list[dict]) -> Outcome:
        right, number = score_cases().get(area, (0, 0))
        return Outcome(right, number, [])

    return run


AREAS = (
    "text, was right",
    "text, was harm",
    "text, was missed",
    "duplicates, nothing to go",
    "duplicates, some to go",
    "tails, promotional",
    "tails, promotional (top)",
    "tails, genuine",
)
MEASURES = tuple(Measure("field", area, cases_right(area)) for area in AREAS)
