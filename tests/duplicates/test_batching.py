"""Texts in batches, and texts for other processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.duplicates.batching import StoredTexts, select_texts, split_into_batches, split_into_portions


def test_batches_hold_whole_texts() -> None:
    assert [len(batch) for batch in split_into_batches(["a" * 40_000, "b" * 40_000, "c"])] == [1, 2]
    assert list(split_into_batches([])) == []


class Stored(StoredTexts):
    """Texts that say how they were asked for."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        raise AssertionError("a text was read here")

    def select(self, numbers: Sequence[int]) -> Iterable[str]:
        return [f"place {number}" for number in numbers]

    def split(self) -> Iterator[Iterable[str]]:
        yield ["places 0 to 2"]


def test_stored_texts_are_not_read_here() -> None:
    assert list(select_texts(Stored(), [2, 0])) == ["place 2", "place 0"]
    assert list(split_into_portions(Stored())) == [["places 0 to 2"]]


def test_other_texts_are_sent_as_they_are() -> None:
    texts = ["a" * 40_000, "b" * 40_000, "c"]
    assert select_texts(texts, [2, 0]) == [texts[2], texts[0]]
    assert list(split_into_portions(texts)) == [texts[:1], texts[1:]]
