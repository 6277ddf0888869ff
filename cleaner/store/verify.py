"""Whether a cleaned corpus is as it was written: every file, every hash, every count, every edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.errors import DamageError
from cleaner.store import manifest
from cleaner.store.archive import Archive, open_root, read_manifest
from cleaner.store.damage import Damage
from cleaner.store.file_check import FileCheck
from cleaner.store.missing_partners import open_partner_table
from cleaner.store.rebuild_check import RebuildCheck
from cleaner.store.seal import compute_seal
from cleaner.store.trail_check import TrailCheck, find_missing_partners


def verify(folder: Path, *, read_data: bool = False, seal: str | None = None) -> Iterator[Damage]:
    """Find everything that is not as the last run left it.

    Reads the records: the manifest, which is sealed, the records of documents and the trail by their hashes,
    the counts of all of them, the partners of duplicates, and of every other file whether it is there and as
    long as it should be. With `read_data` reads every file: the hashes, whether each trail leads from the
    output back to the raw bytes, and whether the partner of each duplicate stands where the trail says.
    Hidden files beside `.cleaner` are skipped, and so is what belongs to a run.

    `seal` is the seal that the run printed, in hex. A manifest with another one is damage, and nothing else
    is looked at then: it may say anything. Raises `UsageError` where there is no cleaned corpus.
    """
    root = open_root(folder)
    data = read_manifest(root)
    if seal is not None and (actual_seal := compute_seal(data)) != seal:
        yield Damage(manifest.NAME, f"has the seal {actual_seal}, not {seal}: another run made it, or a hand")
        return
    try:
        corpus_manifest = manifest.decode(data)
    except DamageError as error:
        yield Damage(manifest.NAME, str(error))
        return
    files = FileCheck(root, corpus_manifest, read_data=read_data)
    yield from files.find_damage()
    # Each check works on what the one before it found whole, so that no damage is reported three times.
    record_names = {*corpus_manifest.trail_sha256, *corpus_manifest.documents_sha256}
    if corpus_manifest.trail == "full" and not files.damaged_names & record_names:
        archive = Archive.of(root, corpus_manifest)
        with open_partner_table() as partners:
            trail_check = TrailCheck(archive, partners)
            yield from trail_check.find_damage()
            yield from find_missing_partners(archive, partners)
            if read_data and trail_check.is_readable:
                yield from RebuildCheck(archive, partners, files.damaged_names).find_damage()
