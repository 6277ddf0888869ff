"""Which files a cleaned folder should hold, which it holds, and whether each is the one that was written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import DamageError
from cleaner.store import manifest
from cleaner.store.checked_read import check_file
from cleaner.store.folder import LOCK, OWN_FOLDER, WORK
from cleaner.store.manifest import DocumentRecord, Manifest


class ExpectedFile(NamedTuple):
    """What a file should be; a size of None is not known, and a hash of "" not compared."""

    size: int | None
    sha256: str = ""


def list_own_files(found: Manifest) -> dict[str, ExpectedFile]:
    """The files that say what is in the others."""
    every = {**found.trail_sha256, **found.documents_sha256}
    return {manifest.NAME: ExpectedFile(None)} | {
        name: ExpectedFile(None, digest) for name, digest in every.items()
    }


def list_record_files(found: Manifest) -> dict[str, ExpectedFile]:
    """The files of records, and what was left out of them; the files of packed texts."""
    every = {file.name: ExpectedFile(file.bytes_clean, file.sha256_clean) for file in found.files}
    if found.packed is not None:
        every |= {file.name: ExpectedFile(file.bytes, file.sha256) for file in found.packed.files}
    return every | {
        f"{manifest.QUARANTINE}/{file.name}": ExpectedFile(file.bytes_quarantine, file.sha256_quarantine)
        for file in found.files
        if file.bytes_quarantine
    }


def list_document_files(record: DocumentRecord, *, packed: bool) -> Iterator[tuple[str, ExpectedFile]]:
    """The files of a document that is all of its file; its text is none of them where it is packed."""
    if record.place is not None:
        return
    if record.status == "written":
        if not packed:
            yield record.name, ExpectedFile(record.bytes_clean, record.sha256_clean)
    elif record.status == "quarantined" and record.sha256_raw:
        yield f"{manifest.QUARANTINE}/{record.name}", ExpectedFile(record.bytes_raw, record.sha256_raw)
    if record.page is not None and record.page.kept and record.status != "quarantined":
        yield f"{manifest.RAW}/{record.name}", ExpectedFile(record.page.bytes, record.page.sha256)


def find_problem(folder: Path, name: str, expected: ExpectedFile, *, read: bool) -> str:
    """What is wrong with a file; nothing, or what is wrong with its bytes only if they are to be read."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return "is no regular file" if os.path.lexists(path) else "is missing"
    if expected.size is not None and (there := path.stat().st_size) != expected.size:
        return f"has {there:,} bytes and should have {expected.size:,}"
    if read and expected.sha256:
        try:
            check_file(folder, name, expected.sha256)
        except DamageError as error:
            return error.message
    return ""


def walk_files(folder: Path) -> Iterator[str]:
    """Every file and link but hidden ones; in our own folder, hidden ones too, but none of a run."""
    for place, names, files in os.walk(folder):
        relative = Path(place).relative_to(folder)
        ours = relative.parts[:1] == (OWN_FOLDER,)
        links = [name for name in names if Path(place, name).is_symlink()]
        names[:] = sorted(_entered(relative, names, ours=ours))
        for name in sorted([*files, *links]):
            found = (relative / name).as_posix()
            if (ours or not name.startswith(".")) and found != LOCK:
                yield found


def _entered(relative: Path, names: Iterable[str], *, ours: bool) -> Iterator[str]:
    for name in names:
        found = (relative / name).as_posix()
        if found == OWN_FOLDER or (found != WORK and (ours or not name.startswith("."))):
            yield name
