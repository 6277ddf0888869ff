"""Measured quality, beside the peers', over every set of evaluation data that is there.

    python bench/quality.py [--data DIR] [--split NAME] [--only WORD] [--json] [--failures] [--no-peers]

Reads `SET/NAME.jsonl` (`dev` by default, so that another half can be put in) under `--data`, which is
`CLEANER_EVAL` or the folder `shared/eval` beside the checkout; the cases of the field are in one half, in
`CLEANER_FIELD` or `shared/field`. Peers are run, not quoted; one that is not
installed is left out. Exits with 1 if a figure is below its floor (or above its ceiling) in `floors.toml`.
Without any data it says so and exits with 0.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measures.measure import Measure, Outcome

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("CLEANER_EVAL") or HERE.parents[1] / "shared" / "eval")
FIELD = Path(os.environ.get("CLEANER_FIELD") or HERE.parents[1] / "shared" / "field")
LONGEST = 400
"""Characters of a text that `--failures` shows."""


class Row(NamedTuple):
    """A line of the table."""

    measure: Measure
    outcome: Outcome
    peers: dict[str, float]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether the figure keeps to its floor and ceiling."""
        at_least, at_most = self.measure.at_least, self.measure.at_most
        value = self.outcome.value
        return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)


def main() -> int:
    """Measures, prints, and returns the exit code."""
    options = arguments()
    rows = list(measured(options))
    if not rows:
        print(f"no evaluation data under {options.data}", file=sys.stderr)
    elif options.json:
        print(json.dumps([as_json(row) for row in rows], indent=2))
    else:
        print(table(rows))
    if options.failures:
        for row in rows:
            show_failures(row)
    return 0 if all(row.passed for row in rows) else 1


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--only", default="", metavar="WORD", help="areas, sets and measures named so")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    return parser.parse_args()


def measured(options: argparse.Namespace) -> Iterator[Row]:
    """Every measure whose data is there."""
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    unknown = {(dataset, name) for dataset, names in floors.items() for name in names}
    for area, measure in measures():
        floor = floors.get(measure.dataset, {}).get(measure.name, {})
        unknown.discard((measure.dataset, measure.name))
        path = options.data / measure.dataset / f"{measure.split or options.split}.jsonl"
        if measure.dataset == "field":
            path = FIELD / "text.jsonl"
        if not path.exists() or options.only not in f"{area} {measure.dataset} {measure.name}":
            continue
        rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
        start = time.perf_counter()
        try:
            outcome = measure.run(rows)
        except ImportError as missing:
            print(f"{measure.dataset}, {measure.name} left out: {missing}", file=sys.stderr)
            continue
        seconds = time.perf_counter() - start
        yield Row(
            measure._replace(**floor), outcome, {} if options.no_peers else peers(measure, rows), seconds
        )
    if unknown:
        sys.exit(f"floors.toml names measures that do not exist: {sorted(unknown)}")


def measures() -> Iterator[tuple[str, Measure]]:
    """The measures of every area: each module beside `measure` that has `MEASURES`."""
    for path in sorted((HERE / "measures").glob("*.py")):
        if path.stem not in ("measure", "__init__"):
            for measure in importlib.import_module(f"measures.{path.stem}").MEASURES:
                yield path.stem, measure


def peers(measure: Measure, rows: list[dict]) -> dict[str, float]:
    """The figures of the peers that are installed."""
    figures: dict[str, float] = {}
    for name, run in measure.peers.items():
        try:
            figures[name] = run(rows).value
        except ImportError as missing:
            print(f"{name} left out: {missing}", file=sys.stderr)
    return figures


def table(rows: list[Row]) -> str:
    """The table, with a mark before each figure that misses its floor."""
    lines = [("", "set", "measure", "ours", "floor", "rows", "peers", "s")]
    for row in rows:
        floor = f">= {row.measure.at_least}" if row.measure.at_least is not None else ""
        floor += f"<= {row.measure.at_most}" if row.measure.at_most is not None else ""
        figures = ", ".join(f"{name} {number(value)}" for name, value in row.peers.items())
        detail = f"{row.measure.name} ({row.outcome.detail})" if row.outcome.detail else row.measure.name
        ours = number(row.outcome.value)
        mark = " " if row.passed else "!"
        cells = (
            mark,
            row.measure.dataset,
            detail,
            ours,
            floor,
            str(row.outcome.count),
            figures,
            f"{row.seconds:.1f}",
        )
        lines.append(cells)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def number(value: float) -> str:
    """A count as it is, a share with four digits."""
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def as_json(row: Row) -> dict:
    """A line of the table for programs."""
    return {
        "set": row.measure.dataset,
        "measure": row.measure.name,
        "value": row.outcome.value,
        "rows": row.outcome.count,
        "detail": row.outcome.detail,
        "at_least": row.measure.at_least,
        "at_most": row.measure.at_most,
        "passed": row.passed,
        "peers": row.peers,
        "failures": len(row.outcome.failures),
    }


def show_failures(row: Row) -> None:
    """Each failure, its texts cut."""
    for failure in row.outcome.failures:
        print(f"\n{row.measure.dataset} | {row.measure.name}")
        for key, value in failure.items():
            text = value if isinstance(value, str) else json.dumps(value)
            shown = text[:LONGEST]
            print(f"  {key}: {shown if shown.isprintable() else ascii(shown)}")


if __name__ == "__main__":
    sys.exit(main())
