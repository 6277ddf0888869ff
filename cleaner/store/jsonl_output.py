"""Texts that are packed: a record a line in files of JSON Lines, and no file of their own.

Which line is which document's follows from the order: the n-th text that is packed has the n-th line of all
these files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.store.checked_read import check_file
from cleaner.store.remedies import CLEAN_AGAIN


class PackedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A record: the name of the document, its clean text as it would stand in a file of its own, and what was
    found of title, date and the like."""

    id: str
    text: str
    metadata: dict[str, str]


def encode(line: PackedLine) -> bytes:
    """The line, with its line break.

    >>> encode(PackedLine(id="a.txt", text="Café.\\n", metadata={})).decode()
    '{"id":"a.txt","text":"Café.\\\\n","metadata":{}}\\n'
    """
    return json_codec.encode_struct(line) + b"\n"


def decode(data: bytes) -> PackedLine:
    """The record again. Raises `DamageError`."""
    try:
        return json_codec.decode_struct(data, PackedLine)
    except ValueError as error:
        raise DamageError(f"a line is damaged: {error}", remedy=CLEAN_AGAIN) from error


def split_into_files(lines: Iterable[bytes], size: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file with its lines: a new one begins where a line would take the last past `size` bytes.

    Where the lines come from makes no difference. A line that is larger has a file of its own.

    >>> [(name, list(lines)) for name, lines in split_into_files([b"ab\\n", b"c\\n", b"defghijk\\n"], 6)]
    [('corpus-00000.jsonl', [b'ab\\n', b'c\\n']), ('corpus-00001.jsonl', [b'defghijk\\n'])]
    """
    for number, group in groupby(_numbered(lines, size), key=itemgetter(0)):
        yield f"corpus-{number:05}.jsonl", (line for _, line in group)


def _numbered(lines: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    number = taken = 0
    for line in lines:
        if taken and taken + len(line) > size:
            number, taken = number + 1, 0
        taken += len(line)
        yield number, line


class PackedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of packed texts, and how many it holds."""

    name: str
    sha256: str
    bytes: int
    documents: int


class PackedTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The files of packed texts in their order.

    `before` says how many texts are packed before those of a file of records of documents: should one of
    these be lost, the texts of all others are still found.
    """

    files: list[PackedFile]
    before: dict[str, int] = {}


class PackedTextReader:
    """The packed texts of a cleaned folder. In ascending order, all of them are read in one pass."""

    def __init__(self, folder: Path, packed: PackedTexts) -> None:
        self._folder = folder
        self._files = packed.files
        self._ends = list(accumulate(file.documents for file in packed.files))
        self._checked: dict[int, DamageError | None] = {}
        self._at, self._offset = 0, 0

    def place(self, number: int) -> tuple[str, int]:
        """The file of a text by its number among all that are packed, and its line there, from 1. Raises
        `DamageError` where there are not so many."""
        file = bisect_right(self._ends, number)
        if file == len(self._ends):
            raise DamageError("no file holds its text", remedy=CLEAN_AGAIN)
        return self._files[file].name, number - self._first(file) + 1

    def text(self, number: int, name: str) -> str:
        """The text that has this number, which is that of the document of this name.

        Raises `DamageError` where the file is not as it was written, or holds another there.
        """
        file, line = self.place(number)
        found = decode(self._line(number))
        if found.id != name:
            raise DamageError(f"{self._folder / file}:{line} holds another text", remedy=CLEAN_AGAIN)
        return found.text

    def _first(self, file: int) -> int:
        return self._ends[file - 1] if file else 0

    def _line(self, number: int) -> bytes:
        file = bisect_right(self._ends, number)
        path = self._path(file)
        first = self._first(file)
        if not first < self._at <= number:
            self._at, self._offset = first, 0
        with path.open("rb") as lines:
            lines.seek(self._offset)
            for _ in range(number - self._at):
                lines.readline()
            data = lines.readline()
            self._at, self._offset = number + 1, lines.tell()
        return data

    def _path(self, file: int) -> Path:
        """The path of a file, which is compared with its hash once."""
        name, digest = self._files[file].name, self._files[file].sha256
        if file not in self._checked:
            self._checked[file] = None
            try:
                check_file(self._folder, name, digest)
            except DamageError as error:
                self._checked[file] = error
        damage = self._checked[file]
        if damage is not None:
            raise damage
        return self._folder / name
