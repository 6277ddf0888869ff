"""One run at a time: a lock on an output folder, with its owner's name on it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.store import atomic
from cleaner.store.folder import LOCK


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Holds the lock of an output folder. Raises `OutputError` where another run holds it, and names it.

    The system gives the lock back when its owner ends, however it ends: a file that a killed run left is no
    lock. Its contents are for people.
    """
    path = folder / LOCK
    atomic.ensure_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked: {error.strerror}") from error
    try:
        _take(descriptor, path)
        yield
        # Removed while it is held: who opened the file before finds that it is no longer there.
        path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(
            f"{path.parent.parent} is being written by {_owner(descriptor)}",
            remedy="wait for it to end, or name another folder",
        ) from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked: {error.strerror}") from error
    if not path.exists() or not os.path.samestat(os.fstat(descriptor), path.stat()):
        raise OutputError(f"{path.parent.parent} has just been written by another run", remedy="run again")
    os.ftruncate(descriptor, 0)
    owner = {"pid": os.getpid(), "host": socket.gethostname()}
    os.pwrite(descriptor, json.dumps(owner).encode(), 0)


def _owner(descriptor: int) -> str:
    try:
        told = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {int(told['pid'])} on {told['host']!r}"
    except (ValueError, KeyError, TypeError):
        return "another process"
