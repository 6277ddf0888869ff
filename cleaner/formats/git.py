"""Files that changed since a revision, as git knows them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.formats.selection import absolute_path


def find_changed_files(revision: str, folder: Path) -> frozenset[Path]:
    """Find the files that are new or other than at the point where the working tree left `revision`.

    Committed, staged, unstaged and untracked ones alike, as absolute paths. What was done to the revision
    since then does not count: it is not the work of this tree.

    Raises `UsageError` where there is no git, no repository or no such revision.
    """
    # Relative to the folder, so that a working tree behind a symbolic link keeps the name it was called by.
    top = absolute_path(folder / os.fsdecode(_git(folder, "rev-parse", "--show-cdup").rstrip(b"\n")))
    base = _git(folder, "merge-base", "--end-of-options", revision, "HEAD").decode().strip()
    committed = _git(top, "diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", base, "--")
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    names = (os.fsdecode(name) for name in (committed + untracked).split(b"\0") if name)
    return frozenset(top / name for name in names)


def _git(folder: Path, *arguments: str) -> bytes:
    """Run git in a folder. Returns what it prints; raises `UsageError` with what it complains of."""
    command: Sequence[str] = ("git", "-C", str(folder), *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise UsageError("--since needs git, which is not there") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"git {arguments[0]} failed: {lines[-1] if lines else f'exit {done.returncode}'}",
            remedy="--since wants a revision of this repository, with its history (fetch-depth: 0)",
        )
    return done.stdout
