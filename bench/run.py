"""Runs a benchmark and prints our figure, the peers' and the ratios.

    python bench/run.py NAME [--json] [--rounds N]

The names are in `bench/README.md`. The data are looked for in the folder that `CLEANER_BENCH` names. CPU
is that of the whole process, user and system, the best of the rounds; programs take turns within a round.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import corpus
import duplicates
import duplicates_memory
import spark

BENCHMARKS = duplicates.BENCHMARKS | duplicates_memory.BENCHMARKS | corpus.BENCHMARKS | spark.BENCHMARKS


def main() -> int:
    """Runs what the arguments name; 1 where a figure misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    report = BENCHMARKS[chosen.name](chosen.rounds)
    if chosen.json:
        print(json.dumps(report, indent=1))
    else:
        for key, value in report.items():
            print(f"{key:24} {value}")
    return 0 if all(report["met"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
