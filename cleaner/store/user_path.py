"""Files at paths that the user named: reports, diffs, a baseline. They appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.store import atomic
from cleaner.store.root import Root
from cleaner.store.system_errors import explain_system_error


def write_path(path: Path, data: bytes, *, create: bool = False) -> None:
    """Write a file. With `create`, folders above it that are missing are created. Raises `OutputError`.

    A link that stands there is replaced and not followed, as it may be a stranger's. A device or a FIFO, such
    as ``/dev/stdout``, is written to.
    """
    with explain_system_error(path):
        # With a redirected stdout, its names are links to a regular file, and yet no place for a new one.
        is_stream = str(path).startswith(("/dev/std", "/dev/fd/"))
        is_device = is_stream or (path.exists() and not path.is_file())
    if is_device:
        _write_to_device(path, data)
    else:
        atomic.write((Root.create if create else Root.open)(path.parent), path.name, data)


def _write_to_device(path: Path, data: bytes) -> None:
    try:
        # Without O_NONBLOCK a FIFO that nobody reads would be waited for. Once it is open, it may.
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK | os.O_CLOEXEC)
        os.set_blocking(descriptor, True)
        with open(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
