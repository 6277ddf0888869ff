"""rensa at its best: its MinHash kernel, then numpy buckets and an exact check.

    python bench/peers/rensa_peer.py PARAGRAPHS.jsonl OUT.npz --shingle word:5 --threshold 0.8

rensa hashes words and signs paragraphs in Rust; its own index neither checks its pairs nor names partners,
and finds fewer. What is written here is the fastest way that was found to exact answers with it: rows with
a partner according to its one-shot flags are signed again and handed over (handing a matrix to Python is
the dearest step), 16 bands of 8 (32 of 4 for a threshold below 0.8) are sorted in numpy, and pairs are
checked by the Jaccard similarity of their sets.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import msgspec
import numpy as np
from rensa import RMinHash, RMinHashLSH

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
    parser.add_argument("--flags", action="store_true", help="sign again only what its index flags")
    chosen = parser.parse_args()
    size = int(chosen.shingle.partition(":")[2])
    decoder = msgspec.json.Decoder(Record)
    words = re.compile(r"\w+").findall
    with chosen.paragraphs.open("rb") as lines:
        tokens = [words(decoder.decode(line).text.lower()) for line in lines]
    shingles = [
        [" ".join(window) for window in zip(*(text[start:] for start in range(size)), strict=False)]
        for text in tokens
    ]
    del tokens
    bands, rows = (16, 8) if chosen.threshold >= 0.8 else (32, 4)
    matrix = RMinHash.digest_matrix_from_token_sets(shingles, PERMUTATIONS, 1)
    places = np.arange(len(shingles))
    if chosen.flags:
        index = RMinHashLSH(chosen.threshold, PERMUTATIONS, bands)
        places = np.flatnonzero(index.insert_matrix_and_query_duplicate_flags(matrix))
        matrix = RMinHash.digest_matrix_from_token_sets(
            [shingles[i] for i in places.tolist()], PERMUTATIONS, 1
        )
    signed = np.array(matrix.to_rows(), np.uint32)
    del matrix
    pairs = places[find_candidates(signed, bands, rows)]
    kept = check_pairs(pairs, shingles, chosen.threshold)
    np.savez(chosen.out, pairs=kept, removed=choose_removals(kept))


def find_candidates(signed: np.ndarray, bands: int, rows: int) -> np.ndarray:
    """Returns pairs of rows that share a band: each with its neighbours in the sorted bucket."""
    view = np.ascontiguousarray(signed.reshape(len(signed), bands, rows).transpose(1, 0, 2))
    multipliers = np.random.RandomState(0).randint(1, 2**63, rows, dtype=np.int64).astype(
        np.uint64
    ) | np.uint64(1)
    found = []
    for band in view:
        keys = (band * multipliers).sum(axis=1, dtype=np.uint64)
        order = np.argsort(keys)
        ordered = keys[order]
        for distance in range(1, len(order)):
            same = np.flatnonzero(ordered[distance:] == ordered[:-distance])
            if not len(same):
                break
            a, b = order[same], order[same + distance]
            found.append(np.minimum(a, b) << 32 | np.maximum(a, b))
    codes = np.unique(np.concatenate(found))
    return np.stack((codes >> 32, codes & 0xFFFFFFFF), axis=1)


def check_pairs(pairs: np.ndarray, shingles: list[list[str]], threshold: float) -> np.ndarray:
    """Returns the pairs that reach the threshold."""
    sets: dict[int, frozenset[str]] = {}
    kept = []
    for a, b in pairs.tolist():
        left = sets.get(a) or sets.setdefault(a, frozenset(shingles[a]))
        right = sets.get(b) or sets.setdefault(b, frozenset(shingles[b]))
        shared = len(left & right)
        united = len(left) + len(right) - shared
        if united and shared / united >= threshold:
            kept.append((a, b))
    return np.array(kept, np.int64).reshape(-1, 2)


def choose_removals(pairs: np.ndarray) -> np.ndarray:
    """Returns the later of each pair whose earlier one stays, with that partner."""
    gone: set[int] = set()
    found = []
    for b, a in sorted((b, a) for a, b in pairs.tolist()):
        if b not in gone and a not in gone:
            gone.add(b)
            found.append((b, a))
    return np.array(found, np.int64).reshape(-1, 2)


if __name__ == "__main__":
    main()
