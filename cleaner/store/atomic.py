"""The only writer of output files: a file appears whole, at its name, on the disk, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.store.folder_walk import join_name
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile

TEMPORARY_SUFFIX = ".cleaner-part"
"""How the names of files end that are still being written. With the process id before it and no part of the
name, it fits where a name has 255 bytes already."""


def write(root: Root, name: str, data: bytes) -> None:
    """Write `data` to a file: temporary file beside it, write, fsync, verify, rename, fsync of the folder.

    Raises `OutputError` and leaves what stood there as it was when any of that fails.
    """
    folder = name.rpartition("/")[0]
    # Beside it, as a rename is atomic only within one file system.
    temporary = join_name(folder, f".{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        # On the disk before the rename: else a crash could leave the name with an empty file.
        _write_new(root, temporary, data)
        root.move(temporary, root, name)
        root.sync(folder)
    except OSError as error:
        raise _make_error(root.path / name, error) from error
    finally:
        with contextlib.suppress(OSError):
            root.discard(temporary)


def move_into_place(staged: ScratchFile, size: int, root: Root, name: str) -> None:
    """Move a file of this size in bytes, which waits on the same file system, to its name.

    It is whole and on the disk by then. Raises `OutputError` and leaves what stood there as it was when any
    of that fails. The entry of the folder is on the disk once `sync_folder` was called for it: once for all
    files of a folder.
    """
    try:
        # Scratch files are written without fsync, as many of them are never committed.
        with staged.open() as file:
            os.fsync(file.fileno())
            _verify_size(file.fileno(), size)
        staged.root.move(staged.name, root, name)
    except OSError as error:
        raise _make_error(root.path / name, error) from error


def sync_folder(root: Root, folder: str) -> None:
    """Put the entries of a folder on the disk, so that a crash undoes no rename. Raises `OutputError`."""
    try:
        root.sync(folder)
    except OSError as error:
        raise _make_error(root.path / folder, error) from error


def remove_file(root: Root, name: str, hashes: Collection[str] | None) -> bool:
    """Remove a file that may be gone already, and the folders that this leaves empty, but not the root.

    An output is removed only if it has one of these hashes; None is for files of our own. Returns whether
    nothing is left there. Raises `OutputError`.
    """
    folder = name.rpartition("/")[0]
    try:
        if hashes is None:
            root.discard(name)
        elif not root.remove(name, hashes):
            return False
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # its folder is gone, too
            root.sync(folder)
    except OSError as error:
        raise _make_error(root.path / name, error) from error
    with contextlib.suppress(OSError):  # not empty: it stays, and so do those above it
        while folder:
            root.remove_folder(folder)
            folder = folder.rpartition("/")[0]
    return True


def _write_new(root: Root, name: str, data: bytes) -> None:
    # Unbuffered, so that each error is met here; one call may write a part only.
    with root.create_file(name, buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())
        _verify_size(file.fileno(), len(data))


def _verify_size(descriptor: int, size: int) -> None:
    # Before the rename: a file that is short must never get the name.
    if os.fstat(descriptor).st_size != size:
        raise OSError(errno.EIO, "what was written is not what is there")


def _make_error(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written: {error.strerror}", remedy="nothing stands there half-written"
    )
