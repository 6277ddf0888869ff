"""Where the small files come from that say how a tree is judged: from the tree itself, or from elsewhere.

They are the configuration, ignore files, suppressions, a baseline, decisions. Whoever changes a tree may
change them too, and hide what they did. So a run can take them from another state of it (`--config-from`).
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal, Protocol

from cleaner.small_file import read_small, refuse_link_out

Kind = Literal["file", "folder", "nowhere", "other"]
"""What has a path: a regular file, a folder, a link to nothing, or what is none of these."""


class TreeFiles(Protocol):
    """A state of a tree, of which small files are read by the paths that they have in the working tree."""

    def find_kind(self, path: Path) -> Kind | None:
        """Return what has this path, or where a link there leads; None where nothing has it."""
        ...

    def read(self, path: Path, limit: int) -> bytes:
        """Read a regular file of at most `limit` bytes. Raises `InputError` for all else."""
        ...

    def refuse_link_out(self, path: Path, top: Path, remedy: str) -> None:
        """Raise `InputError` for a path that leads out of the folder `top` by symbolic links."""
        ...


class WorkingTree:
    """The files as they lie in their folders."""

    def find_kind(self, path: Path) -> Kind | None:
        """Return what the system says of a path."""
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return "nowhere" if os.path.lexists(path) else None
        except (OSError, ValueError):
            return "other"  # `read` has the words for it
        return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"

    def read(self, path: Path, limit: int) -> bytes:
        """Read a regular file, as `read_small` does."""
        return read_small(path, limit)

    def refuse_link_out(self, path: Path, top: Path, remedy: str) -> None:
        """Raise `InputError` for a path that leads out of `top`."""
        refuse_link_out(path, top, remedy)


WORKING_TREE = WorkingTree()
