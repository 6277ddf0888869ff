"""Paths with wildcards, as a shell expands them: for inputs that are named by a pattern in quotes.

`*`, `?` and brackets stand for part of a name, ``**`` alone for any number of folders. A hidden name matches
only what begins with a dot. Where ``**`` looks for folders, links are not followed: two links to the folder
they stand in would be 2^40 paths. However many ways lead to a folder, it is read once a part of the pattern.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.formats.patterns import PatternSet

_MAGIC = re.compile(r"[*?\[]")
_ESCAPED = re.compile(r"[\\!#/ ]")
"""What means something in a .gitignore, and nothing here."""


def expand_path(path: Path) -> list[Path]:
    """Return what a path matches, in the order of the bytes, where it can only be a pattern; else nothing.

    A path that exists is itself, whatever its name.
    """
    if not _MAGIC.search(str(path)) or os.path.lexists(path):
        return []
    found = {Path(path.anchor)}
    parts = path.parts[1:] if path.anchor else path.parts
    for number, part in enumerate(parts, 1):
        if part == "**":
            found = set(_find_below(found, folders_only=number < len(parts)))
        else:
            found = set(_step_down(found, part))
    return sorted(found, key=os.fsencode)


def _step_down(folders: Iterable[Path], part: str) -> Iterator[Path]:
    """Yield what one part of a pattern matches in some folders."""
    if not _MAGIC.search(part):
        yield from (folder / part for folder in folders if os.path.lexists(folder / part))
    else:
        patterns = _compile(part)
        for folder in folders:
            for entry in _scan(folder):
                is_hidden = entry.name.startswith(".") and not part.startswith(".")
                if not is_hidden and patterns.match_name(patterns.start, entry.name, folder=False):
                    yield folder / entry.name


def _find_below(folders: Iterable[Path], *, folders_only: bool) -> Iterator[Path]:
    """Yield the folders and all that is below them, or all folders there, each once; nothing hidden."""
    waiting = list(folders)
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        yield path
        for entry in _scan(path):
            below = path / entry.name
            if entry.name.startswith(".") or below in seen:
                continue
            seen.add(below)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(below)
            elif not folders_only:
                yield below


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    """List a folder; nothing where there is none, or it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (OSError, ValueError):
        return []


def _compile(part: str) -> PatternSet:
    r"""Compile one part: as a line of a .gitignore, in which other characters mean something.

    A bracket that is never closed is a character like any other, and so is ``^`` behind one.
    """
    escaped = _ESCAPED.sub(r"\\\g<0>", part).replace("[\\!", "[!").replace("[^", "[\\^")
    patterns = PatternSet([escaped])
    return patterns if patterns.flaw is None else PatternSet([escaped.replace("[", "\\[")])
