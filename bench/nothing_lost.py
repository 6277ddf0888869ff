"""Cleans a large mixed corpus, verifies it, restores it, and compares every file by its hash.

The corpus is made of the texts of a folder of labelled sets (JSON Lines, of other people, which stay where
they are), of the repository's own sample, and of bytes of every value. Every ninth text is written in one of
eight encodings. Prints sizes and times; exits 1 if a single byte is lost.

    python bench/nothing_lost.py --data ../eval --megabytes 100 --scratch /tmp/scratch
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from cleaner.catalogue import RULES
from cleaner.config import Configuration
from cleaner.corpus import clean_sources
from cleaner.corpus.run import Run
from cleaner.corpus.run_options import RunOptions
from cleaner.formats.sources import find_sources
from cleaner.store import trail
from cleaner.store.archive import Archive
from cleaner.store.compress import decompress
from cleaner.store.folder import WORK, OutputFolder
from cleaner.store.manifest import NAME
from cleaner.store.restore import restore
from cleaner.store.verify import verify

ENCODINGS = ("cp1252", "latin-1", "utf-16", "utf-32", "shift_jis", "gb18030", "koi8-r", "utf-8-sig")
DOCUMENT = 4_000
"""Characters of text, at least, that make a document; a news article has about as many."""


def texts(data: Path) -> Iterator[str]:
    """Every string of some length in the labelled sets."""
    for path in sorted(data.rglob("*.jsonl")):
        for line in path.read_text("utf-8").split("\n"):
            stack: list[object] = [json.loads(line)] if line.strip() else []
            while stack:
                value = stack.pop()
                if isinstance(value, str) and len(value) > 40:
                    yield value
                elif isinstance(value, dict):
                    stack += value.values()
                elif isinstance(value, list):
                    stack += value


def write(folder: Path, data: Path, size: int) -> int:
    """The corpus, of about `size` bytes; returns how many it has."""
    dice = random.Random(11)
    samples = [path.read_bytes() for path in sorted((Path(__file__).parent.parent / "seeds").iterdir())]
    pool = list(texts(data))
    written = number = 0
    while written < size:
        pieces: list[str] = []
        while sum(map(len, pieces)) < DOCUMENT:
            pieces.append(dice.choice(pool))
        encoding = ENCODINGS[number // 9 % len(ENCODINGS)] if number % 9 == 0 else "utf-8"
        encoded = "\n\n".join(pieces).encode(encoding, "replace")
        if number % 50 == 1:
            encoded = dice.choice(samples)
        elif number % 50 == 2:
            encoded = bytes(range(256)) * dice.randrange(1, 5) + dice.randbytes(dice.randrange(200))
        path = folder / f"{number // 1000:02}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded)
        written += len(encoded)
        number += 1
    return written


def hashes(folder: Path) -> dict[str, str]:
    """The hash of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def main() -> int:
    """Runs all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--scratch", type=Path, required=True)
    told = parser.parse_args()
    raw, clean, again = (told.scratch / name for name in ("raw", "clean", "again"))
    for folder in (raw, clean, again):
        shutil.rmtree(folder, ignore_errors=True)
    size = write(raw, told.data, told.megabytes * 1_000_000)
    before = hashes(raw)
    print(f"raw        {len(before):,} files, {size:,} bytes")
    seconds: dict[str, float] = {}

    def clock(name: str, start: float) -> None:
        seconds[name] = time.perf_counter() - start

    start = time.perf_counter()
    configuration = Configuration()
    sources = find_sources([raw])
    outcomes = clean_sources(sources, configuration)
    clock("check", start)
    start = time.perf_counter()
    entries = [
        trail.DecodedDocument(outcome.name, outcome.decoded, outcome.document)
        for outcome in outcomes
        if outcome.problem is None and outcome.decoded is not None
    ]
    trails = trail.encode_files("full", entries, RULES)
    clock("trail", start)
    start = time.perf_counter()
    done = Run(sources, configuration, RunOptions(clean / WORK, clean)).run()
    OutputFolder.open(clean).commit(done.files)
    clock("run", start)
    packed = sum(map(len, trails.values()))
    plain = sum(
        len(decompress(data, name) if name.endswith(".zst") else data) for name, data in trails.items()
    )
    edits = sum(len(step.edits) for outcome in outcomes for step in outcome.document.trail)
    print(f"trail      {edits:,} edits, {plain:,} bytes, {packed:,} packed: {packed / size:.1%} of raw")
    print(f"manifest   {(clean / NAME).stat().st_size:,} bytes")
    start = time.perf_counter()
    damages = list(verify(clean, read_data=True))
    clock("verify --read-data", start)
    start = time.perf_counter()
    restored = sum(not each.damage for each in restore(clean, again))
    clock("restore", start)
    lost = [name for name, digest in before.items() if hashes_of(again, name) != digest]
    statuses = [record.status for record in Archive.open(clean).manifest.documents]
    print(f"documents  {', '.join(f'{statuses.count(s):,} {s}' for s in sorted(set(statuses)))}")
    for name, took in seconds.items():
        print(f"{name:<20} {took:7.1f} s")
    whole = seconds["run"]
    print(f"making the trail is {seconds['trail'] / whole:.1%} of a run of {whole:.1f} s")
    print(f"restored {restored:,} files, {len(lost)} differ, {len(damages)} damaged")
    return int(bool(lost or damages or len(before) != restored))


def hashes_of(folder: Path, name: str) -> str:
    """The hash of one file, empty where there is none."""
    path = folder / name
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
