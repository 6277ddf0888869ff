"""Which files a cleaned folder should hold, which it holds, and whether each is the one that was written."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.errors import DamageError, OutputError
from cleaner.formats.output_names import OWN_FOLDER
from cleaner.store import manifest
from cleaner.store.checked_read import check_file
from cleaner.store.folder import LOCK, WORK
from cleaner.store.folder_walk import join_name, walk
from cleaner.store.manifest import DocumentRecord, Manifest
from cleaner.store.root import Root
from cleaner.store.system_errors import explain_system_error


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


def find_problem(root: Root, name: str, expected: ExpectedFile, *, read: bool) -> str:
    """Say what is wrong with a file, or return an empty string. Its hash is compared only with `read`."""
    try:
        with explain_system_error(root.path / name):
            found = root.stat(name)
        if found is None:
            return "is missing"
        # A link is none, and not followed: it could lead anywhere.
        if not stat.S_ISREG(found.st_mode):
            return "is no regular file"
        if expected.size is not None and found.st_size != expected.size:
            return f"has {found.st_size:,} bytes and should have {expected.size:,}"
        if read and expected.sha256:
            check_file(root, name, expected.sha256)
    except (DamageError, OutputError) as error:
        return error.message
    return ""


def walk_files(root: Root) -> Iterator[str]:
    """List every file and link by name, but hidden ones outside `.cleaner`, and what belongs to a run."""
    for folder, content in walk(root):
        in_own_folder = folder.split("/")[0] == OWN_FOLDER
        content.folders[:] = _select_folders(folder, content.folders, in_own_folder=in_own_folder)
        for file in content.files:
            name = join_name(folder, file)
            if (in_own_folder or not file.startswith(".")) and name != LOCK:
                yield name


def _select_folders(folder: str, names: Iterable[str], *, in_own_folder: bool) -> Iterator[str]:
    """Select the folders to walk: `.cleaner` is hidden itself, and hides the scratch folder of runs."""
    for name in names:
        path = join_name(folder, name)
        if path == OWN_FOLDER or (path != WORK and (in_own_folder or not name.startswith("."))):
            yield name
