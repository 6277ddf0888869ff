"""Files of JSON Lines of a cleaned folder, and any file by its hash, without ever holding a whole file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import DamageError
from cleaner.hashing import sha256_file
from cleaner.store.compress import SUFFIX
from cleaner.zstd import import_zstd


def check(folder: Path, name: str, digest: str) -> Path:
    """The path of a file that has this hash. Raises `DamageError` for any other."""
    path = folder / name
    try:
        there = sha256_file(path)
    except OSError as error:
        raise DamageError(f"{path} is missing or cannot be read: {error.strerror}") from error
    if there != digest:
        raise DamageError(
            f"{path} is not as it was written", remedy="undo the edit, or clean the raw files again"
        )
    return path


def lines(folder: Path, name: str, digest: str) -> Iterator[bytes]:
    """The lines of a file, unpacked where its name says so; none is given before its hash was compared.

    Raises `DamageError`.
    """
    path = check(folder, name, digest)
    if not name.endswith(SUFFIX):
        with path.open("rb") as file:
            yield from file
        return
    zstd = import_zstd()
    try:
        with zstd.open(path) as packed:
            yield from packed
    except (zstd.ZstdError, EOFError) as error:
        raise DamageError(f"{path} is damaged: {error}", remedy="clean the raw files again") from error
