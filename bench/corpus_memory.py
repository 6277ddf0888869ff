"""The memory of a run, all its processes together: corpora of two sizes, and single lines past all limits."""

from __future__ import annotations

import shutil
import struct
import zlib
from itertools import product
from pathlib import Path

import corpus_made
from corpus_cost import Cost, clean

Report = dict[str, object]
BEFORE = b'{"text": "The ferry line opens in spring."}\n'
AFTER = b'{"text": "The night market moves to the old depot."}\n'
BLOCK = 16 << 20


def memory(scratch: Path, size: int, rounds: int) -> Report:
    """Peaks at `size` and at a tenth of it, and of a line and a compressed line (five times) as large."""
    del rounds  # a peak is a peak
    sizes = {"small": size // 10, "large": size}
    for name, own in sizes.items():
        corpus_made.jsonl(scratch / f"{name}.jsonl", own)
    runs: dict[str, Cost] = {}
    met: dict[str, bool] = {}
    for duplicates, jobs in product(("drop", "off"), (2, 1)):
        case = f"duplicates {duplicates} -j {jobs}"
        for name in sizes:
            options = ("--duplicates", duplicates, "-j", jobs)
            runs[f"{name}, {case}"] = measured(scratch / f"{name}.jsonl", scratch / "out", *options)
        large, small = runs[f"large, {case}"].pss, runs[f"small, {case}"].pss
        met[f"{case}: {large} <= 1.1 times {small} MiB"] = large <= 1.1 * small
        met[f"{case}: {large} MiB <= 1 GiB"] = large <= 1024
    for name in sizes:
        (scratch / f"{name}.jsonl").unlink()
    for name, path in lines(scratch, size).items():
        for jobs in (1, 2):
            run = runs[f"{name} -j {jobs}"] = measured(path, scratch / "out", "-j", jobs, code=3)
            found = run.summary["counts"]
            met[f"{name} -j {jobs}: {run.pss} MiB <= 300"] = run.pss <= 300
            met[f"{name} -j {jobs}: two neighbours kept"] = found["documents_written"] == 2
        path.unlink()
    return {
        "what": f"{size:,} bytes and a tenth of it; sums of the pages of all processes",
        "ours": {name: run.figures() for name, run in runs.items()},
        "met": met,
    }


def measured(source: Path, out: Path, *options: object, code: int = 0) -> Cost:
    """A run into a new folder, its memory looked at."""
    shutil.rmtree(out, ignore_errors=True)
    run = clean(source, "-o", out, *options, memory=True)
    if run.code != code:
        raise SystemExit(f"a run ended with {run.code}: {run.told[-2000:]}")
    shutil.rmtree(out)
    return run


def lines(scratch: Path, size: int) -> dict[str, Path]:
    """A line of so many bytes, plain, and one of five times as many in gzip, each with two neighbours."""
    plain, bomb = scratch / "line.jsonl", scratch / "bomb.jsonl.gz"
    with plain.open("wb") as file:
        file.write(BEFORE + b'{"text": "')
        for _ in range(-(-size // BLOCK)):
            file.write((b"word " * (BLOCK // 5 + 1))[:BLOCK])
        file.write(b'"}\n' + AFTER)
    _bomb(bomb, -(-5 * size // BLOCK))
    return {f"a line of {size:,} bytes": plain, f"a gzip line of {5 * size:,} bytes": bomb}


def _bomb(path: Path, blocks: int) -> None:
    """One member of gzip. Its block is compressed once: a full flush makes it whole in itself."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"x" * BLOCK
    before, after = BEFORE + b'{"text": "', b'"}\n' + AFTER
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(before)
    with path.open("wb") as file:
        file.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + head)
        for _ in range(blocks):
            file.write(middle)
            check = zlib.crc32(block, check)
        file.write(packer.compress(after) + packer.flush())
        size = len(before) + blocks * BLOCK + len(after)
        file.write(struct.pack("<II", zlib.crc32(after, check), size & 0xFFFFFFFF))
