"""The output folder: which of its files earlier runs wrote, what a run would change, and the commit."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner import json_codec
from cleaner.errors import OutputError
from cleaner.formats.output_names import OWN_FOLDER
from cleaner.store import atomic, manifest
from cleaner.store.earlier_outputs import PENDING, read_earlier_outputs
from cleaner.store.folder_walk import join_name, walk
from cleaner.store.manifest import Manifest
from cleaner.store.root import Root
from cleaner.store.staged_file import Content, StagedFile, has_content, hash_content, hash_output
from cleaner.store.system_errors import explain_system_error

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
    root: Root | None
    manifest: Manifest | None = None
    output_hashes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> OutputFolder:
        """Read the records of a folder, which need not exist. Raises `OutputError`, `DamageError`."""
        with explain_system_error(path):
            is_there = path.exists()
        return cls.of(Root.open(path)) if is_there else cls(path, None)

    @classmethod
    def of(cls, root: Root) -> OutputFolder:
        """Read the records of a folder. Raises `OutputError`, `DamageError`."""
        return cls(root.path, root, *read_earlier_outputs(root))

    def refuse_links(self, names: Iterable[str]) -> None:
        """Raise `OutputError` where a link stands in the place of a folder in which a run writes or removes.

        `names` are the outputs to come. Called before anything is written, so that the folder stays as it is.
        """
        if self.root is None:
            return
        every = {
            folder for name in (*names, *self.output_hashes, f"{WORK}/") for folder in _list_folders(name)
        }
        with explain_system_error(self.path):
            for folder in sorted(every):
                self.root.refuse_links(folder)

    def refuse_conflicts(self, roots: Iterable[str], plan: Mapping[str, Content] | None = None) -> None:
        """Raise `OutputError` where a commit would touch a file that no run wrote, or another corpus.

        Called without a plan before the run, so that most refusals come before hours of work; with the plan
        before the commit, which also finds edits by hand.
        """
        if self.root is None:
            return
        if self.manifest is not None and self.manifest.roots != sorted(roots):
            raise OutputError(
                f"{self.path} was cleaned from {', '.join(self.manifest.roots)}, not {', '.join(roots)}",
                remedy="name another folder, or --force to replace it",
            )
        with explain_system_error(self.path):
            for name in self._list_visible_files(self.root, plan or ()):
                self._refuse_conflict(self.root, name, plan)

    def _refuse_conflict(self, root: Root, name: str, plan: Mapping[str, Content] | None) -> None:
        """Raise `OutputError` where this is no output, or was edited and would be replaced or removed."""
        earlier_hashes = self.output_hashes.get(name)
        if earlier_hashes is None:
            raise OutputError(
                f"{self.path / name} is not ours",
                remedy="name another folder, or --force to write beside it",
            )
        if plan is None or _is_in_place(plan.get(name)):
            return
        actual_hash = hash_output(root, name)
        # An edit that equals what would be written loses nothing.
        if actual_hash not in earlier_hashes and (
            name not in plan or actual_hash != hash_content(plan[name])
        ):
            raise OutputError(
                f"{self.path / name} was edited by hand",
                remedy="save the edit elsewhere, or --force to lose it",
            )

    def find_differences(self, plan: Mapping[str, Content]) -> list[Difference]:
        """Find what a commit of `plan` would change, by name. Raises `OutputError`."""
        if self.root is None:
            return [Difference("missing", name) for name in sorted(plan)]
        with explain_system_error(self.path):
            return list(self._compare(self.root, plan))

    def _compare(self, root: Root, plan: Mapping[str, Content]) -> Iterator[Difference]:
        files = {*self._list_visible_files(root, plan), *_list_own_files(root)}
        for name in sorted({*files, *plan}):
            if name not in files:
                yield Difference("missing", name)
            elif name not in plan:
                yield Difference("extra", name)
            elif not has_content(root, name, plan[name]):
                # Records and trail have no hash here, and nobody edits them: they are stale.
                is_record = name.startswith(f"{OWN_FOLDER}/")
                earlier_hashes = self.output_hashes.get(name, ())
                is_edited = not is_record and hash_output(root, name) not in earlier_hashes
                yield Difference("edited" if is_edited else "stale", name)

    def commit(self, plan: Mapping[str, Content]) -> list[str]:
        """Write what is missing or differs, remove outputs without an input, and write the manifest last.

        Interrupted anywhere, each file is whole, and the next run knows which files are those of a run.
        Returns the outputs without an input that stay, as they are not as a run left them. Raises
        `OutputError`.
        """
        # Before the first change, so that a link leaves the folder as it was.
        self.refuse_links(plan)
        with explain_system_error(self.path):
            return _Commit(self.root or Root.create(self.path), plan, self.output_hashes).run()

    def _list_visible_files(self, root: Root, plan: Iterable[str]) -> Iterator[str]:
        """List the files that are not hidden, and of the hidden ones those that are or become outputs.

        Other hidden files (`.gitkeep`, `.DS_Store`) belong to other tools, and are left alone.
        """
        for folder, content in walk(root):
            content.folders[:] = [name for name in content.folders if not name.startswith(".")]
            yield from (join_name(folder, name) for name in content.files if not name.startswith("."))
        for name in sorted({*self.output_hashes, *plan}):
            if _is_hidden(name) and _is_in_the_way(root, name):
                yield name


class _Commit:
    """One commit of a plan. Errors of the system are `OutputError`."""

    def __init__(
        self, root: Root, plan: Mapping[str, Content], output_hashes: Mapping[str, frozenset[str]]
    ) -> None:
        self._root = root
        self._plan = plan
        self._output_hashes = output_hashes

    def run(self) -> list[str]:
        root, plan = self._root, self._plan
        root.refuse_swap()
        records = [name for name in plan if name.startswith(f"{OWN_FOLDER}/") and name != manifest.NAME]
        outputs = [name for name in plan if not name.startswith(f"{OWN_FOLDER}/")]
        # 1. The plan, before any output differs from the last manifest.
        self._write(PENDING, json_codec.encode({name: hash_content(plan[name]) for name in outputs}) + b"\n")
        obsolete = {*self._output_hashes, *_list_own_files(root), *_list_temporary_files(root)}
        obsolete -= {*plan, PENDING}
        # 2. The outputs. A file cannot be written where a folder stands, nor below another file.
        self._remove(_find_obstacles(obsolete, plan))
        self._place(outputs)
        left = self._remove(obsolete)
        # 3. The records, by which the next run would know the outputs of the last one: only now, when every
        # output stands in the pending plan as well.
        self._place(records)
        # 4. The manifest, which says that the corpus is whole. Only then the pending plan may go.
        self._write(manifest.NAME, plan[manifest.NAME])
        atomic.remove_file(root, PENDING, None)
        # Whoever reads the folder by its path must find what was written.
        root.refuse_swap()
        return left

    def _place(self, names: Iterable[str]) -> None:
        """Bring files to their content. Each folder is synced once, not for each of its files."""
        unsynced: set[str] = set()
        for name in names:
            if self._write(name, self._plan[name]):
                unsynced.add(name.rpartition("/")[0])
        for folder in sorted(unsynced):
            atomic.sync_folder(self._root, folder)

    def _write(self, name: str, content: Content) -> bool:
        """Bring a file to its content. Returns whether its folder must be synced."""
        if isinstance(content, StagedFile):
            if content.file is not None:
                atomic.move_into_place(content.file, content.size, self._root, name)
            return content.file is not None
        with explain_system_error(self._root.path / name):
            stands = has_content(self._root, name, content)
        if not stands:
            atomic.write(self._root, name, content)
        return False

    def _remove(self, names: Iterable[str]) -> list[str]:
        """Remove what earlier runs left. Returns the outputs that are not as a run left them, and stay."""
        return [
            name
            for name in sorted(names)
            # An output may stand in a folder of this name by now.
            if _is_in_the_way(self._root, name)
            and not atomic.remove_file(self._root, name, self._output_hashes.get(name))
        ]


def _list_temporary_files(root: Root) -> Iterator[str]:
    """List what a killed run left of the files that it was writing. Scratch is for the next run."""
    for folder, content in walk(root):
        if folder == OWN_FOLDER:
            content.folders[:] = [name for name in content.folders if join_name(folder, name) != WORK]
        for name in content.files:
            if name.startswith(".") and name.endswith(atomic.TEMPORARY_SUFFIX):
                yield join_name(folder, name)


def _list_own_files(root: Root) -> Iterator[str]:
    """List the files of `.cleaner`, but those that belong to a run: scratch and lock."""
    if root.stat(OWN_FOLDER) is None:
        return
    for folder, content in walk(root, OWN_FOLDER):
        if folder == OWN_FOLDER:
            content.folders[:] = [name for name in content.folders if join_name(folder, name) != WORK]
        for name in content.files:
            if join_name(folder, name) != LOCK:
                yield join_name(folder, name)


def _is_in_the_way(root: Root, name: str) -> bool:
    """Whether something stands at a name that is no folder."""
    found = root.stat(name)
    return found is not None and not stat.S_ISDIR(found.st_mode)


def _is_in_place(content: Content | None) -> bool:
    """Whether a file was found as it should be, so that nothing will be put in its place."""
    return isinstance(content, StagedFile) and content.file is None


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
