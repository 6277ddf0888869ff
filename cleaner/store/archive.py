"""A cleaned corpus as it lies on the disk: its records, and each document with its raw text again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.catalogue import RULES
from cleaner.errors import DamageError, UsageError
from cleaner.formats.codec import Decoded, Patch, encode
from cleaner.rule import Rule
from cleaner.store import manifest, trail
from cleaner.store.manifest import DocumentRecord, Manifest, sha256
from cleaner.store.trail import Entry
from cleaner.text import Document, Lines, Span, paragraphs


class Partner(NamedTuple):
    """Where the evidence of a duplicate says that its text stands: a raw line, or a whole document."""

    document: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Archive:
    """The records of a cleaned folder. Documents are read, checked and rebuilt when they are asked for."""

    folder: Path
    manifest: Manifest
    records: Mapping[str, DocumentRecord]
    trail: Mapping[str, bytes]

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Raises `UsageError` where there is no cleaned corpus with a full trail, `DamageError` where its
        records are not as they were written.
        """
        found = open_manifest(folder)
        if found.trail != "full":
            raise UsageError(
                f"{folder} was written with --trail {found.trail}: what was removed is not kept",
                remedy="clean the raw files again with --trail full",
            )
        lines: dict[str, bytes] = {}
        for name, digest in found.trail_sha256.items():
            lines |= trail.by_document(name, trail.unpack(name, read_whole(folder, name, digest)))
        return cls(folder, found, {record.name: record for record in found.documents}, lines)

    def record(self, name: str) -> DocumentRecord:
        """The line of the manifest. Raises `UsageError` for a name that it does not hold."""
        if name not in self.records:
            raise UsageError(f"{self.folder} holds no {name}", remedy="see its manifest for the names")
        return self.records[name]

    def entry(self, name: str) -> Entry:
        """A document that was written or dropped, with its raw text, its trail and its encoding.

        Raises `DamageError` when its file is not as it was written or the trail does not fit it.
        """
        record = self.record(name)
        if record.status == "quarantined":
            raise UsageError(f"{name} was not cleaned: {record.problem}")
        text = ""
        if record.status == "written":
            text = read_whole(self.folder, name, record.sha256_clean).decode()
        steps = trail.decode(self.trail.get(name, b""), name)
        patches = tuple(Patch(*patch) for patch in record.patches)
        decoded = Decoded(trail.replay(text, steps), record.encoding, record.encoding_reason, True, patches)
        return Entry(name, decoded, Document(decoded.text, text, steps))

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

    def partner(self, told: str) -> Partner | None:
        """What the key ``partner`` of an edit's evidence names, unless it is no document of this corpus."""
        if told in self.records:
            return Partner(told, None)
        document, _, line = told.rpartition(":")
        return Partner(document, int(line)) if document in self.records and line.isdecimal() else None

    def raw(self, name: str) -> bytes:
        """The bytes of the raw file, checked by their hash. Raises `DamageError`."""
        record = self.record(name)
        if record.status == "quarantined":
            if not record.sha256_raw:
                raise UsageError(f"{name} was never read: {record.problem}")
            return read_whole(self.folder, f"{manifest.QUARANTINE}/{name}", record.sha256_raw)
        raw = encode(self.entry(name).decoded)
        if sha256(raw) != record.sha256_raw:
            raise DamageError(f"{name}: what is rebuilt is not what was read")
        return raw


def enclosing(file: Path) -> tuple[Path, str]:
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


def read_whole(folder: Path, name: str, digest: str) -> bytes:
    """A file of the corpus, checked by its hash. Raises `DamageError`."""
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise DamageError(f"{folder / name} is missing or cannot be read: {error.strerror}") from error
    if sha256(data) != digest:
        raise DamageError(
            f"{folder / name} is not as it was written", remedy="undo the edit, or clean the raw files again"
        )
    return data


def paragraph_at(entry: Entry, line: int) -> Span | None:
    """The paragraph of the clean text that begins in this line of the raw file, if it was kept."""
    document = entry.document
    lines, offsets = Lines.of(document.raw), document.offsets
    for span in paragraphs(document.text):
        if lines.place(offsets.to_raw(span.start, span.end).start)[0] == line:
            return span
    return None
