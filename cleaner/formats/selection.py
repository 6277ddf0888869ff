"""Which files of a folder are passed over: by ignore files and by the patterns of `--exclude`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cleaner.formats.ignore_file import CLEANER_IGNORE, GIT_IGNORE, read_ignore_file, refuse_too_many
from cleaner.formats.patterns import PathState, PatternSet, compile_patterns
from cleaner.tree_files import WORKING_TREE, TreeFiles


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
    files: TreeFiles = WORKING_TREE
    """Where they are read from."""
    input_format: str | None = None
    """The name of the format of every file; None: each file's name says it, or that it is of no known one."""


class _Level(NamedTuple):
    """The patterns of one ignore file on the way to a folder, and what they know of that folder."""

    patterns: PatternSet
    state: PathState


class _FolderRules(NamedTuple):
    """What holds in a folder: whether it is passed over itself, and its ignore files, the deepest last."""

    is_ignored: bool
    levels: tuple[_Level, ...]

    def find_verdict(self, name: str, *, folder: bool) -> bool:
        """Whether a name in the folder is passed over; the deepest file that speaks of it decides."""
        if self.is_ignored:
            return True  # nothing in it can be taken back
        for patterns, state in reversed(self.levels):
            match = patterns.match_name(state, name, folder=folder)
            if match is not None:
                return match
        return False


class IgnoreRules:
    """The rules that say, for one input root, which files and folders below it are passed over.

    Ignore files count from the top of the git repository (outside of one, from the working directory, where
    that holds the root) down to the folder of the file; the deeper one overrules. `.gitignore` counts in a
    git repository only. A root that is named is never passed over by them, nor are files named by hand.
    """

    def __init__(self, root: Path, selection: Selection) -> None:
        self._selection = selection
        self._exclude = compile_patterns(selection.exclude)
        self._base = absolute_path(selection.base)
        self._folders: dict[Path, _FolderRules] = {}
        self._top = find_tree_top(root)
        self._in_repository = os.path.exists(self._top / ".git")  # noqa: PTH110 (also of a path that is too long)
        if selection.ignore_files and self._is_ignored(root, folder=True):
            # Named all the same: then only the ignore files from the root down count.
            self._top = absolute_path(root)
            self._folders.clear()

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Whether a file or folder is passed over. Raises `InputError` for an ignore file."""
        if self._is_excluded(path, folder=folder):
            return True
        return self._selection.ignore_files and self._is_ignored(path, folder=folder)

    def _is_ignored(self, path: Path, *, folder: bool) -> bool:
        """Whether the ignore files pass over a path, or over a folder that it stands in."""
        absolute = absolute_path(path)
        if absolute == self._top or not absolute.is_relative_to(self._top):
            return False
        return self._find_rules(absolute.parent).find_verdict(absolute.name, folder=folder)

    def _is_excluded(self, path: Path, *, folder: bool) -> bool:
        """Whether `--exclude` names a path, or a folder that it stands in."""
        absolute = absolute_path(path)
        if not self._exclude or not absolute.is_relative_to(self._base):
            return False
        relative = absolute.relative_to(self._base).as_posix()
        return bool(self._exclude.match(relative + ("/" if folder else "")))

    def _find_rules(self, folder: Path) -> _FolderRules:
        """Find what holds in a folder from the top down. Raises `InputError`."""
        # Up to the next one that is known, and down again: a tree may be deeper than calls can be.
        unknown: list[Path] = []
        while folder not in self._folders and folder != self._top:
            unknown.append(folder)
            folder = folder.parent
        if folder not in self._folders:
            self._folders[folder] = self._add_ignore_files(folder, ())
        rules = self._folders[folder]
        for inner in reversed(unknown):
            rules = self._folders[inner] = self._enter(rules, inner)
        return rules

    def _enter(self, outer: _FolderRules, folder: Path) -> _FolderRules:
        if outer.find_verdict(folder.name, folder=True):
            return _FolderRules(True, ())
        levels = (
            _Level(each.patterns, each.patterns.enter(each.state, folder.name)) for each in outer.levels
        )
        return self._add_ignore_files(folder, tuple(levels))

    def _add_ignore_files(self, folder: Path, levels: tuple[_Level, ...]) -> _FolderRules:
        """Return what holds in a folder. `levels` are those of the folders above it, as seen from there."""
        for name in (GIT_IGNORE, CLEANER_IGNORE) if self._in_repository else (CLEANER_IGNORE,):
            patterns = read_ignore_file(folder / name, self._top, self._selection.files)
            if patterns:
                levels = (*levels, _Level(patterns, patterns.start))
                refuse_too_many(folder / name, [level.patterns.weight for level in levels])
        return _FolderRules(False, levels)


def find_tree_top(folder: Path) -> Path:
    """Find the top of the tree that a folder belongs to: of its git repository, else the working directory
    where that holds it, else the folder itself."""
    absolute = absolute_path(folder)
    for each in (absolute, *absolute.parents):
        if os.path.exists(each / ".git"):  # noqa: PTH110 (also of a path that is too long)
            return each
    working = Path.cwd()
    return working if absolute.is_relative_to(working) else absolute


def absolute_path(path: Path) -> Path:
    """The path from the root of the file system, without `..`; symbolic links are not followed."""
    # `Path.absolute` leaves `..` in, and `Path.resolve` follows links.
    return Path(os.path.abspath(path))  # noqa: PTH100
