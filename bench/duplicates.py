"""The benchmarks of the duplicate stage: speed and truth beside peers, growth, floods."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

HERE = Path(__file__).parent
DATA = Path(os.environ.get("CLEANER_BENCH", HERE.parent.parent / "shared" / "bench"))
OURS = HERE / "duplicates_ours.py"
RENSA = HERE / "peers" / "rensa_peer.py"
DATASKETCH = HERE / "peers" / "datasketch_peer.py"
Report = dict[str, object]


class Cost(NamedTuple):
    """What a process cost."""

    cpu: float
    wall: float
    mib: int


def run_program(program: Path, *arguments: object) -> Cost:
    """Runs a program of this folder to its end; ends the benchmark where it fails."""
    environment = os.environ | {
        "PYTHONPATH": str(HERE.parent),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, program, *map(str, arguments)], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{program.name} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss // 1024)


def take_best(runs: list[Cost]) -> Cost:
    """Returns the least CPU and wall time of several runs, and the largest memory."""
    return Cost(min(r.cpu for r in runs), min(r.wall for r in runs), max(r.mib for r in runs))


def read_true_pairs(name: str, threshold: float) -> np.ndarray:
    """Returns the exact pairs at a threshold, as `earlier << 32 | later`."""
    record = np.dtype([("i", "<i4"), ("j", "<i4"), ("jaccard", "<f4")])
    pairs = np.fromfile(DATA / f"para-100k.{name}.bin", record)
    pairs = pairs[pairs["jaccard"] >= np.float32(threshold)]
    return np.unique(_encode(pairs["i"], pairs["j"]))


def _encode(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = a.astype(np.int64), b.astype(np.int64)
    return np.minimum(a, b) << 32 | np.maximum(a, b)


def judge_output(out: Path, exact: np.ndarray) -> dict[str, float]:
    """Returns recall and precision of the pairs, the share of removals with a true partner, and how many
    groups lost every member."""
    with np.load(out) as result:
        pairs, removed = result["pairs"], result["removed"]
        forms = result["forms"] if "forms" in result.files else np.arange(1 + int((exact & 0xFFFFFFFF).max()))
    found = np.unique(_encode(pairs[:, 0], pairs[:, 1]))
    a, b = forms[exact >> 32], forms[exact & 0xFFFFFFFF]  # copies stand for their first
    hit = np.isin(_encode(a, b), found) | (a == b)
    gone = set(removed[:, 0].tolist())
    partners = np.isin(_encode(removed[:, 0], removed[:, 1]), exact)
    return {
        "recall": round(float(hit.mean()), 5),
        "precision": round(float(np.isin(found, exact).mean()), 5),
        "removed": len(gone),
        "removed_with_partner": round(float(partners.mean()), 5),
        "partners_that_went": sum(partner in gone for partner in removed[:, 1].tolist()),
        "groups_lost": _count_lost_groups(exact, gone),
    }


def _count_lost_groups(exact: np.ndarray, gone: set[int]) -> int:
    """Counts the connected groups of true pairs of which every member was removed."""
    root: dict[int, int] = {}

    def find(node: int) -> int:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for code in exact.tolist():
        root[find(code >> 32)] = find(code & 0xFFFFFFFF)
    kept = {find(node) for node in list(root) if node not in gone}
    return len({find(node) for node in list(root)} - kept)


def _unpack_paragraphs(folder: Path) -> Path:
    path = folder / "paragraphs.jsonl"
    with gzip.open(DATA / "para-100k.jsonl.gz") as packed:
        path.write_bytes(packed.read())
    return path


def compare_with_peers(shingle: str, name: str, threshold: float) -> Callable[[int], Report]:
    """Makes the benchmark of one shingle: all programs from raw text, in turn."""

    def run(rounds: int) -> Report:
        exact = read_true_pairs(name, threshold)
        programs = {"ours": (OURS,), "rensa": (RENSA, "--flags"), "datasketch": (DATASKETCH,)}
        costs: dict[str, list[Cost]] = {program: [] for program in programs}
        with tempfile.TemporaryDirectory() as folder:
            source = _unpack_paragraphs(Path(folder))
            for turn in range(rounds):
                for program, (script, *flags) in programs.items():
                    if program != "datasketch" or turn == 0:  # half a minute, and far from the bar
                        out = Path(folder) / f"{program}.npz"
                        options = ("--shingle", shingle, "--threshold", threshold, *flags)
                        costs[program].append(run_program(script, source, out, *options))
            figures = {program: judge_output(Path(folder) / f"{program}.npz", exact) for program in programs}
        cost = {program: take_best(runs) for program, runs in costs.items()}
        ours, quality = cost["ours"], figures["ours"]
        ratios = {peer: round(ours.cpu / cost[peer].cpu, 3) for peer in ("rensa", "datasketch")}
        return {
            "what": f"139,948 paragraphs from raw text, {shingle} at {threshold}",
            "ours": {**ours._asdict(), **quality},
            "rensa": {**cost["rensa"]._asdict(), **figures["rensa"]},
            "datasketch": {**cost["datasketch"]._asdict(), **figures["datasketch"]},
            "ratio": ratios,
            "met": {
                "recall >= 0.999": quality["recall"] >= 0.999,
                "precision 1.0": quality["precision"] == 1.0,
                "every removal has a partner": quality["removed_with_partner"] == 1.0,
                "no group lost": quality["groups_lost"] == 0,
                "CPU <= 0.45 of rensa": ratios["rensa"] <= 0.45,
                "CPU <= 0.12 of datasketch": ratios["datasketch"] <= 0.12,
                "peak <= 600 MiB": ours.mib <= 600,
            },
        }

    return run


def measure_growth(rounds: int) -> Report:
    """Measures the time a paragraph takes at 0.1, 0.3 and 1 million paragraphs of recombined sentences."""
    sizes = (100_000, 300_000, 1_000_000)
    costs = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            source = Path(folder) / "grown.jsonl"
            _write_jsonl(source, recombine_sentences(size))
            costs[size] = take_best(
                [run_program(OURS, source, Path(folder) / "out.npz") for _ in range(rounds)]
            )
    micros = {size: round(cost.cpu / size * 1e6, 2) for size, cost in costs.items()}
    ratio = round(micros[sizes[-1]] / micros[sizes[0]], 3)
    return {
        "what": "CPU microseconds a paragraph, word:5 at 0.8",
        "ours": {str(size): {**cost._asdict(), "micros": micros[size]} for size, cost in costs.items()},
        "ratio": ratio,
        "met": {"grows <= 1.3 times": ratio <= 1.3, "1 M within 1 GB": costs[sizes[-1]].mib <= 1024},
    }


def measure_floods(rounds: int) -> Report:
    """Measures 200,000 identical paragraphs, and such as differ in a word, beside as many unrelated ones."""
    size = 200_000
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in _FLOODS:
            source = Path(folder) / "flood.jsonl"
            _write_jsonl(source, make_flood(kind, size))
            options = ("--shingle", "word:3", "--threshold", 0.6, "--revisions", "--containment", 1)
            costs[kind] = take_best(
                [run_program(OURS, source, Path(folder) / "o.npz", *options) for _ in range(rounds)]
            )
    ratio = round(costs["one word"].cpu / costs["unrelated"].cpu, 3)
    return {
        "what": f"{size:,} paragraphs of {len(_FRAME)} words, word:3 at 0.6, revisions on",
        "ours": {kind: cost._asdict() for kind, cost in costs.items()},
        "ratio": ratio,
        "met": {
            "identical <= 10 s": costs["identical"].wall <= 10,
            "one word <= 1.5 times unrelated": ratio <= 1.5,
        },
    }


_SENTENCE = (
    "the harbour office said in the morning that the ferry to the outer islands would leave an "
    "hour late because of fog in the strait and that travellers should wait in the hall where "
    "tea and bread would be served until the pilots gave the word and the gates were opened "
    "again for cars and carts and people on foot as usual"
)
_FRAME = _SENTENCE.split()
"""The words of a paragraph of a flood."""


_FLOODS: dict[str, Callable[[random.Random, list[str], int], str]] = {
    "unrelated": lambda draw, words, _: " ".join(draw.choices(words, k=len(_FRAME))),
    "identical": lambda draw, words, _: " ".join(_FRAME),
    "one word": lambda draw, words, i: " ".join((*_FRAME[:30], _spell(i), *_FRAME[31:])),
    "one figure": lambda draw, words, i: " ".join((*_FRAME[:30], str(i), *_FRAME[31:])),
}


def make_flood(kind: str, size: int) -> Iterator[str]:
    """Yields so many paragraphs of a kind of flood."""
    draw = random.Random(7)
    words = [f"word{n:x}" for n in range(30_000)]
    return (_FLOODS[kind](draw, words, i) for i in range(size))


def _spell(number: int) -> str:
    """Returns a number as a word without digits."""
    return "x" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def _write_jsonl(path: Path, texts: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for text in texts:
            lines.write(json.dumps({"text": text}) + "\n")


def recombine_sentences(size: int) -> Iterator[str]:
    """Yields paragraphs of sentences drawn from the bench file; every tenth is the one before it with a
    sentence less."""
    draw = random.Random(11)
    sentences: list[str] = []
    with gzip.open(DATA / "para-100k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            sentences += re.split(r"(?<=[.!?]) ", json.loads(line)["text"])
    before: list[str] = []
    for place in range(size):
        chosen = before[:-1] if place % 10 == 9 and len(before) > 3 else draw.choices(sentences, k=4)
        yield " ".join(chosen)
        before = chosen


BENCHMARKS: dict[str, Callable[[int], Report]] = {
    "duplicates-word5": compare_with_peers("word:5", "w5", 0.8),
    "duplicates-word3": compare_with_peers("word:3", "w3", 0.7),
    "duplicates-growth": measure_growth,
    "duplicates-floods": measure_floods,
}
