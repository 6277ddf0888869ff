"""What a configuration file may name: paths beneath its own folder, and no addresses.

The file may be a stranger's, who would choose where we write and what we read. What lies elsewhere is the
user's to name, on the command line.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath

from cleaner.errors import UsageError
from cleaner.formats.path_pattern import expand_path

# "C:" is a drive; nobody names a folder of a corpus "https:".
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_PROGRAM_FOLDERS = frozenset({"dist-packages", "node_modules", "site-packages"})


def refuse_outside(file: Path, name: str, value: str) -> None:
    """Raise `UsageError` for a path that leads out of the folder of the configuration file.

    `name` is the key whose value it is. Symbolic links are followed, and what a pattern matches is looked at.
    """
    # Of all systems: a file that is harmless on one of them must not be an attack on another.
    parts = PureWindowsPath(value)
    leads_out = parts.anchor or ".." in parts.parts or value.startswith("~")
    if leads_out or "\0" in value or _SCHEME.match(value):
        raise _make_error(file, name, value, "is no path beneath the folder of the file")
    folder = Path(os.path.realpath(file.parent))
    for path in (file.parent / value, *expand_path(file.parent / value)):
        target = Path(os.path.realpath(path))
        try:
            is_link = target.is_symlink()  # what is a link still leads to itself
        except OSError as error:
            raise _make_error(file, name, value, "has a name that no file can have") from error
        if is_link or not target.is_relative_to(folder):
            raise _make_error(file, name, value, "leads by a link out of the folder of the file, or nowhere")


def refuse_program_folder(file: Path, name: str, value: str) -> None:
    """Raise `UsageError` for a folder to write into that is hidden, or that programs load their parts from.

    Files are written under the names that a stranger gave them. In the repository or in an environment beside
    the configuration file they could be refs, settings or modules.
    """
    target = Path(os.path.realpath(file.parent / value)).relative_to(os.path.realpath(file.parent))
    for part in (*PureWindowsPath(value).parts, *target.parts):
        if part.startswith(".") or part.lower() in _PROGRAM_FOLDERS:
            raise _make_error(file, name, value, "is hidden, or a folder that programs load from")


def refuse_address(file: Path, name: str, value: str) -> None:
    """Raise `UsageError` for the address of something on a network, in the value of the key `name`."""
    if _SCHEME.match(value) or value.startswith(("//", "\\\\")):
        raise _make_error(file, name, value, "is an address")


def _make_error(file: Path, name: str, value: str, flaw: str) -> UsageError:
    remedy = "a configuration file names what lies beside it; name anything else on the command line"
    return UsageError(f"{file}: {name} = {value!r} {flaw}", remedy=remedy)
