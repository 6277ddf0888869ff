"""The confusion table of kinds of text: what labelled blocks are, and what they are named.

    python bench/structure.py [--data FILE] [--kind KIND] [--found KIND] [--show N]

Two tables: blocks of real documents, which their genre labels (`measures/structure.py`), and those of our own
documents (`tests/structure`). With `--kind`, failures of a kind are shown.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from measures.structure import find_labels, judge_label
from quality import DATA, HERE

from cleaner.structure import KINDS, find_structure

OWN = [HERE.parent / "tests" / "structure" / name for name in ("documents.toml", "genres.toml")]


def main() -> None:
    """Prints the tables, then the failures that are asked for."""
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
    print_table(options.data.name, [(label.kind, found) for label, found in judged])
    print_table("our own", list(judge_own()))
    shown = [
        (label, found)
        for label, found in judged
        if label.kind == options.kind and found != label.kind and options.found in (None, found)
    ]
    for label, found in shown[:: max(1, len(shown) // options.show)][: options.show]:
        print(
            f"\n{label.document}: {label.kind} is found {found}\n{label.text[label.start : label.end][:600]}"
        )


def judge_own() -> Iterator[tuple[str, str]]:
    """Yields the kind of each block of our own documents, and what it is named."""
    texts = [path.read_text(encoding="utf-8") for path in OWN]
    for row in (row for text in texts for row in tomllib.loads(text)["document"]):
        found = [block.kind for block in find_structure(row["text"]).blocks]
        is_cut_alike = len(found) == len(row["kinds"])
        for place, kind in enumerate(row["kinds"]):
            also = row.get("also", {}).get(str(place), ())
            named = found[place] if is_cut_alike else "cut otherwise"
            yield kind, kind if named in also else named


def print_table(title: str, judged: list[tuple[str, str]]) -> None:
    """One line for each kind: blocks, share that is right, and the other names."""
    print(f"{title:<20} {'blocks':>7} {'right':>7}  others")
    for kind in KINDS:
        found = Counter(name for of, name in judged if of == kind)
        if not found:
            continue
        others = ", ".join(f"{name} {count}" for name, count in found.most_common(7) if name != kind)
        print(f"{kind:<20} {found.total():>7} {found[kind] / found.total():>7.3f}  {others}".rstrip())
    print()


if __name__ == "__main__":
    main()
