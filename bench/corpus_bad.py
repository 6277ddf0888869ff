"""2,000 records with every kind of bad one put in: whether any other is lost, and what is said of each."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from corpus_cost import ROOT, Cost, clean

from cleaner import zstd
from cleaner.corpus.prepare_task import MOST_PROBLEMS

Report = dict[str, object]
INNOCENT = 2000
LARGE = 200 << 20


class Culprit(NamedTuple):
    """A record that must be refused: its line, the byte of the file that must be named, and why."""

    line: int
    byte: int
    says: str


class Told(NamedTuple):
    """What became of a run: how many innocent records were looked for, those that are not in its output,
    and culprits that are not told of."""

    innocent: int
    lost: list[str]
    untold: list[Culprit]
    code: int

    @property
    def well(self) -> bool:
        """Nobody lost, everybody told of, and the exit code of documents in quarantine."""
        return self.innocent > 0 and not self.lost and not self.untold and self.code == 3


def containment(scratch: Path, size: int, rounds: int) -> Report:
    """Plain, cut short in gzip and Zstandard, repeated ids, a line of 200 MB, and null texts in Parquet."""
    del size, rounds
    scratch.joinpath("in").mkdir()
    lines, culprits = _lines()
    plain = scratch / "in" / "a.jsonl"
    plain.write_bytes(b"".join(lines))
    other = scratch / "in" / "b.jsonl"
    other.write_bytes(b"".join(_line(number) for number in range(10**6, 10**6 + INNOCENT)))
    found = {"plain": _judged(plain, _texts(lines, culprits), culprits)}
    found["two files, -j 2"] = _judged(plain, _texts(lines, culprits), culprits, other, "-j", 2)
    for suffix in ("gz", "zst"):
        found[f"{suffix}, cut short"] = _cut_short(plain, suffix, culprits)
    found["repeated ids"] = _repeated(scratch / "in" / "ids.jsonl")
    found["a line of 200 MB"] = _large(scratch / "in" / "large.jsonl")
    found["Parquet with nulls"] = _nulls(scratch / "in" / "nulls.parquet")
    return {
        "what": f"{INNOCENT:,} innocent records, {len(culprits)} kinds of bad ones",
        "ours": {
            name: {
                "innocent": told.innocent,
                "lost": len(told.lost),
                "not told": len(told.untold),
                "exit": told.code,
            }
            for name, told in found.items()
        },
        "first": {name: (told.lost[:2], told.untold[:2]) for name, told in found.items() if not told.well},
        "met": {f"{name}: nobody lost, everybody told of": told.well for name, told in found.items()},
    }


def _line(number: int) -> bytes:
    # Texts are unlike each other: duplicates are no business of this measure.
    words = " ".join(f"w{number * 31 + step * 7919:x}" for step in range(12))
    return json.dumps({"id": number, "text": f"Record {words}."}).encode() + b"\n"


def _lines() -> tuple[list[bytes], list[Culprit]]:
    """The records of the test of the format, in one file."""
    sys.path.insert(0, str(ROOT / "tests" / "formats"))
    from test_jsonl_bad import BAD, BOM

    lines: list[bytes] = []
    culprits: list[Culprit] = []
    offset = 0
    kinds = iter(BAD.values())
    for number in range(1, INNOCENT + len(BAD) + 1):
        line = _line(number)
        if number % 60 == 2 and (kind := next(kinds, None)):
            bad, says, at = kind
            line = bad + b"\n"
            assert not bad.startswith(BOM) or offset
            culprits.append(Culprit(number, offset + at, says))
        lines.append(line)
        offset += len(line)
    return lines, culprits


def _texts(lines: Iterable[bytes], culprits: Iterable[Culprit]) -> list[str]:
    bad = {culprit.line for culprit in culprits}
    return [json.loads(line)["text"] for number, line in enumerate(lines, 1) if number not in bad]


def _run(source: Path, *options: object) -> tuple[Cost, Path]:
    out = source.parent.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    return clean(source, "-o", out, "--max-record", "2M", *options), out / source.name


def _judged(source: Path, texts: list[str], culprits: list[Culprit], *options: object) -> Told:
    """Runs the command line over JSON Lines, and looks for each record."""
    run, out = _run(source, *options)
    data = out.read_bytes() if out.exists() else b""
    if source.suffix == ".gz":
        data = gzip.decompress(data)
    elif source.suffix == ".zst":
        data = zstd.import_zstd().decompress(data)
    written = {json.loads(line)["text"] for line in data.splitlines()}
    lost = [text for text in texts if text not in written]
    return Told(len(texts), lost, _untold(run, source, culprits), run.code)


def _untold(run: Cost, source: Path, culprits: list[Culprit]) -> list[Culprit]:
    """The culprits that no line of stderr names with file, line, byte and reason."""
    assert len(culprits) <= MOST_PROBLEMS
    said = [line for line in run.told.splitlines() if not line.startswith("{")]
    return [
        culprit
        for culprit in culprits
        if not any(
            line.startswith((f"error: {source}:{culprit.line}: ", f"error: {source.name}:{culprit.line}: "))
            and culprit.says in line
            and f"byte {culprit.byte}" in line
            for line in said
        )
    ]


def _cut_short(plain: Path, suffix: str, culprits: list[Culprit]) -> Told:
    """The file compressed and cut after nine tenths: innocent is who stands before the cut."""
    data = plain.read_bytes()
    packed = gzip.compress(data, mtime=0) if suffix == "gz" else zstd.import_zstd().compress(data)
    packed = packed[: len(packed) * 9 // 10]
    path = plain.with_name(f"a.jsonl.{suffix}")
    path.write_bytes(packed)
    if suffix == "gz":
        left = zlib.decompressobj(31).decompress(packed)
    else:
        left = zstd.import_zstd().ZstdDecompressor().decompress(packed)
    whole = left[: left.rfind(b"\n") + 1]
    lines = whole.splitlines(keepends=True)
    told = [culprit for culprit in culprits if culprit.line <= len(lines)]
    end = Culprit(len(lines) + 1, len(whole), "")
    found = _judged(path, _texts(lines, told), told)
    run, _ = _run(path)
    named = any(
        f"{path.name}:{end.line}: " in line or f"{path.name}: " in line for line in run.told.splitlines()
    )
    return found if named else found._replace(untold=[*found.untold, end])


def _repeated(path: Path) -> Told:
    """Every hundredth record has the id of the one before."""
    lines, culprits, offset = [], [], 0
    for number in range(1, INNOCENT + 1):
        line = _line(number)
        if number % 100 == 0:
            record = json.loads(line) | {"id": number - 1}
            line = json.dumps(record).encode() + b"\n"
            culprits.append(Culprit(number, offset, "has the id"))
        lines.append(line)
        offset += len(line)
    path.write_bytes(b"".join(lines))
    return _judged(path, _texts(lines, culprits), culprits, "--id-field", "id")


def _large(path: Path) -> Told:
    """A line of 200 MB in the middle, under the default limit."""
    lines = [_line(number) for number in range(1, INNOCENT + 1)]
    half = INNOCENT // 2
    with path.open("wb") as file:
        file.writelines(lines[:half])
        offset = file.tell()
        file.write(b'{"text": "')
        for _ in range(LARGE >> 20):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n')
        file.writelines(lines[half:])
    culprit = Culprit(half + 1, offset, "is larger than the limit")
    told = _judged(path, _texts(lines, ()), [culprit], "--max-record", "64M")
    path.unlink()
    return told


def _nulls(path: Path) -> Told:
    """Rows of Parquet, every hundredth without a text: a row has a number and no byte."""
    import pyarrow
    from pyarrow import parquet

    texts = [json.loads(_line(number))["text"] for number in range(1, INNOCENT + 1)]
    rows = [None if number % 100 == 0 else text for number, text in enumerate(texts, 1)]
    parquet.write_table(pyarrow.table({"n": range(INNOCENT), "text": rows}), path, row_group_size=500)
    run, out = _run(path)
    written = set(parquet.read_table(out)["text"].to_pylist()) if out.exists() else set()
    said = [line for line in run.told.splitlines() if not line.startswith("{")]
    untold = [
        Culprit(number, 0, "null")
        for number, text in enumerate(rows, 1)
        if text is None and not any(f"{path.name}:{number}: " in line and "null" in line for line in said)
    ]
    innocent = [text for text in rows if text is not None]
    return Told(len(innocent), [text for text in innocent if text not in written], untold, run.code)
