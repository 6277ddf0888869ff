"""Walks over the folders below a root: without recursion, so of any depth, and without following a link."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.store.root import FolderContent, Root
from cleaner.store.system_errors import explain_system_error


def walk(root: Root, top: str = "") -> Iterator[tuple[str, FolderContent]]:
    """List a folder and all below it by name, "" for the root: each before the folders that it holds.

    Folders that the caller takes out of `FolderContent.folders` are not entered. Raises `OutputError` for a
    folder that cannot be listed, and where `top` is a link.
    """
    waiting = [top]
    while waiting:
        name = waiting.pop()
        with explain_system_error(root.path / name):
            found = root.list_folder(name)
        yield name, found
        waiting += [join_name(name, folder) for folder in reversed(found.folders)]


def clear(root: Root, top: str) -> None:
    """Remove a folder of our own with all that it holds. It may be gone already.

    Raises `OutputError` where something cannot be removed, or `top` is a link.
    """
    with explain_system_error(root.path / top):
        if root.stat(top) is None:
            return
        folders = []
        for name, found in walk(root, top):
            folders.append(name)
            for file in found.files:
                root.discard(join_name(name, file))
        for name in reversed(folders):
            root.remove_folder(name)


def join_name(folder: str, name: str) -> str:
    """Join the name of a folder below a root, "" for the root itself, and one of a file in it."""
    return f"{folder}/{name}" if folder else name
