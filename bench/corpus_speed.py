"""What cleaning a corpus costs: two workers against one, many small files, and datatrove beside it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import corpus_made
from corpus_cost import Cost, clean, cost

Report = dict[str, object]
PEER = Path(__file__).parent / "peers" / "datatrove_peer.py"


def workers(scratch: Path, size: int, rounds: int) -> Report:
    """`-j 2` against `-j 1`, on one file and on eight, taking turns; the wall time of the best round."""
    corpus_made.several(scratch / "eight", size, 8)
    with (scratch / "one.jsonl").open("wb") as one:
        for part in sorted((scratch / "eight").iterdir()):
            with part.open("rb") as file:
                shutil.copyfileobj(file, one)
    ours: dict[str, object] = {}
    ratios = {}
    for name, source in {"one file": scratch / "one.jsonl", "eight files": scratch / "eight"}.items():
        runs: dict[int, list[Cost]] = {1: [], 2: []}
        for _ in range(rounds):
            for jobs, done in runs.items():
                done.append(_anew(source, scratch / "out", "-j", jobs))
        best = {jobs: min(done, key=lambda run: run.wall) for jobs, done in runs.items()}
        for jobs, run in best.items():
            ours[f"{name} -j {jobs}"] = run.figures() | {"phases": phases(run)}
        ratios[name] = round(best[1].wall / best[2].wall, 2)
    return {
        "what": f"{size:,} bytes of JSON Lines, all stages and duplicates; seconds",
        "ours": ours,
        "ratio": ratios,
        "met": {f"{name}: two cores >= 1.8 times one": ratio >= 1.8 for name, ratio in ratios.items()},
    }


def phases(run: Cost) -> dict[str, float]:
    """Wall seconds of the phases as the run tells them: what is neither comparing nor writing is start,
    cleaning, and putting the files in their places. Beside it the work of the stages, all workers added."""
    told = run.summary["seconds"]
    found = {name: round(told.get(name, 0.0), 1) for name in ("duplicates", "writing")}
    rest = round(run.wall - sum(found.values()), 1)
    stages = sum(spent for name, spent in told.items() if name not in found)
    return {"the rest": rest, **found, "work of stages": round(stages, 1)}


def _anew(source: Path, out: Path, *options: object) -> Cost:
    """A run into a folder that is not there yet."""
    shutil.rmtree(out, ignore_errors=True)
    run = clean(source, "-o", out, *options)
    if run.code:
        raise SystemExit(f"a run ended with {run.code}: {run.told[-2000:]}")
    shutil.rmtree(out)
    return run


def files(scratch: Path, number: int, rounds: int) -> Report:
    """Text files of 3 kB: a first run, one with nothing changed, and one with one file changed."""
    del rounds  # what a second run costs is a figure of its own
    source, out = scratch / "in", scratch / "out"
    corpus_made.tree(source, number)
    runs = {"first": clean(source, "-o", out), "nothing changed": clean(source, "-o", out)}
    changed = next(source.rglob("*.txt"))
    changed.write_text("The ferry line opens in spring.\n\n" + changed.read_text("utf-8"), "utf-8")
    runs["one changed"] = clean(source, "-o", out)
    own = [path for path in (out / ".cleaner").rglob("*") if path.is_file()]
    kept = [path for path in own if path.is_relative_to(out / ".cleaner" / "work")]
    return {
        "what": f"{number:,} text files of 3 kB, -j 0; seconds",
        "ours": {name: run.figures() | {"phases": phases(run)} for name, run in runs.items()},
        "files under .cleaner": {"record": len(own) - len(kept), "scratch": len(kept)},
        "bytes under .cleaner": {
            "record": _bytes(set(own) - set(kept)),
            "scratch": _bytes(kept),
        },
        "met": {"all ended well": all(run.code == 0 for run in runs.values())},
    }


def _bytes(paths: set[Path] | list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def datatrove(scratch: Path, size: int, rounds: int) -> Report:
    """Bytes of text a CPU second, beside datatrove: one process each, in turn, the best of the rounds.

    The paragraphs are real ones: what stages and tokenizers take depends on the words.
    """
    source = scratch / "in" / "made.jsonl.zst"
    source.parent.mkdir()
    corpus_made.jsonl(source, size, real=True)
    python = os.environ.get("CLEANER_DATATROVE", sys.executable)
    programs: dict[str, Callable[[], Cost]] = {
        "ours": partial(_anew, source, scratch / "out", "-j", 1),
        "ours, duplicates off": partial(_anew, source, scratch / "out", "-j", 1, "--duplicates", "off"),
        "datatrove": partial(_peer, python, source.parent, scratch / "peer"),
        "datatrove, C4 lines alone": partial(_peer, python, source.parent, scratch / "peer", "--lines-alone"),
    }
    _anew(source, scratch / "out", "-j", 1)  # the first run compiles what an installer would have compiled
    runs: dict[str, list[Cost]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            runs[name].append(program())
    best = {name: min(done, key=lambda run: run.cpu) for name, done in runs.items()}
    ratios = {
        name: round(run.cpu / best["ours"].cpu, 2)
        for name, run in best.items()
        if name.startswith("datatrove")
    }
    return {
        "what": f"{size:,} bytes of JSON Lines of 3 kB documents, in Zstandard",
        **{
            name: run.figures() | {"MB a CPU s": round(size / 1e6 / run.cpu, 2)} for name, run in best.items()
        },
        "ratio": ratios,
        "met": {f"10 times the throughput of {name}": ratio >= 10 for name, ratio in ratios.items()},
    }


def _peer(python: str, source: Path, scratch: Path, *options: str) -> Cost:
    shutil.rmtree(scratch, ignore_errors=True)
    run = cost([python, str(PEER), str(source), str(scratch), *options], {"PYTHONPATH": ""})
    if run.code or not any((scratch / "out").iterdir()):
        raise SystemExit(f"datatrove ended with {run.code}: {run.told[-2000:]}")
    shutil.rmtree(scratch)
    return run
