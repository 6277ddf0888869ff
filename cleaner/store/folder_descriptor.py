"""Folders that are open, by their descriptors: what one holds, and the way into one in it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import NamedTuple

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
"""How a folder is opened."""


class FolderContent(NamedTuple):
    """The names in a folder: those of folders, and those of all else (files, links, devices), both sorted."""

    folders: list[str]
    files: list[str]


def list_content(descriptor: int) -> FolderContent:
    """List an open folder. Raises `OSError`."""
    content = FolderContent([], [])
    with os.scandir(descriptor) as entries:
        for entry in entries:
            (content.folders if entry.is_dir(follow_symlinks=False) else content.files).append(entry.name)
    content.folders.sort()
    content.files.sort()
    return content


def enter(descriptor: int, name: str, *, create: bool = False) -> int:
    """Open a folder in an open folder, and create it where it is missing, if it is to be.

    The caller closes the descriptor. Raises `OSError`: `NotADirectoryError` for a link as well.
    """
    try:
        return os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
    except FileNotFoundError:
        if not create:
            raise
    with suppress(FileExistsError):  # another worker was first
        os.mkdir(name, dir_fd=descriptor)
    return os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)


def is_link(descriptor: int, name: str) -> bool:
    """Whether a symbolic link has this name in an open folder. Raises `OSError`."""
    return stat.S_ISLNK(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode)
