"""The paragraphs of a corpus on the disk, read when needed, by this process or by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from cleaner.corpus.frame_file import FrameFile
from cleaner.corpus.frame_table import Address, FrameTable
from cleaner.duplicates.batching import StoredTexts, split_into_batches
from cleaner.store.scratch import ScratchFile

PORTION = 1 << 18
"""Bytes of documents in a batch for a worker, so that a job is worth its message."""
OPEN = 64
"""Files that stay open while paragraphs of many files are read; a process may often have 1,024 open."""


class ParagraphBatch(Iterable[str]):
    """Paragraphs by their addresses. It is small to send: the process that iterates over it reads them."""

    def __init__(self, addresses: list[Address]) -> None:
        self._addresses = addresses

    def __iter__(self) -> Iterator[str]:
        files: dict[ScratchFile, FrameFile] = {}
        for file, offset, paragraph in self._addresses:
            if file not in files:
                # A corpus has more files of frames than a process may have open.
                if len(files) == OPEN:
                    files.clear()  # all at once: addresses mostly come file by file, so few are opened again
                files[file] = FrameFile(file)
            if paragraph is None:
                yield from files[file].texts(offset)
            else:
                yield files[file].text(offset, paragraph)


class DiskTexts(StoredTexts):
    """The paragraphs of a table in order. Iterating, and a slice, read each document once."""

    def __init__(self, table: FrameTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table.documents)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if not isinstance(index, slice):
            return self._table.text(index)
        start, stop, step = index.indices(len(self))
        if step != 1 or stop <= start:
            return [self._table.text(number) for number in range(start, stop, step)]
        # A run of paragraphs is read document by document, and not one read for each paragraph.
        documents, first = self._table.documents, self._table.first
        texts: list[str] = []
        for document in range(int(documents[start]), int(documents[stop - 1]) + 1):
            # Of the first and the last document only a part may be in the slice.
            before = int(first[document])
            texts += self._table.texts_of(document)[max(start - before, 0) : stop - before]
        return texts

    def __iter__(self) -> Iterator[str]:
        for document in range(len(self._table)):
            yield from self._table.texts_of(document)

    def select(self, numbers: Sequence[int]) -> Iterable[str]:
        """Returns the paragraphs with these numbers, in this order, by their addresses."""
        documents, first = self._table.documents, self._table.first
        owners = [int(documents[number]) for number in numbers]
        return ParagraphBatch(
            [
                self._table.address(owner, number - int(first[owner]))
                for owner, number in zip(owners, numbers, strict=True)
            ]
        )

    def split(self) -> Iterator[Iterable[str]]:
        """Yields all paragraphs in order, in batches of about `PORTION` bytes, by the addresses of documents.

        A document that is larger than that comes as texts, in several batches.
        """
        addresses: list[Address] = []
        size = 0
        for document in range(len(self._table)):
            more = self._table.estimate_size(document)
            if addresses and size + more > PORTION:
                yield ParagraphBatch(addresses)
                addresses, size = [], 0
            # By address, one process would read all of a document that may be gigabytes.
            if more > PORTION:
                yield from split_into_batches(self._table.texts_of(document))
            else:
                addresses.append(self._table.address(document))
                size += more
        if addresses:
            yield ParagraphBatch(addresses)
