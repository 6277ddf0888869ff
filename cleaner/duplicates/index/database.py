"""Opens the SQLite file of an index, which a stranger may have made: it can be read, and do nothing else.

A database can hold more than rows: views and triggers that run for ever, and files beside it (`-journal`,
`-wal`) by which SQLite would write to the file, make new ones, or remove another. All of this is refused
before SQLite looks at it; then the tables must be exactly ours.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cleaner.errors import DamageError, InputError
from cleaner.regular_file import open_descriptor

REBUILD = "build it again"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; CREATE TABLE document (id
INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first INTEGER, last INTEGER); CREATE TABLE paragraph (id
INTEGER PRIMARY KEY, document INTEGER NOT NULL, position INTEGER NOT NULL, text BLOB);
CREATE TABLE segment (
    number INTEGER, band INTEGER, rows INTEGER, keys BLOB, ids BLOB, sha256 BLOB, PRIMARY KEY (number, band)
);
"""
_HEADER = 100
_ROLLBACK_MODE = b"\x01\x01"
"""Bytes 18 and 19 of the header where a change is kept in a journal, as ours are; of WAL they are 2."""
_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""At the end of a journal it says that another file is named before it, which SQLite would remove."""
_STEPS = 1_000_000
"""Steps of SQLite between two looks at what a statement has taken."""
_STEPS_A_BYTE = 8
"""A row has at least 4 bytes and takes some 15 steps. Without a limit, pages of a forged file that name each
other make more rows than can ever be read."""


class BadValueError(ValueError):
    """A value of an index that none of ours can be."""


class IndexDatabase(sqlite3.Connection):
    """A connection each of whose statements ends after so many steps as the size of the file allows."""

    steps_left: float = float("inf")
    most_steps: float = float("inf")

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Executes one statement, within the limit."""
        self.steps_left = self.most_steps
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        """Executes a statement for many rows of our own, without a limit."""
        self.steps_left = float("inf")
        return super().executemany(*arguments)

    def limit_steps(self, size: int) -> None:
        """Limits statements to what an index of `size` bytes needs."""
        self.most_steps = 10 * _STEPS + _STEPS_A_BYTE * size
        self.set_progress_handler(self._count_steps, _STEPS)

    def _count_steps(self) -> bool:
        self.steps_left -= _STEPS
        return self.steps_left < 0  # true: SQLite gives up


def create_database(path: Path) -> IndexDatabase:
    """Makes a new file with the tables of an index. Raises `InputError` where it cannot be made."""
    try:
        database = sqlite3.connect(path, factory=IndexDatabase)
        database.executescript(_SCHEMA)
    except (sqlite3.Error, ValueError) as error:
        raise InputError(f"cannot be made an index: {error}", path=path) from error
    return database


def open_database(path: Path, *, read_only: bool) -> IndexDatabase:
    """Opens the file of an index; where it is only read, nothing of it or beside it changes.

    Raises `InputError` for what is no file, `DamageError` for what is no index.
    """
    # SQLite follows a link, and looks for what stands beside the file that it leads to.
    place = Path(os.path.realpath(path))
    size = _check_file(path, place)
    _check_companions(path, place, read_only=read_only)
    address = f"file:{quote(os.fsencode(place))}?mode={'ro' if read_only else 'rw'}"
    with ExitStack() as stack, explain_index_damage(path):
        # What is refused is closed at once, or the file could not be removed on some systems.
        database = stack.enter_context(closing(sqlite3.connect(address, uri=True, factory=IndexDatabase)))
        database.limit_steps(size)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", f"query_only = {read_only:d}"):
            database.execute(f"PRAGMA {pragma}")
        if _read_schema(database) != _find_own_schema():
            raise BadValueError("it holds other tables")
        stack.pop_all()
    return database


@contextmanager
def explain_index_damage(path: Path) -> Iterator[None]:
    """Turns what is wrong with the file or a value of it into a `DamageError`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not Path(f"{os.path.realpath(path)}-journal").exists():
            raise _make_error(path, error) from error
        raise DamageError(
            f"{path}: a change of this index was interrupted, or is going on",
            remedy="`cleaner index remove` undoes what was interrupted",
        ) from error
    except (sqlite3.Error, zlib.error, UnicodeDecodeError, BadValueError) as error:
        raise _make_error(path, error) from error


def _make_error(path: Path, error: Exception) -> DamageError:
    return DamageError(f"{path} cannot be read as an index: {error}", remedy=REBUILD)


def _check_file(path: Path, place: Path) -> int:
    """Returns the size of a file that begins as an index does. Raises `InputError`, `DamageError`."""
    try:
        descriptor = open_descriptor(place, "name the file of an index")
    except InputError as error:
        message = error.message.replace("does not exist", "there is no such index")
        remedy = "build one first" if message != error.message else error.remedy
        raise InputError(message, path=path, remedy=remedy) from error
    try:
        header, size = os.read(descriptor, _HEADER), os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if not header.startswith(b"SQLite format 3\0") or header[18:20] != _ROLLBACK_MODE:
        raise _make_error(path, BadValueError("it is no database of ours"))
    return size


def _check_companions(path: Path, place: Path, *, read_only: bool) -> None:
    """Raises `DamageError` for a file beside the index that SQLite would not only read."""
    for suffix in ("-wal", "-shm"):
        if os.path.lexists(f"{place}{suffix}"):
            raise DamageError(f"{place}{suffix} belongs to no index of ours", remedy="remove it")
    journal = Path(f"{place}-journal")
    try:
        mode = journal.lstat().st_mode
        # A link would be followed and written to, a FIFO waited for.
        is_ours = stat.S_ISREG(mode) and (read_only or not _read_end(journal).endswith(_MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _make_error(path, error) from error
    if not is_ours:
        raise DamageError(f"{journal} is no journal of an index", remedy="remove it")


def _read_end(path: Path) -> bytes:
    descriptor = open_descriptor(path)
    try:
        size = os.fstat(descriptor).st_size
        return os.pread(descriptor, len(_MAGIC), max(0, size - len(_MAGIC)))
    finally:
        os.close(descriptor)


def _read_schema(database: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """Returns what a database holds: the type, name, table and SQL of each table, view, index and trigger."""
    rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchmany(100)
    return frozenset(tuple(" ".join(str(field).split()) for field in row) for row in rows)


@cache
def _find_own_schema() -> frozenset[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_SCHEMA)
        return _read_schema(database)
