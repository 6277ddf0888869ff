"""Files of the scratch folder: each appears whole at its name, or not at all, also with several writers.

A worker that was given up may still be at work, perhaps on another host, while a second one does its job
again. Each writes a temporary file of its own; the one that ends last gives the name its file. As a job
always makes the same bytes, it does not matter which one that is.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

TEMPORARY_SUFFIX = ".part"
"""How the names of files end that are still being written."""


@contextmanager
def create_file(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that appears at `path` once it is closed. After an error, the earlier file stays there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with create_file(Path(folder, "a", "b")) as file:
    ...         _ = file.write(b"ab")
    ...         print(Path(folder, "a", "b").exists())
    ...     Path(folder, "a", "b").read_bytes()
    False
    b'ab'
    """
    # Host and process make the name unique among workers, the token among the files of one worker. Names may
    # have 255 bytes: of a longer host name the first 64 are enough.
    unique = f"{os.uname().nodename[:64]}-{os.getpid()}-{secrets.token_hex(8)}"
    temporary = path.with_name(f".{unique}{TEMPORARY_SUFFIX}")
    with _open_new(temporary) as file:
        try:
            yield file
            file.close()
            os.replace(temporary, path)
        except BaseException:  # also KeyboardInterrupt: nobody would remove the file later
            with suppress(OSError):
                temporary.unlink()
            raise


def write_file(path: Path, data: bytes) -> None:
    """Write these bytes to `path`."""
    with create_file(path) as file:
        file.write(data)


def _open_new(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:  # the folder is made when it is needed: one call less for each other file
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
