"""A trial on the disk: a folder with what may change and what must not, and commands that run inside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from fuzzing.cleaned import HONEST
from fuzzing.fence import fence
from fuzzing.scratch import get_scratch
from tests.console import Done, run

VICTIM = {"secret.txt": b"keep me\n", "sub/o.txt": b"keep me, too\n", "clean.txt": HONEST.encode()}


def lay_out() -> Path:
    """An empty folder with ``work`` and ``victim``."""
    top = get_scratch() / "trial"
    shutil.rmtree(top, ignore_errors=True)
    (top / "work").mkdir(parents=True)
    write_files(top / "victim", VICTIM)
    return top


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def list_tree(folder: Path) -> dict[str, bytes | str]:
    """Everything below a folder by name: bytes of files, targets of links."""
    found: dict[str, bytes | str] = {}
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(place, name)
            if path.is_symlink():
                found[str(path)] = f"link to {path.readlink()}"
            elif path.is_file():
                found[str(path)] = path.read_bytes()
            else:
                found[str(path)] = "folder"
    return found


def run_fenced(top: Path, *arguments: object, codes: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Done:
    """Run a command in ``work``: its exit code is one of these, and only ``work`` may change meanwhile."""
    with fence(str(top / "work")):
        done = run(*arguments, cwd=top / "work")
    assert done.returncode in codes, f"exit {done.returncode}: {done.stderr.decode()[-200:]}"
    assert b"Traceback" not in done.stderr, f"a traceback: {done.stderr.decode()[-200:]}"
    return done


class Unchanged:
    """Holds what must not change: all but the output folders."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._before = self._list()

    def check(self) -> None:
        """Raise `AssertionError` where something did."""
        after = self._list()
        for name in sorted({*self._before, *after}):
            before = self._before.get(name)
            assert after.get(name) == before, f"law 11: outside of the output, {name} changed"

    def _list(self) -> dict[str, bytes | str]:
        allowed = tuple(str(self._top / "work" / name) for name in ("out", "rest", "report.html"))
        return {name: data for name, data in list_tree(self._top).items() if not name.startswith(allowed)}
