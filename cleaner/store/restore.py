"""Raw files from a cleaned corpus: byte for byte, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleaner.errors import DamageError, OutputError, UsageError
from cleaner.formats.decode import Decoded, Patch, encode
from cleaner.store import atomic, manifest, trail
from cleaner.store.manifest import DocumentRecord, Manifest, sha256
from cleaner.text import Step


def restore(folder: Path, output: Path, names: Sequence[str] = ()) -> Iterator[str]:
    """Rebuilds the raw files of `folder` in `output` and yields each name once its file is there.

    Every file is checked against the hash of the input before it is written. Raises `DamageError` when
    the corpus is not as it was written, `UsageError` for a name that it does not hold, and `OutputError`
    where another file stands in the way.
    """
    found = open_manifest(folder)
    steps = _trail(folder, found)
    records = [record for record in found.documents if not names or record.name in names]
    unknown = set(names) - {record.name for record in records}
    if unknown:
        raise UsageError(
            f"{folder} holds no {', '.join(sorted(unknown))}", remedy="see its manifest for the names"
        )
    for record in records:
        if record.status == "quarantined" and not record.sha256_raw:
            if names:
                raise UsageError(f"{record.name} was never read: {record.problem}")
            continue
        _put(output / record.name, _raw(folder, record, steps))
        yield record.name


def open_manifest(folder: Path) -> Manifest:
    """The manifest of a cleaned corpus. Raises `UsageError` where there is none."""
    try:
        return manifest.decode((folder / manifest.NAME).read_bytes())
    except OSError as error:
        raise UsageError(
            f"{folder} is not a cleaned corpus: {manifest.NAME}: {error.strerror}",
            remedy="name what -o named",
        ) from error


def _trail(folder: Path, found: Manifest) -> dict[str, tuple[Step, ...]]:
    steps: dict[str, tuple[Step, ...]] = {}
    for name, digest in found.trail_sha256.items():
        data = _bytes(folder / name)
        if sha256(data) != digest:
            raise DamageError(f"{folder / name} is not as it was written", remedy="clean the raw files again")
        steps |= trail.decode(data)
    return steps


def _raw(folder: Path, record: DocumentRecord, steps: Mapping[str, tuple[Step, ...]]) -> bytes:
    if record.status == "quarantined":
        raw = _bytes(folder / ".cleaner/quarantine" / record.name)
    else:
        clean = _bytes(folder / record.name) if record.status == "written" else b""
        if record.status == "written" and sha256(clean) != record.sha256_clean:
            raise DamageError(
                f"{folder / record.name} is not as it was written", remedy="undo the edit by hand"
            )
        text = trail.replay(clean.decode(), steps.get(record.name, ()))
        raw = encode(
            Decoded(text, record.encoding, "", True, tuple(Patch(*patch) for patch in record.patches))
        )
    if sha256(raw) != record.sha256_raw:
        raise DamageError(f"{record.name}: what is rebuilt is not what was read")
    return raw


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamageError(f"{path} is missing or cannot be read: {error.strerror}") from error


def _put(path: Path, raw: bytes) -> None:
    if path.exists() or path.is_symlink():
        if path.is_file() and not path.is_symlink() and path.read_bytes() == raw:
            return
        raise OutputError(f"{path} is there and is another file", remedy="restore into an empty folder")
    atomic.ensure_folder(path.parent)
    atomic.write(path, raw)
