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
from cleaner.text import Edit, Lines, find_paragraphs


class Damage(NamedTuple):
    """What is wrong with a file of the folder, or with one of the documents in a file of records."""

    name: str
    problem: str


def verify(folder: Path, *, read_data: bool = False) -> Iterator[Damage]:
    """Everything that is not as the last run left it.

    Reads the records: the manifest, which is sealed, the records of documents and the trail by their hashes,
    the counts of all of them, the partners of duplicates, and of every other file whether it is there and as
    long as it should be. With `read_data` reads every file: the hashes, whether each trail leads from the
    output back to the raw bytes, and whether the partner of each duplicate stands where the trail says.
    Hidden files beside our own are passed over, and so is what belongs to a run. Raises `UsageError` where
    there is no cleaned corpus.
    """
    try:
        found = open_manifest(folder)
    except DamageError as error:
        yield Damage(manifest.NAME, str(error))
        return
    files = _Files(folder, found, read_data=read_data)
    yield from files.damages()
    if found.trail == "full" and not files.damaged & {*found.trail_sha256, *found.documents_sha256}:
        archive = Archive.open(folder)
        with open_partner_table() as wanted:
            written = _Trail(archive, wanted)
            yield from written.damages()
            yield from _partners(archive, wanted)
            if read_data and written.readable:
                yield from _Rebuilt(archive, wanted, files.damaged).damages()


class _Files:
    """What can be said of each file by itself; no file is named twice."""

    def __init__(self, folder: Path, found: Manifest, *, read_data: bool) -> None:
        self._folder = folder
        self._found = found
        self._read_data = read_data
        self.damaged: set[str] = set()

    def damages(self) -> Iterator[Damage]:
        expected = inventory.list_own_files(self._found)
        yield from self._problems(expected, read=True)
        unread = self.damaged & self._found.documents_sha256.keys()
        others = inventory.list_record_files(self._found)
        if not unread:
            for damage in self._documents(others):
                self.damaged.add(damage.name)
                yield damage
        yield from self._problems(others, read=self._read_data)
        if not unread:  # else there is no telling
            for name in inventory.walk_files(self._folder):
                if name not in expected and name not in others:
                    yield Damage(name, "does not belong here")

    def _problems(self, expected: Mapping[str, ExpectedFile], *, read: bool) -> Iterator[Damage]:
        for name, about in expected.items():
            problem = inventory.find_problem(self._folder, name, about, read=read)
            if problem:
                self.damaged.add(name)
                yield Damage(name, problem)

    def _documents(self, expected: dict[str, ExpectedFile]) -> Iterator[Damage]:
        """Adds the files of all documents. Finds a name that stands twice, and counts that do not add up."""
        found, twice, damaged = self._found, list[str](), list[Damage]()
        packed = 0

        def records() -> Iterator[DocumentRecord]:
            nonlocal packed
            for record in document_stream.stream_records(
                self._folder, found, lambda *is_: damaged.append(_damage(*is_))
            ):
                packed += document_stream.has_own_text(record)
                for name, about in inventory.list_document_files(record, packed=found.packed is not None):
                    if name in expected:
                        twice.append(name)
                    expected[name] = about
                yield record

        try:
            if document_stream.sum_counts(records()) != found.counts:
                damaged.append(Damage(manifest.DOCUMENTS, "its counts are not those of the manifest"))
            elif found.packed is not None and packed != sum(each.documents for each in found.packed.files):
                damaged.append(Damage(manifest.NAME, "says of other numbers of texts that they are packed"))
        except DamageError as error:
            damaged.append(Damage(manifest.DOCUMENTS, str(error)))
        yield from damaged
        yield from (Damage(name, "is named twice") for name in twice)


def _damage(name: str, error: DamageError) -> Damage:
    return Damage(name, error.message)


class _Trail:
    """What the trail holds adds up to what the records say, by document and by rule."""

    def __init__(self, archive: Archive, wanted: PartnerTable) -> None:
        self._archive = archive
        self._wanted = wanted
        self._broken: list[Damage] = []
        self._rules: dict[str, Counter[str]] = {}

    @property
    def readable(self) -> bool:
        """Whether all of it could be read."""
        return not self._broken

    def damages(self) -> Iterator[Damage]:
        for _, group in self._archive.holders(lambda *is_: self._broken.append(_damage(*is_))):
            for at_hand in group:
                try:
                    edits = _edits(at_hand)
                except DamageError as error:
                    self._broken.append(Damage(trail.FOLDER, error.message))
                    continue
                counts = trail.count_edits(edits)
                for rule, count in counts.items():
                    self._rules.setdefault(rule, Counter()).update(count)
                yield from _counted(at_hand.record, counts.values())
                _gather(at_hand.record, edits, self._wanted)
        yield from self._broken
        rules = {rule: RuleCount(**count) for rule, count in self._rules.items()}
        if self.readable and rules != self._archive.manifest.rules:
            yield Damage(trail.FOLDER, "holds other numbers of edits by rule than the manifest")


