"""The refusal of names: what a record, a plan or an option calls a file must be one below its folder."""

from __future__ import annotations

import os

from cleaner.errors import OutputError

PART_LIMIT = 255
"""Bytes of each part of a name, as Linux and most file systems have it."""


def is_name_below(name: str) -> bool:
    """Whether a name can only be one of a file below the folder, in its one spelling.

    >>> [is_name_below(name) for name in ("a/b", "", "/a", "a/", "a//b", "./a", "a/../b", "a\\0")]
    [True, False, False, False, False, False, False, False]
    """
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can spell
        return False
    return "\0" not in name and not {"", ".", ".."}.intersection(name.split("/"))


def check_name(name: str) -> None:
    """Raise `OutputError` for a name that cannot be one of a file below the folder.

    >>> check_name("a/../../b")
    Traceback (most recent call last):
    cleaner.errors.OutputError: 'a/../../b' is no name of a file below a folder (use another name)
    """
    if not is_name_below(name):
        raise OutputError(f"{name!r} is no name of a file below a folder", remedy="use another name")
    if any(len(part) > PART_LIMIT for part in os.fsencode(name).split(b"/")):
        raise OutputError(f"{name!r} is too long", remedy=f"use names of at most {PART_LIMIT} bytes")
