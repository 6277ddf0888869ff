"""Whether a cleaned corpus is as it was written: every file, every hash, every count, every edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import DamageError
from cleaner.hashing import HashingWriter
from cleaner.store import document_stream, inventory, manifest, trail
from cleaner.store.archive import Archive, Partner, open_manifest
from cleaner.store.archived_document import ArchivedDocument, encode_raw
from cleaner.store.document_stream import StreamItem
from cleaner.store.inventory import ExpectedFile
from cleaner.store.manifest import DocumentRecord, Manifest, RuleCount
from cleaner.store.missing_partners import PartnerTable, open_partner_table
from cleaner.store.rebuild import RawFileBuilder, check_rebuilt
from cleaner.store.record_file import RecordFile
from cleaner.text import Document, Edit, Lines, find_paragraphs


class Damage(NamedTuple):
    """What is wrong with a file of the folder, or with one of the documents in a file of records."""

    name: str
    problem: str


def verify(folder: Path, *, read_data: bool = False) -> Iterator[Damage]:
    """Find everything that is not as the last run left it.

    Reads the records: the manifest, which is sealed, the records of documents and the trail by their hashes,
    the counts of all of them, the partners of duplicates, and of every other file whether it is there and as
    long as it should be. With `read_data` reads every file: the hashes, whether each trail leads from the
    output back to the raw bytes, and whether the partner of each duplicate stands where the trail says.
    Hidden files beside `.cleaner` are skipped, and so is what belongs to a run. Raises `UsageError` where
    there is no cleaned corpus.
    """
    try:
        corpus_manifest = open_manifest(folder)
    except DamageError as error:
        yield Damage(manifest.NAME, str(error))
        return
    files = _FileCheck(folder, corpus_manifest, read_data=read_data)
    yield from files.find_damage()
    # Each check works on what the one before it found whole, so that no damage is reported three times.
    record_names = {*corpus_manifest.trail_sha256, *corpus_manifest.documents_sha256}
    if corpus_manifest.trail == "full" and not files.damaged_names & record_names:
        archive = Archive.open(folder)
        with open_partner_table() as partners:
            trail_check = _TrailCheck(archive, partners)
            yield from trail_check.find_damage()
            yield from _find_missing_partners(archive, partners)
            if read_data and trail_check.is_readable:
                yield from _RebuildCheck(archive, partners, files.damaged_names).find_damage()


class _FileCheck:
    """Checks each file by itself: that it is there, is the one that was written, and is named once."""

    def __init__(self, folder: Path, corpus_manifest: Manifest, *, read_data: bool) -> None:
        self._folder = folder
        self._manifest = corpus_manifest
        self._read_data = read_data
        self.damaged_names: set[str] = set()

    def find_damage(self) -> Iterator[Damage]:
        # Records and trail come first, and are always read: they say what the other files should be.
        metadata_files = inventory.list_metadata_files(self._manifest)
        yield from self._check_files(metadata_files, read=True)
        has_unread_records = bool(self.damaged_names & self._manifest.documents_sha256.keys())
        data_files = inventory.list_record_files(self._manifest)
        if not has_unread_records:
            for damage in self._add_document_files(data_files):
                self.damaged_names.add(damage.name)
                yield damage
        yield from self._check_files(data_files, read=self._read_data)
        # A record that cannot be read may name any file, so that none can be called extra.
        if not has_unread_records:
            for name in inventory.walk_files(self._folder):
                if name not in metadata_files and name not in data_files:
                    yield Damage(name, "does not belong here")

    def _check_files(self, expected_files: Mapping[str, ExpectedFile], *, read: bool) -> Iterator[Damage]:
        for name, expected in expected_files.items():
            problem = inventory.find_problem(self._folder, name, expected, read=read)
            if problem:
                self.damaged_names.add(name)
                yield Damage(name, problem)

    def _add_document_files(self, expected_files: dict[str, ExpectedFile]) -> Iterator[Damage]:
        """Add the files of all documents. Finds names that stand twice, and counts that do not add up."""
        packed, repeated_names, damages = self._manifest.packed, list[str](), list[Damage]()
        text_count = 0

        def stream_records() -> Iterator[DocumentRecord]:
            """Add the files of each record that is counted, in the one pass over the records."""
            nonlocal text_count
            for record in document_stream.stream_records(
                self._folder, self._manifest, lambda *damage: damages.append(_make_damage(*damage))
            ):
                text_count += document_stream.has_own_text(record)
                for name, expected in inventory.list_document_files(record, packed=packed is not None):
                    if name in expected_files:
                        repeated_names.append(name)
                    expected_files[name] = expected
                yield record

        try:
            if document_stream.sum_counts(stream_records()) != self._manifest.counts:
                damages.append(Damage(manifest.DOCUMENTS, "its counts are not those of the manifest"))
            elif packed is not None and text_count != sum(file.documents for file in packed.files):
                damages.append(Damage(manifest.NAME, "says of other numbers of texts that they are packed"))
        except DamageError as error:
            damages.append(Damage(manifest.DOCUMENTS, str(error)))
        yield from damages
        yield from (Damage(name, "is named twice") for name in repeated_names)


def _make_damage(name: str, error: DamageError) -> Damage:
    return Damage(name, error.message)


class _TrailCheck:
    """Checks that the trail adds up to what the records say, by document and by rule.

    Fills `partners` with the partners that removed duplicates name.
    """

    def __init__(self, archive: Archive, partners: PartnerTable) -> None:
        self._archive = archive
        self._partners = partners
        self._unreadable: list[Damage] = []
        self._rule_counts: dict[str, Counter[str]] = {}

    @property
    def is_readable(self) -> bool:
        """Whether all of the trail could be read."""
        return not self._unreadable

    def find_damage(self) -> Iterator[Damage]:
        for _, items in self._archive.group_by_file(
            lambda *damage: self._unreadable.append(_make_damage(*damage))
        ):
            for item in items:
                try:
                    edits = _decode_edits(item)
                except DamageError as error:
                    self._unreadable.append(Damage(trail.FOLDER, error.message))
                    continue
                counts = trail.count_edits(edits)
                for rule, count in counts.items():
                    self._rule_counts.setdefault(rule, Counter()).update(count)
                yield from _check_characters(item.record, counts.values())
                _add_partners(item.record, edits, self._partners)
        yield from self._unreadable
        rules = {rule: RuleCount(**count) for rule, count in self._rule_counts.items()}
        # Of a trail that was read in part, the sums are wrong for a reason that is reported already.
        if self.is_readable and rules != self._archive.manifest.rules:
            yield Damage(trail.FOLDER, "holds other numbers of edits by rule than the manifest")


def _decode_edits(item: StreamItem) -> list[Edit]:
    steps = trail.decode(item.trail_lines, item.record.name)
    return [edit for step in steps for edit in step.edits]


def _check_characters(record: DocumentRecord, counts: Iterable[Mapping[str, int]]) -> Iterator[Damage]:
    """Compare the characters of a document's edits with those of its record."""
    removed = sum(count["characters_removed"] for count in counts)
    inserted = sum(count["characters_inserted"] for count in counts)
    if (removed, inserted) != (record.characters_removed, record.characters_inserted):
        yield Damage(
            record.name,
            f"lost {removed:,} and gained {inserted:,} characters by the trail, not "
            f"{record.characters_removed:,} and {record.characters_inserted:,}",
        )


