"""Refuses records whose id an earlier record has: of several records with one id the first stays.

The id would not tell the others from it, so they go to quarantine. Ids are compared by a hash of 8 bytes: a
stream or a corpus of any size remembers no more of a record than that.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from cleaner.corpus.frames import Frame
from cleaner.errors import InputError
from cleaner.outcome import Outcome
from cleaner.store.manifest import DocumentRecord, RecordPlace
from cleaner.text import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_ID = 0
"""The hash of a document that has no id, or that is not the first text of its record."""


def hash_id(label: str) -> int:
    """Hashes an id to an integer of 64 bits.

    Among a hundred million ids, two different ones have the same hash in one of some 3,700 corpora.
    """
    return int.from_bytes(blake2b(label.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class SeenIds:
    """The ids of the records so far, in a stream.

    >>> seen = SeenIds()
    >>> seen.is_repeated("7", record=1), seen.is_repeated("7", record=1), seen.is_repeated("7", record=2)
    (False, False, True)
    """

    def __init__(self) -> None:
        self._hashes: set[int] = set()
        self._record: Hashable = None
        self._is_repeated = False

    def is_repeated(self, label: str, record: Hashable) -> bool:
        """Whether an earlier record has this id. The texts of one record follow each other, and agree."""
        if record != self._record:
            hashed = hash_id(label)
            self._record, self._is_repeated = record, hashed in self._hashes
            self._hashes.add(hashed)
        return self._is_repeated


def find_repeats(hashes: NDArray[np.uint64]) -> list[int]:
    """Returns the positions, in order, of hashes that stand at an earlier position too. `NO_ID` is no id.

    `hashes` has one uint64 for each document, in the order of the corpus.
    """
    import numpy as np

    # A stable sort puts equal ids together, the earliest first: each that equals its neighbour is a repeat.
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    repeats = order[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] != NO_ID)]
    positions: list[int] = np.sort(repeats).tolist()
    return positions


def error_of_place(place: RecordPlace) -> InputError:
    """Returns the problem of a record whose id an earlier one has."""
    return InputError(
        f"has the id {place.id!r} of an earlier record",
        path=place.file,
        line=place.number,
        byte=place.offset if place.length else None,  # a row of Parquet has none
        remedy="give each record an id of its own, or do not use --id-field",
    )


def refuse_outcomes(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yields the outcomes in order, those of records with a repeated id with a problem and without text."""
    seen = SeenIds()
    for outcome in outcomes:
        place = outcome.place
        if place is not None and place.id and seen.is_repeated(place.id, (place.file, place.number)):
            problem = error_of_place(place)
            yield replace(outcome, document=Document.of(""), decoded=None, problem=problem)
        else:
            yield outcome


class FrameSequence(Protocol):
    """Documents by their numbers, as frames."""

    def __len__(self) -> int: ...

    def frame(self, number: int) -> Frame:
        """Reads all of a document."""
        ...


def refuse_record(documents: FrameSequence, number: int) -> Iterator[tuple[int, Frame]]:
    """Yields the number and the new frame of each text of a record, as it goes to quarantine.

    `number` is that of its first text; the others follow it.
    """
    first = documents.frame(number)
    yield number, _refuse_frame(first)
    for following in range(number + 1, len(documents)):
        frame = documents.frame(following)
        if _record_of(frame) != _record_of(first):
            return
        yield following, _refuse_frame(frame)


def error_of_frame(frame: Frame) -> InputError:
    """Returns the problem of a record whose id an earlier one has, by the frame of one of its texts."""
    place = frame.record.place
    assert place is not None  # only a text of a record has an id
    return error_of_place(place)


def _record_of(frame: Frame) -> tuple[str, int]:
    """Returns what the texts of one record have in common: the file and the number of the record."""
    place = frame.record.place
    return (place.file, place.number) if place is not None else (frame.name, 0)


def _refuse_frame(frame: Frame) -> Frame:
    # Without raw bytes: the whole record goes to quarantine, and is copied from the input when it is written.
    record = DocumentRecord(
        name=frame.name,
        status="quarantined",
        sha256_raw=frame.record.sha256_raw,
        bytes_raw=frame.record.bytes_raw,
        problem=error_of_frame(frame).message,
        place=frame.record.place,
        kind=frame.record.kind,
        language=frame.record.language,
    )
    return frame._replace(record=record, text="", trail=b"", places=b"", raw=b"")
