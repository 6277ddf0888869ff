"""Regular files, and nothing else: what a FIFO, a device or the operating system refuses is one clear
error."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from cleaner.errors import InputError

_IRREGULAR = (
    (stat.S_ISFIFO, "is a FIFO"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
    (stat.S_ISDIR, "is a folder"),
)


def read(path: Path) -> bytes:
    """Read all bytes of a regular file. Never waits on a FIFO, never reads a device.

    Raises `InputError` for anything but a regular file that can be read.
    """
    descriptor = open_descriptor(path)
    try:
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise unreadable_error(path, error) from error
    finally:
        os.close(descriptor)


def open_descriptor(path: Path) -> int:
    """Open a regular file to read; the caller closes the descriptor.

    Raises `InputError` for anything but a regular file that can be opened.
    """
    try:
        # Without O_NONBLOCK a FIFO that nobody writes to would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise unreadable_error(path, error) from error
    try:
        # What was opened is asked, not the path: that could lead elsewhere by now.
        refuse_irregular(path, os.fstat(descriptor).st_mode)
    except InputError:
        os.close(descriptor)
        raise
    return descriptor


def refuse_irregular(path: Path, mode: int) -> None:
    """Raises `InputError` unless `mode` is that of a regular file."""
    for is_type, message in _IRREGULAR:
        if is_type(mode):
            raise InputError(message, path=path, remedy="name regular files or folders of them")


def unreadable_error(path: Path, error: OSError) -> InputError:
    """The error for what the operating system refuses, in the reader's words.

    >>> print(unreadable_error(Path("a.txt"), FileNotFoundError(errno.ENOENT, "No such file or directory")))
    a.txt: does not exist (check the path)
    """
    if error.errno == errno.ENOENT:
        return InputError("does not exist", path=path, remedy="check the path")
    if error.errno in (errno.EACCES, errno.EPERM):
        return InputError(
            "cannot be read", path=path, remedy="you lack the permission: chmod it or leave it out"
        )
    if error.errno == errno.ENXIO:
        return InputError("is a socket", path=path, remedy="name regular files or folders of them")
    return InputError(f"cannot be read: {error.strerror}", path=path)
