"""A corpus cut into tasks: what a worker does at once, and what is done again when something has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.corpus.documents import Part
from cleaner.errors import InputError
from cleaner.formats import records
from cleaner.formats.kinds import Reading, kind
from cleaner.formats.sources import Source

BYTES = 64 << 20
"""Bytes of raw files in a task."""
FILES = 1000
"""Files in a task, about: it ends where the name of a file says so, so that one more file does not move the
files of all later tasks by one."""


@dataclass(frozen=True, slots=True)
class Task:
    """Parts of files that follow each other in the order of the corpus."""

    parts: tuple[Part, ...]


class Sized(NamedTuple):
    """A part and its bytes."""

    part: Part
    bytes: int


def cut(
    sources: Iterable[Source],
    reading: Reading,
    *,
    files: int = FILES,
    size: int = BYTES,
    refuse: Callable[[Source, InputError], None],
) -> Iterator[Task]:
    """The tasks of some files in their order, the same for the same files.

    A file that cannot be cut is refused, and comes in no task.
    """
    gathered: list[Part] = []
    taken = 0
    for part, bytes_of in _parts(sources, reading, size, refuse):
        if gathered and taken + bytes_of > size:
            yield Task(tuple(gathered))
            gathered, taken = [], 0
        gathered.append(part)
        taken += bytes_of
        if len(gathered) >= files // 2 and (_ends(part.source, files) or len(gathered) >= 2 * files):
            yield Task(tuple(gathered))
            gathered, taken = [], 0
    if gathered:
        yield Task(tuple(gathered))


def _parts(
    sources: Iterable[Source], reading: Reading, size: int, refuse: Callable[[Source, InputError], None]
) -> Iterator[Sized]:
    for source in sources:
        if kind(source.path, reading.input_format) != "records":
            yield Sized(Part(source), _size(source))
            continue
        format = records.of(source.path, reading.input_format)
        assert format is not None
        try:
            slices = list(format.slices(source.path, size))
        except InputError as error:
            refuse(source, error)
            continue
        for slice in slices:
            yield Sized(Part(source, slice), max(1, slice.stop - slice.start))


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0  # whoever reads it says why it cannot be read


def _ends(source: Source, files: int) -> bool:
    digest = hashlib.blake2b(source.name.encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % max(1, files // 2) == 0
