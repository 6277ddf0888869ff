"""A fence around what is tried: writes outside of a folder, and programs, are refused and remembered.

Python tells an audit hook of each file that it opens or removes and of each program that it starts. The hook
cannot be taken out again; between uses of `fence` it does nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATHS: dict[str, tuple[int, ...]] = {
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.rename": (0, 1),
    "os.link": (0, 1),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
    "sqlite3.connect": (0,),
}
"""Events that change a file, and which of their arguments are paths."""
_PROGRAMS = (
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.fork",
    "os.forkpty",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Breach(BaseException):
    """Something outside of the fence was about to change. No `except Exception` can hide it."""


class _Fence:
    def __init__(self) -> None:
        self.folder: str | None = None
        self.breaches: list[str] = []


_FENCE = _Fence()


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _FENCE.folder is None:
        return
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITING:
            _refuse_outside(event, arguments[0])
    elif event in _PATHS:
        for place in _PATHS[event]:
            _refuse_outside(event, arguments[place])
    elif event in _PROGRAMS:
        _refuse(f"{event} {arguments!r}")


def _refuse_outside(event: str, path: object) -> None:
    # A number is an open file; a path relative to an open folder is below the working directory here, too,
    # unless it climbs.
    if isinstance(path, str | bytes):
        absolute = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - links must not be followed here
        if absolute != os.devnull and not f"{absolute}/".startswith(f"{_FENCE.folder}/"):
            _refuse(f"{event} {path!r}")


def _refuse(what: str) -> None:
    _FENCE.breaches.append(what)
    raise Breach(f"law 11: {what}")


_INSTALLED: list[Callable[..., None]] = []


@contextmanager
def fence(folder: str) -> Iterator[None]:
    """Keep all changes of the block in this folder. Raises `Breach` behind it where one was refused."""
    if not _INSTALLED:
        sys.addaudithook(_watch)
        _INSTALLED.append(_watch)
    _FENCE.folder = folder
    _FENCE.breaches.clear()
    try:
        yield
    finally:
        _FENCE.folder = None
    if _FENCE.breaches:
        raise Breach(f"law 11: {_FENCE.breaches[0]}")
