"""The small files of a tree as a revision has them: `--config-from`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath
from posixpath import join as join_names

from cleaner.errors import InputError
from cleaner.formats.selection import absolute_path
from cleaner.git.repository import Repository, TreeEntry
from cleaner.tree_files import WORKING_TREE, Kind

_LINK = "120000"
_MOST_LINKS = 40
"""Links that are followed on the way to one file, as many as Linux follows."""
_LONGEST_LINK = 4096
"""Bytes that the target of a link has at most."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a repository, as `TreeFiles`.

    What is beneath the working tree comes from the revision and never from the disk, whatever is there now.
    What lies outside of it is no part of a change to it, and is read where it lies. `name` is as the user
    named it.
    """

    name: str
    _repository: Repository
    _files: Mapping[str, TreeEntry]

    @classmethod
    def open(cls, repository: Repository, name: str) -> Revision:
        """Open the revision that `name` names. Raises `UsageError` where there is none."""
        return cls(name, repository, repository.list_files(repository.resolve(name)))

    def find_kind(self, path: Path) -> Kind | None:
        """Return "file" for a path that a file or link of the revision has."""
        name = self._locate(path)
        if name is None:
            return WORKING_TREE.find_kind(path)
        return None if self._find(name) is None else "file"

    def read(self, path: Path, limit: int) -> bytes:
        """Read a file of the revision. Raises `InputError` for what it does not have."""
        name = self._locate(path)
        if name is None:
            return WORKING_TREE.read(path, limit)
        found = self._find(name)
        if found is None:
            raise self._make_error(path, f"does not exist in {self.name}")
        for _ in range(_MOST_LINKS):
            entry = self._files[found]
            if entry.mode != _LINK:
                return self._read_blob(path, entry, limit)
            target = os.fsdecode(self._read_blob(path, entry, _LONGEST_LINK))
            name = normpath(join_names(dirname(found), target))
            found = None if name.startswith(("/", "../")) else self._find(name)
            if found is None:
                break
        raise self._make_error(path, f"is a symbolic link in {self.name}, and to no file of it")

    def refuse_link_out(self, path: Path, top: Path, remedy: str) -> None:
        """Raise `InputError` for a path that leads out of `top`. A link of the revision never does."""
        if self._locate(path) is None:
            WORKING_TREE.refuse_link_out(path, top, remedy)

    def _locate(self, path: Path) -> str | None:
        """Return the name of a path in the repository; None for one that lies outside of the working tree."""
        absolute, top = absolute_path(path), self._repository.top
        if not absolute.is_relative_to(top):
            # By another way, such as a link that the user made, it may lead into the working tree.
            absolute = Path(os.path.realpath(absolute.parent), absolute.name)
            top = Path(os.path.realpath(top))
        return str(absolute.relative_to(top)) if absolute.is_relative_to(top) else None

    def _find(self, name: str) -> str | None:
        """Return the name if the revision has a file or link of it, else None."""
        return name if name in self._files and self._files[name].mode != "160000" else None

    def _read_blob(self, path: Path, entry: TreeEntry, limit: int) -> bytes:
        blobs = self._repository.read_blobs([entry.id], limit)
        if entry.id not in blobs:
            raise self._make_error(
                path, f"of {self.name} has more than {limit:,} bytes, or a partial clone has not fetched it"
            )
        return blobs[entry.id]

    def _make_error(self, path: Path, message: str) -> InputError:
        return InputError(message, path=path, remedy=f"{self._repository.option} reads it from that revision")
