"""The output folder: which of its files earlier runs wrote, what a run would change, and the commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner import json_codec
from cleaner.errors import OutputError
from cleaner.formats.output_names import OWN_FOLDER
from cleaner.hashing import sha256_file
from cleaner.store import atomic, manifest
from cleaner.store.earlier_outputs import PENDING, read_earlier_outputs, read_if_present
from cleaner.store.manifest import Manifest
from cleaner.store.staged_file import Content, StagedFile, has_content, hash_content

WORK = f"{OWN_FOLDER}/work"
"""Scratch: what runs leave for the next one. No part of the corpus."""
LOCK = f"{OWN_FOLDER}/lock"
"""The lock file of a run (`cleaner.store.lock`). No part of the corpus."""


class Difference(NamedTuple):
    """How a file of the folder is not what would be written.

    ``missing``: would be written. ``stale``: is as an earlier run left it, and would be written anew.
    ``edited``: is not as any run left it. ``extra``: has no input, and may be of a run or not.
    """

    kind: Literal["missing", "stale", "edited", "extra"]
    name: str


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A folder with what earlier runs say of it.

    `manifest` is that of the last whole run, None before the first. `output_hashes` has the hashes that
    earlier runs may have left at each name: those of the last whole run, and of the plan of one that was
    interrupted.
    """

    path: Path
    manifest: Manifest | None
    output_hashes: Mapping[str, frozenset[str]]

    @classmethod
    def open(cls, path: Path) -> OutputFolder:
        """Read the records of a folder, which need not exist. Raises `OutputError`, `DamageError`."""
        if path.exists() and not path.is_dir():
            raise OutputError(f"{path} is not a folder", remedy="name a folder with -o")
        return cls(path, *read_earlier_outputs(path))

    def refuse_conflicts(self, roots: Iterable[str], plan: Mapping[str, Content] | None = None) -> None:
        """Raise `OutputError` where a commit would touch a file that no run wrote, or another corpus.

        Called without a plan before the run, so that most refusals come before hours of work; with the plan
        before the commit, which also finds edits by hand.
        """
        if self.manifest is not None and self.manifest.roots != sorted(roots):
            raise OutputError(
                f"{self.path} was cleaned from {', '.join(self.manifest.roots)}, not {', '.join(roots)}",
                remedy="name another folder, or --force to replace it",
            )
        for name in self._list_visible_files(plan or ()):
            earlier_hashes = self.output_hashes.get(name)
            if earlier_hashes is None:
                raise OutputError(
                    f"{self.path / name} is not ours",
                    remedy="name another folder, or --force to write beside it",
                )
            if plan is None or _is_in_place(plan.get(name)):
                continue
            actual_hash = sha256_file(self.path / name)
            # An edit that equals what would be written loses nothing.
            if actual_hash not in earlier_hashes and (
                name not in plan or actual_hash != hash_content(plan[name])
            ):
                raise OutputError(
                    f"{self.path / name} was edited by hand",
                    remedy="save the edit elsewhere, or --force to lose it",
                )

    def find_differences(self, plan: Mapping[str, Content]) -> list[Difference]:
        """Find what a commit of `plan` would change, by name."""
        differences: list[Difference] = []
        files = {*self._list_visible_files(plan), *self._list_own_files()}
        for name in sorted({*files, *plan}):
            if name not in files:
                differences.append(Difference("missing", name))
            elif name not in plan:
                differences.append(Difference("extra", name))
            elif not has_content(self.path / name, plan[name]):
                actual_hash = sha256_file(self.path / name)
                # Records and trail have no hash here, and nobody edits them: they are stale.
                is_record = name.startswith(f"{OWN_FOLDER}/")
                is_edited = not is_record and actual_hash not in self.output_hashes.get(name, ())
                differences.append(Difference("edited" if is_edited else "stale", name))
        return differences

    def commit(self, plan: Mapping[str, Content]) -> None:
        """Write what is missing or differs, remove outputs without an input, and write the manifest last.

        Interrupted anywhere, each file is whole, and the next run knows which files are those of a run.
        """
        records = [name for name in plan if name.startswith(f"{OWN_FOLDER}/") and name != manifest.NAME]
        outputs = [name for name in plan if not name.startswith(f"{OWN_FOLDER}/")]
        # Before the first change, so that a link leaves the folder as it was.
        for name in plan:
            self._refuse_symlinked_folders(name)
        # 1. The plan, before any output differs from the last manifest.
        self._write(PENDING, json_codec.encode({name: hash_content(plan[name]) for name in outputs}) + b"\n")
        obsolete = {*self.output_hashes, *self._list_own_files(), *self._list_temporary_files()}
        obsolete -= {*plan, PENDING}
        # 2. The outputs. A file cannot be written where a folder stands, nor below another file.
        self._remove(_find_obstacles(obsolete, plan))
        self._place(outputs, plan)
        self._remove(obsolete)
        # 3. The records, by which the next run would know the outputs of the last one: only now, when every
        # output stands in the pending plan as well.
        self._place(records, plan)
        # 4. The manifest, which says that the corpus is whole. Only then the pending plan may go.
        self._write(manifest.NAME, plan[manifest.NAME])
        atomic.remove_file(self.path / PENDING, inside=self.path)

    def _place(self, names: Iterable[str], plan: Mapping[str, Content]) -> None:
        """Bring files to their content. Each folder is synced once, not for each of its files."""
        unsynced: set[Path] = set()
        for name in names:
            unsynced |= self._write(name, plan[name])
        for folder in sorted(unsynced):
            atomic.sync_folder(folder)

    def _write(self, name: str, content: Content) -> set[Path]:
        """Bring a file to its content. Returns the folders whose entries are not on the disk yet."""
        path = self.path / name
        if isinstance(content, StagedFile):
            if content.path is None:
                return set()
            atomic.ensure_folder(path.parent)
            atomic.move_into_place(content.path, path)
            return {path.parent}
        if read_if_present(path) != content:
            atomic.ensure_folder(path.parent)
            atomic.write(path, content)
        return set()

    def _remove(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            path = self.path / name
            # An output may stand in a folder of this name by now; a link to a folder is removed as a file.
            if path.is_symlink() or not path.is_dir():
                atomic.remove_file(path, inside=self.path)

    def _refuse_symlinked_folders(self, name: str) -> None:
        """Raise `OutputError` where a folder above this name is a link: it would lead out of the folder."""
        for folder in takewhile(lambda folder: folder != self.path, (self.path / name).parents):
            if folder.is_symlink():
                raise OutputError(
                    f"{folder} is a symbolic link", remedy="remove it: outputs stay inside the folder"
                )

    def _list_visible_files(self, plan: Iterable[str]) -> Iterator[str]:
        """List the files that are not hidden, and of the hidden ones those that are or become outputs.

        Other hidden files (`.gitkeep`, `.DS_Store`) belong to other tools, and are left alone.
        """
        for folder, folder_names, file_names in os.walk(self.path):
            folder_names[:] = sorted(name for name in folder_names if not name.startswith("."))
            for name in sorted(file_names):
                if not name.startswith("."):
                    yield Path(folder, name).relative_to(self.path).as_posix()
        for name in sorted({*self.output_hashes, *plan}):
            if _is_hidden(name) and (self.path / name).is_file():
                yield name

    def _list_temporary_files(self) -> Iterator[str]:
        """List what a killed run left of the files that it was writing. Scratch is for the next run."""
        for path in self.path.rglob(f".*{atomic.TEMPORARY_SUFFIX}"):
            if not path.is_relative_to(self.path / WORK):
                yield path.relative_to(self.path).as_posix()

    def _list_own_files(self) -> Iterator[str]:
        """List the files of `.cleaner`, but those that belong to a run: scratch and lock."""
        for folder, folder_names, file_names in os.walk(self.path / OWN_FOLDER):
            if Path(folder) == self.path / OWN_FOLDER and "work" in folder_names:
                folder_names.remove("work")
            for file_name in sorted(file_names):
                name = Path(folder, file_name).relative_to(self.path).as_posix()
                if name != LOCK:
                    yield name


def _is_in_place(content: Content | None) -> bool:
    """Whether a file was found as it should be, so that nothing will be put in its place."""
    return isinstance(content, StagedFile) and content.path is None


def _is_hidden(name: str) -> bool:
    """Whether an output, or a folder above it, is one that walks skip."""
    return "/." in f"/{name}" and not name.startswith(f"{OWN_FOLDER}/")


def _find_obstacles(obsolete: Iterable[str], plan: Iterable[str]) -> set[str]:
    """Find obsolete files that stand where there is to be a folder, or in a folder that is to be a file.

    >>> sorted(_find_obstacles(["a.txt", "b.txt/c.txt", "d.txt"], ["a.txt/e.txt", "b.txt"]))
    ['a.txt', 'b.txt/c.txt']
    """
    files = set(plan)
    folders = {folder for name in files for folder in _list_folders(name)}
    return {
        name for name in obsolete if name in folders or any(folder in files for folder in _list_folders(name))
    }


def _list_folders(name: str) -> list[str]:
    """List the folders above a name, the outermost first."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
