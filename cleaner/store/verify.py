"""Whether a cleaned corpus is as it was written: every file, every hash, every count, every edit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import DamageError
from cleaner.formats.codec import encode
from cleaner.store import manifest, trail
from cleaner.store.archive import Archive, open_manifest, paragraph_at, read_whole
from cleaner.store.folder import OWN
from cleaner.store.manifest import DocumentRecord, Manifest, RuleCount, sha256
from cleaner.text import Edit, paragraphs


class Damage(NamedTuple):
    """What is wrong with a file of the folder."""

    name: str
    problem: str


def verify(folder: Path, *, read_data: bool = False) -> Iterator[Damage]:
    """Everything that is not as the last run left it.

    Reads the records: the manifest, which is sealed, the trail by its hash, the counts of both, the partners
    of duplicates, and of every other file whether it is there and as long as it should be. With `read_data`
    reads every file: the hashes, whether each trail leads from the output back to the raw bytes, and whether
    the partner of each duplicate stands where the trail says. Hidden files beside our own are passed over.
    Raises `UsageError` where there is no cleaned corpus.
    """
    try:
        found = open_manifest(folder)
    except DamageError as error:
        yield Damage(manifest.NAME, str(error))
        return
    damaged: set[str] = set()
    for damage in _files(folder, found, read_data=read_data):
        damaged.add(damage.name)
        yield damage
    if found.trail == "full" and not damaged & found.trail_sha256.keys():
        yield from _trail(folder, found, damaged, read_data=read_data)


def _files(folder: Path, found: Manifest, *, read_data: bool) -> Iterator[Damage]:
    """What can be said of each file by itself; no file is named twice."""
    damaged: set[str] = set()
    for damage in _inventory(folder, found):
        damaged.add(damage.name)
        yield damage
    for name, digest in (found.trail_sha256 | (_digests(found) if read_data else {})).items():
        if name not in damaged:
            try:
                read_whole(folder, name, digest)
            except DamageError as error:
                yield Damage(name, error.message)


def _digests(found: Manifest) -> dict[str, str]:
    digests = {record.name: record.sha256_clean for record in found.documents if record.status == "written"}
    return digests | {
        f"{manifest.QUARANTINE}/{record.name}": record.sha256_raw
        for record in found.documents
        if record.status == "quarantined" and record.sha256_raw
    }


def _inventory(folder: Path, found: Manifest) -> Iterator[Damage]:
    """Missing and extra files, and those of another kind or size."""
    sizes: dict[str, int | None] = {manifest.NAME: None, **dict.fromkeys(found.trail_sha256)}
    for record in found.documents:
        if record.status == "written":
            sizes[record.name] = record.bytes_clean
        elif record.status == "quarantined" and record.sha256_raw:
            sizes[f"{manifest.QUARANTINE}/{record.name}"] = record.bytes_raw
    for name, size in sizes.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            yield Damage(name, "is no regular file" if os.path.lexists(path) else "is missing")
        elif size is not None and (there := path.stat().st_size) != size:
            yield Damage(name, f"has {there:,} bytes and should have {size:,}")
    for name in _standing(folder):
        if name not in sizes:
            yield Damage(name, "does not belong here")


def _standing(folder: Path) -> Iterator[str]:
    """Every file and link but hidden ones; in our own folder, hidden ones too."""
    for place, names, files in os.walk(folder):
        relative = Path(place).relative_to(folder)
        ours = relative.parts[:1] == (OWN,)
        links = [name for name in names if Path(place, name).is_symlink()]
        names[:] = sorted(
            name for name in names if ours or not name.startswith(".") or (relative / name).parts == (OWN,)
        )
        for name in sorted([*files, *links]):
            if ours or not name.startswith("."):
                yield (relative / name).as_posix()


def _trail(folder: Path, found: Manifest, damaged: Collection[str], *, read_data: bool) -> Iterator[Damage]:
    try:
        archive = Archive.open(folder)
        edits = {name: _edits(lines, name) for name, lines in archive.trail.items()}
    except DamageError as error:
        yield Damage(trail.FOLDER, str(error))
        return
    yield from _counts(archive, edits)
    yield from _partners(archive, edits, damaged, read_data=read_data)
    if read_data:
        for record in found.documents:
            if record.status != "quarantined" and record.name not in damaged:
                yield from _rebuilt(archive, record)


def _edits(lines: bytes, name: str) -> list[Edit]:
    return [edit for step in trail.decode(lines, name) for edit in step.edits]


def _counts(archive: Archive, edits: Mapping[str, list[Edit]]) -> Iterator[Damage]:
    """What the trail holds adds up to what the manifest says, by document and by rule."""
    for name in edits.keys() - archive.records.keys():
        yield Damage(trail.FOLDER, f"tells of {name}, which the manifest does not know")
    for name, record in archive.records.items():
        totals = trail.count(edits.get(name, ())).values()
        removed = sum(total["characters_removed"] for total in totals)
        inserted = sum(total["characters_inserted"] for total in totals)
        if (removed, inserted) != (record.characters_removed, record.characters_inserted):
            yield Damage(
                name,
                f"lost {removed:,} and gained {inserted:,} characters by the trail, not "
                f"{record.characters_removed:,} and {record.characters_inserted:,}",
            )
    every = trail.count(edit for own in edits.values() for edit in own)
    if {rule: RuleCount(**total) for rule, total in every.items()} != archive.manifest.rules:
        yield Damage(trail.FOLDER, "holds other numbers of edits by rule than the manifest")


def _partners(
    archive: Archive, edits: Mapping[str, list[Edit]], damaged: Collection[str], *, read_data: bool
) -> Iterator[Damage]:
    """The partner of each duplicate that was removed is there, and still stands in its line."""
    wanted: dict[str, list[tuple[str, int]]] = {}
    for name, own in edits.items():
        for edit in own:
            told = edit.evidence.get("partner")
            if edit.replacement is None or not isinstance(told, str):
                continue
            partner = archive.partner(told)
            if partner is None or archive.records[partner.document].status != "written":
                yield Damage(name, f"lost a duplicate of {told}, which is not there")
            elif partner.line is not None and partner.document not in damaged:
                wanted.setdefault(partner.document, []).append((name, partner.line))
    for partner_name, places in wanted.items() if read_data else ():
        try:
            entry = archive.entry(partner_name)
        except DamageError:
            continue  # said of the partner itself
        for name, line in places:
            if paragraph_at(entry, line) is None:
                yield Damage(name, f"lost a duplicate of {partner_name}:{line}, where no paragraph stands")


def _rebuilt(archive: Archive, record: DocumentRecord) -> Iterator[Damage]:
    """The trail leads from the output to the raw bytes, and says of every edit where in them it stands."""
    try:
        entry = archive.entry(record.name)
        raw = encode(entry.decoded)
        again = trail.lines(entry, archive.rules)
    except DamageError as error:
        yield Damage(record.name, error.message)
        return
    if (len(raw), sha256(raw)) != (record.bytes_raw, record.sha256_raw):
        yield Damage(record.name, "what is rebuilt is not what was read")
    if again != archive.trail.get(record.name, b""):
        yield Damage(record.name, "its trail gives other places than its edits have")
    document = entry.document
    counted = (
        len(document.raw),
        len(document.text),
        len(paragraphs(document.raw)),
        len(paragraphs(document.text)),
    )
    told = (record.characters_raw, record.characters_clean, record.paragraphs_raw, record.paragraphs_clean)
    if counted != told:
        yield Damage(record.name, f"has {counted} characters and paragraphs, raw and clean, not {told}")
