"""The only writer of output files: a file appears whole, at its name, on the disk, or not at all."""

from __future__ import annotations

import contextlib
import os
from itertools import takewhile
from pathlib import Path

from cleaner.errors import OutputError

TEMPORARY_SUFFIX = ".cleaner-part"
"""How the names of files end that are still being written. With the process id before it and no part of the
name, it fits where a name has 255 bytes already."""


def write(path: Path, data: bytes) -> None:
    """Write `data` to `path`: temporary file beside it, write, fsync, verify, rename, fsync of the folder.

    Raises `OutputError` and leaves what stood at `path` as it was when any of that fails.
    """
    # Beside it, as a rename is atomic only within one file system.
    temporary = path.with_name(f".{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        # On the disk before the rename: else a crash could leave the name with an empty file.
        _write_new(temporary, data)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _make_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def move_into_place(staged: Path, path: Path) -> None:
    """Move a file that was written elsewhere on the same file system to `path`, whole and on the disk.

    Raises `OutputError` and leaves what stood at `path` as it was when any of that fails. The entry of the
    folder is on the disk once `sync_folder` was called for it: once for all files of a folder.
    """
    try:
        # Scratch files are written without fsync, as many of them are never committed.
        descriptor = os.open(staged, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(staged, path)
    except OSError as error:
        raise _make_error(path, error) from error


def sync_folder(folder: Path) -> None:
    """Put the entries of a folder on the disk, so that a crash undoes no rename. Raises `OutputError`."""
    try:
        _sync_folder(folder)
    except OSError as error:
        raise _make_error(folder, error) from error


def _write_new(path: Path, data: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()  # left by a killed run with the same process id
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    with open(descriptor, "r+b", buffering=0) as file:
        # Unbuffered, so that each error is met here; one call may write a part only.
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(descriptor)
        # Verified before the rename: a file that is short must never get the name.
        if os.fstat(descriptor).st_size != len(data):
            raise OSError(5, "what was written is not what is there")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ensure_folder(folder: Path) -> None:
    """Create the folder and those above it, where they are missing. Raises `OutputError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _make_error(folder, error) from error


def remove_file(path: Path, *, inside: Path) -> None:
    """Remove a file that may be gone already, and the folders below `inside` that this leaves empty.

    Raises `OutputError`.
    """
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except (FileNotFoundError, NotADirectoryError):
        # Its folder is gone too, or an output stands where the folder was.
        return
    except OSError as error:
        raise _make_error(path, error) from error
    for folder in takewhile(lambda folder: folder != inside, path.parents):
        try:
            folder.rmdir()
        except OSError:
            return  # not empty: it stays, and so do those above it


def _make_error(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written: {error.strerror}", remedy="nothing stands there half-written"
    )
