"""All formats of input files. A new one is a module that makes a `Format`, and one line in `FORMATS`."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import UsageError
from cleaner.formats.format import Content, Format
from cleaner.formats.html import HTML
from cleaner.formats.jsonl import JSONL
from cleaner.formats.parquet import PARQUET
from cleaner.formats.txt import TXT

FORMATS: tuple[Format, ...] = (TXT, HTML, JSONL, PARQUET)

OUTPUT_FORMATS: tuple[str, ...] = (JSONL.name,)
"""Formats in which texts and pages can be written as records, many to a file
(`cleaner.store.jsonl_output`)."""


def find_format(path: Path, name: str | None = None) -> Format | None:
    """The format of a file: by the end of its name, or as `--input-format` names it; None for an unknown one.

    Raises `UsageError` where no format has the name.

    >>> [find_format(Path(name)).name for name in ("A.TXT", "b.htm")], find_format(Path("c.png"))
    (['txt', 'html'], None)
    >>> [find_format(Path("dump.json.gz"), "jsonl").name, find_format(Path("a.ndjson.zst")).name]
    ['jsonl', 'jsonl']
    """
    if name is not None:
        return get_format(name)
    return next((format for format in FORMATS if format.has_name(path.name)), None)


def find_content(path: Path, name: str | None = None) -> Content | None:
    """What a file holds, by its format; None for a file of unknown format."""
    format = find_format(path, name)
    return None if format is None else format.content


def get_format(name: str) -> Format:
    """The format of this name. Raises `UsageError` where there is none."""
    for format in FORMATS:
        if format.name == name:
            return format
    raise UsageError(f"there is no format {name!r}", remedy=f"known are {', '.join(list_format_names())}")


def list_format_names() -> tuple[str, ...]:
    """The names of all formats, in their order."""
    return tuple(format.name for format in FORMATS)


def list_suffixes() -> str:
    """The ends of names by which files are known, for a message."""
    return ", ".join(sorted(suffix for format in FORMATS for suffix in format.all_suffixes))
