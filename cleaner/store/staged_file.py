"""The planned content of an output file: its bytes, or a staged file that only has to be moved."""

from __future__ import annotations

import stat
from typing import NamedTuple

from cleaner.hashing import sha256_hex, sha256_stream
from cleaner.store.root import Root
from cleaner.store.scratch import ScratchFile


class StagedFile(NamedTuple):
    """A file by its hash and its size in bytes.

    `file` is where it waits in the scratch folder. Without one it is in its place already.
    """

    sha256: str
    size: int
    file: ScratchFile | None = None

    @classmethod
    def of_bytes(cls, data: bytes) -> StagedFile:
        """Describe these bytes; they wait nowhere yet."""
        return cls(sha256_hex(data), len(data))

    @classmethod
    def of_file(cls, file: ScratchFile) -> StagedFile:
        """Describe a file that waits. Raises `OSError`."""
        with file.open() as opened:
            return cls(sha256_stream(opened), opened.tell(), file)

    def stage(self, file: ScratchFile, data: bytes) -> StagedFile:
        """Write the bytes to a file of the scratch folder, where they wait."""
        file.write(data)
        return self._replace(file=file)

    def is_in(self, root: Root | None, name: str) -> bool:
        """Whether the file of this name in the folder has this content already."""
        return root is not None and has_content(root, name, self)


Content = bytes | StagedFile


def hash_content(content: Content) -> str:
    """Hash what a file is to hold."""
    return content.sha256 if isinstance(content, StagedFile) else sha256_hex(content)


def hash_output(root: Root, name: str) -> str:
    """Hash an output as it stands there, "" for what is none: nothing, a folder, a link, a device.

    Raises `OSError` for a file that cannot be read, and `OutputError` for one behind a link.
    """
    found = root.stat(name)
    if found is None or not stat.S_ISREG(found.st_mode):
        return ""
    with root.open_file(name) as file:
        return sha256_stream(file)


def has_content(root: Root, name: str, content: Content) -> bool:
    """Whether a regular file holds exactly this. Raises as `hash_output` does."""
    size = content.size if isinstance(content, StagedFile) else len(content)
    found = root.stat(name)
    # The size first: it costs no read, and tells most files that differ.
    return found is not None and found.st_size == size and hash_output(root, name) == hash_content(content)
