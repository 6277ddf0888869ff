"""The only writer of files. A file appears whole, at its name, on the disk, or not at all."""

from __future__ import annotations

import contextlib
import os
from itertools import takewhile
from pathlib import Path

from cleaner.errors import OutputError

TEMPORARY_SUFFIX = ".cleaner-part"


def write(path: Path, data: bytes) -> None:
    """Puts `data` at `path`: temporary file beside it, write, fsync, verify, rename, fsync of the folder.

    Raises `OutputError` and leaves what stood at `path` as it was when any of that fails.
    """
    temporary = path.with_name(f".{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        _write_new(temporary, data)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def move_into_place(waiting: Path, path: Path) -> None:
    """Moves a file that was written elsewhere on the same file system to `path`, whole and on the disk.

    Raises `OutputError` and leaves what stood at `path` as it was when any of that fails. The entry of the
    folder is on the disk once `sync` was called for it.
    """
    try:
        descriptor = os.open(waiting, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(waiting, path)
    except OSError as error:
        raise _refused(path, error) from error


def sync_folder(folder: Path) -> None:
    """Makes what was placed in a folder last. Raises `OutputError`."""
    try:
        _sync_folder(folder)
    except OSError as error:
        raise _refused(folder, error) from error


def _write_new(path: Path, data: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()  # left by a run that was killed and had our process id
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    with open(descriptor, "r+b", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(descriptor)
        if os.fstat(descriptor).st_size != len(data):
            raise OSError(5, "what was written is not what is there")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ensure_folder(folder: Path) -> None:
    """Makes the folder and those above it. Raises `OutputError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def remove_file(path: Path, *, inside: Path) -> None:
    """Removes a file that may be gone already, and the folders below `inside` that this leaves empty."""
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _refused(path, error) from error
    for folder in takewhile(lambda folder: folder != inside, path.parents):
        try:
            folder.rmdir()
        except OSError:
            return  # not empty: it stays, and so do those above it


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written: {error.strerror}", remedy="nothing stands there half-written"
    )
