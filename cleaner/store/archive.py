"""A cleaned corpus as it lies on the disk: its records, and each document with its raw text rebuilt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaner.catalogue import RULES
from cleaner.duplicates.rules import DOCUMENT
from cleaner.errors import DamageError, OutputError, UsageError
from cleaner.rule import Rule
from cleaner.store import document_stream, manifest
from cleaner.store.archived_document import ArchivedDocument, encode_raw, rebuild_from_clean
from cleaner.store.checked_read import read_at_most, read_file
from cleaner.store.document_stream import OnDamage, StreamItem, raise_damage
from cleaner.store.jsonl_output import PackedTextReader
from cleaner.store.listed_rules import ListedRules
from cleaner.store.manifest import DocumentRecord, FileRecord, Manifest
from cleaner.store.record_file import RecordFile
from cleaner.store.root import Root
from cleaner.store.trail import DecodedDocument
from cleaner.text import Lines, Span, find_paragraphs


class Partner(NamedTuple):
    """Where the evidence of a duplicate says that its text stands: in a line of the raw file of `document`,
    or in the whole document, where `line` is None.
    """

    document: str
    line: int | None

    @classmethod
    def of(cls, rule: str, evidence: Mapping[str, object]) -> Partner | None:
        """Read the partner from the evidence of an edit of this rule; None where it names none."""
        name = evidence.get("partner")
        if not isinstance(name, str):
            return None
        document, _, line = name.rpartition(":")
        # The partner of a whole document has no line: ``b.jsonl:17`` is the text of a record then.
        # A line of more than 18 digits is none: Python itself refuses to read one of more than 4,300.
        if rule == DOCUMENT.id or not document or not line.isdecimal() or len(line) > 18:
            return cls(name, None)
        return cls(document, int(line))


@dataclass(frozen=True, slots=True)
class Archive:
    """The records of a cleaned folder. Documents are read, checked and rebuilt when they are asked for, in
    one pass over the folder and one at a time.

    `files` are the files of records by name. `packed_texts` is None where each text has a file of its own.
    """

    root: Root
    manifest: Manifest
    files: Mapping[str, FileRecord]
    packed_texts: PackedTextReader | None = None

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open a cleaned folder.

        Raises `UsageError` where there is no cleaned corpus with a full trail, `DamageError` where its
        manifest is not as it was written.
        """
        root = open_root(folder)
        return cls.of(root, manifest.decode(read_manifest(root)))

    @classmethod
    def of(cls, root: Root, corpus_manifest: Manifest) -> Archive:
        """Open a cleaned folder by a manifest that was read from it. Raises `UsageError` as `open` does."""
        if corpus_manifest.trail != "full":
            raise UsageError(
                f"{root.path} was written with --trail {corpus_manifest.trail}: what was removed is not kept",
                remedy="clean the raw files again with --trail full",
            )
        packed = corpus_manifest.packed
        packed_texts = None if packed is None else PackedTextReader(root, packed)
        return cls(root, corpus_manifest, {file.name: file for file in corpus_manifest.files}, packed_texts)

    @property
    def folder(self) -> Path:
        """The path of the folder, as it was named."""
        return self.root.path

    def stream_records(self, on_damage: OnDamage = raise_damage) -> Iterator[DocumentRecord]:
        """Read the records of all documents, in order."""
        return document_stream.stream_records(self.root, self.manifest, on_damage)

    def locate_packed_texts(self) -> Iterator[tuple[DocumentRecord, str]]:
        """Read the records of all documents, each with the line of its packed text.

        The line is given as ``corpus-00000.jsonl:7``; it is empty for a document without a packed text.
        """
        for record, text_number in document_stream.stream_numbered_records(
            self.root, self.manifest, raise_damage
        ):
            place = ""
            if self.packed_texts is not None and document_stream.has_own_text(record):
                place = "{}:{}".format(*self.packed_texts.locate(text_number))
            yield record, place

    def group_by_file(self, on_damage: OnDamage = raise_damage) -> Iterator[tuple[str, Iterator[StreamItem]]]:
        """Yield each file of the corpus by name, in order, with its documents as the records describe them.

        As with `itertools.groupby`, the documents of a file are gone once the next file is asked for.
        """
        items = document_stream.stream_items(self.root, self.manifest, on_damage)
        return groupby(items, key=lambda item: item.file_name)

    def open_record_file(self, name: str) -> RecordFile:
        """Find the file of records of this name and check its hashes.

        Raises `DamageError` where there is none, or it is not as it was written.
        """
        if name not in self.files:
            raise DamageError(f"{name} is no file of records of {self.folder}")
        record_file = RecordFile.of(self.root, self.files[name])
        record_file.check_hashes()
        return record_file

    def stream_documents(self, names: Collection[str] | None = None) -> Iterator[ArchivedDocument]:
        """Rebuild all documents in order, or those of these names.

        Raises `DamageError` for a file that is not as it was written; what is wrong with a single document
        stands in its `damage`.
        """
        file_names = None if names is None else {file for name in names for file in self._list_files_of(name)}
        # Counts down to the last name, behind which the folder need not be read. -1 never comes to 0.
        missing = len(names) if names is not None else -1
        for file_name, items in self.group_by_file():
            if file_names is not None and file_name not in file_names:
                continue
            for document in self.rebuild_documents(file_name, items):
                if names is None or document.record.name in names:
                    missing -= 1
                    yield document
                    if not missing:
                        return

    def rebuild_documents(self, file_name: str, items: Iterable[StreamItem]) -> Iterator[ArchivedDocument]:
        """Rebuild the documents of one file of the corpus."""
        for item in items:
            if item.record.place is None:
                yield self._rebuild_text_document(item)
            else:
                # The file of records is read in one pass and takes all further items.
                yield from self.open_record_file(file_name).rebuild_documents(_put_back(item, items))

    def _list_files_of(self, name: str) -> Iterator[str]:
        """List the files that a document of this name can stand in."""
        yield name
        # At any colon: a file's name may have some of its own, as ``a:b.jsonl:17``.
        for position, character in enumerate(name):
            if character == ":" and name[:position] in self.files:
                yield name[:position]

    def _rebuild_text_document(self, item: StreamItem) -> ArchivedDocument:
        """Rebuild a document that is all of its file."""
        record = item.record
        if record.status == "quarantined":
            return ArchivedDocument(item, in_quarantine=True)
        try:
            text = self._read_clean_text(item) if record.status == "written" else ""
            return ArchivedDocument(item, rebuild_from_clean(item, text))
        except DamageError as error:
            return ArchivedDocument(item, None, error)

    def _read_clean_text(self, item: StreamItem) -> str:
        record = item.record
        if self.packed_texts is not None:
            return self.packed_texts.read_text(item.text_number, record.name)
        return read_file(self.root, record.name, record.sha256_clean).decode()

    def find_document(self, name: str) -> ArchivedDocument:
        """Find the document of a name. Raises `UsageError` where there is none."""
        document = next(self.stream_documents([name]), None)
        if document is None:
            raise explain_unknown_name(self, name)
        return document

    def find_entry(self, name: str) -> DecodedDocument:
        """Find a document that was written or dropped, with its raw text, its trail and its encoding.

        Raises `UsageError` where there is none of this name, or it is in quarantine.
        """
        document = self.find_document(name)
        if (entry := document.get_entry()) is None:
            raise UsageError(f"{name} was not cleaned: {document.record.problem}")
        return entry

    def stream_entries(
        self, names: Collection[str] | None = None
    ) -> Iterator[tuple[DocumentRecord, DecodedDocument]]:
        """Rebuild all documents that were written or dropped, or those of these names.

        Raises `DamageError`.
        """
        for document in self.stream_documents(names):
            if (entry := document.get_entry()) is not None:
                yield document.record, entry

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that the manifest lists. Raises `DamageError` for those of another version, and when it
        is asked for a rule that is not listed.
        """
        unknown = sorted(self.manifest.rules.keys() - RULES.keys())
        if unknown:
            raise DamageError(
                f"{self.folder} was written by version {self.manifest.version}, which knows {unknown[0]}",
                remedy="use that version, or clean the raw files again",
            )
        return ListedRules({rule: RULES[rule] for rule in self.manifest.rules})

    def read_raw(self, document: ArchivedDocument) -> bytes:
        """Return the raw bytes of a document: of its file, of its text if it is one of many, or of its
        record, where that could not be read.

        Raises `DamageError`, and `UsageError` where nothing was ever read.
        """
        record, entry = document.record, document.get_entry()
        if entry is None:
            if not record.sha256_raw:
                raise UsageError(f"{record.name} was never read: {record.problem}")
            if record.place is not None:
                return document.quarantine_bytes
            return read_file(self.root, f"{manifest.QUARANTINE}/{record.name}", record.sha256_raw)
        # Of a page whose bytes are kept, too: it checks that the trail leads to the text that was taken out.
        raw = encode_raw(record, entry)
        if record.page is not None and record.page.kept:
            return read_file(self.root, f"{manifest.RAW}/{record.name}", record.page.sha256)
        return raw


def _put_back(first: StreamItem, items: Iterable[StreamItem]) -> Iterator[StreamItem]:
    """Yield an item that was taken from the front, then the others."""
    yield first
    yield from items


def explain_unknown_name(archive: Archive, name: str) -> UsageError:
    """Make the error for a name that no document has, with the nearest name that one can have."""
    if name in archive.files:
        return UsageError(f"{name} holds many documents", remedy=f"name one of them, as {name}:1")
    packed = archive.manifest.packed
    if packed is not None and any(name == file.name for file in packed.files):
        return UsageError(f"{name} holds many documents", remedy="name one of them by its id")
    return UsageError(f"{archive.folder} holds no {name}", remedy="see its manifest for the names")


def find_archive(file: Path) -> tuple[Path, str]:
    """Find the cleaned folder that a path lies in, and the name of the document there.

    The file need not exist. Raises `UsageError` where no folder above it is a cleaned one.
    """
    path = file.absolute()
    for folder in path.parents:
        if (folder / manifest.NAME).is_file():
            return folder, path.relative_to(folder).as_posix()
    raise UsageError(f"{file} lies in no cleaned corpus", remedy="name a file of a folder that -o named")


def open_root(folder: Path) -> Root:
    """Open a cleaned folder. Raises `UsageError` where there is none."""
    try:
        return Root.open(folder)
    except OutputError as error:
        raise UsageError(error.message, remedy="name what -o named") from error


def read_manifest(root: Root) -> bytes:
    """Read the bytes of the manifest of a cleaned corpus.

    Raises `UsageError` where there is none, `DamageError` where what is there can be none.
    """
    try:
        return read_at_most(root, manifest.NAME, manifest.LIMIT)
    except OSError as error:
        raise UsageError(
            f"{root.path} is not a cleaned corpus: {manifest.NAME}: {error.strerror}",
            remedy="name what -o named",
        ) from error


def find_paragraph(entry: DecodedDocument, line: int) -> Span | None:
    """Find the paragraph of the clean text that begins in this line of the raw file; None if it is gone."""
    document = entry.document
    lines, offsets = Lines.of(document.raw), document.offsets
    for span in find_paragraphs(document.text):
        if lines.locate(offsets.to_raw(span.start, span.end).start)[0] == line:
            return span
    return None
