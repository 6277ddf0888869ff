"""Small files that a stranger may have made, changed at random, where commands find them.

The targets of `fuzzing` call the readers. Here whole commands run in this process, as a user runs them: what
one reader lets through another part may fail on.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from fuzzing.execute import execute
from fuzzing.loop import spell_input
from fuzzing.mutate import Mutator
from fuzzing.scratch import get_scratch
from fuzzing.target import Target

from promises.promise import Promise
from tests.console import run

TEXT = b"The board met on Tues-day.  \n\n\n\nIt met again.\n"
SPANS = b'{"document": "a.txt", "spans": [[4, 9], {"start": 17, "end": 25, "label": "DAY"}]}\n'
BASELINE = b'{"format": 1, "findings": [\n  ["raw/a.txt","whitespace.trailing","' + b"0" * 64 + b'"]\n]}\n'
MARK = (
    b'"rule": "hyphenation.broken-word", "removed_sha256": "'
    + b"a" * 64
    + b'", "before": "on", "after": "It"'
)
OPTIONS = b"select = ['hyphenation']\nexclude = ['*.md']\n[per-path.'**/b*']\nignore = ['whitespace']\n"
ACCEPTED = b"[[ignore]]\npath = 'raw/*.txt'\nrule = 'hyphenation'\nreason = 'a name'\ntext = 'Tues-day'\n"
ANN = b"T1\tDAY 17 25\tTues-day\nE1\tMeet:T1\n#1\tNote T1\tsee there\n*\tEquiv T1 T2\n"


class SmallFile(NamedTuple):
    """A small file: its name in the folder, what it may hold, and the command that reads it."""

    name: str
    data: bytes
    command: tuple[str, ...]
    shape: str = "bytes"


CHECK = ("check", "raw")
FILES = (
    SmallFile("cleaner.toml", OPTIONS, CHECK),
    SmallFile("pyproject.toml", b"[tool.cleaner]\nignore = ['hyphenation']\n[tool.x]\ny = 1\n", CHECK),
    SmallFile("cleaner-ignore.toml", ACCEPTED, CHECK),
    SmallFile("raw/.cleanerignore", b"*.md\n!read.md\n/a/**/b\n[a-c]?.txt\n", CHECK),
    SmallFile("b.json", BASELINE, (*CHECK, "--baseline", "b.json"), "json"),
    SmallFile(
        "d.jsonl", b'{"verdict": "reject", ' + MARK + b"}\n", (*CHECK, "--decisions", "d.jsonl"), "json"
    ),
    SmallFile("l.txt", b"raw/a.txt\0raw/b.txt\0", ("check", "--file-list", "l.txt")),
    SmallFile("s.jsonl", SPANS, ("project", "s.jsonl", "--corpus", "out", "-o", "p"), "json"),
    SmallFile("a.ann", ANN, ("project", "a.ann", "--corpus", "out", "-o", "p")),
    SmallFile("out/.cleaner/manifest.json", b"", ("restore", "out", "-o", "rest"), "json"),
    SmallFile("out/.cleaner/pending.json", b'{"a.txt": "' + b"0" * 64 + b'"}', ("clean", "raw", "-o", "out")),
)
TOKENS = (
    b"[" * 3000,
    b"9" * 5000,
    b'{"a":' * 2000,
    b"a." * 3000,
    b"\0",
    b"\\ud800",
    b"1e999",
    b"'''",
    b"[[",
    b"]]",
)
SHAPES = ("fifo", "device", "folder", "dangling", "loop")


def try_small_files(trials: int, seed: int) -> Iterator[str]:
    """Change one small file, or put something else in its place, and run what reads it."""
    for number, file in enumerate(FILES):
        target = Target(
            file.name,
            "",
            lambda data, file=file: _check(file, data),
            lambda file=file: _seed(file),
            TOKENS,
            file.shape,
            0,
            0,
        )
        rng = random.Random(f"{file.name}/{seed}")
        mutator = Mutator(target, rng)
        for trial in range(trials // len(FILES) + (number < trials % len(FILES))):
            shape = SHAPES[trial // 8 % len(SHAPES)] if trial % 8 == 7 else ""
            data = shape.encode() if shape else mutator.make()
            failure = execute(
                target._replace(check=lambda data, file=file: _check_shape(file, data)) if shape else target,
                data,
            )
            if failure is not None:
                yield f"{file.name}: {failure.kind}: {failure.message}; {shape or spell_input(data)}"


def _seed(file: SmallFile) -> Sequence[bytes]:
    return [file.data or (_lay_out() / file.name).read_bytes()]


def _lay_out() -> Path:
    """A folder with raw texts and their cleaned twin; what the last trial left is gone."""
    folder, template = get_scratch() / "small", get_scratch() / "small-template"
    if not template.exists():
        (template / "raw").mkdir(parents=True)
        (template / "raw/a.txt").write_bytes(TEXT)
        (template / "raw/b.txt").write_bytes(TEXT.replace(b"board", b"bank"))
        run("clean", "raw", "-o", "out", cwd=template)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    return folder


def _check(file: SmallFile, data: bytes) -> None:
    path = _lay_out() / file.name
    path.write_bytes(data)
    _run(file)


def _check_shape(file: SmallFile, shape: bytes) -> None:
    path = _lay_out() / file.name
    path.unlink(missing_ok=True)
    if shape == b"fifo":
        os.mkfifo(path)
    elif shape == b"folder":
        path.mkdir()
    else:
        path.symlink_to({b"device": "/dev/zero", b"dangling": "gone", b"loop": path.name}[shape])
    _run(file)


def _run(file: SmallFile) -> None:
    folder = get_scratch() / "small"
    done = run(*file.command, cwd=folder)
    errors = done.stderr.decode()
    assert done.returncode in range(5), f"exit {done.returncode}: {errors[-300:]}"
    assert "Traceback" not in errors, errors[-300:]
    assert (folder / "raw/a.txt").read_bytes() == TEXT, "an input changed"


PROMISES = (
    Promise(
        "small-files",
        "Whatever a small file holds or is, a command that reads it ends well and soon.",
        400,
        20_000,
        try_small_files,
    ),
)
