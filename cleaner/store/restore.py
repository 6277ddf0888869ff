"""Raw files from a cleaned corpus: as they were, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import DamageError, OutputError
from cleaner.hashing import HashingWriter
from cleaner.store import atomic
from cleaner.store.archive import Archive, explain_unknown_name
from cleaner.store.archived_document import ArchivedDocument
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord
from cleaner.store.rebuild import RawFileBuilder, check_rebuilt
from cleaner.store.record_file import RecordFile
from cleaner.store.remedies import EMPTY_FOLDER
from cleaner.store.staged_file import Content, StagedFile, has_content

SCRATCH = ".cleaner-restore-"
"""What the names of folders begin with in which a file waits until it is whole."""


class RestoredFile(NamedTuple):
    """A file that is there again; or, with `damage`, one that cannot be rebuilt, and why."""

    name: str
    damage: str = ""


def restore(folder: Path, output: Path, names: Sequence[str] = ()) -> Iterator[RestoredFile]:
    """Rebuilds the raw files of `folder` in `output`, and yields each once it is there.

    Texts and plain JSONL come back byte for byte, compressed JSONL and Parquet record for record; pages
    byte for byte where they were kept, else as the text that was taken out of them. All of it is compared
    with the hashes of the input before it gets its name. What is damaged is told of, the rest is rebuilt.

    `names` are files or single documents; of a text of a record its bytes in UTF-8 are written, of a record
    that could not be read its bytes. Without them, an input that could not be read is passed over: there was
    nothing to keep. Raises `UsageError` for a name that there is not or a corpus without a full trail,
    `DamageError` for a manifest that is not as it was written, and `OutputError` where another file stands in
    the way.
    """
    archive = Archive.open(folder)
    yield from _Restoring(archive, output, frozenset(names)).run()


class _Restoring:
    def __init__(self, archive: Archive, output: Path, names: frozenset[str]) -> None:
        self._archive = archive
        self._output = output
        self._names = names
        self._damaged: list[RestoredFile] = []

    def run(self) -> Iterator[RestoredFile]:
        self._refuse_unknown()
        files = self._archive.files
        seen: set[str] = set()
        for name, group in self._archive.holders(self._damage):
            seen.add(name)
            yield from self._told()
            yield from self._file(name, group) if name in files else self._whole(group)
        for name in files:
            if name not in seen:
                yield from self._file(name, ())
        yield from self._told()

    def _damage(self, name: str, error: DamageError) -> None:
        self._damaged.append(RestoredFile(name, str(error)))

    def _told(self) -> Iterator[RestoredFile]:
        """The files of our own that were found damaged since."""
        yield from self._damaged
        self._damaged.clear()

    def _refuse_unknown(self) -> None:
        missing = self._names - self._archive.files.keys()
        for record in self._archive.records(lambda *_: None) if missing else ():
            missing -= {record.name}
        for name in sorted(missing):
            raise explain_unknown_name(self._archive, name)

    def _wanted(self, name: str) -> bool:
        return not self._names or name in self._names

    def _whole(self, group: Iterable[StreamItem]) -> Iterator[RestoredFile]:
        """Documents that are all of their files."""
        for told in group:
            record = told.record
            if not self._wanted(record.name):
                continue
            if self._names or record.status != "quarantined" or record.sha256_raw:
                yield self._alone(told)

    def _alone(self, told: StreamItem) -> RestoredFile:
        """A document that is all of its file."""
        try:
            [kept] = self._archive.documents(told.holder, [told])
            return self._one(kept)
        except DamageError as error:
            return RestoredFile(told.record.name, str(error))

    def _one(self, kept: ArchivedDocument) -> RestoredFile:
        """One document, in a file of its own."""
        name, raw = _source(kept.record), self._archive.raw(kept)
        self._put(name, raw, lambda path: atomic.write(path, raw))
        return RestoredFile(name)

    def _file(self, name: str, group: Iterable[StreamItem]) -> Iterator[RestoredFile]:
        """A file of records, or single documents of it."""
        try:
            if self._wanted(name):
                holder = self._archive.holder(name)
                self._rebuild(holder, group)
                yield RestoredFile(name)
            elif any(wanted.startswith(f"{name}:") for wanted in self._names):
                for kept in self._archive.documents(name, group):
                    if kept.record.name in self._names:
                        yield self._one(kept)
        except DamageError as error:
            yield RestoredFile(name, str(error))

    def _rebuild(self, holder: RecordFile, group: Iterable[StreamItem]) -> None:
        atomic.ensure_folder(self._output)
        with (
            TemporaryDirectory(prefix=SCRATCH, dir=self._output) as scratch,
            RawFileBuilder(holder, Path(scratch)) as rebuilding,
        ):
            for kept in holder.kept(group):
                rebuilding.add(kept)
            waiting = Path(scratch) / "file"
            with waiting.open("wb") as file:
                if holder.exact:
                    found = HashingWriter(file)
                    rebuilding.write(cast(BinaryIO, found))
                    check_rebuilt(holder, found)
                else:
                    rebuilding.write(file)
            self._put(holder.file.name, StagedFile.of_path(waiting), lambda path: _place(waiting, path))

    def _put(self, name: str, content: Content, write: Callable[[Path], None]) -> None:
        """Lets a file be written, unless it stands there already."""
        path = self._output / name
        for folder in PurePosixPath(name).parents:
            if folder.parts and (self._output / folder).is_symlink():
                raise OutputError(f"{self._output / folder} is a symbolic link", remedy=EMPTY_FOLDER)
        if path.exists() or path.is_symlink():
            if has_content(path, content):
                return
            raise OutputError(f"{path} is there and is another file", remedy=EMPTY_FOLDER)
        atomic.ensure_folder(path.parent)
        write(path)


def _place(waiting: Path, path: Path) -> None:
    atomic.move_into_place(waiting, path)
    atomic.sync_folder(path.parent)


def _source(record: DocumentRecord) -> str:
    """The name of the raw file. That of a page of which only the text was kept is the name of the text."""
    page = record.page
    if page is None or not (
        page.kept if record.status != "quarantined" else record.sha256_raw == page.sha256
    ):
        return record.name
    if not page.source or PurePosixPath(page.source).name != page.source:
        raise DamageError(f"{record.name}: {page.source!r} is no name of a page")
    return str(PurePosixPath(record.name).with_name(page.source))
