"""Patterns match what git says they match."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from fuzzing.scratch import get_scratch

from cleaner.formats.patterns import PatternSet
from promises.promise import Promise

PIECES = (
    "a",
    "b",
    "*",
    "?",
    "/",
    "[ab]",
    "[!a]",
    "[b-a]",
    "[[:alpha:]]",
    "\\a",
    "\\",
    "[",
    "!",
    " ",
    "#",
)
FOLDERS = ("a", "b", "ab", "a/a", "a/b", "b/a", "a/a/b")


def try_patterns(trials: int, seed: int) -> Iterator[str]:
    """Ask git and ourselves about random names, under random lines of a .gitignore."""
    rng = random.Random(seed)
    top = _make_repository()
    for _ in range(trials):
        lines = [_make_line(rng) for _ in range(rng.randint(1, 4))]
        files = sorted({_make_path(rng) for _ in range(20)} - {*FOLDERS})
        patterns = PatternSet(lines)
        ours = [patterns.match(f"{folder}/") for folder in FOLDERS] + [patterns.match(path) for path in files]
        for path, own, theirs in zip(
            [*FOLDERS, *files], ours, _ask_git(top, lines, [*FOLDERS, *files]), strict=True
        ):
            if own != theirs:
                yield f"{lines!r}: {path!r} is {theirs} for git and {own} for us"


def _make_line(rng: random.Random) -> str:
    """A line in which two asterisks stand between slashes alone: elsewhere git is not as it says it is."""
    line = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 6))).replace("**", "*")
    return rng.choice(("", "", "**/", "/**/")) + line + rng.choice(("", "", "/**", "/"))


def _make_path(rng: random.Random) -> str:
    names = ("".join(rng.choice("ab-") for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 3)))
    return "/".join(names)


def _make_repository() -> Path:
    top = get_scratch() / "repository"
    if not top.exists():
        subprocess.run(["git", "init", "-q", top], check=True)
        for folder in FOLDERS:
            (top / folder).mkdir(parents=True, exist_ok=True)
    return top


def _ask_git(top: Path, lines: Sequence[str], paths: Sequence[str]) -> list[bool | None]:
    """What git says of each path; None where no line speaks of it."""
    (top / ".gitignore").write_text("".join(f"{line}\n" for line in lines))
    done = subprocess.run(
        ["git", "-C", top, "check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"],
        input="".join(f"{path}\0" for path in paths),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        check=False,
    )
    fields = iter(done.stdout.split("\0")[:-1])
    answers = zip(fields, fields, fields, fields, strict=True)
    return [None if not source else not pattern.startswith("!") for source, _, pattern, _ in answers]


PROMISES = (Promise("patterns", "A pattern matches what git says it matches.", 300, 20_000, try_patterns),)
