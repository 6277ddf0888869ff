"""Whether a cleaned corpus is as it was written: every file, every hash, every count, every edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import DamageError
from cleaner.store import manifest
from cleaner.store.archive import Archive, open_manifest
from cleaner.store.damage import Damage
from cleaner.store.file_check import FileCheck
from cleaner.store.missing_partners import open_partner_table
from cleaner.store.rebuild_check import RebuildCheck
from cleaner.store.trail_check import TrailCheck, find_missing_partners


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
    files = FileCheck(folder, corpus_manifest, read_data=read_data)
    yield from files.find_damage()
    # Each check works on what the one before it found whole, so that no damage is reported three times.
    record_names = {*corpus_manifest.trail_sha256, *corpus_manifest.documents_sha256}
    if corpus_manifest.trail == "full" and not files.damaged_names & record_names:
        archive = Archive.open(folder)
        with open_partner_table() as partners:
            trail_check = TrailCheck(archive, partners)
            yield from trail_check.find_damage()
            yield from find_missing_partners(archive, partners)
            if read_data and trail_check.is_readable:
                yield from RebuildCheck(archive, partners, files.damaged_names).find_damage()
