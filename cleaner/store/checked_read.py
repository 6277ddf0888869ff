"""Reads of a cleaned folder that compare the hash first: no byte of another file is ever used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import DamageError
from cleaner.hashing import sha256_file
from cleaner.store.compress import SUFFIX
from cleaner.store.remedies import CLEAN_AGAIN
from cleaner.zstd import import_zstd


def check_file(folder: Path, name: str, digest: str) -> Path:
    """Compare a file with its hash and return its path. Raises `DamageError` for any other file."""
    path = folder / name
    try:
        actual = sha256_file(path)
    except OSError as error:
        raise DamageError(f"{path} is missing or cannot be read: {error.strerror}") from error
    if actual != digest:
        raise DamageError(f"{path} is not as it was written", remedy=f"undo the edit, or {CLEAN_AGAIN}")
    return path


def read_file(folder: Path, name: str, digest: str) -> bytes:
    """Read a whole file that has this hash. Raises `DamageError`."""
    return check_file(folder, name, digest).read_bytes()


def read_lines(folder: Path, name: str, digest: str) -> Iterator[bytes]:
    """Read the lines of a file that has this hash, one at a time; `.zst` files are decompressed.

    The hash is compared before the first line. Raises `DamageError`.
    """
    path = check_file(folder, name, digest)
    if not name.endswith(SUFFIX):
        with path.open("rb") as file:
            yield from file
        return
    zstd = import_zstd()
    try:
        with zstd.open(path) as file:
            yield from file
    except (zstd.ZstdError, EOFError) as error:
        # The hash fits, so that it was the writer who failed.
        raise DamageError(f"{path} is damaged: {error}", remedy=CLEAN_AGAIN) from error
