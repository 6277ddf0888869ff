"""The same bytes out, however a run is started."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import corpus_made
from corpus_cost import clean

Report = dict[str, object]
Variant = tuple[tuple[object, ...], dict[str, str]]


def same(scratch: Path, size: int, rounds: int) -> Report:
    """One reference run, and one for each way of starting it; the trees compared file by file."""
    del rounds  # the same is the same
    sources = _corpus(scratch / "in", size)
    out = scratch / "out"
    reference = _tree(sources, out)
    differing: dict[str, list[str]] = {}
    for name, (options, environment) in variants(scratch):
        paths = list(sources)
        if name.startswith("arguments"):
            random.Random(name).shuffle(paths)
        there = _tree(paths, out, *options, environment=environment)
        keys = sorted({*there, *reference})
        differing[name] = [key for key in keys if there.get(key) != reference.get(key)]
    return {
        "what": f"{size:,} bytes; files that differ of {len(reference)}",
        "ours": {name: len(keys) for name, keys in differing.items()},
        "first": {name: keys[:5] for name, keys in differing.items() if keys},
        "met": {name: not keys for name, keys in differing.items()},
    }


def variants(scratch: Path) -> Iterator[tuple[str, Variant]]:
    """Ways to start the same run."""
    for jobs in (1, 2, 4):
        yield f"-j {jobs}", (("-j", jobs), {})
    for turn in range(2):
        yield f"arguments shuffled {turn}", ((), {})
    for seed in ("0", "1", "4294967295"):
        yield f"hash seed {seed}", ((), {"PYTHONHASHSEED": seed})
    for locale in ("C", "C.UTF-8", "POSIX"):
        yield f"locale {locale}", ((), {"LC_ALL": locale})
    narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    yield "locale C in ASCII", ((), narrow)
    if _turkish(scratch / "locales"):
        turkish = {"LOCPATH": str(scratch / "locales"), "LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0"}
        yield "locale tr_TR in Latin 5", ((), turkish)
    for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"):
        yield f"zone {zone}", ((), {"TZ": zone})


def _turkish(folder: Path) -> bool:
    """A locale whose lower case of I is another, made here; not where the sources of locales are missing."""
    folder.mkdir()
    command = ["localedef", "-i", "tr_TR", "-f", "ISO-8859-9", str(folder / "tr_TR.ISO-8859-9")]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _corpus(folder: Path, size: int) -> list[Path]:
    """Half in one file of records, a quarter in text files with names of every kind, a quarter compressed."""
    (folder / "a").mkdir(parents=True)
    corpus_made.tree(folder / "texts", size // 4 // 3200, real=True)  # not those of the records
    (folder / "texts" / "Straße İ.txt").write_text("The ferry line  \n\n\n\nopens in spring.\n", "utf-8")
    (folder / "texts" / "b.txt").write_bytes(b"Caf\xe9 au lait, said the owner of the caf\xe9.\r\n")
    corpus_made.jsonl(folder / "a" / "plain.jsonl", size // 2)
    corpus_made.jsonl(folder / "packed.jsonl.zst", size // 4)
    (folder / "bad.jsonl").write_bytes(b'{"text": 7}\n{"text": "It is well."}\n{"text": "\xff"}\n')
    return sorted(folder.iterdir())


def _tree(
    sources: list[Path], out: Path, *options: object, environment: dict[str, str] | None = None
) -> dict[str, str]:
    """The hashes of all files that a run writes, but for scratch and lock."""
    shutil.rmtree(out, ignore_errors=True)
    run = clean(*sources, "-o", out, *options, environment=environment)
    if run.code != 3:  # of the bad records
        raise SystemExit(f"a run ended with {run.code}: {run.told[-2000:]}")
    own = out / ".cleaner"
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file() and not path.is_relative_to(own / "work") and path != own / "lock"
    }
