"""The lock of an output folder: one run at a time, and a message that names the other one."""

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
    """Hold the lock of an output folder. Raises `OutputError` where another run holds it, and names that run.

    The system releases the lock when its owner ends, however it ends: a file that a killed run left is no
    lock. The process and the host in the file are for the message alone.
    """
    path = folder / LOCK
    atomic.ensure_folder(path.parent)
    try:
        # NOFOLLOW: the file is emptied below, and a link could name a file elsewhere. CLOEXEC: a child that
        # outlives the run would hold the lock.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked: {error.strerror}") from error
    try:
        _take(descriptor, path)
        yield
        # Removed while it is locked: a run that opened the file before then finds that it is gone.
        path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    """Lock the open file and write the owner into it. Raises `OutputError`."""
    try:
        # Without waiting: a run can take hours.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(
            f"{path.parent.parent} is being written by {_describe_owner(descriptor)}",
            remedy="wait for it to end, or name another folder",
        ) from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be locked: {error.strerror}") from error
    # Another run may have ended, and removed the file, since this one opened it: the lock would be on a file
    # that no third run sees.
    if not path.exists() or not os.path.samestat(os.fstat(descriptor), path.stat()):
        raise OutputError(f"{path.parent.parent} has just been written by another run", remedy="run again")
    os.ftruncate(descriptor, 0)
    owner = {"pid": os.getpid(), "host": socket.gethostname()}
    os.pwrite(descriptor, json.dumps(owner).encode(), 0)


def _describe_owner(descriptor: int) -> str:
    """Name the process that holds the lock, as far as its file says."""
    try:
        owner = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {int(owner['pid'])} on {owner['host']!r}"
    except (ValueError, KeyError, TypeError):
        return "another process"
