"""Cuts a corpus into tasks: a task is the work of one job, and what a later run does again after a change.

The cuts depend on the files alone and never on the number of workers: checkpoints and files of the trail are
named by tasks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.corpus.documents import FilePart, cut_slices
from cleaner.errors import InputError
from cleaner.formats.io_options import ReadOptions
from cleaner.formats.registry import find_format
from cleaner.formats.sources import Source

LEAST, MOST = 4 << 20, 64 << 20
"""Bytes of raw files in a task, of a small corpus and of a large one. Each task has a checkpoint and files of
its own, which smaller tasks would not be worth; a larger one costs too much when one of its files changes."""
TASKS = 64
"""Tasks that a corpus is cut into, or more, unless they would be smaller than `LEAST`: with few tasks, most
workers are idle while the last ones run."""
FILES = 1000
"""Files in a task, about: it ends where the name of a file says so, so that one more file does not move the
files of all later tasks by one."""


@dataclass(frozen=True, slots=True)
class Task:
    """Parts of files, one after the other in the order of the corpus."""

    parts: tuple[FilePart, ...]


class SizedPart(NamedTuple):
    """A part of a file, and its size in bytes."""

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
    """Yields the tasks of some files, in the order of the files. The same files give the same tasks.

    A task has up to `size` bytes (None: what `choose_size` says of the total), unless one part alone is
    larger, and about `files` parts. A file of records that cannot be cut is passed to `refuse` with its
    error, and is in no task.
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
        # Half of the files at least, else hashes would make tasks of two or three; twice as many at most,
        # since a hash that ends the task may not come for long.
        if len(gathered) >= files // 2 and (_ends_task(part.source, files) or len(gathered) >= 2 * files):
            yield Task(tuple(gathered))
            gathered, taken = [], 0
    if gathered:
        yield Task(tuple(gathered))


def choose_size(total: int) -> int:
    """Returns the bytes of a task, for a corpus of `total` bytes.

    It is a power of two, so that a corpus that grows is seldom cut anew.

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
            slices = cut_slices(source.path, format.codec, size)
        except InputError as error:
            refuse(source, error)
            continue
        for slice in slices:
            # A slice without an end (-1), or without rows, counts as one byte.
            yield SizedPart(FilePart(source, slice), max(1, slice.stop - slice.start))


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0  # the preparation reads it, and reports why it cannot be read


def _ends_task(source: Source, files: int) -> bool:
    """Whether the name of a file, by its hash, ends a task: one in `files / 2` does."""
    # By the name and not by the count: one file more in a folder moves the ends of at most one or two tasks.
    digest = hashlib.blake2b(source.name.encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % max(1, files // 2) == 0
