"""Packed texts: lines of files of JSON Lines, for texts that get no file of their own.

Which line is which document's follows from the order: the n-th packed text is the n-th line of all these
files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from operator import itemgetter

import msgspec

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.store.checked_read import check_file
from cleaner.store.remedies import CLEAN_AGAIN
from cleaner.store.root import Root


class PackedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A packed text: the name of the document, its clean text as it would stand in a file of its own, and the
    metadata of a page (title, date and the like)."""

    id: str
    text: str
    metadata: dict[str, str]


def encode(line: PackedLine) -> bytes:
    """Encode a line, with its line break.

    >>> encode(PackedLine(id="a.txt", text="Café.\\n", metadata={})).decode()
    '{"id":"a.txt","text":"Café.\\\\n","metadata":{}}\\n'
    """
    return json_codec.encode_struct(line) + b"\n"


def decode(data: bytes) -> PackedLine:
    """Decode what `encode` wrote. Raises `DamageError`."""
    try:
        return json_codec.decode_struct(data, PackedLine)
    except ValueError as error:
        raise DamageError(f"a line is damaged: {error}", remedy=CLEAN_AGAIN) from error


def split_into_files(lines: Iterable[bytes], size: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each file with its lines: a new one begins where a line would take the last past `size` bytes.

    Only the lines decide, whichever tasks they come from. A line that is larger has a file of its own.

    >>> [(name, list(lines)) for name, lines in split_into_files([b"ab\\n", b"c\\n", b"defghijk\\n"], 6)]
    [('corpus-00000.jsonl', [b'ab\\n', b'c\\n']), ('corpus-00001.jsonl', [b'defghijk\\n'])]
    """
    for number, group in groupby(_number_files(lines, size), key=itemgetter(0)):
        yield f"corpus-{number:05}.jsonl", (line for _, line in group)


def _number_files(lines: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    """Yield each line with the number of its file, from 0."""
    number = file_size = 0
    for line in lines:
        if file_size and file_size + len(line) > size:
            number, file_size = number + 1, 0
        file_size += len(line)
        yield number, line


class PackedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of packed texts: `bytes` is its size, `documents` the number of its texts."""

    name: str
    sha256: str
    bytes: int
    documents: int


class PackedTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The files of packed texts in their order.

    `before` says, for each file of records of documents, how many texts are packed before those of its
    documents. Without it, the texts behind a damaged file of records could not be found.
    """

    files: list[PackedFile]
    before: dict[str, int] = {}


class PackedTextReader:
    """Reads the packed texts of a cleaned folder: in any order, in ascending order in one pass.

    A text is known by its number among all packed texts, from 0.
    """

    def __init__(self, root: Root, packed: PackedTexts) -> None:
        self._root = root
        self._files = packed.files
        # Numbers of the texts at which files end, exclusive, for a search by bisection.
        self._ends = list(accumulate(file.documents for file in packed.files))
        self._damage: dict[int, DamageError | None] = {}
        """The damage of each file that was compared with its hash, by its index; None where it is whole."""
        # Where the last line that was read ends: the number of the next text, and its offset in bytes.
        self._next_number, self._next_offset = 0, 0

    def locate(self, number: int) -> tuple[str, int]:
        """Locate a text: the name of its file, and its line there, from 1.

        Raises `DamageError` where there are not so many texts.
        """
        file = bisect_right(self._ends, number)
        if file == len(self._ends):
            raise DamageError("no file holds its text", remedy=CLEAN_AGAIN)
        return self._files[file].name, number - self._get_first_number(file) + 1

    def read_text(self, number: int, name: str) -> str:
        """Read the text of this number, which is that of the document of this name.

        Raises `DamageError` where the file is not as it was written, or holds another text there.
        """
        file_name, line_number = self.locate(number)
        line = decode(self._read_line(number))
        # The number was counted from the records: a wrong count must not give one document another's text.
        if line.id != name:
            raise DamageError(
                f"{self._root.path / file_name}:{line_number} holds another text", remedy=CLEAN_AGAIN
            )
        return line.text

    def _get_first_number(self, file: int) -> int:
        """Return the number of the first text of a file, given by its index."""
        return self._ends[file - 1] if file else 0

    def _read_line(self, number: int) -> bytes:
        file = bisect_right(self._ends, number)
        self._check_file(file)
        first = self._get_first_number(file)
        # Lines have no index: start over at the file's beginning, unless the last read was earlier in it.
        if not first < self._next_number <= number:
            self._next_number, self._next_offset = first, 0
        with self._root.open_file(self._files[file].name) as lines:
            lines.seek(self._next_offset)
            for _ in range(number - self._next_number):
                lines.readline()
            data = lines.readline()
            self._next_number, self._next_offset = number + 1, lines.tell()
        return data

    def _check_file(self, file: int) -> None:
        """Compare a file with its hash, once. Raises `DamageError`, each time."""
        name, digest = self._files[file].name, self._files[file].sha256
        if file not in self._damage:
            self._damage[file] = None
            try:
                check_file(self._root, name, digest)
            except DamageError as error:
                self._damage[file] = error
        damage = self._damage[file]
        if damage is not None:
            raise damage
