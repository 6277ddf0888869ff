"""Memory and time of the duplicate stage on corpora that outgrow memory, in files."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
DATA = Path(os.environ.get("CLEANER_BENCH", HERE.parent.parent / "shared" / "bench"))
PROGRAM = HERE / "duplicates_room.py"
Report = dict[str, object]

_NOVEL = 0.25
"""The share of words that are drawn anew: a corpus that grows has ever new names and pairs of words."""
_NEAR = 0.05
_REMEMBERED = 100_000


def make_paragraphs(count: int, *, plain: bool = False) -> Iterator[str]:
    """Yields paragraphs of about 300 bytes.

    They are sentences of the bench file with a quarter of their words exchanged for one of a million; every
    twentieth is an earlier one with a word or two changed. With `plain`, only words of letters alone are
    exchanged, so that the marks and hyphens between them are those of prose.
    """
    draw = random.Random(11)
    sentences: list[list[str]] = []
    with gzip.open(DATA / "para-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found = re.split(r"(?<=[.!?]) ", " ".join(json.loads(line)["text"].split()))
            sentences += [sentence.split(" ") for sentence in found if 30 <= len(sentence) <= 250]
    words = sorted(
        {
            word
            for sentence in sentences
            for word in sentence
            if word.islower() and (word.isalpha() or not plain)
        }
    )
    heads, tails = [word[: len(word) // 2] for word in words], [word[len(word) // 2 :] for word in words]
    pool = [draw.choice(heads) + draw.choice(tails) for _ in range(1_000_000)]
    chance = draw.random
    before: list[list[str]] = []
    for place in range(count):
        if before and chance() < _NEAR:
            paragraph = before[int(chance() * len(before))].copy()
            for _ in range(1 + int(chance() * 2)):
                paragraph[int(chance() * len(paragraph))] = pool[int(chance() * len(pool))]
        else:
            paragraph, length = [], 0
            while length < 36:
                sentence = sentences[int(chance() * len(sentences))]
                length += len(sentence)
                paragraph += [
                    pool[int(chance() * 1_000_000)]
                    if chance() < _NOVEL and (word.isalpha() or not plain)
                    else word
                    for word in sentence
                ]
        if len(before) < _REMEMBERED:
            before.append(paragraph)
        elif not place % 50:
            before[int(chance() * _REMEMBERED)] = paragraph
        yield " ".join(paragraph)


def write_corpus(path: Path, count: int) -> None:
    """Writes a corpus, one paragraph a line."""
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for paragraph in make_paragraphs(count):
            lines.write(paragraph + "\n")


def run_decision(corpus: Path, scratch: Path, count: int, *options: str) -> dict[str, object]:
    """Runs the decision in a process of its own; returns its report."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    command = [sys.executable, PROGRAM, corpus, scratch, "--count", str(count), *options]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def measure_memory(rounds: int) -> Report:
    """Measures 0.7 and 7 million paragraphs of about 300 bytes."""
    del rounds  # one round: seven million take minutes
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        write_corpus(corpus, 7_000_000)
        costs = {f"{count}": run_decision(corpus, Path(folder), count) for count in (700_000, 7_000_000)}
    return {
        "what": "the default settings; CPU seconds, wall, MiB",
        "ours": costs,
        "met": {"7 M within 1 GB": costs["7000000"]["mib"] <= 1024},
    }


BENCHMARKS = {"duplicates-memory": measure_memory}
