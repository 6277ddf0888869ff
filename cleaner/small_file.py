r"""Small files that a stranger may have made: options, suppressions, ignore files, a baseline, a manifest.

They are read whole, and parsed by libraries. `read_small` reads a regular file alone, and no more than a
limit. `explain_bad_input` and `explain_damage` turn whatever a parser raises into one error of ours:

>>> import json
>>> with explain_bad_input(Path("known.json"), "is no baseline", remedy="make it again"):
...     json.loads('{"format": 1')
Traceback (most recent call last):
cleaner.errors.InputError: known.json:1: is no baseline: Expecting ',' delimiter (make it again)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import DamageError, InputError
from cleaner.regular_file import open_descriptor, unreadable_error

MIB = 1 << 20

PARSE_FAILURES = (ValueError, RecursionError, OverflowError, MemoryError)
"""What parsers raise for bytes that they cannot read. What JSON, TOML and msgspec refuse is a `ValueError`,
and so are a number of more than 4,300 digits and a wrong encoding. What nests too deep is another."""
_BLOCK = 1 << 20
_REMEDY = "a regular file is wanted here"


def read_small(path: Path, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes; a link to one is followed.

    Never waits on a FIFO, never reads a device. Raises `InputError` for all else, and for a larger file.
    """
    descriptor = open_descriptor(path, _REMEDY)
    try:
        data = read_at_most(descriptor, limit)
    except OSError as error:
        raise unreadable_error(path, error) from error
    finally:
        os.close(descriptor)
    if data is None:
        raise InputError(
            f"is larger than {format_size(limit)}, the most that is read of such a file",
            path=path,
            remedy="is it the right file?",
        )
    return data


def read_at_most(descriptor: int, limit: int) -> bytes | None:
    """Read an open file; None where it has more than `limit` bytes. Raises `OSError`."""
    # Asked first, so that nothing of a large file is read. A file can grow meanwhile, and one of /proc has
    # size 0, so that what was read is counted too.
    if os.fstat(descriptor).st_size > limit:
        return None
    data = bytearray()
    while block := os.read(descriptor, _BLOCK):
        data += block
        if len(data) > limit:
            return None
    return bytes(data)


def read_small_if_present(path: Path, limit: int) -> bytes | None:
    """Read as `read_small` does; None where nothing stands at the path, or a link to nothing.

    Raises `InputError`.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        pass  # `read_small` has the words for it
    return read_small(path, limit)


def refuse_link_out(path: Path, top: Path, remedy: str) -> None:
    """Raise `InputError` for a path that leads out of the folder `top` by symbolic links.

    For files that a tree names and not the user: a stranger's tree has no say over files outside of it.
    """
    try:
        target = Path(os.path.realpath(path))
    except ValueError:
        return  # no file has such a name
    if not target.is_relative_to(os.path.realpath(top)):
        raise InputError("is a symbolic link out of the tree", path=path, remedy=remedy)


class ParseFailure(NamedTuple):
    """Why a parser gave up: `line` counts from 1, `byte` from 0; None where the parser does not say."""

    reason: str
    line: int | None = None
    byte: int | None = None


def describe_failure(error: BaseException) -> ParseFailure:
    """Describe one of `PARSE_FAILURES` in the reader's words.

    >>> describe_failure(RecursionError("maximum recursion depth exceeded"))
    ParseFailure(reason='it nests too deep', line=None, byte=None)
    """
    if isinstance(error, UnicodeDecodeError):
        return ParseFailure("it is not UTF-8", byte=error.start)
    if isinstance(error, RecursionError | MemoryError):
        return ParseFailure("it nests too deep")
    if isinstance(error, OverflowError) or "integer string conversion" in str(error):
        return ParseFailure("it holds a number that is too large")
    line = getattr(error, "lineno", None)  # of JSON; a message has the place at its end as well
    if isinstance(line, int):
        return ParseFailure(str(getattr(error, "msg", error)), line)
    return ParseFailure(str(error))


@contextmanager
def explain_bad_input(
    path: Path | str, message: str, *, line: int | None = None, remedy: str = ""
) -> Iterator[None]:
    """Turn a failure of a parser inside the block into an `InputError`: `message`, then the reason.

    `line` is that of the file, where the parser is given a line of it and not the whole.
    """
    try:
        yield
    except PARSE_FAILURES as error:
        failure = describe_failure(error)
        raise InputError(
            f"{message}: {failure.reason}",
            path=path,
            line=line or failure.line,
            byte=failure.byte if line is None else None,
            remedy=remedy,
        ) from error


@contextmanager
def explain_damage(message: str, *, remedy: str = "") -> Iterator[None]:
    """Turn a failure of a parser inside the block into a `DamageError`: `message`, which names the file, then
    the reason."""
    try:
        yield
    except PARSE_FAILURES as error:
        raise DamageError(f"{message}: {describe_failure(error).reason}", remedy=remedy) from error


def format_size(size: int) -> str:
    """Format a limit: in MiB from one on."""
    return f"{size // MIB} MiB" if size >= MIB else f"{size} bytes"
