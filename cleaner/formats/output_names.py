"""The names of inputs in the output folder. One that cannot be written, or be told from another, is
refused."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from cleaner.errors import InputError, UsageError
from cleaner.formats.input_walk import NAME_LIMIT, Source, UnreadableFile
from cleaner.formats.registry import find_content, find_format

OWN_FOLDER = ".cleaner"
"""Where a cleaned corpus keeps its manifest and trail; never an input."""

PART_LIMIT = 255
"""Bytes of each part of a name, as Linux and most file systems have it."""

Refusals: TypeAlias = "dict[Source, InputError]"
"""Documents that are not taken, each with the reason."""

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
        if other != path and os.path.realpath(path) != os.path.realpath(other):
            raise UsageError(
                f"{other} and {path} would have the same name in the output",
                remedy="name a folder that holds both, or clean them apart",
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


def refuse_unwritable(
    documents: Iterable[Source], input_format: str | None
) -> tuple[list[Source], list[UnreadableFile]]:
    """Parts the documents that can be written from those that cannot, each under its output's name.

    The second kind costs itself alone, before any work begins: a name that is too long, or that another
    document has, or that would be taken for another's folder or record. Of two texts the later is refused.
    """
    left = list(documents)
    refused: list[UnreadableFile] = []
    for find in (_find_long, _find_twins, _find_folders, partial(_find_record_names, input_format)):
        errors = find(left)
        refused += [UnreadableFile(_find_raw_name(source, input_format), errors[source]) for source in errors]
        left = [source for source in left if source not in errors]
    return left, refused


def _find_long(documents: Iterable[Source]) -> Refusals:
    """Those whose output no file system could hold."""
    errors: Refusals = {}
    for document in documents:
        name = os.fsencode(document.name)
        longest = max(map(len, name.split(b"/")))
        if longest > PART_LIMIT:
            message = f"has a name that is too long: that of its output would have {longest} bytes"
            errors[document] = InputError(
                message, path=document.path, remedy=f"rename it: {PART_LIMIT} bytes is the most"
            )
        elif len(name) > NAME_LIMIT:
            message = f"has a path that is too long: that of its output would have {len(name)} bytes"
            errors[document] = InputError(
                message, path=document.path, remedy=f"move it up: {NAME_LIMIT} bytes is the most"
            )
    return errors


def _find_twins(documents: Iterable[Source]) -> Refusals:
    """Those whose name some file system holds for that of an earlier one: equal but for case or Unicode
    composition."""
    errors: Refusals = {}
    first: dict[str, Source] = {}
    # A page gives way to a file that has the name itself: else the two would have one name in the manifest.
    for document in sorted(documents, key=_is_renamed):
        other = first.setdefault(_fold(document.name), document)
        if other is not document:
            errors[document] = InputError(
                f"would have the same name in the output as {other.path}",
                path=document.path,
                remedy="rename one: names must differ in more than case and accent encoding",
            )
    return errors


def _is_renamed(document: Source) -> bool:
    return not document.name.endswith(document.path.name)


def _find_folders(documents: Sequence[Source]) -> Refusals:
    """Those whose name is that of the folder of another: a folder holds more than one file."""
    files = {_fold(document.name): document for document in documents}
    folders = {folder: document for name, document in files.items() for folder in _list_folders(name)}
    return {
        files[name]: InputError(
            f"would have the name of the folder of {folders[name].path} in the output",
            path=files[name].path,
            remedy="rename one",
        )
        for name in files
        if name in folders
    }


def _find_record_names(input_format: str | None, documents: Sequence[Source]) -> Refusals:
    """Those called as a record of a file of records: nobody could tell the two documents apart."""
    files = {each.name for each in documents if find_content(each.path, input_format) == "records"}
    errors: Refusals = {}
    for document in documents if files else ():
        for number in _RECORD_NUMBER.finditer(document.name):
            file = document.name[: number.start()]
            if file in files:
                message = f"has the name of a record of {file}"
                errors[document] = InputError(message, path=document.path, remedy="rename one")
    return errors


def _find_raw_name(source: Source, input_format: str | None) -> str:
    """The name without what the output has behind it: no other document has it."""
    format = find_format(source.path, input_format)
    return source.name if format is None else source.name.removesuffix(format.output_suffix)


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
