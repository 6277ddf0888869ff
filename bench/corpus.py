"""What whole corpora cost, and what a run keeps: speed, memory, the same bytes, containment.

    python bench/corpus.py make SHAPE PATH --size 500M [--files 8]
    python bench/corpus.py MEASURE [--size SIZE] [--rounds N] [--json]

MEASURE is workers, memory, files, datatrove, same, containment or pages.

The corpora are made of the bench file (`CLEANER_BENCH`), into a folder of their own under `TMPDIR`, and
removed when the measuring ends. `files` counts files, `pages` repetitions, the others bytes.
`python bench/run.py corpus-NAME` is the same at full size. Exit 1 where a figure misses its bar.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

import corpus_bad
import corpus_made
import corpus_memory
import corpus_pages
import corpus_same
import corpus_speed

Report = dict[str, object]
UNITS = {"k": 10**3, "M": 10**6, "G": 10**9}
MEASURES: dict[str, tuple[Callable[[Path, int, int], Report], int]] = {
    "workers": (corpus_speed.workers, 500 * 10**6),
    "memory": (corpus_memory.memory, 2 * 10**9),
    "files": (corpus_speed.files, 200_000),
    "datatrove": (corpus_speed.datatrove, 50 * 10**6),
    "same": (corpus_same.same, 60 * 10**6),
    "containment": (corpus_bad.containment, 0),
    "pages": (corpus_pages.pages, 100_000),
}
"""Each measure with its full size."""


def measure(name: str, rounds: int, size: int | None = None) -> Report:
    """Runs one measure in a scratch folder of its own."""
    run, full = MEASURES[name]
    with tempfile.TemporaryDirectory(prefix="cleaner-corpus-") as scratch:
        return run(Path(scratch), full if size is None else size, rounds)


def make(shape: str, path: Path, size: int, files: int, *, real: bool) -> None:
    """A corpus that stays."""
    if shape == "txt":
        corpus_made.tree(path, files)
    elif files > 1:
        corpus_made.several(path, size, files)
    else:
        corpus_made.jsonl(path, size, real=real)


def _size(told: str) -> int:
    unit = UNITS.get(told[-1:], 1)
    return int(float(told.rstrip("kMG")) * unit)


def main() -> int:
    """Runs what the arguments name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("shape", choices=["jsonl", "txt"], help="by the name of PATH plain or .zst")
    making.add_argument("path", type=Path)
    making.add_argument("--size", type=_size, default=10**7)
    making.add_argument("--files", type=int, default=1)
    making.add_argument("--real", action="store_true", help="paragraphs of the bench file as they are")
    for name in MEASURES:
        measuring = commands.add_parser(name)
        measuring.add_argument("--size", type=_size)
        measuring.add_argument("--rounds", type=int, default=1)
        measuring.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.command == "make":
        make(chosen.shape, chosen.path, chosen.size, chosen.files, real=chosen.real)
        return 0
    report = measure(chosen.command, chosen.rounds, chosen.size)
    if chosen.json:
        print(json.dumps(report, indent=1, ensure_ascii=False))
    else:
        for key, value in report.items():
            print(f"{key:24} {value}")
    met = report["met"]
    assert isinstance(met, dict)
    return 0 if all(met.values()) else 1


BENCHMARKS = {f"corpus-{name}": partial(measure, name) for name in MEASURES}


if __name__ == "__main__":
    sys.exit(main())
