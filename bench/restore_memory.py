"""Cleans, restores and verifies a plain JSONL file of some size, and prints the peak of memory of each.

Every fiftieth line is broken, every other text is changed. Exits 1 unless the file comes back byte for byte.

    python bench/restore_memory.py --megabytes 50 --scratch /tmp/scratch
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from filecmp import cmp
from pathlib import Path


def write(path: Path, size: int) -> None:
    """Lines of made-up words, of about 3 kB."""
    dice = random.Random(3)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(2, 9))) for _ in range(20_000)]
    written = number = 0
    with path.open("wb") as file:
        while written < size:
            number += 1
            text = "\n\n".join(" ".join(dice.choices(words, k=80)).capitalize() + "." for _ in range(6))
            line = json.dumps({"id": number, "text": text + "  " * (number % 2)}).encode()
            written += file.write((b"{broken" if number % 50 == 0 else line) + b"\n")


def peak(*arguments: object) -> tuple[int, float]:
    """The largest memory of a command in MiB, and its processor seconds. A bad record is no failure."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *map(str, arguments)], stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"{arguments[0]}: exit code {process.returncode}")
    return usage.ru_maxrss >> 10, usage.ru_utime + usage.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--scratch", type=Path, required=True)
    options = parser.parse_args()
    raw, clean, back = (options.scratch / name for name in ("raw", "clean", "back"))
    for folder in (raw, clean, back):
        shutil.rmtree(folder, ignore_errors=True)
    raw.mkdir(parents=True)
    write(raw / "a.jsonl", options.megabytes * 1_000_000)
    for command in (
        ("clean", raw, "-o", clean, "-q", "--duplicates", "off"),
        ("restore", clean, "-o", back),
        ("verify", clean, "--read-data"),
    ):
        memory, seconds = peak(*command)
        print(f"{command[0]:8} {memory:6,} MiB {seconds:8.1f} s")
    return 0 if cmp(raw / "a.jsonl", back / "a.jsonl", shallow=False) else 1


if __name__ == "__main__":
    sys.exit(main())
