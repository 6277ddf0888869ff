"""Reads of a cleaned folder that compare the hash first: no byte of another file is ever used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader

from cleaner import small_file
from cleaner.errors import DamageError, OutputError
from cleaner.hashing import sha256_stream
from cleaner.store.compress import SUFFIX
from cleaner.store.remedies import CLEAN_AGAIN
from cleaner.store.root import Root
from cleaner.zstd import import_zstd


@contextmanager
def open_checked(root: Root, name: str, digest: str) -> Iterator[BufferedReader]:
    """Open a file that has this hash. Raises `DamageError` for any other, and for what is no regular file."""
    path = root.path / name
    try:
        with root.open_file(name) as file:
            if sha256_stream(file) != digest:
                remedy = f"undo the edit, or {CLEAN_AGAIN}"
                raise DamageError(f"{path} is not as it was written", remedy=remedy)
            # What was compared is what is read: the name could lead to another file by now.
            file.seek(0)
            yield file
    except OutputError as error:
        raise DamageError(error.message) from error
    except OSError as error:
        raise DamageError(f"{path} is missing or cannot be read: {error.strerror}") from error


def read_at_most(root: Root, name: str, limit: int) -> bytes:
    """Read a file that no hash is known of, and no more than `limit` bytes.

    Raises `DamageError` for a larger one, `OSError` for one that cannot be read.
    """
    with root.open_file(name) as file:
        data = small_file.read_at_most(file.fileno(), limit)
    if data is None:
        raise DamageError(
            f"{root.path / name} is larger than {small_file.format_size(limit)}, the most that is read of it",
            remedy="it is none of ours: remove it, or name another folder",
        )
    return data


def check_file(root: Root, name: str, digest: str) -> None:
    """Compare a file with its hash. Raises `DamageError` for any other file."""
    with open_checked(root, name, digest):
        pass


def read_file(root: Root, name: str, digest: str) -> bytes:
    """Read a whole file that has this hash. Raises `DamageError`."""
    with open_checked(root, name, digest) as file:
        return file.read()


def read_lines(root: Root, name: str, digest: str) -> Iterator[bytes]:
    """Read the lines of a file that has this hash, one at a time; `.zst` files are decompressed.

    The hash is compared before the first line. Raises `DamageError`.
    """
    with open_checked(root, name, digest) as file:
        if not name.endswith(SUFFIX):
            yield from file
            return
        zstd = import_zstd()
        try:
            with zstd.open(file) as lines:
                yield from lines
        except (zstd.ZstdError, EOFError) as error:
            # The hash fits, so that it was the writer who failed.
            raise DamageError(f"{root.path / name} is damaged: {error}", remedy=CLEAN_AGAIN) from error
