"""Files of a scratch folder: whole at their names or not there, whoever else makes the same at the same time.

A worker that was given up may still be at work, on another host too, while another does its job again.
Neither writes where the other does; the names go to whoever ends last, with the same bytes.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PART = ".part"
"""What the names of files end with that are not whole."""


@contextmanager
def create_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which stands at `path` when it is closed. Where that fails, what stood there stays.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder, "a", "b")) as file:
    ...         _ = file.write(b"ab")
    ...         print(Path(folder, "a", "b").exists())
    ...     Path(folder, "a", "b").read_bytes()
    False
    b'ab'
    """
    part = path.with_name(f".{os.uname().nodename[:64]}-{os.getpid()}-{secrets.token_hex(8)}{PART}")
    with _new(part) as file:
        try:
            yield file
            file.close()
            os.replace(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise


def write_file(path: Path, data: bytes) -> None:
    """Puts these bytes at `path`."""
    with create_file(path) as file:
        file.write(data)


def _new(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
