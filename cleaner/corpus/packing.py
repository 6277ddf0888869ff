"""Documents that come out as records: what each line is, and the files that the lines of all tasks make."""

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
from cleaner.store.scratch import create_file
from cleaner.store.staged_file import StagedFile

CHECKPOINT = "packed.record"
"""The name of the record of the files, in the scratch folder."""
_NAME = re.compile(r"corpus-\d{5,}\.jsonl", re.IGNORECASE)


class TaskLines(NamedTuple):
    """The lines of the documents of one task, in their order: the file of them, and how many they are.
    `documents` are the names of the task's files of records of documents."""

    content: StagedFile
    lines: int
    documents: tuple[str, ...]


def encode_line(record: DocumentRecord, text: str) -> bytes:
    """The line of a document."""
    return jsonl_output.encode(PackedLine(id=record.name, text=text, metadata=record.metadata))


def refuse_unpackable(sources: Sources, configuration: Configuration) -> None:
    """Raises `UsageError` for inputs that the output format cannot be had of."""
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
    """The files that the lines of all tasks make, and what the manifest says of them."""

    files: dict[str, StagedFile]
    packed: PackedTexts


def find_packed(packs: Sequence[TaskLines], size: int, options: RunOptions) -> PackResult | None:
    """The files of these lines, where an earlier run made them and they are as it left them."""
    packed = unseal(options.work / CHECKPOINT, _key(packs, size), list[PackedFile])
    if packed is None:
        return None
    files = {file.name: StagedFile(file.sha256, file.bytes) for file in packed}
    if not all(content.is_in(options.output, name) for name, content in files.items()):
        return None
    return PackResult(files, PackedTexts(files=packed, before=_count_before(packs)))


def pack(packs: Sequence[TaskLines], size: int, options: RunOptions) -> PackResult:
    """The files that these lines make: they wait in the scratch folder unless they stand in the output."""
    files: dict[str, StagedFile] = {}
    told: list[PackedFile] = []
    folder = options.work / "staged" / "packed"
    for name, lines in jsonl_output.split_into_files(_lines(packs), size):
        path = folder / name
        with create_file(path) as file:
            count, hashing = _write_lines(lines, file)
        digest, bytes = hashing.sha256, hashing.size
        content = StagedFile(digest, bytes, path)
        files[name] = content._replace(path=None) if content.is_in(options.output, name) else content
        told.append(PackedFile(name=name, sha256=digest, bytes=bytes, documents=count))
    seal(options.work / CHECKPOINT, _key(packs, size), told)
    return PackResult(files, PackedTexts(files=told, before=_count_before(packs)))


def _key(packs: Iterable[TaskLines], size: int) -> str:
    return key_of(size, [[pack.content.sha256, pack.lines] for pack in packs])


def _count_before(packs: Iterable[TaskLines]) -> dict[str, int]:
    before: dict[str, int] = {}
    number = 0
    for pack in packs:
        before |= dict.fromkeys(pack.documents[:1], number)
        number += pack.lines
    return before


def _lines(packs: Iterable[TaskLines]) -> Iterator[bytes]:
    for pack in packs:
        if not pack.lines:
            continue
        assert pack.content.path is not None
        with pack.content.path.open("rb") as file:
            yield from file
        pack.content.path.unlink()


def _write_lines(lines: Iterable[bytes], file: BinaryIO) -> tuple[int, HashingWriter]:
    hashing = HashingWriter(file)
    return sum(1 for each in lines if hashing.write(each)), hashing
