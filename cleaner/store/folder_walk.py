"""Folders below a root with all that they hold, however deep: a walk over them, and their removal."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.errors import OutputError
from cleaner.store.folder_descriptor import FolderContent
from cleaner.store.root import Root
from cleaner.store.system_errors import explain_system_error

DEPTH_LIMIT = 64
"""Folders within each other that are cleared: a run makes four, and the cost grows with the square."""


def walk(root: Root, top: str = "") -> Iterator[tuple[str, FolderContent]]:
    """Walk as `Root.walk` does. Raises `OutputError` for a folder that cannot be listed, or is a link."""
    with explain_system_error(root.path / top):
        yield from root.walk(top)


def clear(root: Root, top: str) -> None:
    """Remove a folder of our own with all that it holds. It may be gone already.

    Raises `OutputError` where something cannot be removed, or `top` is a link.
    """
    with explain_system_error(root.path / top):
        if root.stat(top) is None:
            return
        folders = []
        for name, found in root.walk(top):
            folders.append(name)
            # What a run leaves here is flat. A stranger's chain of folders would take hours.
            if name.count("/") > DEPTH_LIMIT:
                raise OutputError(f"{root.path / top} holds folders in folders", remedy="remove it by hand")
            for file in found.files:
                root.discard(join_name(name, file))
        for name in reversed(folders):
            root.remove_folder(name)


def join_name(folder: str, name: str) -> str:
    """Join the name of a folder below a root, "" for the root itself, and one of a file in it."""
    return f"{folder}/{name}" if folder else name