def _add_partners(record: DocumentRecord, edits: Iterable[Edit], partners: PartnerTable) -> None:
    """Add the partners of the duplicates that were removed from a document, not of those only reported."""
    for edit in edits:
        partner = Partner.of(edit.rule, edit.evidence)
        if edit.replacement is not None and partner is not None:
            partners.add(record.name, partner)


def _find_missing_partners(archive: Archive, partners: PartnerTable) -> Iterator[Damage]:
    """Find the removed duplicates whose partner is no document of the output.

    Nothing can be said where texts of other corpora can be partners.
    """
    if archive.manifest.outside:
        return
    for record in archive.stream_records(lambda *_: None):
        if record.status == "written":
            partners.mark_written(record.name)
    for name, (partner, line) in partners.find_missing():
        place = partner if line is None else f"{partner}:{line}"
        yield Damage(name, f"lost a duplicate of {place}, which is not there")


class _RebuildCheck:
    """Checks that the trail leads from the output to the raw bytes, and gives each edit its place there."""

    def __init__(self, archive: Archive, partners: PartnerTable, damaged_names: set[str]) -> None:
        self._archive = archive
        self._partners = partners
        self._damaged_names = damaged_names

    def find_damage(self) -> Iterator[Damage]:
        for name, items in self._archive.group_by_file():
            # Their hashes are wrong, which is reported already.
            if self._damaged_names & {name, f"{manifest.QUARANTINE}/{name}"}:
                continue
            try:
                if name in self._archive.files:
                    yield from self._check_record_file(self._archive.open_record_file(name), items)
                else:
                    for document in self._archive.rebuild_documents(name, items):
                        yield from self._check_document(document)
            except DamageError as error:
                yield Damage(name, error.message)

    def _check_record_file(self, record_file: RecordFile, items: Iterable[StreamItem]) -> Iterator[Damage]:
        """Check each text of a file of records; then all of the file, if it comes back byte for byte."""
        is_whole = record_file.is_byte_exact
        with RawFileBuilder(record_file) as builder:
            for document in record_file.rebuild_documents(items):
                damages = list(self._check_document(document))
                yield from damages
                # After the first damage the whole file cannot be right, and the builder would raise.
                is_whole = is_whole and not damages
                if is_whole:
                    builder.add(document)
            # A record of which nothing was kept is no damage: the run that left it out said so.
            if is_whole and not builder.unrecoverable:
                writer = HashingWriter()
                builder.write(cast(BinaryIO, writer))
                check_rebuilt(record_file, writer)

    def _is_in_damaged_file(self, document: ArchivedDocument) -> bool:
        """Whether a packed text stands in a damaged file, which is reported once and not for each text."""
        packed_texts = self._archive.packed_texts
        if packed_texts is None or not document_stream.has_own_text(document.record):
            return False
        return packed_texts.locate(document.item.text_number)[0] in self._damaged_names

    def _check_document(self, document: ArchivedDocument) -> Iterator[Damage]:
        record = document.record
        try:
            if self._is_in_damaged_file(document):
                return
            entry = document.get_entry()
            if entry is None:
                return
            encode_raw(record, entry)
            trail_lines = trail.encode_edits(entry, self._archive.rules)
        except DamageError as error:
            # The name stands in `Damage` already.
            yield Damage(record.name, error.message.removeprefix(f"{record.name}: "))
            return
        # Written again from the edits alone: lines, columns and byte spans follow from them.
        if trail_lines != document.item.trail_lines:
            yield Damage(record.name, "its trail gives other places than its edits have")
        yield from self._check_text_counts(record, entry.document)
        yield from self._check_partner_lines(record, entry.document)

    def _check_text_counts(self, record: DocumentRecord, document: Document) -> Iterator[Damage]:
        """Compare the characters and paragraphs of the texts with those of the record."""
        texts = (document.raw, document.text)
        actual = (*map(len, texts), *(len(find_paragraphs(text)) for text in texts))
        expected = (
            record.characters_raw,
            record.characters_clean,
            record.paragraphs_raw,
            record.paragraphs_clean,
        )
        if actual != expected:
            yield Damage(
                record.name, f"has {actual} characters and paragraphs, raw and clean, not {expected}"
            )

    def _check_partner_lines(self, record: DocumentRecord, document: Document) -> Iterator[Damage]:
        """Check that a paragraph begins in each line of this document that the trail names as a partner."""
        if partner_lines := self._partners.find_lines(record.name):
            lines, offsets = Lines.of(document.raw), document.offsets
            starts = {lines.locate(offsets.to_raw(*span).start)[0] for span in find_paragraphs(document.text)}
            for name, line in partner_lines:
                if line not in starts:
                    yield Damage(name, f"lost a duplicate of {record.name}:{line}, where no paragraph stands")
