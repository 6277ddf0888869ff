"""A corpus cut into tasks: what a worker does at once, and what is done again when something has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.corpus.documents import FilePart
from cleaner.errors import InputError
from cleaner.formats.io_options import ReadOptions
from cleaner.formats.registry import find_format
from cleaner.formats.sources import Source

LEAST, MOST = 4 << 20, 64 << 20
"""Bytes of raw files in a task, of a small corpus and of a large one."""
TASKS = 64
"""Tasks, or more, that a corpus is cut into, unless they would be small: the last ones leave workers idle."""
FILES = 1000
"""Files in a task, about: it ends where the name of a file says so, so that one more file does not move the
files of all later tasks by one."""


@dataclass(frozen=True, slots=True)
class Task:
    """Parts of files that follow each other in the order of the corpus."""

    parts: tuple[FilePart, ...]


class SizedPart(NamedTuple):
    """A part and its bytes."""

    part: FilePart
    bytes: int


def cut_tasks(
    sources: Iterable[Source],
    reading: ReadOptions,
    *,
    files: int = FILES,
    size: int | None = None,
    refuse: Callable[[Source, InputError], None],
) -> Iterator[Task]:
    """The tasks of some files in their order, the same for the same files, whoever is to work them.

    They are of `size` bytes, or of a size that suits the corpus. A file that cannot be cut is refused, and
    comes in no task.
    """
    sized = [(source, _size(source)) for source in sources]
    size = size or choose_size(sum(bytes_of for _, bytes_of in sized))
    gathered: list[FilePart] = []
    taken = 0
    for part, bytes_of in _parts(sized, reading, size, refuse):
        if gathered and taken + bytes_of > size:
            yield Task(tuple(gathered))
            gathered, taken = [], 0
        gathered.append(part)
        taken += bytes_of
        if len(gathered) >= files // 2 and (_ends_task(part.source, files) or len(gathered) >= 2 * files):
            yield Task(tuple(gathered))
            gathered, taken = [], 0
    if gathered:
        yield Task(tuple(gathered))


def choose_size(total: int) -> int:
    """Bytes of a task of a corpus of so many. It is a power of two: a corpus that grows is seldom cut anew.

    >>> [choose_size(megabytes * 10**6) >> 20 for megabytes in (1, 100, 500, 2000, 100_000)]
    [4, 4, 4, 16, 64]
    """
    return min(max(1 << max(total // TASKS, 1).bit_length() - 1, LEAST), MOST)


def _parts(
    sized: Iterable[tuple[Source, int]],
    reading: ReadOptions,
    size: int,
    refuse: Callable[[Source, InputError], None],
) -> Iterator[SizedPart]:
    for source, bytes_of in sized:
        format = find_format(source.path, reading.input_format)
        if format is None or format.content != "records":
            yield SizedPart(FilePart(source), bytes_of)
            continue
        try:
            slices = list(format.codec.cut_slices(source.path, size))
        except InputError as error:
            refuse(source, error)
            continue
        for slice in slices:
            yield SizedPart(FilePart(source, slice), max(1, slice.stop - slice.start))


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0  # the preparation reads it, and reports why it cannot be read


def _ends_task(source: Source, files: int) -> bool:
    """Whether the name of a file, by its hash, ends a task: one in `files / 2` does."""
    digest = hashlib.blake2b(source.name.encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % max(1, files // 2) == 0
