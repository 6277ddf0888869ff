"""Raw files from a cleaned corpus: byte for byte, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from cleaner.errors import OutputError
from cleaner.store import atomic
from cleaner.store.archive import Archive


def restore(folder: Path, output: Path, names: Sequence[str] = ()) -> Iterator[str]:
    """Rebuilds the raw files of `folder` in `output` and yields each name once its file is there.

    Every file is checked against the hash of the input before it is written. Raises `DamageError` when
    the corpus is not as it was written, `UsageError` for a name that it does not hold or a corpus without a
    full trail, and `OutputError` where another file stands in the way. Without `names`, an input that could
    not be read is passed over: there was nothing to keep.
    """
    archive = Archive.open(folder)
    for record in [archive.record(name) for name in names] or archive.manifest.documents:
        if names or record.status != "quarantined" or record.sha256_raw:
            _put(output, record.name, archive.raw(record.name))
            yield record.name


def _put(output: Path, name: str, raw: bytes) -> None:
    path = output / name
    for folder in PurePosixPath(name).parents:
        if folder.parts and (output / folder).is_symlink():
            raise OutputError(f"{output / folder} is a symbolic link", remedy="restore into an empty folder")
    if path.exists() or path.is_symlink():
        if path.is_file() and not path.is_symlink() and path.read_bytes() == raw:
            return
        raise OutputError(f"{path} is there and is another file", remedy="restore into an empty folder")
    atomic.ensure_folder(path.parent)
    atomic.write(path, raw)
