"""datasketch as its manual shows it: `MinHash.bulk`, then `MinHashLSH`.

    python bench/peers/datasketch_peer.py PARAGRAPHS.jsonl OUT.npz --shingle word:5 --threshold 0.8

Its keys are hashed by xxhash, much faster than the SHA-1 that is its default. Every paragraph is looked up
before it is inserted; what the index returns is taken as the answer, as its users take it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import msgspec
import numpy as np
import xxhash
from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 128


class Record(msgspec.Struct):
    """A line of the input."""

    text: str


def main() -> None:
    """Runs the peer on the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shingle", default="word:5")
    parser.add_argument("--threshold", type=float, default=0.8)
    chosen = parser.parse_args()
    size = int(chosen.shingle.partition(":")[2])
    decoder = msgspec.json.Decoder(Record)
    words = re.compile(r"\w+").findall
    sets = []
    with chosen.paragraphs.open("rb") as lines:
        for line in lines:
            text = words(decoder.decode(line).text.lower())
            windows = zip(*(text[start:] for start in range(size)), strict=False)
            sets.append([" ".join(window).encode() for window in windows])
    index = MinHashLSH(threshold=chosen.threshold, num_perm=PERMUTATIONS)
    pairs, removed = [], []
    sketches = MinHash.bulk(sets, num_perm=PERMUTATIONS, hashfunc=xxhash.xxh32_intdigest)
    gone: set[int] = set()
    for place, sketch in enumerate(sketches):
        if sets[place]:
            partners = sorted(index.query(sketch))
            pairs += [(partner, place) for partner in partners]
            kept = [partner for partner in partners if partner not in gone]
            if kept:
                gone.add(place)
                removed.append((place, kept[0]))
            index.insert(place, sketch, check_duplication=False)
    np.savez(
        chosen.out,
        pairs=np.array(pairs, np.int64).reshape(-1, 2),
        removed=np.array(removed, np.int64).reshape(-1, 2),
    )


if __name__ == "__main__":
    main()
