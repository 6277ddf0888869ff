"""Packs documents as records, one a line, into files of JSON Lines that are filled across tasks.

Workers write the lines of their tasks; where one file ends and the next begins depends on all lines before,
so this process cuts them into files at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.checkpoint import key_of, seal, unseal
from cleaner.corpus.run_options import RunOptions
from cleaner.errors import UsageError
from cleaner.formats.registry import find_format, get_format
from cleaner.formats.sources import Sources
from cleaner.hashing import HashingWriter
from cleaner.store import jsonl_output
from cleaner.store.jsonl_output import PackedFile, PackedLine, PackedTexts
from cleaner.store.manifest import DocumentRecord
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import StagedFile

CHECKPOINT = "packed.record"
"""The name of the checkpoint of packing, in the scratch folder."""
# The names of packed files in any case of letters: some file systems do not tell cases apart.
_NAME = re.compile(r"corpus-\d{5,}\.jsonl", re.IGNORECASE)


class TaskLines(NamedTuple):
    """The lines of the documents of one task, in order: the file that holds them, and their number.
    `documents` are the names of the files with the manifest's records of the task's documents."""

    content: StagedFile
    lines: int
    documents: tuple[str, ...]


def encode_line(record: DocumentRecord, text: str) -> bytes:
    """Encodes the line of a document, with its line break."""
    return jsonl_output.encode(PackedLine(id=record.name, text=text, metadata=record.metadata))


def refuse_unpackable(sources: Sources, configuration: Configuration) -> None:
    """Raises `UsageError` for an input that cannot be written in the output format.

    Those are records of another format, and records in a file named as a packed file is. Files of records of
    the same format keep their names.
    """
    if configuration.writing.output_format is None:
        return
    output = get_format(configuration.writing.output_format)
    for source in sources.documents:
        format = find_format(source.path, configuration.reading.input_format)
        if format is None or format.content != "records":
            continue
        if format is not output:
            raise UsageError(
                f"{source.path}: {format.title} is not written as {output.title}",
                remedy="clean it by itself, without --output-format",
            )
        if _NAME.fullmatch(PurePosixPath(source.name).parts[0]):
            raise UsageError(
                f"{source.path} would have the name of a file that --output-format makes",
                remedy="rename it, or clean it by itself",
            )


class PackResult(NamedTuple):
    """The packed files of all tasks by name, in order, and the record that the manifest has of them."""

    files: dict[str, StagedFile]
    packed: PackedTexts


def find_packed(packs: Sequence[TaskLines], size: int, options: RunOptions) -> PackResult | None:
    """Returns the packed files of these lines, if an earlier run made them and they stand as it left them."""
    packed = unseal(ScratchFile(options.work, CHECKPOINT), _key(packs, size), list[PackedFile])
    if packed is None:
        return None
    files = {file.name: StagedFile(file.sha256, file.bytes) for file in packed}
    if not all(content.is_in(options.output, name) for name, content in files.items()):
        return None
    return PackResult(files, PackedTexts(files=packed, before=_count_before(packs)))


def pack(packs: Sequence[TaskLines], size: int, options: RunOptions) -> PackResult:
    """Packs the lines of all tasks, in the order of tasks, into files of at most `size` bytes.

    A single line may be longer. The files wait in the scratch folder unless they stand in the output folder.
    The files of lines are deleted as they are read. Raises `OSError`.
    """
    files: dict[str, StagedFile] = {}
    packed_files: list[PackedFile] = []
    folder = ScratchFile(options.work, "staged/packed")
    for name, lines in jsonl_output.split_into_files(_lines(packs), size):
        staged = folder.below(name)
        with staged.create() as file:
            count, hashing = _write_lines(lines, file)
        digest, bytes = hashing.sha256, hashing.size
        content = StagedFile(digest, bytes, staged)
        files[name] = content._replace(file=None) if content.is_in(options.output, name) else content
        packed_files.append(PackedFile(name=name, sha256=digest, bytes=bytes, documents=count))
    seal(ScratchFile(options.work, CHECKPOINT), _key(packs, size), packed_files)
    return PackResult(files, PackedTexts(files=packed_files, before=_count_before(packs)))


def _key(packs: Iterable[TaskLines], size: int) -> str:
    return key_of(size, [[pack.content.sha256, pack.lines] for pack in packs])


def _count_before(packs: Iterable[TaskLines]) -> dict[str, int]:
    """Returns the number of packed lines before the first file of records of each task."""
    before: dict[str, int] = {}
    number = 0
    for pack in packs:
        before |= dict.fromkeys(pack.documents[:1], number)  # no file where the manifest has the records
        number += pack.lines
    return before


def _lines(packs: Iterable[TaskLines]) -> Iterator[bytes]:
    for pack in packs:
        if not pack.lines:
            continue
        assert pack.content.file is not None
        with pack.content.file.open() as file:
            yield from file
        # At once: the lines of all tasks and the packed files would take twice the room of the corpus.
        pack.content.file.discard()


def _write_lines(lines: Iterable[bytes], file: BinaryIO) -> tuple[int, HashingWriter]:
    hashing = HashingWriter(file)
    return sum(1 for each in lines if hashing.write(each)), hashing
