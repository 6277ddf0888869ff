"""What is passed over of the files that folders hold: by ignore files and by patterns that are given."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.patterns import Patterns
from cleaner.formats.regular_file import unreadable_error

GIT = ".gitignore"
OWN = ".cleanerignore"


@dataclass(frozen=True, slots=True)
class Selection:
    """`exclude` holds patterns, relative to `base`. With `force` they count for files named by hand as well.
    Without `ignore_files` no .gitignore and no .cleanerignore is read. With an `input_format` every file is
    of that format, whatever its name.
    """

    exclude: tuple[str, ...] = ()
    base: Path = field(default_factory=Path)
    force: bool = False
    ignore_files: bool = True
    input_format: str | None = None


class Ignored:
    """Tells, for one input root, which files and folders below it are passed over.

    Ignore files count from the top of the git repository (outside of one, from the working directory, where
    that holds the root) down to the folder of the file; the deeper one overrules. `.gitignore` counts in a
    git repository only. A root that is named is never passed over by them, nor are files named by hand.
    """

    def __init__(self, root: Path, selection: Selection) -> None:
        self._selection = selection
        self._exclude = Patterns(selection.exclude)
        self._base = lexical(selection.base)
        self._read: dict[Path, Patterns | None] = {}
        self._top, self._git = _top(lexical(root))
        if selection.ignore_files and self._ignores(root, folder=True):
            self._top = lexical(root)

    def holds(self, path: Path, *, folder: bool) -> bool:
        """Whether a file or folder that was found is passed over."""
        if self.excludes(path, folder=folder):
            return True
        return self._selection.ignore_files and self._ignores(path, folder=folder)

    def _ignores(self, path: Path, *, folder: bool) -> bool:
        absolute = lexical(path)
        slash = "/" if folder else ""
        verdict = False
        for place in reversed(absolute.parents):
            if place.is_relative_to(self._top):
                relative = absolute.relative_to(place).as_posix() + slash
                for name in (GIT, OWN) if self._git else (OWN,):
                    patterns = self._patterns(place / name)
                    said = patterns.verdict(relative) if patterns else None
                    verdict = verdict if said is None else said
        return verdict

    def excludes(self, path: Path, *, folder: bool = False) -> bool:
        """Whether `--exclude` speaks of a path, or of a folder that it stands in."""
        absolute = lexical(path)
        if not self._selection.exclude or not absolute.is_relative_to(self._base):
            return False
        return self._exclude.matches(absolute.relative_to(self._base).as_posix() + ("/" if folder else ""))

    def _patterns(self, path: Path) -> Patterns | None:
        if path not in self._read:
            self._read[path] = _lines(path)
        return self._read[path]


def _lines(path: Path) -> Patterns | None:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable_error(path, error) from error
    patterns = Patterns(tuple(data.decode("utf-8", "surrogateescape").splitlines()))
    try:
        patterns.verdict("x")
    except ValueError as error:
        raise InputError(f"holds a pattern that cannot be read: {error}", path=path) from error
    return patterns


def _top(root: Path) -> tuple[Path, bool]:
    """The highest folder whose ignore files count, and whether it is that of a git repository."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder, True
    here = Path.cwd()
    return (here if root.is_relative_to(here) else root), False


def lexical(path: Path) -> Path:
    """The path from the root, without `..`; symbolic links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100
