"""The check of every text: its trail leads from the output to the raw bytes, and what it says is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from cleaner.errors import DamageError
from cleaner.hashing import HashingWriter
from cleaner.store import document_stream, manifest, trail
from cleaner.store.archive import Archive
from cleaner.store.archived_document import ArchivedDocument, encode_raw
from cleaner.store.damage import Damage
from cleaner.store.document_stream import StreamItem
from cleaner.store.manifest import DocumentRecord
from cleaner.store.missing_partners import PartnerTable
from cleaner.store.rebuild import RawFileBuilder, check_rebuilt
from cleaner.store.record_file import RecordFile
from cleaner.text import Document, Lines, find_paragraphs


class RebuildCheck:
    """Checks that the trail leads from the output to the raw bytes, and gives each edit its place there."""

    def __init__(self, archive: Archive, partners: PartnerTable, damaged_names: set[str]) -> None:
        self._archive = archive
        self._partners = partners
        self._damaged_names = damaged_names

    def find_damage(self) -> Iterator[Damage]:
        """Rebuild every document, and find those that are not as the records and the trail say.

        Files in `damaged_names` are skipped.
        """
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
