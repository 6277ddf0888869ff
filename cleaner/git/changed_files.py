"""Files that changed since a revision: those whose bytes are not the ones that it has.

Bytes are compared and nothing else. What git compares could be anything: filters of the repository, which are
programs, rewrite a file first, and its index may say that a file did not change.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.git.repository import Repository, TreeEntry, open_repository
from cleaner.regular_file import open_descriptor

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize \d+\n"
)
_LARGEST_POINTER = 1024
"""Bytes that a pointer of Git LFS has at most, by its specification."""
_BLOCK = 1 << 20


def find_changed_files(revision: str, folder: Path, paths: Iterable[Path]) -> frozenset[Path]:
    """Find which of some files are new, or other than at the point where the working tree left `revision`.

    `paths` are absolute, and `folder` says whose repository it is. Committed, staged, unstaged and untracked
    changes count alike. What was done to the revision since then does not count: it is not the work of this
    tree. A file outside of the repository is new.

    Raises `UsageError` where there is no git, no repository or no such revision.
    """
    with open_repository(folder, "--since") as repository:
        base = repository.find_merge_base(repository.resolve(revision))
        files = repository.list_files(base)
        top = Path(os.path.realpath(repository.top))
        entries = {path: _find_entry(path, repository.top, top, files) for path in paths}
        other = {path: entry for path, entry in entries.items() if not _is_blob(path, entry)}
        pointers = _read_pointers(repository, other.values())
    return frozenset(path for path, entry in other.items() if not _is_content(path, pointers.get(entry)))


def _find_entry(path: Path, top: Path, real_top: Path, files: Mapping[str, TreeEntry]) -> TreeEntry | None:
    """Find the file of the revision that a path leads to; None where it leads to none, or to another one."""
    real = Path(os.path.realpath(path))
    if not (path.is_relative_to(top) and real.is_relative_to(real_top)):
        return None
    name, real_name = (str(path.relative_to(top)), str(real.relative_to(real_top)))
    if name != real_name:
        # A link is the same if it leads where it led, and if what stands there is the same.
        link = files.get(name)
        if link is None or not path.is_symlink() or _hash_blob(os.fsencode(path.readlink()), link) != link.id:
            return None
    entry = files.get(real_name)
    return entry if entry is not None and entry.mode.startswith("100") else None


def _is_blob(path: Path, entry: TreeEntry | None) -> bool:
    """Whether a file has the bytes of an entry."""
    if entry is None:
        return False
    try:
        with open(open_descriptor(path), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            return _hash(file, _choose_algorithm(entry), b"blob %d\0" % size) == entry.id
    except (InputError, OSError):
        return False  # the run that reads it says what is wrong


def _read_pointers(
    repository: Repository, entries: Iterable[TreeEntry | None]
) -> Mapping[TreeEntry | None, str]:
    """Read which of some entries are pointers of Git LFS: the SHA-256 of the bytes that each stands for."""
    present = {entry for entry in entries if entry is not None}
    blobs = repository.read_blobs(sorted({entry.id for entry in present}), _LARGEST_POINTER)
    matches = {entry: _POINTER.fullmatch(blobs.get(entry.id, b"")) for entry in present}
    return {entry: match[1].decode() for entry, match in matches.items() if match is not None}


def _is_content(path: Path, sha256: str | None) -> bool:
    """Whether a file has the bytes of that SHA-256; None is that of nothing."""
    if sha256 is None:
        return False
    try:
        with open(open_descriptor(path), "rb") as file:
            return _hash(file, "sha256", b"") == sha256
    except (InputError, OSError):
        return False


def _hash(file: BinaryIO, algorithm: str, prefix: bytes) -> str:
    digest = hashlib.new(algorithm, prefix, usedforsecurity=False)
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _hash_blob(data: bytes, entry: TreeEntry) -> str:
    """Return the id that a blob of these bytes would have in the repository of an entry."""
    header = b"blob %d\0" % len(data)
    return hashlib.new(_choose_algorithm(entry), header + data, usedforsecurity=False).hexdigest()


def _choose_algorithm(entry: TreeEntry) -> str:
    """Return the hash that a repository names its objects by, from the length of a name."""
    return "sha256" if len(entry.id) == 64 else "sha1"
