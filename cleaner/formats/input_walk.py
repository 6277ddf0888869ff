"""The files below one input path: which are taken, which are passed over, which cannot be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError
from cleaner.formats.registry import find_format, list_suffixes
from cleaner.formats.selection import IgnoreRules, Selection
from cleaner.formats.xml_document import XML_REMEDY, XML_SUFFIXES
from cleaner.regular_file import refuse_irregular, unreadable_error

IGNORED = "(ignored)"
"""The extension under which files are counted that an ignore file or a pattern passes over."""


DEPTH = 256
"""Folders inside one another that are gone into: deeper than any corpus."""
NAME_LIMIT = 2048
"""Bytes of a name with its folders. Half of what a path may have: the rest is for the folder of the output,
and for its folders of our own."""


class Source(NamedTuple):
    """One input file: `name` is its name in the output folder, with forward slashes."""

    name: str
    path: Path


class UnreadableFile(NamedTuple):
    """An input file that cannot be read, under the name that its output would have."""

    name: str
    error: InputError


class WalkedFiles(NamedTuple):
    """The files of one input path, in the order of their bytes."""

    documents: list[Source]
    skipped: list[str]
    """The extension of each file that is passed over."""
    refused: list[UnreadableFile]


def walk(path: Path, prefix: str, selection: Selection) -> WalkedFiles:
    """Find the files of one path, a file or a folder, whose names begin with `prefix`.

    Raises `InputError` where the path itself cannot be taken.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _stat_error(path, error) from error
    if stat.S_ISDIR(mode):
        return _walk_folder(path, prefix, selection)
    refuse_irregular(path, mode)
    if find_format(path, selection.input_format) is None:
        if path.suffix.lower() in XML_SUFFIXES:
            raise InputError("is a document of XML, and no text", path=path, line=1, remedy=XML_REMEDY)
        raise InputError(
            f"is of an unknown type ({path.suffix or 'no extension'})",
            path=path,
            remedy=f"known are {list_suffixes()}; --input-format says what it is",
        )
    if selection.force and IgnoreRules(path.parent, selection).ignores(path, folder=False):
        return WalkedFiles([], [IGNORED], [])
    return WalkedFiles([Source(prefix + path.name, path)], [], [])


def _walk_folder(root: Path, prefix: str, selection: Selection) -> WalkedFiles:
    walked = WalkedFiles([], [], [])
    rules = IgnoreRules(root, selection)
    for path in sorted(_list_files(root, prefix, walked.refused, rules), key=os.fsencode):
        if rules.ignores(path, folder=False):
            walked.skipped.append(IGNORED)
            continue
        if find_format(path, selection.input_format) is None:
            walked.skipped.append(path.suffix.lower() or "(no extension)")
            continue
        name = prefix + path.relative_to(root).as_posix()
        try:
            _refuse_unsafe(path, root)
        except InputError as error:
            walked.refused.append(UnreadableFile(name, error))
        else:
            walked.documents.append(Source(name, path))
    return walked


def _list_files(root: Path, prefix: str, refused: list[UnreadableFile], rules: IgnoreRules) -> Iterator[Path]:
    """Every file below `root`. Hidden ones and ignored folders are passed over; folders that cannot be read,
    or stand too deep, are added to `refused`."""
    # A stack and no recursion, which would end where a stranger nests a thousand folders.
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            _refuse_deep(folder, root)
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            refused.append(_refuse_folder(folder, root, prefix, unreadable_error(folder, error)))
            continue
        except InputError as error:
            refused.append(_refuse_folder(folder, root, prefix, error))
            continue
        for entry in found:
            path = folder / entry.name
            is_folder = _is_folder(entry)
            if is_folder and rules.ignores(path, folder=True):
                continue
            # A link to a folder is not followed; as a file it is refused, so that it is not passed over
            # unsaid.
            if is_folder and not entry.is_symlink():
                waiting.append(path)
            else:
                yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder or a link to one. What cannot be asked is refused later, as a file."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _refuse_deep(folder: Path, root: Path) -> None:
    """Raises `InputError` for a folder below which no name could be written."""
    depth = len(folder.parts) - len(root.parts)
    length = len(os.fsencode(folder)) - len(os.fsencode(root))
    if depth > DEPTH or length > NAME_LIMIT:
        raise InputError(
            f"stands too deep, {depth} folders and {length} bytes below the input folder",
            path=folder,
            remedy=f"move it up: {DEPTH} folders and {NAME_LIMIT} bytes are the most",
        )


def _refuse_folder(folder: Path, root: Path, prefix: str, error: InputError) -> UnreadableFile:
    return UnreadableFile(prefix + folder.relative_to(root).as_posix(), error)


def _refuse_unsafe(path: Path, root: Path) -> None:
    """Raises `InputError` for what is no regular file, and for a link that leads out of the input folder."""
    try:
        refuse_irregular(path, path.stat().st_mode)
    except OSError as error:
        raise _stat_error(path, error) from error
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        raise InputError(
            "is a symbolic link out of the input folder",
            path=path,
            remedy="copy the file in or name its folder",
        )


def _stat_error(path: Path, error: OSError) -> InputError:
    """The error for a path that is not there, or cannot be asked for."""
    # Not the methods of `Path`: those raise for a path that is too long.
    if os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114
        return InputError("is a symbolic link to nothing", path=path, remedy="mend or remove it")
    return unreadable_error(path, error)
