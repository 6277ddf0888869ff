"""The files .gitignore and .cleanerignore: how they are read, and how large they may be."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from cleaner.errors import InputError, UsageError
from cleaner.formats.patterns import PatternSet
from cleaner.formats.patterns.automaton import MOST_STEPS
from cleaner.small_file import MIB
from cleaner.tree_files import TreeFiles

GIT_IGNORE = ".gitignore"
CLEANER_IGNORE = ".cleanerignore"
LIMIT = MIB
"""Bytes of an ignore file; the largest collections of patterns have 50,000."""
_MOST_FILES = 64
"""Ignore files with wildcards between the top of a tree and a file. Each reads the name of each file."""


def read_ignore_file(path: Path, top: Path, files: TreeFiles) -> PatternSet | None:
    """Read the patterns of an ignore file of the tree below `top`; None where there is none.

    Raises `InputError` for what cannot be read, and for a link out of the tree. In a .gitignore a pattern
    that cannot be read means nothing, as for git; elsewhere it is an error.
    """
    kind = files.find_kind(path)
    # A folder of that name means nothing to git.
    if kind in (None, "nowhere") or (path.name == GIT_IGNORE and kind == "folder"):
        return None
    data = files.read(path, LIMIT)
    files.refuse_link_out(path, top, "copy the file in, or use --no-ignore")
    return parse_ignore_file(data, path)


def parse_ignore_file(data: bytes, path: Path) -> PatternSet:
    """Parse the bytes of an ignore file; `path` is for messages. Raises `InputError`."""
    # Lines end where git ends them: at LF, and a CR before it is no part of them.
    lines = [line.removesuffix(b"\r") for line in data.removeprefix(BOM_UTF8).split(b"\n")]
    patterns = [line.decode("utf-8", "surrogateescape") for line in lines]
    try:
        compiled = PatternSet(patterns)
    except UsageError as error:
        raise InputError(error.message, path=path, remedy=error.remedy) from error
    if compiled.flaw is not None and path.name != GIT_IGNORE:
        raise InputError(
            f"holds a pattern that cannot be read: {compiled.flaw.reason}",
            path=path,
            line=compiled.flaw.number + 1,
            remedy="write it as in a .gitignore",
        )
    return compiled


def refuse_too_many(path: Path, weights: Sequence[int]) -> None:
    """Raise `InputError` where the ignore files on the way to a folder are too many to match together.

    `weights` are those of their patterns; `path` is the last of the files.
    """
    if sum(weights) > MOST_STEPS or sum(map(bool, weights)) > _MOST_FILES:
        raise InputError(
            "is one pattern file too many, with those of the folders above it: more than "
            f"{_MOST_FILES} files or {MOST_STEPS} characters of patterns with wildcards",
            path=path,
            remedy="put fewer patterns into fewer files",
        )
