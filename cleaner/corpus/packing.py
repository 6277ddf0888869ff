"""Documents that come out as records: what each line is, and the files that the lines of all tasks make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.running import Running
from cleaner.errors import UsageError
from cleaner.formats.kinds import kind
from cleaner.formats.records import JSONL
from cleaner.formats.sources import Sources
from cleaner.store import packed
from cleaner.store.content import Content, Staged
from cleaner.store.manifest import DocumentRecord, sha256
from cleaner.store.packed import Line, Packed, PackedFile
from cleaner.store.rebuild import Hashing

_NAME = re.compile(r"corpus-\d{5,}\.jsonl", re.IGNORECASE)


class Pack(NamedTuple):
    """The lines of the documents of one task, in their order: where they wait, and how many they are.
    `documents` are the names of the task's files of records of documents."""

    path: Path
    lines: int
    documents: tuple[str, ...]


def line(record: DocumentRecord, text: str) -> bytes:
    """The line of a document."""
    return packed.encode(Line(id=record.name, text=text, metadata=record.metadata))


def refuse(sources: Sources, configuration: Configuration) -> None:
    """Raises `UsageError` for inputs that the output format cannot be had of."""
    if configuration.writing.output_format is None:
        return
    given = configuration.reading.input_format
    for source in sources.documents:
        if kind(source.path, given) != "records":
            continue
        if given == "parquet" or not (given or source.path.name.lower().endswith(JSONL)):
            raise UsageError(
                f"{source.path}: Parquet is not written as JSON Lines",
                remedy="clean it by itself, without --output-format",
            )
        if _NAME.fullmatch(PurePosixPath(source.name).parts[0]):
            raise UsageError(
                f"{source.path} would have the name of a file that --output-format makes",
                remedy="rename it, or clean it by itself",
            )


def joined(packs: Sequence[Pack], size: int, running: Running) -> tuple[dict[str, Content], Packed]:
    """The files that the lines of all tasks make, which wait in the scratch folder unless they stand in the
    output, and what the manifest says of them."""
    files: dict[str, Content] = {}
    told: list[PackedFile] = []
    folder = running.work / "staged" / "packed"
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in packed.files(_lines(packs), size):
        path = folder / name
        with path.open("wb") as file:
            count, hashing = _written(lines, file)
        digest, bytes = hashing.told()
        content = Staged(digest, bytes, path)
        files[name] = content._replace(path=None) if content.stands(running.output, name) else content
        told.append(PackedFile(name=name, sha256=digest, bytes=bytes, documents=count))
    before: dict[str, int] = {}
    number = 0
    for pack in packs:
        before |= dict.fromkeys(pack.documents[:1], number)
        number += pack.lines
    return files, Packed(files=told, before=before)


def held(lines: Iterable[bytes], size: int) -> tuple[dict[str, bytes], Packed]:
    """The same in memory."""
    made = {name: list(own) for name, own in packed.files(lines, size)}
    files = {name: b"".join(own) for name, own in made.items()}
    told = [
        PackedFile(name=name, sha256=sha256(data), bytes=len(data), documents=len(made[name]))
        for name, data in files.items()
    ]
    return files, Packed(files=told)


def _lines(packs: Iterable[Pack]) -> Iterator[bytes]:
    for pack in packs:
        with pack.path.open("rb") as file:
            yield from file
        pack.path.unlink()


def _written(lines: Iterable[bytes], file: BinaryIO) -> tuple[int, Hashing]:
    hashing = Hashing(file)
    return sum(1 for each in lines if hashing.write(each)), hashing
