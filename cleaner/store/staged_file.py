"""The planned content of an output file: its bytes, or a staged file that only has to be moved."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cleaner.hashing import sha256_file, sha256_hex
from cleaner.store import scratch


class StagedFile(NamedTuple):
    """A file by its hash and its size in bytes.

    `path` is where it waits in the scratch folder. Without a path it is in its place already.
    """

    sha256: str
    size: int
    path: Path | None = None

    @classmethod
    def of_bytes(cls, data: bytes) -> StagedFile:
        """Describe these bytes; they wait nowhere yet."""
        return cls(sha256_hex(data), len(data))

    @classmethod
    def of_path(cls, path: Path) -> StagedFile:
        """Describe a file that waits at `path`. Raises `OSError`."""
        return cls(sha256_file(path), path.stat().st_size, path)

    def stage(self, path: Path, data: bytes) -> StagedFile:
        """Write the bytes to a path of the scratch folder, where they wait."""
        scratch.write_file(path, data)
        return self._replace(path=path)

    def is_in(self, folder: Path | None, name: str) -> bool:
        """Whether the file of this name in the folder has this content already."""
        return folder is not None and has_content(folder / name, self)


Content = bytes | StagedFile


def hash_content(content: Content) -> str:
    """Hash what a file is to hold."""
    return content.sha256 if isinstance(content, StagedFile) else sha256_hex(content)


def has_content(path: Path, content: Content) -> bool:
    """Whether a regular file holds exactly this. Raises `OSError` for one that cannot be read."""
    size = content.size if isinstance(content, StagedFile) else len(content)
    try:
        # The size first: it costs no read, and tells most files that differ.
        if path.is_symlink() or not path.is_file() or path.stat().st_size != size:
            return False
        return sha256_file(path) == hash_content(content)
    except FileNotFoundError:
        return False
