"""Which files a cleaned folder should hold, which it holds, and whether each is the one that was written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import DamageError
from cleaner.formats.output_names import OWN_FOLDER
from cleaner.store import manifest
from cleaner.store.checked_read import check_file
from cleaner.store.folder import LOCK, WORK
from cleaner.store.manifest import DocumentRecord, Manifest


class ExpectedFile(NamedTuple):
    """What a file should be: its size in bytes, None where no record has it, and its hash, empty likewise."""

    size: int | None
    sha256: str = ""


def list_metadata_files(corpus_manifest: Manifest) -> dict[str, ExpectedFile]:
    """List the files that say what is in the others: the manifest, the trail and the records of documents."""
    hashes = {**corpus_manifest.trail_sha256, **corpus_manifest.documents_sha256}
    # The manifest has no hash here: it is sealed, and was checked when it was decoded.
    return {manifest.NAME: ExpectedFile(None)} | {
        name: ExpectedFile(None, digest) for name, digest in hashes.items()
    }


def list_record_files(corpus_manifest: Manifest) -> dict[str, ExpectedFile]:
    """List the files of records, what was left out of them, and the files of packed texts."""
    files = corpus_manifest.files
    expected = {file.name: ExpectedFile(file.bytes_clean, file.sha256_clean) for file in files}
    if corpus_manifest.packed is not None:
        packed_files = corpus_manifest.packed.files
        expected |= {file.name: ExpectedFile(file.bytes, file.sha256) for file in packed_files}
    return expected | {
        f"{manifest.QUARANTINE}/{file.name}": ExpectedFile(file.bytes_quarantine, file.sha256_quarantine)
        for file in files
        if file.bytes_quarantine
    }


def list_document_files(record: DocumentRecord, *, packed: bool) -> Iterator[tuple[str, ExpectedFile]]:
    """List the files of a document that is all of its file: text, quarantine and page, where it has them.

    Where texts are packed, its text is no file.
    """
    if record.place is not None:
        return
    if record.status == "written":
        if not packed:
            yield record.name, ExpectedFile(record.bytes_clean, record.sha256_clean)
    # Without a hash nothing was read, and nothing could be put in quarantine.
    elif record.status == "quarantined" and record.sha256_raw:
        yield f"{manifest.QUARANTINE}/{record.name}", ExpectedFile(record.bytes_raw, record.sha256_raw)
    if record.page is not None and record.page.kept and record.status != "quarantined":
        yield f"{manifest.RAW}/{record.name}", ExpectedFile(record.page.bytes, record.page.sha256)


def find_problem(folder: Path, name: str, expected: ExpectedFile, *, read: bool) -> str:
    """Say what is wrong with a file, or return an empty string. Its hash is compared only with `read`."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        # `lexists` does not follow links: a link to nothing is there, and is not missing.
        return "is no regular file" if os.path.lexists(path) else "is missing"
    if expected.size is not None and (size := path.stat().st_size) != expected.size:
        return f"has {size:,} bytes and should have {expected.size:,}"
    if read and expected.sha256:
        try:
            check_file(folder, name, expected.sha256)
        except DamageError as error:
            return error.message
    return ""


def walk_files(folder: Path) -> Iterator[str]:
    """List every file and link by name, but hidden ones outside `.cleaner`, and what belongs to a run."""
    for place, folder_names, file_names in os.walk(folder):
        relative = Path(place).relative_to(folder)
        in_own_folder = relative.parts[:1] == (OWN_FOLDER,)
        # `os.walk` counts a link to a folder as a folder, and does not enter it: it is reported as a file.
        links = [name for name in folder_names if Path(place, name).is_symlink()]
        # Assigned in place, as `os.walk` reads from this list which folders to enter.
        folder_names[:] = sorted(_select_folders(relative, folder_names, in_own_folder=in_own_folder))
        for name in sorted([*file_names, *links]):
            path = (relative / name).as_posix()
            if (in_own_folder or not name.startswith(".")) and path != LOCK:
                yield path


def _select_folders(relative: Path, names: Iterable[str], *, in_own_folder: bool) -> Iterator[str]:
    """Select the folders to walk: `.cleaner` is hidden itself, and hides the scratch folder of runs."""
    for name in names:
        path = (relative / name).as_posix()
        if path == OWN_FOLDER or (path != WORK and (in_own_folder or not name.startswith("."))):
            yield name
