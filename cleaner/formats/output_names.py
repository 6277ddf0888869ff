"""The names of inputs in the output folder. Two that would be one file, or be confused, are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.formats.input_walk import Source
from cleaner.formats.registry import find_format

OWN_FOLDER = ".cleaner"
"""Where a cleaned corpus keeps its manifest and trail; never an input."""

_RECORD_NUMBER = re.compile(r":[0-9]+(?:#|\Z)")
"""What stands in the name of a record behind the name of its file: `:7`, and `#` before a field."""


def find_root_name(path: Path) -> str:
    """The last part of the path as it really stands, so that `seeds`, `seeds/` and `.` inside it agree."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def with_output_name(source: Source, input_format: str | None) -> Source:
    """The source under the name of its output: the text of a page has one of its own."""
    format = find_format(source.path, input_format)
    return source if format is None else source._replace(name=source.name + format.output_suffix)


def refuse_same_roots(paths: Iterable[Path]) -> None:
    """Raises `UsageError` for two roots of one name: their files would get into one folder."""
    first: dict[str, Path] = {}
    for path in paths:
        other = first.setdefault(_fold(find_root_name(path)), path)
        if other != path and path.resolve() != other.resolve():
            raise UsageError(
                f"{other} and {path} would have the same name in the output",
                remedy="name a folder that holds both, or clean them apart",
            )


def refuse_collisions(documents: Iterable[Source]) -> None:
    """Raises `UsageError` for two names that some file system holds as one: equal but for case or Unicode
    composition, or one that is the other's folder."""
    first: dict[str, Source] = {}
    for document in documents:
        other = first.setdefault(_fold(document.name), document)
        if other is not document:
            raise UsageError(
                f"{other.path} and {document.path} would have the same name in the output",
                remedy="rename one: names must differ in more than case and accent encoding",
            )
    folders = {folder: document for name, document in first.items() for folder in _list_folders(name)}
    for folder in sorted(folders.keys() & first.keys()):
        raise UsageError(
            f"{first[folder].path} would have the name of the folder of {folders[folder].path} in the output",
            remedy="rename one",
        )


def refuse_own_folder(documents: Iterable[Source]) -> None:
    """Raises `UsageError` for an output in the folder of our records, as one of several roots can be
    called."""
    for document in documents:
        if document.name.startswith(f"{OWN_FOLDER}/"):
            raise UsageError(
                f"{document.path} would be written among the records of the cleaned corpus, in {OWN_FOLDER}",
                remedy="clean that folder by itself, or rename it",
            )


def refuse_record_names(paths: Mapping[str, Path], record_files: Iterable[str]) -> None:
    """Raises `UsageError` for an input that is called as a record of one of the files of records.

    `paths` are those of all inputs by their output names. Nobody could tell the two documents apart.

    >>> refuse_record_names({"b.jsonl:1#x.md": Path("in/b.jsonl:1#x.md")}, ["b.jsonl"])
    Traceback (most recent call last):
    cleaner.errors.UsageError: in/b.jsonl:1#x.md has the name of a record of b.jsonl (rename one)
    """
    files = set(record_files)
    for name, path in paths.items():
        for number in _RECORD_NUMBER.finditer(name):
            if name[: number.start()] in files:
                raise UsageError(
                    f"{path} has the name of a record of {name[: number.start()]}", remedy="rename one"
                )


def _list_folders(name: str) -> Iterator[str]:
    """The names of the folders that a file stands in."""
    slash = name.find("/")
    while slash >= 0:
        yield name[:slash]
        slash = name.find("/", slash + 1)


def _fold(name: str) -> str:
    """A name as the least exact of file systems sees it."""
    # Composed before, so that case is folded by character, and after, since folding can take apart.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
