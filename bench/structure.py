"""The confusion table of kinds of text: what labelled blocks are, and what they are named.

    python bench/structure.py [--data FILE] [--kind KIND] [--found KIND] [--show N]

Rows are kinds, columns what is found. With `--kind`, the failures of a kind are shown. The labels are those
of `measures/structure.py`, by the genre of the documents.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from measures.structure import Label, find_labels, judge_label
from quality import DATA

from cleaner.structure import KINDS


def main() -> None:
    """Prints the table, then the failures that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA / "leave_alone" / "dev.jsonl")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--found", choices=KINDS)
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.data.read_bytes().split(b"\n") if line.strip()]
    judged = [(label, judge_label(label)) for label in find_labels(rows)]
    print_table(judged)
    shown = [
        (label, found)
        for label, found in judged
        if label.kind == options.kind and found != label.kind and options.found in (None, found)
    ]
    for label, found in shown[:: max(1, len(shown) // options.show)][: options.show] if shown else []:
        print(
            f"\n{label.document}: {label.kind} is found {found}\n{label.text[label.start : label.end][:600]}"
        )


def print_table(judged: list[tuple[Label, str]]) -> None:
    """One line for each kind: blocks, share that is right, and the other names."""
    print(f"{'kind':<20} {'blocks':>7} {'right':>7}  others")
    for kind in KINDS:
        of_kind = [(label, found) for label, found in judged if label.kind == kind]
        if not of_kind:
            continue
        wrong = Counter(found for label, found in of_kind if found != label.kind)
        share = 1 - wrong.total() / len(of_kind)
        others = ", ".join(f"{other} {count}" for other, count in wrong.most_common(6))
        print(f"{kind:<20} {len(of_kind):>7} {share:>7.3f}  {others}")


if __name__ == "__main__":
    main()
