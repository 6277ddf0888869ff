"""The check of each file of a cleaned folder by itself: it is there, as it was written, and is named once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.errors import DamageError
from cleaner.store import document_stream, inventory, manifest
from cleaner.store.damage import Damage
from cleaner.store.inventory import ExpectedFile
from cleaner.store.manifest import DocumentRecord, Manifest
from cleaner.store.root import Root


class FileCheck:
    """Checks the files of a folder by what its records say of them.

    Records and trail are always compared with their hashes, other files only with `read_data`.
    `damaged_names` are the files with damage, once `find_damage` has ended.
    """

    def __init__(self, root: Root, corpus_manifest: Manifest, *, read_data: bool) -> None:
        self._root = root
        self._manifest = corpus_manifest
        self._read_data = read_data
        self.damaged_names: set[str] = set()

    def find_damage(self) -> Iterator[Damage]:
        """Find missing, changed and extra files, names that stand twice, and sums that are wrong."""
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
            for name in inventory.walk_files(self._root):
                if name not in metadata_files and name not in data_files:
                    yield Damage(name, "does not belong here")

    def _check_files(self, expected_files: Mapping[str, ExpectedFile], *, read: bool) -> Iterator[Damage]:
        for name, expected in expected_files.items():
            problem = inventory.find_problem(self._root, name, expected, read=read)
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
                self._root, self._manifest, lambda *damage: damages.append(Damage.of(*damage))
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
