"""Files of the scratch folder: each appears whole at its name, or not at all, also with several writers.

A worker that was given up may still be at work, perhaps on another host, while a second one does its job
again. Each writes a temporary file of its own; the one that ends last gives the name its file. As a job
always makes the same bytes, it does not matter which one that is.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from cleaner.hashing import sha256_stream
from cleaner.store.folder_walk import join_name
from cleaner.store.root import Root

TEMPORARY_SUFFIX = ".part"
"""How the names of files end that are still being written."""


class ScratchFile(NamedTuple):
    """A file of the scratch folder by its name; it need not be there. It can be sent to another process.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     scratch = ScratchFile(Root.open(Path(folder)), "a/b")
    ...     with scratch.create() as file:
    ...         _ = file.write(b"ab")
    ...         print(scratch.path.exists())
    ...     scratch.path.read_bytes()
    False
    b'ab'
    """

    root: Root
    name: str

    @property
    def path(self) -> Path:
        """The path of the file, for libraries that read a file by its path."""
        return self.root.place / self.name

    def with_suffix(self, suffix: str) -> ScratchFile:
        """The file beside this one whose name ends in another suffix."""
        return self._replace(name=str(PurePosixPath(self.name).with_suffix(suffix)))

    def below(self, name: str) -> ScratchFile:
        """The file of a name in the folder that has the name of this one."""
        return self._replace(name=f"{self.name}/{name}")

    @contextmanager
    def create(self) -> Iterator[BinaryIO]:
        """Open a new file that appears here once it is closed. After an error, the earlier one stays."""
        # Host and process make the name unique among workers, the token among the files of one worker. Names
        # may have 255 bytes: of a longer host name the first 64 are enough.
        unique = f"{os.uname().nodename[:64]}-{os.getpid()}-{secrets.token_hex(8)}"
        temporary = join_name(self.name.rpartition("/")[0], f".{unique}{TEMPORARY_SUFFIX}")
        with self.root.create_file(temporary) as file:
            try:
                yield file
                file.close()
                self.root.move(temporary, self.root, self.name)
            except BaseException:  # also KeyboardInterrupt: nobody would remove the file later
                with suppress(OSError):
                    self.root.discard(temporary)
                raise

    def write(self, data: bytes) -> None:
        """Write these bytes, and nothing else, to the file."""
        with self.create() as file:
            file.write(data)

    def open(self) -> BufferedReader:
        """Open the file to read. Raises `OSError`."""
        return self.root.open_file(self.name)

    def read(self) -> bytes:
        """Read the file. Raises `OSError`."""
        with self.open() as file:
            return file.read()

    def hash(self) -> str:
        """Hash the file, "" for one that cannot be read."""
        try:
            with self.open() as file:
                return sha256_stream(file)
        except OSError:
            return ""

    def discard(self) -> None:
        """Remove the file, which may be gone already."""
        self.root.discard(self.name)
