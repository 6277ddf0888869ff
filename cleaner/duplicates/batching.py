"""Texts as they are given to whoever works on them: as they are, or as places where that one reads them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence

BATCH = 1 << 16
"""Characters in a batch, unless one paragraph alone has more."""


class Placed(Sequence[str]):
    """Texts that stand where every process can read them, so that places are handed and not texts."""

    @abstractmethod
    def handed(self, numbers: Sequence[int]) -> Iterable[str]:
        """Some of the texts, in the order of these numbers, to be gone through once."""

    @abstractmethod
    def portions(self) -> Iterator[Iterable[str]]:
        """All texts in order, some at a time."""


def handed(texts: Sequence[str], numbers: Sequence[int]) -> Iterable[str]:
    """Some texts, to be read by another process.

    >>> handed(["one", "two", "three"], [2, 0])
    ['three', 'one']
    """
    return texts.handed(numbers) if isinstance(texts, Placed) else [texts[number] for number in numbers]


def portions(texts: Sequence[str]) -> Iterator[Iterable[str]]:
    """All texts in order, some at a time, to be read by other processes."""
    return texts.portions() if isinstance(texts, Placed) else batches(texts)


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Consecutive texts, as many as fit `BATCH` characters, at least one."""
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
