"""A cleaned corpus as it lies on the disk: its records, and each document with its raw text again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaner.catalogue import RULES
from cleaner.duplicates.rules import DOCUMENT
from cleaner.errors import DamageError, UsageError
from cleaner.rule import Rule
from cleaner.store import document_stream, manifest
from cleaner.store.archived_document import ArchivedDocument, encode_raw, rebuild_from_clean
from cleaner.store.checked_read import read_file
from cleaner.store.document_stream import OnDamage, StreamItem, raise_damage
from cleaner.store.jsonl_output import PackedTextReader
from cleaner.store.manifest import DocumentRecord, FileRecord, Manifest
from cleaner.store.record_file import RecordFile
from cleaner.store.trail import DecodedDocument
from cleaner.text import Lines, Span, find_paragraphs


class Partner(NamedTuple):
    """Where the evidence of a duplicate says that its text stands: a raw line, or a whole document."""

    document: str
    line: int | None

    @classmethod
    def of(cls, rule: str, evidence: Mapping[str, object]) -> Partner | None:
        """What the evidence of an edit names, if it names a partner."""
        named = evidence.get("partner")
        if not isinstance(named, str):
            return None
        document, _, line = named.rpartition(":")
        if rule == DOCUMENT.id or not document or not line.isdecimal():
            return cls(named, None)
        return cls(document, int(line))


@dataclass(frozen=True, slots=True)
class Archive:
    """The records of a cleaned folder. Documents are read, checked and rebuilt when they are asked for, in
    one pass over the folder and one at a time.
    """

    folder: Path
    manifest: Manifest
    files: Mapping[str, FileRecord]
    unpacking: PackedTextReader | None = None

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Raises `UsageError` where there is no cleaned corpus with a full trail, `DamageError` where its
        manifest is not as it was written.
        """
        found = open_manifest(folder)
        if found.trail != "full":
            raise UsageError(
                f"{folder} was written with --trail {found.trail}: what was removed is not kept",
                remedy="clean the raw files again with --trail full",
            )
        unpacking = None if found.packed is None else PackedTextReader(folder, found.packed)
        return cls(folder, found, {file.name: file for file in found.files}, unpacking)

    def records(self, damaged: OnDamage = raise_damage) -> Iterator[DocumentRecord]:
        """The records of all documents, in order."""
        return document_stream.stream_records(self.folder, self.manifest, damaged)

    def packed(self) -> Iterator[tuple[DocumentRecord, str]]:
        """The same, each with its line in the files of packed texts, as ``corpus-00000.jsonl:7``, or with
        nothing, where it has none.
        """
        for record, number in document_stream.stream_numbered_records(
            self.folder, self.manifest, raise_damage
        ):
            place = ""
            if self.unpacking is not None and document_stream.has_own_text(record):
                place = "{}:{}".format(*self.unpacking.place(number))
            yield record, place

    def holders(self, damaged: OnDamage = raise_damage) -> Iterator[tuple[str, Iterator[StreamItem]]]:
        """Each file of the corpus by name, in order, with what is told of its documents."""
        every = document_stream.stream_documents(self.folder, self.manifest, damaged)
        return groupby(every, key=lambda told: told.holder)

    def holder(self, name: str) -> RecordFile:
        """The file of records of this name. Raises `DamageError` where there is none, or it is not as it was
        written.
        """
        if name not in self.files:
            raise DamageError(f"{name} is no file of records of {self.folder}")
        holder = RecordFile.of(self.folder, self.files[name])
        holder.check()
        return holder

    def kept(self, names: Collection[str] | None = None) -> Iterator[ArchivedDocument]:
        """All documents in order, or those of these names. Raises `DamageError` for what is not as it was
        written; what is wrong with a single document, it says itself.
        """
        wanted = None if names is None else {holder for name in names for holder in self._holders(name)}
        left = len(names) if names is not None else -1
        for name, group in self.holders():
            if wanted is not None and name not in wanted:
                continue
            for kept in self.documents(name, group):
                if names is None or kept.record.name in names:
                    left -= 1
                    yield kept
                    if not left:
                        return

    def documents(self, name: str, group: Iterable[StreamItem]) -> Iterator[ArchivedDocument]:
        """The documents of one file of the corpus."""
        for at_hand in group:
            if at_hand.record.place is None:
                yield self._whole(at_hand)
            else:
                yield from self.holder(name).kept(_again(at_hand, group))

    def _holders(self, name: str) -> Iterator[str]:
        """The files that a document of this name can stand in."""
        yield name
        for place, sign in enumerate(name):
            if sign == ":" and name[:place] in self.files:
                yield name[:place]

    def _whole(self, told: StreamItem) -> ArchivedDocument:
        """A document that is all of its file."""
        record = told.record
        if record.status == "quarantined":
            return ArchivedDocument(told, left_out=True)
        try:
            text = self._text(told) if record.status == "written" else ""
            return ArchivedDocument(told, rebuild_from_clean(told, text))
        except DamageError as error:
            return ArchivedDocument(told, None, error)

    def _text(self, told: StreamItem) -> str:
        record = told.record
        if self.unpacking is not None:
            return self.unpacking.text(told.packed, record.name)
        return read_file(self.folder, record.name, record.sha256_clean).decode()

    def find(self, name: str) -> ArchivedDocument:
        """The document of a name. Raises `UsageError` for one that there is not."""
        kept = next(self.kept([name]), None)
        if kept is None:
            raise explain_unknown_name(self, name)
        return kept

    def entry(self, name: str) -> DecodedDocument:
        """A document that was written or dropped, with its raw text, its trail and its encoding."""
        kept = self.find(name)
        if (entry := kept.entered) is None:
            raise UsageError(f"{name} was not cleaned: {kept.record.problem}")
        return entry

    def entries(
        self, names: Collection[str] | None = None
    ) -> Iterator[tuple[DocumentRecord, DecodedDocument]]:
        """All documents that were written or dropped, or those of these names. Raises `DamageError`."""
        for kept in self.kept(names):
            if (entry := kept.entered) is not None:
                yield kept.record, entry

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that the trail names. Raises `DamageError` for those of another version."""
        unknown = sorted(self.manifest.rules.keys() - RULES.keys())
        if unknown:
            raise DamageError(
                f"{self.folder} was written by version {self.manifest.version}, which knows {unknown[0]}",
                remedy="use that version, or clean the raw files again",
            )
        return RULES

    def raw(self, kept: ArchivedDocument) -> bytes:
        """The raw bytes of a document: of its file, of its text if it is one of many, or of its record, where
        that could not be read. Raises `DamageError`, and `UsageError` where nothing was ever read.
        """
        record, entry = kept.record, kept.entered
        if entry is None:
            if not record.sha256_raw:
                raise UsageError(f"{record.name} was never read: {record.problem}")
            if record.place is not None:
                return kept.lost
            return read_file(self.folder, f"{manifest.QUARANTINE}/{record.name}", record.sha256_raw)
        raw = encode_raw(record, entry)
        if record.page is not None and record.page.kept:
            return read_file(self.folder, f"{manifest.RAW}/{record.name}", record.page.sha256)
        return raw


def _again(first: StreamItem, rest: Iterable[StreamItem]) -> Iterator[StreamItem]:
    yield first
    yield from rest


def explain_unknown_name(archive: Archive, name: str) -> UsageError:
    """What to say of a name that there is not."""
    if name in archive.files:
        return UsageError(f"{name} holds many documents", remedy=f"name one of them, as {name}:1")
    packed = archive.manifest.packed
    if packed is not None and any(name == file.name for file in packed.files):
        return UsageError(f"{name} holds many documents", remedy="name one of them by its id")
    return UsageError(f"{archive.folder} holds no {name}", remedy="see its manifest for the names")


def find_archive(file: Path) -> tuple[Path, str]:
    """The cleaned folder that a path lies in, and the name of the document there; the file need not exist.

    Raises `UsageError` where no folder above it is one.
    """
    path = file.absolute()
    for folder in path.parents:
        if (folder / manifest.NAME).is_file():
            return folder, path.relative_to(folder).as_posix()
    raise UsageError(f"{file} lies in no cleaned corpus", remedy="name a file of a folder that -o named")


def open_manifest(folder: Path) -> Manifest:
    """The manifest of a cleaned corpus. Raises `UsageError` where there is none."""
    try:
        return manifest.decode((folder / manifest.NAME).read_bytes())
    except OSError as error:
        raise UsageError(
            f"{folder} is not a cleaned corpus: {manifest.NAME}: {error.strerror}",
            remedy="name what -o named",
        ) from error


def find_paragraph(entry: DecodedDocument, line: int) -> Span | None:
    """The paragraph of the clean text that begins in this line of the raw file, if it was kept."""
    document = entry.document
    lines, offsets = Lines.of(document.raw), document.offsets
    for span in find_paragraphs(document.text):
        if lines.locate(offsets.to_raw(span.start, span.end).start)[0] == line:
            return span
    return None
