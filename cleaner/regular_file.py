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


NAME_OTHERS = "name regular files or folders of them"


def read(path: Path, limit: int | None = None) -> bytes:
    """Read all bytes of a regular file. Never waits on a FIFO, never reads a device.

    Raises `InputError` for anything but a regular file that can be read, and for one of more than `limit`
    bytes.
    """
    descriptor = open_descriptor(path)
    try:
        with open(descriptor, "rb", closefd=False) as file:
            # Asked before: a sparse file is large without a disk that is.
            if limit is not None and os.fstat(descriptor).st_size > limit:
                raise InputError(f"is larger than {limit} bytes", path=path, remedy="split it")
            return file.read()
    except OSError as error:
        raise unreadable_error(path, error) from error
    finally:
        os.close(descriptor)


def open_descriptor(path: Path, remedy: str = NAME_OTHERS) -> int:
    """Open a regular file to read; the caller closes the descriptor. `remedy` is for what is no such file.

    Raises `InputError` for anything but a regular file that can be opened.
    """
    try:
        # Asked before it is opened, because opening alone already acts on some devices (a tape rewinds).
        refuse_irregular(path, path.stat().st_mode, remedy)
        # Without O_NONBLOCK a FIFO that nobody writes to would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        raise unreadable_error(path, error) from error
    except ValueError as error:
        raise InputError("is no path: it holds NUL, or what no name can hold", path=path) from error
    try:
        # What was opened is asked again: the path could lead elsewhere by now.
        refuse_irregular(path, os.fstat(descriptor).st_mode, remedy)
    except InputError:
        os.close(descriptor)
        raise
    return descriptor


def refuse_irregular(path: Path, mode: int, remedy: str = NAME_OTHERS) -> None:
    """Raises `InputError` unless `mode` is that of a regular file."""
    for is_type, message in _IRREGULAR:
        if is_type(mode):
            raise InputError(message, path=path, remedy=remedy)


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
        return InputError("is a socket", path=path, remedy=NAME_OTHERS)
    return InputError(f"cannot be read: {error.strerror}", path=path)
