"""Inputs whose names are those of others' records: nobody could tell the documents apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.errors import UsageError

_NUMBER = re.compile(r":[0-9]+(?:#|\Z)")


def refuse_record_names(inputs: Mapping[str, Path], files: Iterable[str]) -> None:
    """Raises `UsageError` for an input that is called as a record of one of these files.

    >>> refuse_record_names({"b.jsonl:1#x.md": Path("in/b.jsonl:1#x.md")}, ["b.jsonl"])
    Traceback (most recent call last):
    cleaner.errors.UsageError: in/b.jsonl:1#x.md has the name of a record of b.jsonl (rename one)
    """
    files = set(files)
    for name, path in inputs.items():
        for found in _NUMBER.finditer(name):
            if name[: found.start()] in files:
                raise UsageError(
                    f"{path} has the name of a record of {name[: found.start()]}", remedy="rename one"
                )
