"""Many texts in one buffer: a sequence that makes a text when it is asked for one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload


class TextColumn(Sequence[str]):
    """Texts as UTF-8, one after the other; a million paragraphs cost what their bytes cost.

    >>> texts = TextColumn.from_texts(["one", "zwei €", ""])
    >>> len(texts), texts[1], list(texts) == ["one", "zwei €", ""]
    (3, 'zwei €', True)
    """

    def __init__(self, data: bytes | bytearray | memoryview, ends: Sequence[int]) -> None:
        self._data = memoryview(data)
        self._ends = ends

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> TextColumn:
        """Gathers texts; lone surrogates are kept."""
        data = bytearray()
        ends = array("q")
        for text in texts:
            data += text.encode("utf-8", "surrogatepass")
            ends.append(len(data))
        return cls(data, ends)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[index] for index in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        # Ends alone are stored, eight bytes a text: a start is the end before it.
        start = self._ends[place - 1] if place else 0
        return str(self._data[start : self._ends[place]], "utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends:
            yield str(self._data[start:end], "utf-8", "surrogatepass")
            start = end
