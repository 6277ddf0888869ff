"""The one door to the disk: a folder that is open, and all that is created, moved or removed below it.

Names are relative to the folder, with ``/`` between their parts. Each part is opened from the one before it,
and never through a symbolic link: whatever the folder holds, nothing outside of it changes. No module but
this one and `cleaner.store.folder_descriptor` has a system call that changes files.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO
from weakref import WeakValueDictionary, finalize

from cleaner.errors import OutputError
from cleaner.hashing import sha256_stream
from cleaner.store.file_names import check_name
from cleaner.store.folder_descriptor import FOLDER, FolderContent, enter, is_link, list_content
from cleaner.store.folder_identity import FolderIdentity

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # else a FIFO would be waited for
_UPDATE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = (FileNotFoundError, NotADirectoryError)
"""What the system says where nothing has the name: also below a file that stands in the place of a folder."""
_ROOTS: WeakValueDictionary[tuple[str, str, FolderIdentity], Root] = WeakValueDictionary()
"""The roots of this process: one that comes back from a worker is the one that went there. One that is named
in another way is another: a relative path of old may lead nowhere by now."""


class Root:
    """An open folder. The path that leads to it may be a link; below it no link is followed.

    `path` is for messages. `place` is the absolute path, for libraries that read a file by its path. It can
    be sent to another process, which opens the folder anew, and refuses any other that stands there by then.
    Methods raise `OSError` where the system refuses, and `OutputError` for names that lead elsewhere.
    """

    def __init__(self, path: Path, place: Path, identity: FolderIdentity) -> None:
        self.path = path
        self.place = place
        self._identity = identity

    @classmethod
    def open(cls, path: Path) -> Root:
        """Open a folder. Raises `OutputError` where there is none."""
        try:
            place = path.absolute()
            root = _reopen(path, place, FolderIdentity.of(place.stat()))
            root._descriptor  # noqa: B018 (opened now, so that it is this one from here on)
        except NotADirectoryError as error:
            raise OutputError(f"{path} is not a folder", remedy="name a folder with -o") from error
        except (OSError, ValueError) as error:  # ValueError for a NUL
            raise _make_error(path, error) from error
        return root

    @classmethod
    def create(cls, path: Path) -> Root:
        """Open a folder; it and those above it are created where they are missing. Raises `OutputError`."""
        try:
            path.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise _make_error(path, error) from error
        return cls.open(path)

    def open_folder(self, name: str) -> Root:
        """Open a folder below this one, which is created where it is missing. Raises `OSError`."""
        with self._open(name, create=True) as descriptor:
            return _reopen(self.path / name, self.place / name, FolderIdentity.of(os.fstat(descriptor)))

    def __reduce__(self) -> tuple[object, ...]:
        return _reopen, (self.path, self.place, self._identity)

    @cached_property
    def _descriptor(self) -> int:
        descriptor = os.open(self.place, FOLDER)
        finalize(self, os.close, descriptor)
        self._refuse_swap(os.fstat(descriptor))
        return descriptor

    def _refuse_swap(self, found: os.stat_result | None) -> None:
        if found is None or not self._identity.is_same(FolderIdentity.of(found)):
            raise OutputError(f"{self.path} was replaced while it was in use", remedy="run again")

    def refuse_swap(self) -> None:
        """Raise `OutputError` where the folder does not stand at its path any more."""
        try:
            found = self.place.stat()
        except OSError:
            found = None
        self._refuse_swap(found)

    def _descend(self, name: str, *, create: bool) -> int:
        """Open the folder of a name, "" for the root itself; the caller closes the descriptor."""
        if name:
            check_name(name)
        descriptor = os.dup(self._descriptor)
        parts = name.split("/") if name else []
        for count, part in enumerate(parts, 1):
            try:
                below = enter(descriptor, part, create=create)
            except NotADirectoryError:
                if is_link(descriptor, part):
                    raise self._make_link_error("/".join(parts[:count])) from None
                raise
            finally:
                os.close(descriptor)
            descriptor = below
        return descriptor

    @contextmanager
    def _open(self, name: str, *, create: bool = False) -> Iterator[int]:
        """Open the folder of a name, and close it afterwards."""
        try:
            descriptor = self._descend(name, create=create)
            try:
                yield descriptor
            finally:
                os.close(descriptor)
        except OSError as error:
            error.filename = str(self.path / name)  # the system knows the last part alone
            raise

    @contextmanager
    def _locate(self, name: str, *, create: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder above a name, and give it with the last part of the name."""
        check_name(name)
        folder, _, last = name.rpartition("/")
        try:
            with self._open(folder, create=create) as descriptor:
                yield descriptor, last
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise self._make_link_error(name) from error
            error.filename = str(self.path / name)
            raise

    def _make_link_error(self, name: str) -> OutputError:
        return OutputError(
            f"{self.path / name} is a symbolic link",
            remedy="remove it: what is written stays inside the folder",
        )

    def refuse_links(self, folder: str) -> None:
        """Raise `OutputError` where a link stands in the place of a folder or of one above it."""
        with suppress(*_GONE), self._open(folder):
            pass

    def stat(self, name: str) -> os.stat_result | None:
        """Ask for what stands at a name, itself and not what a link leads to; None for nothing."""
        try:
            with self._locate(name) as (folder, last):
                return os.stat(last, dir_fd=folder, follow_symlinks=False)
        except _GONE:
            return None

    def list_folder(self, name: str) -> FolderContent:
        """List a folder, "" for the root."""
        with self._open(name) as descriptor:
            return list_content(descriptor)

    def walk(self, top: str = "") -> Iterator[tuple[str, FolderContent]]:
        """List a folder and all below it by name, "" for the root: each before the folders that it holds.

        Folders that the caller takes out of the content are not entered.
        """
        name, waiting, before, descriptor = top, [top], top, self._descend(top, create=False)
        try:
            while waiting:
                name = waiting.pop()
                if name != before:
                    # From the last folder where it lies in there: else depth would be paid for at each level.
                    folder, _, last = name.rpartition("/")
                    is_in = folder == before
                    new = enter(descriptor, last) if is_in else self._descend(name, create=False)
                    os.close(descriptor)
                    before, descriptor = name, new
                content = list_content(descriptor)
                yield name, content
                waiting += [f"{name}/{each}" if name else each for each in reversed(content.folders)]
        except OSError as error:
            error.filename = str(self.path / name)
            raise
        finally:
            os.close(descriptor)

    def open_file(self, name: str) -> BufferedReader:
        """Open a regular file to read."""
        with self._locate(name) as (folder, last):
            descriptor = os.open(last, _READ, dir_fd=folder)
            self._refuse_irregular(name, descriptor)
        return open(descriptor, "rb")

    def create_file(self, name: str, buffering: int = -1) -> BinaryIO:
        """Create a file to write, and the folders above it.

        What stands at its name goes and is never written to, as it may be a link: for names of our own alone.
        """
        with self._locate(name, create=True) as (folder, last):
            try:
                descriptor = os.open(last, _NEW, 0o666, dir_fd=folder)
            except FileExistsError:
                os.unlink(last, dir_fd=folder)
                descriptor = os.open(last, _NEW, 0o666, dir_fd=folder)
        return open(descriptor, "wb", buffering)

    def create_unnamed(self) -> BinaryIO:
        """Create a file to write and read that has no name, and is gone once it is closed."""
        try:
            descriptor = os.open(".", os.O_RDWR | os.O_TMPFILE | os.O_CLOEXEC, 0o600, dir_fd=self._descriptor)
        except OSError:  # some file systems know only files with names
            name = f".{secrets.token_hex(8)}.part"
            descriptor = os.open(name, _NEW, 0o600, dir_fd=self._descriptor)
            os.unlink(name, dir_fd=self._descriptor)
        return open(descriptor, "w+b")

    def open_to_update(self, name: str) -> BinaryIO:
        """Open a file to change it where it stands; it is created where it is missing.

        Raises `OutputError` also for a file with two names: the other one may stand anywhere.
        """
        with self._locate(name, create=True) as (folder, last):
            descriptor = os.open(last, _UPDATE, 0o666, dir_fd=folder)
            self._refuse_irregular(name, descriptor, names=1)
        return open(descriptor, "r+b")

    def _refuse_irregular(self, name: str, descriptor: int, names: float = float("inf")) -> None:
        """Close an open file and raise `OutputError`, unless it is regular and has at most so many names."""
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > names:
            os.close(descriptor)
            raise OutputError(
                f"{self.path / name} is no regular file of its own", remedy="remove it, and run again"
            )

    def move(self, name: str, target: Root, new_name: str) -> None:
        """Move a file within the file system, over a file that stands there; missing folders are created."""
        with self._locate(name) as (source, last), target._locate(new_name, create=True) as (folder, new):
            os.rename(last, new, src_dir_fd=source, dst_dir_fd=folder)

    def sync(self, folder: str) -> None:
        """Put the entries of a folder on the disk, so that a crash undoes no move."""
        with self._open(folder) as descriptor:
            os.fsync(descriptor)

    def discard(self, name: str) -> None:
        """Remove a file or a link that is our own, and may be gone already."""
        with suppress(*_GONE), self._locate(name) as (folder, last):
            os.unlink(last, dir_fd=folder)

    def remove(self, name: str, hashes: Collection[str]) -> bool:
        """Remove an output: a regular file with one of these hashes. Returns whether nothing is left there.

        All else stays, a link as well: it is no output, and somebody put it there.
        """
        with suppress(*_GONE), self._locate(name) as (folder, last):
            found = os.stat(last, dir_fd=folder, follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode):
                return False
            with open(os.open(last, _READ, dir_fd=folder), "rb") as file:
                # Another file may have come to the name since.
                is_same = os.path.samestat(found, os.fstat(file.fileno()))
                if not is_same or sha256_stream(file) not in hashes:
                    return False
            os.unlink(last, dir_fd=folder)
        return True

    def remove_folder(self, name: str) -> None:
        """Remove a folder that is empty."""
        with self._locate(name) as (folder, last):
            os.rmdir(last, dir_fd=folder)


def _reopen(path: Path, place: Path, identity: FolderIdentity) -> Root:
    """Find a root of this process, or make one, which opens the folder when it is first used."""
    return _ROOTS.setdefault((str(path), str(place), identity), Root(path, place, identity))


def _make_error(path: Path, error: OSError | ValueError) -> OutputError:
    reason = error.strerror if isinstance(error, OSError) else error
    return OutputError(f"{path}: cannot be opened: {reason}", remedy="name another folder")
