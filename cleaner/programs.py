"""Programs that this one starts: where they are found, and how a Python among them finds its modules.

The working directory may be the tree of a stranger. It must not be where a program or a module comes from.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SAFE_PATH = "PYTHONSAFEPATH"
"""The variable that keeps the working directory off the module path of a Python that starts, as ``-P`` does.
Without it, ``-c`` and ``-m`` put that directory before all others."""
_STARTING = threading.RLock()


def find_program(name: str) -> str | None:
    """Find a program on the PATH, as `get_search_path` has it. Returns an absolute path, or None."""
    return shutil.which(name, path=get_search_path())


def get_search_path() -> str:
    """Return the PATH without entries that are empty or relative: they stand for the working directory.

    Where nothing is left, it is the default path of the system.
    """
    entries = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute()) or os.defpath


@contextmanager
def start_in_safe_path() -> Iterator[None]:
    """While this is open, programs that start take neither programs nor modules from the working directory.

    The environment of this process is as before when it ends: it is the caller's own.
    """
    # One at a time: of two threads, the first to end must not take the variables from the other.
    with _STARTING:
        before = {name: os.environ.get(name) for name in ("PATH", SAFE_PATH)}
        os.environ |= {"PATH": get_search_path(), SAFE_PATH: "1"}
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
