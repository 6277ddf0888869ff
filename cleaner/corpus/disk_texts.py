"""The paragraphs of a corpus on the disk, read when they are asked for, here or by another process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from cleaner.corpus.frames import FrameFile
from cleaner.duplicates.batching import StoredTexts, split_into_batches

if TYPE_CHECKING:
    from cleaner.corpus.disk_corpus import DiskCorpus

PORTION = 1 << 18
"""Bytes of documents that are handed to a process at once."""
OPEN = 64
"""Files that stay open while paragraphs are read here and there."""


class Address(NamedTuple):
    """Where a document stands, and which of its paragraphs is meant, or all of them."""

    path: str
    offset: int
    paragraph: int | None


class ParagraphBatch(Iterable[str]):
    """Paragraphs by where they stand, read by whoever goes through them."""

    def __init__(self, spots: list[Address]) -> None:
        self._spots = spots

    def __iter__(self) -> Iterator[str]:
        files: dict[str, FrameFile] = {}
        for path, offset, paragraph in self._spots:
            if path not in files:
                if len(files) == OPEN:
                    files.clear()
                files[path] = FrameFile(path)
            if paragraph is None:
                yield from files[path].texts(offset)
            else:
                yield files[path].text(offset, paragraph)


class DiskTexts(StoredTexts):
    """The paragraphs of a stored corpus; going through them in order reads each document once."""

    def __init__(self, corpus: DiskCorpus) -> None:
        self._corpus = corpus

    def __len__(self) -> int:
        return len(self._corpus.documents)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if not isinstance(index, slice):
            return self._corpus.text(index)
        first, stop, step = index.indices(len(self))
        if step != 1 or stop <= first:
            return [self._corpus.text(number) for number in range(first, stop, step)]
        documents, starts = self._corpus.documents, self._corpus.first
        found: list[str] = []
        for number in range(int(documents[first]), int(documents[stop - 1]) + 1):
            own = self._corpus.texts_of(number)
            skipped = int(starts[number])
            found += own[max(first - skipped, 0) : stop - skipped]
        return found

    def __iter__(self) -> Iterator[str]:
        for number in range(len(self._corpus)):
            yield from self._corpus.texts_of(number)

    def select(self, numbers: Sequence[int]) -> Iterable[str]:
        """Some paragraphs, by where they stand."""
        documents, starts = self._corpus.documents, self._corpus.first
        owners = [int(documents[number]) for number in numbers]
        return ParagraphBatch(
            [
                self._corpus.spot(owner, number - int(starts[owner]))
                for owner, number in zip(owners, numbers, strict=True)
            ]
        )

    def split(self) -> Iterator[Iterable[str]]:
        """All paragraphs, by where their documents stand. Of a large document they come as they are."""
        spots: list[Address] = []
        size = 0
        for number in range(len(self._corpus)):
            own = self._corpus.most(number)
            if spots and size + own > PORTION:
                yield ParagraphBatch(spots)
                spots, size = [], 0
            if own > PORTION:
                yield from split_into_batches(self._corpus.texts_of(number))
            else:
                spots.append(self._corpus.spot(number))
                size += own
        if spots:
            yield ParagraphBatch(spots)
