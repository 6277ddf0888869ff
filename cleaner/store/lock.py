"""The lock of an output folder: one run at a time, and a message that names the other one."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from cleaner import json_codec
from cleaner.errors import OutputError
from cleaner.store.folder import LOCK
from cleaner.store.root import Root


@contextmanager
def lock_folder(root: Root) -> Iterator[None]:
    """Hold the lock of an output folder. Raises `OutputError` where another run holds it, and names that run.

    The system releases the lock when its owner ends, however it ends: a file that a killed run left is no
    lock. The process and the host in the file are for the message alone.
    """
    try:
        file = root.open_to_update(LOCK)
    except OSError as error:
        raise OutputError(f"{root.path / LOCK}: cannot be locked: {error.strerror}") from error
    with file:
        _take(root, file.fileno())
        yield
        # Removed while it is locked: a run that opened the file before then finds that it is gone.
        root.discard(LOCK)


def _take(root: Root, descriptor: int) -> None:
    """Lock the open file and write the owner into it. Raises `OutputError`."""
    try:
        # Without waiting: a run can take hours.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(
            f"{root.path} is being written by {_describe_owner(descriptor)}",
            remedy="wait for it to end, or name another folder",
        ) from None
    except OSError as error:
        raise OutputError(f"{root.path / LOCK}: cannot be locked: {error.strerror}") from error
    # Another run may have ended, and removed the file, since this one opened it: the lock would be on a file
    # that no third run sees.
    found = root.stat(LOCK)
    if found is None or not os.path.samestat(os.fstat(descriptor), found):
        raise OutputError(f"{root.path} has just been written by another run", remedy="run again")
    os.ftruncate(descriptor, 0)
    owner = {"pid": os.getpid(), "host": socket.gethostname()}
    os.pwrite(descriptor, json.dumps(owner).encode(), 0)


def _describe_owner(descriptor: int) -> str:
    """Name the process that holds the lock, as far as its file says."""
    try:
        owner = json_codec.decode(os.pread(descriptor, 4096, 0))
        return f"process {int(owner['pid'])} on {owner['host']!r}"  # type: ignore[index]
    except (ValueError, KeyError, TypeError):
        return "another process"
