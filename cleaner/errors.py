"""The errors that this package raises on purpose, in one small tree.

::

    CleanerError                  anything this package raises on purpose
    ├── UsageError                the call itself is wrong: options, paths, rule names     exit 2
    ├── InputError                an input that cannot be read: path, line, byte offset    exit 2
    ├── OutputError               an output that must not or cannot be written             exit 2
    ├── DamageError               a cleaned corpus that does not match its own records     exit 4
    └── StageError                a stage broke the contract of edits: a bug of ours      exit 5

Each says first what is wrong and then what to do about it, in the reader's words.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path


class CleanerError(Exception):
    """A problem with a message and, where there is one, a remedy.

    >>> print(CleanerError("the disk is full", remedy="free some space and run again"))
    the disk is full (free some space and run again)
    """

    exit_code = 2

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class UsageError(CleanerError):
    """The call itself is wrong: an option, a path, a rule that does not exist."""


class InputError(CleanerError):
    """An input that cannot be read. It costs nothing but itself.

    >>> print(InputError("is a FIFO", path=Path("a/b"), remedy="name regular files"))
    a/b: is a FIFO (name regular files)
    >>> print(InputError("cannot be decoded", path=Path("a"), line=3, byte=120))
    a:3: cannot be decoded, at byte 120
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str,
        line: int | None = None,
        byte: int | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.path = path
        self.line = line
        self.byte = byte

    def at(self, path: Path | str) -> InputError:
        """Returns the same problem of another path."""
        return InputError(self.message, path=path, line=self.line, byte=self.byte, remedy=self.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        # Workers send errors to another process. `path` is keyword-only, so pickling needs this; the other
        # attributes are set from the state.
        return partial(type(self), path=self.path), (self.message,), self.__dict__

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line is not None else f"{self.path}"
        offset = f", at byte {self.byte}" if self.byte is not None else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{place}: {self.message}{offset}{remedy}"


class OutputError(CleanerError):
    """An output that must not be written (it is not ours) or cannot be (the disk is full)."""


class DamageError(CleanerError):
    """A cleaned corpus that does not match its own records."""

    exit_code = 4


class StageError(CleanerError):
    """A stage broke the contract of edits (order, overlap, bounds, unknown rule): a bug of ours."""

    exit_code = 5
