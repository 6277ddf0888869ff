"""Which files of a folder are passed over: by ignore files and by the patterns of `--exclude`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.patterns import Patterns
from cleaner.regular_file import unreadable_error

GIT_IGNORE = ".gitignore"
CLEANER_IGNORE = ".cleanerignore"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files are taken."""

    exclude: tuple[str, ...] = ()
    """Patterns of files that are not, as in a .gitignore in `base`."""
    base: Path = field(default_factory=Path)
    force: bool = False
    """Whether files that are named by hand are passed over as well."""
    ignore_files: bool = True
    """Whether .gitignore and .cleanerignore are read."""
    input_format: str | None = None
    """The name of the format of every file; None: each file's name says it, or that it is of no known one."""


class IgnoreRules:
    """The rules that say, for one input root, which files and folders below it are passed over.

    Ignore files count from the top of the git repository (outside of one, from the working directory, where
    that holds the root) down to the folder of the file; the deeper one overrules. `.gitignore` counts in a
    git repository only. A root that is named is never passed over by them, nor are files named by hand.
    """

    def __init__(self, root: Path, selection: Selection) -> None:
        self._selection = selection
        self._exclude = Patterns(selection.exclude)
        self._base = absolute_path(selection.base)
        self._patterns: dict[Path, Patterns | None] = {}
        self._top, self._in_repository = _find_top(absolute_path(root))
        if selection.ignore_files and self._is_ignored(root, folder=True):
            # Named all the same: then only the ignore files from the root down count.
            self._top = absolute_path(root)

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Whether a file or folder is passed over."""
        if self._is_excluded(path, folder=folder):
            return True
        return self._selection.ignore_files and self._is_ignored(path, folder=folder)

    def _is_ignored(self, path: Path, *, folder: bool) -> bool:
        """Whether the ignore files pass over a path; where several speak of it, the deepest decides."""
        absolute = absolute_path(path)
        slash = "/" if folder else ""
        verdict = False
        for parent in reversed(absolute.parents):
            if parent.is_relative_to(self._top):
                relative = absolute.relative_to(parent).as_posix() + slash
                for name in (GIT_IGNORE, CLEANER_IGNORE) if self._in_repository else (CLEANER_IGNORE,):
                    patterns = self._read_patterns(parent / name)
                    match = patterns.match(relative) if patterns else None
                    verdict = verdict if match is None else match
        return verdict

    def _is_excluded(self, path: Path, *, folder: bool) -> bool:
        """Whether `--exclude` names a path, or a folder that it stands in."""
        absolute = absolute_path(path)
        if not self._selection.exclude or not absolute.is_relative_to(self._base):
            return False
        return self._exclude.matches(absolute.relative_to(self._base).as_posix() + ("/" if folder else ""))

    def _read_patterns(self, path: Path) -> Patterns | None:
        if path not in self._patterns:
            self._patterns[path] = _read_ignore_file(path)
        return self._patterns[path]


def _read_ignore_file(path: Path) -> Patterns | None:
    """The patterns of an ignore file; None where there is none. Raises `InputError`."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable_error(path, error) from error
    patterns = Patterns(tuple(data.decode("utf-8", "surrogateescape").splitlines()))
    try:
        patterns.match("x")  # the first match compiles them all
    except ValueError as error:
        raise InputError(f"holds a pattern that cannot be read: {error}", path=path) from error
    return patterns


def _find_top(root: Path) -> tuple[Path, bool]:
    """The highest folder whose ignore files count, and whether it is that of a git repository."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder, True
    working = Path.cwd()
    return (working if root.is_relative_to(working) else root), False


def absolute_path(path: Path) -> Path:
    """The path from the root of the file system, without `..`; symbolic links are not followed."""
    # `Path.absolute` leaves `..` in, and `Path.resolve` follows links.
    return Path(os.path.abspath(path))  # noqa: PTH100
