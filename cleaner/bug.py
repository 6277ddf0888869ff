"""Bugs of ours: how one is named, and the one place that keeps it from costing more than a document."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cleaner.errors import CleanerError, StageError

Result = TypeVar("Result")

REMEDY = "a bug of ours: please report it"
"""What a user can do about a bug that cost a document."""

_PACKAGE = Path(__file__).parent
# A frame of a traceback that another process sent as text.
_SENT_FRAME = re.compile(r'^  File "([^"\n]+)", line (\d+), in ', re.MULTILINE)


def contain(work: Callable[[], Result], recover: Callable[[str], Result]) -> Result:
    """Returns what `work` returns, or what `recover` makes of the name of the bug that ended it.

    `work` is about one document alone, and writes nothing. An error of ours is no bug and is raised, but for
    `StageError`. This is the document boundary: all that a hostile document can set off in this package or
    in a library ends here, so nothing else of the package catches every exception.

    >>> contain(lambda: 1 // 0, lambda bug: bug.partition(" in ")[0])
    'ZeroDivisionError'
    """
    try:
        return work()
    except StageError as bug:
        return recover(str(bug))
    except CleanerError:
        raise
    except Exception as bug:  # noqa: BLE001
        return recover(describe_bug(bug))


def describe_bug(error: BaseException) -> str:
    """Describes an exception by its type and by the line of this package that it came from.

    Its message is left out: it can hold addresses of memory and text of a stranger, and what is said of a
    document is the same in every run.
    """
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    frames = _list_frames(error)
    if not frames:
        return name
    ours = [frame for frame in frames if _PACKAGE in frame[0].parents and frame[0] != Path(__file__)]
    path, line = (ours or frames)[-1]
    place = path.relative_to(_PACKAGE.parent).as_posix() if ours else path.name
    return f"{name} in {place}, line {line}"


def _list_frames(error: BaseException) -> list[tuple[Path, int]]:
    """Lists the file and the line of each call, the innermost last; those of a worker process where it sent
    the error."""
    # `concurrent.futures` sends a traceback as the text of a cause.
    sent = _SENT_FRAME.findall(str(error.__cause__)) if error.__cause__ is not None else []
    if sent:
        return [(Path(file), int(line)) for file, line in sent]
    return [(Path(frame.filename), frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
