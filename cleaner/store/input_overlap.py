"""The overlap of the output folder with an input, which a run refuses: it would read what it has written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cleaner.errors import OutputError


def refuse_overlap(folder: Path, paths: Iterable[Path]) -> None:
    """Raise `OutputError` when the output folder is, holds or lies in an input.

    Folders are compared by device and inode, so that links and other spellings of a path do not hide them.
    """
    for path in paths:
        if not path.exists():
            continue
        relation = _describe_relation(folder, path)
        if relation:
            raise OutputError(
                f"the output folder {folder} {relation} {path}", remedy="name a folder beside the input"
            )


def _describe_relation(folder: Path, path: Path) -> str:
    """Say how the folder overlaps an input, for a message; empty where it does not."""
    if not path.is_dir():
        # An output gets the name of its input, and here also its place.
        return "is the folder of the input" if _is_same(folder, path.parent) else ""
    # The output folder may not exist yet: then its parents alone can be compared.
    # Not `Path.resolve`: a link that leads to itself makes it fail. What opens the folder refuses it.
    output, root = Path(os.path.realpath(folder)), Path(os.path.realpath(path))
    if _is_same(output, root):
        return "is the input"
    if any(_is_same(parent, root) for parent in output.parents):
        return "lies in the input"
    if any(_is_same(parent, output) for parent in root.parents):
        return "holds the input"
    return ""


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths are one file. A path that is not there is none."""
    try:
        return path.samefile(other)
    except OSError:
        return False
