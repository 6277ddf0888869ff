"""One execution of a target: within its CPU time, and what came of it."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import cleaner
from fuzzing.fence import Breach
from fuzzing.target import Target

SECONDS = 2.0
"""CPU seconds that an input of at most `target.MOST_BYTES` may take."""
PACKAGE = str(Path(cleaner.__file__).parent)


class TooSlow(BaseException):
    """An execution took more CPU time than it may. No `except Exception` of what is tried can hide it."""


class Failure(NamedTuple):
    """A broken promise: `kind` is the same for all inputs that break it in one place."""

    kind: str
    message: str


def execute(target: Target, data: bytes) -> Failure | None:
    """Run the target on an input; None where every promise holds."""
    try:
        with _limit_seconds(SECONDS):
            target.check(data)
    except (Exception, TooSlow, Breach) as error:  # noqa: BLE001 - whatever is raised is looked for
        return Failure(_name_kind(error), f"{type(error).__name__}: {str(error)[:300]}")
    return None


@contextlib.contextmanager
def _limit_seconds(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the middle of what takes more than these seconds of CPU."""

    def stop(_: int, frame: FrameType | None) -> None:
        raise TooSlow(f"more than {seconds} CPU seconds, in {_find_place(frame)}")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _find_place(frame: FrameType | None) -> str:
    while frame is not None and not frame.f_code.co_filename.startswith(PACKAGE):
        frame = frame.f_back
    return "no frame of ours" if frame is None else f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"


def _name_kind(error: BaseException) -> str:
    """The type of an error, and the last line of the package and the last of the target that it went through.

    The first words of a broken assertion are part of it: one line checks many things.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in frames
        if frame.filename.startswith(PACKAGE)
    ]
    words = " ".join(str(error).split()[:3]) if isinstance(error, AssertionError) else ""
    # A limit of time ends anywhere: what is slow is seen from the outermost call of the package.
    place = ours[0] if isinstance(error, TooSlow) and ours else ours[-1] if ours else ""
    return f"{type(error).__name__} {place} {words}".strip()
