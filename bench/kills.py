"""Kills runs at random points, and looks at what they leave.

    python bench/kills.py [--runs 200] [--workers 50] [--seed 1] [--scratch DIR]

Each of `--runs` starts a run of two workers into a new folder or into one that holds the cleaned form of
an older state of the corpus, kills it and its workers with SIGKILL after a random time, and asks: is every
file at its final name whole, of the old state or of the new? Does a second run end, and give the tree of a
run that nobody disturbed, byte for byte? Each of `--workers` kills one worker alone: the run itself must end
well. Exit 1 on any no.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCES = (
    "The ferry line will open in spring, the harbour office said, with four crossings every day.",
    "The night market moves to the old tram depot while the square is dug up for the new drains.",
    "It isnâ€™t clear who will pay for the work that was done on the roof of the reading room.",
    "Nobody in the square could say who had ordered the benches, secu-rity least of all.",
    "A choir of forty sang in the station hall until the last train had left for the coast.",
)
FILES = 1500
LIMIT = 120.0
"""Seconds after which a run hangs."""


def corpus(folder: Path, rng: random.Random) -> None:
    """Small files, and records of the same texts."""
    for number in range(FILES):
        texts = [f"{rng.choice(SENTENCES)} It was day {rng.randrange(40)} of the works.  " for _ in range(3)]
        path = folder / f"{number % 7}/{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n\n\n".join(texts), "utf-8")
    lines = [f'{{"n": {number}, "text": "{rng.choice(SENTENCES)}  "}}\n' for number in range(500)]
    (folder / "records.jsonl").write_text("".join([*lines, '{"text": 7}\n']), "utf-8")


def change(folder: Path, rng: random.Random) -> None:
    """A newer state of the corpus."""
    for path in rng.sample(sorted(folder.rglob("*.txt")), 60):
        if rng.random() < 0.3:
            path.unlink()
        else:
            path.write_text(f"{rng.choice(SENTENCES)}\n\nNew: {rng.randrange(10**6)}.\n", "utf-8")


def start(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run of two workers, in a session of its own."""
    command = [sys.executable, "-m", "cleaner", "clean", str(raw), "-o", str(out), "-j", "2", "-q"]
    return subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def run(raw: Path, out: Path) -> float:
    """A run that nobody disturbs; the seconds that it took."""
    before = time.monotonic()
    process = start(raw, out)
    _, told = process.communicate(timeout=LIMIT)
    if process.returncode != 3:  # one record is bad
        sys.exit(f"a run ended with {process.returncode}: {told.decode()}")
    return time.monotonic() - before


def tree(folder: Path) -> dict[str, bytes]:
    """All files but scratch and lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(folder / ".cleaner/work") and path.name != "lock"
    }


def workers_of(process: int) -> list[int]:
    """The worker processes of a run, from /proc."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            command = (status.parent / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == process and b"spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def partial(folder: Path, known: dict[str, set[bytes]]) -> list[str]:
    """Files at final names that are neither of the old state nor of the new."""
    return [
        name
        for name, data in tree(folder).items()
        if not Path(name).name.startswith(".")
        and name != ".cleaner/pending.json"
        and data not in known.get(name, set())
    ]


def kill_runs(scratch: Path, count: int, rng: random.Random) -> int:
    old, new = scratch / "old", scratch / "in"
    corpus(old, rng)
    shutil.copytree(old, new)
    change(new, rng)
    took = run(new, scratch / "reference")
    # The folder is the same for both: the name of the root stands in the manifest.
    shutil.move(new, scratch / "new")
    shutil.copytree(old, new)
    run(new, scratch / "before")
    shutil.rmtree(new)
    shutil.move(scratch / "new", new)
    reference = tree(scratch / "reference")
    known: dict[str, set[bytes]] = {name: {data} for name, data in reference.items()}
    for name, data in tree(scratch / "before").items():
        known.setdefault(name, set()).add(data)
    wrong = 0
    for number in range(count):
        out = scratch / "out"
        shutil.rmtree(out, ignore_errors=True)
        if number % 2:
            shutil.copytree(scratch / "before", out)
        process = start(new, out)
        time.sleep(rng.uniform(0.05, took * 1.05))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        torn = partial(out, known) if out.exists() else []
        run(new, out)
        if torn or tree(out) != reference:
            wrong += 1
            print(f"run {number}: torn {torn[:3]}, same in the end: {tree(out) == reference}")
    return wrong


def kill_workers(scratch: Path, count: int, rng: random.Random) -> int:
    reference = tree(scratch / "reference")
    wrong = killed = 0
    while killed < count:
        out = scratch / "out"
        shutil.rmtree(out, ignore_errors=True)
        process = start(scratch / "in", out)
        time.sleep(rng.uniform(0.3, 2.0))
        alive = workers_of(process.pid)
        if alive:
            os.kill(rng.choice(alive), signal.SIGKILL)
            killed += 1
        _, told = process.communicate(timeout=LIMIT)
        if process.returncode != 3 or tree(out) != reference:
            wrong += 1
            print(f"worker: exit {process.returncode}, {told.decode()[:300]}")
    return wrong


def main() -> None:
    """Runs both loops and says what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.scratch) as folder:
        rng = random.Random(given.seed)
        before = time.monotonic()
        wrong = kill_runs(Path(folder), given.runs, rng)
        wrong += kill_workers(Path(folder), given.workers, rng)
        seconds = time.monotonic() - before
    print(f"{given.runs} runs and {given.workers} workers killed, {wrong} wrong, {seconds:.0f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
