"""Raw files from a cleaned corpus: as they were, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import DamageError, OutputError
from cleaner.hashing import HashingWriter
from cleaner.store import atomic
from cleaner.store.archive import Archive, explain_unknown_name
from cleaner.store.archived_document import ArchivedDocument
from cleaner.store.document_stream import StreamItem
from cleaner.store.file_names import is_name_below
from cleaner.store.folder_walk import join_name
from cleaner.store.manifest import DocumentRecord
from cleaner.store.rebuild import RawFileBuilder, check_rebuilt
from cleaner.store.record_file import RecordFile
from cleaner.store.remedies import EMPTY_FOLDER
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile
from cleaner.store.staged_file import Content, StagedFile, has_content
from cleaner.store.system_errors import explain_system_error

SCRATCH = ".cleaner-restore"
"""The name at which a file waits until it is compared with its hash. It lies in the output folder, so that a
rename brings the file to its place; a dot hides what a killed run leaves of it."""


class RestoredFile(NamedTuple):
    """A raw file that is rebuilt; or, with `damage`, one that cannot be rebuilt, and why."""

    name: str
    damage: str = ""


def restore(folder: Path, output: Path, names: Sequence[str] = ()) -> Iterator[RestoredFile]:
    """Rebuild the raw files of `folder` in `output`, and yield each once it is there.

    Texts and plain JSONL come back byte for byte, compressed JSONL and Parquet record for record; pages
    byte for byte where they were kept, else as the text that was taken out of them. All of it is compared
    with the hashes of the input before it gets its name. What is damaged is reported, the rest is rebuilt.

    `names` are files or single documents; of a text of a record its bytes in UTF-8 are written, of a record
    that could not be read its bytes. Without them, an input that could not be read is skipped: there was
    nothing to keep. Raises `UsageError` for a name that there is not or a corpus without a full trail,
    `DamageError` for a manifest that is not as it was written, and `OutputError` where another file stands in
    the way.
    """
    archive = Archive.open(folder)
    yield from _Restorer(archive, output, frozenset(names)).restore_files()


class _Restorer:
    """Rebuilds raw files in one pass over an archive; all of them where `names` is empty."""

    def __init__(self, archive: Archive, output: Path, names: frozenset[str]) -> None:
        self._archive = archive
        self._output = output
        self._names = names
        self._record_damage: list[RestoredFile] = []
        """Files of records and trail that were found damaged, and are not reported yet."""

    @cached_property
    def _root(self) -> Root:
        """The output folder, which is created when the first file is there to be written."""
        return Root.create(self._output)

    def restore_files(self) -> Iterator[RestoredFile]:
        # Before the first file is written: a mistyped name must cost nothing.
        self._refuse_unknown_names()
        record_files = self._archive.files
        seen: set[str] = set()
        for name, items in self._archive.group_by_file(self._note_record_damage):
            seen.add(name)
            yield from self._take_record_damage()
            if name in record_files:
                yield from self._restore_record_file(name, items)
            else:
                yield from self._restore_text_files(items)
        # A file of records without any document, as an empty one, is in no record of a document.
        for name in record_files:
            if name not in seen:
                yield from self._restore_record_file(name, ())
        yield from self._take_record_damage()

    def _note_record_damage(self, name: str, error: DamageError) -> None:
        self._record_damage.append(RestoredFile(name, str(error)))

    def _take_record_damage(self) -> Iterator[RestoredFile]:
        """Yield the damage that the stream has met since the last call."""
        yield from self._record_damage
        self._record_damage.clear()

    def _refuse_unknown_names(self) -> None:
        """Raise `UsageError` for the first name that no file of records and no document has."""
        unknown = self._names - self._archive.files.keys()
        # Damage of the records is reported by the pass that restores.
        for record in self._archive.stream_records(lambda *_: None) if unknown else ():
            unknown -= {record.name}
        for name in sorted(unknown):
            raise explain_unknown_name(self._archive, name)

    def _is_requested(self, name: str) -> bool:
        return not self._names or name in self._names

    def _restore_text_files(self, items: Iterable[StreamItem]) -> Iterator[RestoredFile]:
        """Restore documents that are all of their files."""
        for item in items:
            record = item.record
            if not self._is_requested(record.name):
                continue
            # Without a hash the input was never read. Somebody who asks for it by name learns why.
            if self._names or record.status != "quarantined" or record.sha256_raw:
                yield self._restore_text_file(item)

    def _restore_text_file(self, item: StreamItem) -> RestoredFile:
        """Restore a document that is all of its file."""
        try:
            [document] = self._archive.rebuild_documents(item.file_name, [item])
            return self._write_document(document)
        except DamageError as error:
            return RestoredFile(item.record.name, str(error))

    def _write_document(self, document: ArchivedDocument) -> RestoredFile:
        """Write the raw bytes of one document to a file of its own."""
        name, raw = _get_raw_name(document.record), self._archive.read_raw(document)
        # A text of a record is named by the fields that lead to it, and these can have any name.
        if not is_name_below(name):
            raise OutputError(
                f"{name!r} is no name of a file below a folder", remedy="restore the whole file of records"
            )
        self._write_if_absent(name, raw, lambda: atomic.write(self._root, name, raw))
        return RestoredFile(name)

    def _restore_record_file(self, name: str, items: Iterable[StreamItem]) -> Iterator[RestoredFile]:
        """Restore a file of records, or single documents of it."""
        try:
            if self._is_requested(name):
                record_file = self._archive.open_record_file(name)
                self._rebuild_record_file(record_file, items)
                yield RestoredFile(name)
            elif any(requested.startswith(f"{name}:") for requested in self._names):
                for document in self._archive.rebuild_documents(name, items):
                    if document.record.name in self._names:
                        yield self._write_document(document)
        except DamageError as error:
            yield RestoredFile(name, str(error))

    def _rebuild_record_file(self, record_file: RecordFile, items: Iterable[StreamItem]) -> None:
        """Rebuild a file of records in scratch, check it, then move it to its place."""
        staged = ScratchFile(self._root, SCRATCH)
        with ExitStack() as stack:
            builder = stack.enter_context(RawFileBuilder(record_file, self._root.create_unnamed))
            stack.callback(staged.discard)  # it has gone to its place, or is of no use
            for document in record_file.rebuild_documents(items):
                builder.add(document)
            with staged.create() as file:
                if record_file.is_byte_exact:
                    writer = HashingWriter(file)
                    builder.write(cast(BinaryIO, writer))
                    check_rebuilt(record_file, writer)
                else:
                    builder.write(file)
            content, name = StagedFile.of_file(staged), record_file.file_record.name
            self._write_if_absent(name, content, lambda: self._move(staged, content.size, name))

    def _write_if_absent(self, name: str, content: Content, write: Callable[[], None]) -> None:
        """Call `write`, unless the file has this content already.

        Raises `OutputError` where another file or a symbolic link is in the way.
        """
        with explain_system_error(self._output / name):
            # A link to nothing does not exist, but is in the way.
            if self._root.stat(name) is None:
                write()
            elif not has_content(self._root, name, content):
                raise OutputError(f"{self._output / name} is there and is another file", remedy=EMPTY_FOLDER)

    def _move(self, staged: ScratchFile, size: int, name: str) -> None:
        """Move a staged file to its place, and sync the folder, so that a crash cannot undo the rename."""
        atomic.move_into_place(staged, size, self._root, name)
        atomic.sync_folder(self._root, name.rpartition("/")[0])


def _get_raw_name(record: DocumentRecord) -> str:
    """Return the name of the raw file. That of a page of which only the text was kept is the text's.

    Raises `DamageError` where the record names a page in another folder: a record from elsewhere must not
    make anybody write there.
    """
    page = record.page
    # In quarantine the bytes are the page's, unless the page gave a text that could not be cleaned.
    if page is None or not (
        page.kept if record.status != "quarantined" else record.sha256_raw == page.sha256
    ):
        return record.name
    name = join_name(record.name.rpartition("/")[0], page.source)
    if "/" in page.source or not is_name_below(name):
        raise DamageError(f"{record.name}: {page.source!r} is no name of a page")
    return name
