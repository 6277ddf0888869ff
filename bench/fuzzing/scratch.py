"""A folder for the files of targets, in memory where the machine has such a place; gone with the process."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

_MEMORY = Path("/dev/shm")


@cache
def _open_scratch() -> tempfile.TemporaryDirectory[str]:
    folder = _MEMORY if _MEMORY.is_dir() else None
    return tempfile.TemporaryDirectory(prefix="cleaner-fuzz-", dir=folder)


def get_scratch() -> Path:
    """The folder of this process."""
    return Path(_open_scratch().name)


def write_scratch(name: str, data: bytes) -> Path:
    """Write a file of the folder anew, and return its path."""
    path = get_scratch() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
