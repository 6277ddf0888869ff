"""Our program in the benchmark: paragraphs in, pairs and removals out.

    python bench/duplicates_ours.py PARAGRAPHS.jsonl OUT.npz --shingle word:5 --threshold 0.8

Reads JSON Lines with a `text` each, takes each as a document of its own, and writes the pairs at or above the
threshold and the removals with their partners. Revisions and containment are off: the truth is plain Jaccard.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import numpy as np

from cleaner.duplicates import Settings
from cleaner.duplicates.ordered_pass import OrderedPass
from cleaner.duplicates.text_column import TextColumn


class Record(msgspec.Struct):
    """A line of the input; fields that are not named here are skipped."""

    text: str


def main() -> None:
    """Runs the program on the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shingle", default="word:5")
    parser.add_argument("--threshold", type=float, default=0.8)
    parser.add_argument("--revisions", action="store_true")
    parser.add_argument("--containment", type=float)
    chosen = parser.parse_args()
    decoder = msgspec.json.Decoder(Record)
    with chosen.paragraphs.open("rb") as lines:
        texts = TextColumn.from_texts(decoder.decode(line).text for line in lines)
    settings = Settings(
        shingle=chosen.shingle,
        threshold=chosen.threshold,
        containment=chosen.containment,
        revisions=chosen.revisions,
        min_shingles=1,
    )
    ordered = OrderedPass(texts, range(len(texts)), settings, 0)
    pairs = [
        (met, form)
        for form in range(len(texts))
        for met, overlap in ordered.matches.partners(form)
        if met < form and overlap.similarity >= settings.threshold
    ]
    removed = [(drop.paragraph, drop.partner) for drop in ordered.drops]
    np.savez(
        chosen.out,
        pairs=np.array(pairs, np.int64).reshape(-1, 2),
        removed=np.array(removed, np.int64).reshape(-1, 2),
        forms=np.array(ordered.first_of_form, np.int64),
    )


if __name__ == "__main__":
    main()
