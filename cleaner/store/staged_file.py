"""What a file of the output folder is to hold: bytes, or a file that waits for its place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cleaner.hashing import sha256_file, sha256_hex
from cleaner.store import scratch


class StagedFile(NamedTuple):
    """A file by the hash and the number of its bytes. It waits at `path`; without one it stands already."""

    sha256: str
    size: int
    path: Path | None = None

    @classmethod
    def of(cls, data: bytes) -> StagedFile:
        """The content that these bytes are, waiting nowhere."""
        return cls(sha256_hex(data), len(data))

    @classmethod
    def file(cls, path: Path) -> StagedFile:
        """The content of a file that waits."""
        return cls(sha256_file(path), path.stat().st_size, path)

    def put(self, path: Path, data: bytes) -> StagedFile:
        """Lets the bytes wait at a path of a scratch folder."""
        scratch.write_file(path, data)
        return self._replace(path=path)

    def stands(self, folder: Path | None, name: str) -> bool:
        """Whether the file in the folder is this one already."""
        return folder is not None and has_content(folder / name, self)


Content = bytes | StagedFile


def hash_content(content: Content) -> str:
    """The hash of what is to stand there."""
    return content.sha256 if isinstance(content, StagedFile) else sha256_hex(content)


def has_content(path: Path, content: Content) -> bool:
    """Whether a regular file holds just that. Raises `OSError` for one that cannot be read."""
    size = content.size if isinstance(content, StagedFile) else len(content)
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size != size:
            return False
        return sha256_file(path) == hash_content(content)
    except FileNotFoundError:
        return False
