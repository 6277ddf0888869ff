"""Texts for another process: as they are, or as places from which that process reads them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence

BATCH = 1 << 16
"""Characters in a batch, unless one paragraph alone has more: its arrays of eight bytes a character stay in
the processor's cache."""


class StoredTexts(Sequence[str]):
    """Texts that stand where every process can read them, so that places are sent and not texts."""

    @abstractmethod
    def select(self, numbers: Sequence[int]) -> Iterable[str]:
        """Returns some of the texts, in the order of these numbers, to be read once, by any process."""

    @abstractmethod
    def split(self) -> Iterator[Iterable[str]]:
        """Yields all texts in order, in portions to be read once, by any process."""


def select_texts(texts: Sequence[str], numbers: Sequence[int]) -> Iterable[str]:
    """Returns some texts, in the order of these numbers, for another process.

    >>> select_texts(["one", "two", "three"], [2, 0])
    ['three', 'one']
    """
    return texts.select(numbers) if isinstance(texts, StoredTexts) else [texts[number] for number in numbers]


def split_into_portions(texts: Sequence[str]) -> Iterator[Iterable[str]]:
    """Yields all texts in order, in portions for other processes."""
    return texts.split() if isinstance(texts, StoredTexts) else split_into_batches(texts)


def split_into_batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yields consecutive texts, as many as fit `BATCH` characters, at least one."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch
