"""What a cleaned folder says of its documents, in order: the record of each, and its lines of the trail.

Both stand in many files in the same order, so that one pass over either is enough, whatever their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.store import manifest, trail
from cleaner.store.checked_read import read_lines
from cleaner.store.manifest import Counts, DocumentRecord, Manifest


class StreamItem(NamedTuple):
    """A document: its record, and its lines of the trail, none where nothing was found in it. `packed` is how
    many texts are packed before its own, where texts are."""

    record: DocumentRecord
    lines: bytes
    packed: int = 0

    @property
    def holder(self) -> str:
        """The name of the file that the document stands in: its own, or that of its record."""
        return self.record.name if self.record.place is None else self.record.place.file


OnDamage = Callable[[str, DamageError], None]
"""Told of each file that cannot be read, by its name; what it held is passed over."""


def raise_damage(_: str, error: DamageError) -> None:
    """For those who cannot go on when a file is damaged."""
    raise error


def stream_documents(folder: Path, found: Manifest, damaged: OnDamage) -> Iterator[StreamItem]:
    """All documents in order. Lines of the trail that belong to none of them are damage, too.

    Where a file of records is damaged, lines of the trail belong to documents that are not told of: they are
    passed over, up to those of the next document that was changed.
    """
    groups = _groups(folder, found.trail_sha256 if found.trail == "full" else {}, damaged)
    missed: list[str] = []

    def noted(name: str, error: DamageError) -> None:
        missed.append(name)
        damaged(name, error)

    lost = 0
    name, own = next(groups, ("", b""))
    for record, packed in stream_numbered_records(folder, found, noted):
        if len(missed) > lost and (record.characters_removed or record.characters_inserted):
            lost = len(missed)
            while name and name != record.name:
                name, own = next(groups, ("", b""))
        if name and record.name == name:
            yield StreamItem(record, own, packed)
            name, own = next(groups, ("", b""))
        else:
            yield StreamItem(record, b"", packed)
    if name and not missed:
        damaged(trail.FOLDER, DamageError(f"tells of {name}, which the manifest does not know"))
    for _ in groups:
        pass  # each file of the trail is looked at


def stream_records(folder: Path, found: Manifest, damaged: OnDamage) -> Iterator[DocumentRecord]:
    """The records of all documents in order, from the manifest or from files of their own."""
    return (record for record, _ in stream_numbered_records(folder, found, damaged))


def stream_numbered_records(
    folder: Path, found: Manifest, damaged: OnDamage
) -> Iterator[tuple[DocumentRecord, int]]:
    """The same, each with the number of texts that are packed before its own."""
    before = found.packed.before if found.packed is not None else {}
    packed = 0
    for record in found.documents:
        yield record, packed
        packed += has_own_text(record)
    for name, digest in found.documents_sha256.items():
        packed = before.get(name, packed)
        try:
            for line in read_lines(folder, name, digest):
                record = manifest.decode_record(line)
                manifest.refuse_record(record)
                yield record, packed
                packed += has_own_text(record)
        except DamageError as error:
            damaged(name, error)


def has_own_text(record: DocumentRecord) -> bool:
    """Whether a document has a clean text that is no part of a record: a file, or where texts are packed, a
    line."""
    return record.status == "written" and record.place is None


def sum_counts(records: Iterable[DocumentRecord]) -> Counts:
    """The sums over any number of documents. Raises `DamageError` where characters do not add up."""
    sums: Counter[str] = Counter()
    for record in records:
        one = manifest.count_documents([record])
        sums.update({name: getattr(one, name) for name in Counts.__struct_fields__})
    return Counts(**{name: sums[name] for name in Counts.__struct_fields__})


def _groups(folder: Path, trails: Mapping[str, str], damaged: OnDamage) -> Iterator[tuple[str, bytes]]:
    """Each document of the trail with its lines."""
    for name, digest in trails.items():
        try:
            for head, own in groupby(read_lines(folder, name, digest), key=trail.document_prefix):
                yield _document(head, name), b"".join(own)
        except DamageError as error:
            damaged(name, error)


def _document(head: bytes, name: str) -> str:
    try:
        value = json_codec.decode(head + b"}")
    except ValueError as error:
        raise DamageError(f"{name}: a line is damaged: {error}") from error
    document = value.get("document") if isinstance(value, dict) else None
    if not isinstance(document, str):
        raise DamageError(f"{name}: a line is damaged: it names no document")
    return document