def _edits(told: StreamItem) -> list[Edit]:
    return [edit for step in trail.decode(told.lines, told.record.name) for edit in step.edits]


def _counted(record: DocumentRecord, counts: Iterable[Mapping[str, int]]) -> Iterator[Damage]:
    removed = sum(count["characters_removed"] for count in counts)
    inserted = sum(count["characters_inserted"] for count in counts)
    if (removed, inserted) != (record.characters_removed, record.characters_inserted):
        yield Damage(
            record.name,
            f"lost {removed:,} and gained {inserted:,} characters by the trail, not "
            f"{record.characters_removed:,} and {record.characters_inserted:,}",
        )


def _gather(record: DocumentRecord, edits: Iterable[Edit], wanted: PartnerTable) -> None:
    for edit in edits:
        partner = Partner.of(edit.rule, edit.evidence)
        if edit.replacement is not None and partner is not None:
            wanted.add(record.name, partner)


def _partners(archive: Archive, wanted: PartnerTable) -> Iterator[Damage]:
    """The partner of each duplicate that was removed is there, unless it can be of another corpus."""
    if archive.manifest.outside:
        return
    for record in archive.records(lambda *_: None):
        if record.status == "written":
            wanted.meet(record.name)
    for name, (partner, line) in wanted.missing():
        place = partner if line is None else f"{partner}:{line}"
        yield Damage(name, f"lost a duplicate of {place}, which is not there")


class _Rebuilt:
    """The trail leads from the output to the raw bytes, and says of every edit where in them it stands."""

    def __init__(self, archive: Archive, wanted: PartnerTable, damaged: set[str]) -> None:
        self._archive = archive
        self._wanted = wanted
        self._damaged = damaged

    def damages(self) -> Iterator[Damage]:
        for name, group in self._archive.holders():
            files = {name, f"{manifest.QUARANTINE}/{name}"}
            if self._damaged & files:
                continue
            try:
                if name in self._archive.files:
                    yield from self._file(self._archive.holder(name), group)
                else:
                    for kept in self._archive.documents(name, group):
                        yield from self._document(kept)
            except DamageError as error:
                yield Damage(name, error.message)

    def _file(self, holder: RecordFile, group: Iterable[StreamItem]) -> Iterator[Damage]:
        """Each text of a file of records; then all of it, if it comes back byte for byte."""
        whole = holder.exact
        with RawFileBuilder(holder) as rebuilding:
            for kept in holder.kept(group):
                damages = list(self._document(kept))
                yield from damages
                whole = whole and not damages
                if whole:
                    rebuilding.add(kept)
            if whole and not rebuilding.unkept:
                found = HashingWriter()
                rebuilding.write(cast(BinaryIO, found))
                check_rebuilt(holder, found)

    def _is_lost(self, kept: ArchivedDocument) -> bool:
        """Whether a text stands in a file of many that is damaged, which was said."""
        unpacking = self._archive.unpacking
        if unpacking is None or not document_stream.has_own_text(kept.record):
            return False
        return unpacking.place(kept.told.packed)[0] in self._damaged

    def _document(self, kept: ArchivedDocument) -> Iterator[Damage]:
        record = kept.record
        try:
            if self._is_lost(kept):
                return
            entry = kept.entered
            if entry is None:
                return
            encode_raw(record, entry)
            again = trail.encode_edits(entry, self._archive.rules)
        except DamageError as error:
            yield Damage(record.name, error.message.removeprefix(f"{record.name}: "))
            return
        if again != kept.told.lines:
            yield Damage(record.name, "its trail gives other places than its edits have")
        document = entry.document
        sides = (document.raw, document.text)
        counted = (*map(len, sides), *(len(find_paragraphs(side)) for side in sides))
        told = (
            record.characters_raw,
            record.characters_clean,
            record.paragraphs_raw,
            record.paragraphs_clean,
        )
        if counted != told:
            yield Damage(record.name, f"has {counted} characters and paragraphs, raw and clean, not {told}")
        if lost := self._wanted.lines(record.name):
            lines, offsets = Lines.of(document.raw), document.offsets
            starts = {lines.locate(offsets.to_raw(*span).start)[0] for span in find_paragraphs(document.text)}
            for name, line in lost:
                if line not in starts:
                    yield Damage(name, f"lost a duplicate of {record.name}:{line}, where no paragraph stands")
