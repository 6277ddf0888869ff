"""What a cleaned folder says of its documents, in order: the record of each, and its lines of the trail.

Both stand in many files in the same order, so that one pass over either is enough, whatever their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from cleaner import json_codec
from cleaner.errors import DamageError
from cleaner.store import manifest, trail
from cleaner.store.checked_read import read_lines
from cleaner.store.manifest import Counts, DocumentRecord, Manifest
from cleaner.store.root import Root


class StreamItem(NamedTuple):
    """A document as the records describe it: its record and its lines of the trail, without its text.

    `trail_lines` are bytes of JSON Lines, empty where nothing was found in the document. `text_number` is how
    many packed texts come before its own; where no texts are packed, it is not used.
    """

    record: DocumentRecord
    trail_lines: bytes
    text_number: int = 0

    @property
    def file_name(self) -> str:
        """The name of the file that the document stands in: its own, or the file of records it is part of."""
        return self.record.name if self.record.place is None else self.record.place.file


OnDamage = Callable[[str, DamageError], None]
"""Called with the name of each file that cannot be read. Without an exception from it, the reader goes on
behind that file."""


def raise_damage(_: str, error: DamageError) -> None:
    """Stop at the first damaged file: the `OnDamage` of readers that need every document."""
    raise error


def stream_items(root: Root, corpus_manifest: Manifest, on_damage: OnDamage) -> Iterator[StreamItem]:
    """Join records and trail, and yield all documents in order. Trail lines of no document are damage, too.

    Where a file of records is damaged, the trail has lines of documents that are missing from the stream.
    These lines are skipped, up to those of the next document that was changed.
    """
    has_full_trail = corpus_manifest.trail == "full"
    trail_files = corpus_manifest.trail_sha256 if has_full_trail else {}
    groups = _group_trail_lines(root, trail_files, on_damage)
    damaged_files: list[str] = []

    def note_damage(name: str, error: DamageError) -> None:
        damaged_files.append(name)
        on_damage(name, error)

    skipped_files = 0  # damaged files whose documents' trail lines are skipped already
    # An empty name marks the end of the trail: no document has one.
    name, lines = next(groups, ("", b""))
    for record, text_number in stream_numbered_records(root, corpus_manifest, note_damage):
        # Only a document that was changed is sure to have lines of its own to stop at; a search for any other
        # could run to the end of the trail.
        if len(damaged_files) > skipped_files and (record.characters_removed or record.characters_inserted):
            skipped_files = len(damaged_files)
            while name and name != record.name:
                name, lines = next(groups, ("", b""))
        if name and record.name == name:
            yield StreamItem(record, lines, text_number)
            name, lines = next(groups, ("", b""))
        else:
            yield StreamItem(record, b"", text_number)
    if name and not damaged_files:
        on_damage(trail.FOLDER, DamageError(f"tells of {name}, which the manifest does not know"))
    for _ in groups:
        pass  # so that damage in the other files of the trail is found as well


def stream_records(root: Root, corpus_manifest: Manifest, on_damage: OnDamage) -> Iterator[DocumentRecord]:
    """Read the records of all documents in order, from the manifest or from files of their own."""
    return (record for record, _ in stream_numbered_records(root, corpus_manifest, on_damage))


def stream_numbered_records(
    root: Root, corpus_manifest: Manifest, on_damage: OnDamage
) -> Iterator[tuple[DocumentRecord, int]]:
    """Read the records as `stream_records` does, each with the number of packed texts before its own."""
    before = corpus_manifest.packed.before if corpus_manifest.packed is not None else {}
    text_number = 0
    for record in corpus_manifest.documents:
        yield record, text_number
        text_number += has_own_text(record)
    for name, digest in corpus_manifest.documents_sha256.items():
        # Taken from the manifest, as the count is too low once an earlier file of records is damaged.
        text_number = before.get(name, text_number)
        try:
            for line in read_lines(root, name, digest):
                record = manifest.decode_record(line)
                # `manifest.decode` has checked only the names that stand in the manifest itself.
                manifest.refuse_record(record)
                yield record, text_number
                text_number += has_own_text(record)
        except DamageError as error:
            on_damage(name, error)


def has_own_text(record: DocumentRecord) -> bool:
    """Whether a document has a clean text that is no part of a record: a file, or a line of packed texts."""
    return record.status == "written" and record.place is None


def sum_counts(records: Iterable[DocumentRecord]) -> Counts:
    """Sum up any number of documents, one at a time. Raises `DamageError` where characters do not add up."""
    sums: Counter[str] = Counter()
    for record in records:
        counts = manifest.count_documents([record])
        sums.update({name: getattr(counts, name) for name in Counts.__struct_fields__})
    return Counts(**{name: sums[name] for name in Counts.__struct_fields__})


def _group_trail_lines(
    root: Root, trail_files: Mapping[str, str], on_damage: OnDamage
) -> Iterator[tuple[str, bytes]]:
    """Yield each document of the trail by name with its lines. `trail_files` has a hash for each file."""
    for file_name, digest in trail_files.items():
        try:
            # Grouped by the bytes before the round: most lines need no decoding for this.
            for prefix, lines in groupby(read_lines(root, file_name, digest), key=trail.get_document_prefix):
                yield _decode_document_name(prefix, file_name), b"".join(lines)
        except DamageError as error:
            on_damage(file_name, error)


def _decode_document_name(prefix: bytes, file_name: str) -> str:
    """Decode the beginning of a trail line, which lacks only the closing brace. Raises `DamageError`."""
    try:
        value = json_codec.decode(prefix + b"}")
    except ValueError as error:
        raise DamageError(f"{file_name}: a line is damaged: {error}") from error
    document = value.get("document") if isinstance(value, dict) else None
    if not isinstance(document, str):
        raise DamageError(f"{file_name}: a line is damaged: it names no document")
    return document
