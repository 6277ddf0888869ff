"""What the operating system refuses in the output folder, as an error in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner.errors import OutputError


@contextmanager
def explain_system_error(path: Path) -> Iterator[None]:
    """Turn an `OSError` inside the block into an `OutputError`. `path` is named where the error names none.

    >>> with explain_system_error(Path("out")):
    ...     raise PermissionError(13, "Permission denied", "out/a.txt")
    Traceback (most recent call last):
    cleaner.errors.OutputError: out/a.txt: cannot be read or written: Permission denied
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"{error.filename or path}: cannot be read or written: {error.strerror}") from error
