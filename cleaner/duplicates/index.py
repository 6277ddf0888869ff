"""An index of the paragraphs of a cleaned corpus: one file, so that later corpora can be told what is old.

The file is an SQLite database with the documents, their paragraphs with position and text, and for each
batch that was added one sorted array of band keys a band and one of normal forms. Looking up reads whole
arrays and searches them in numpy; adding appends arrays; removing forgets rows, and the arrays are
rewritten when more than half of what they name is gone. SQLite gives what a format of one's own would have
to: an interrupted change leaves the old state, and a page that cannot be read is an error.

What is looked up is every old paragraph that has the normal form of a new one or shares a band with it;
these few are handed to `decide` as its reference. A paragraph that an old one holds without sharing a band
with it is not found.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.duplicates.compare import compare
from cleaner.duplicates.old import Match, Old, Statistics
from cleaner.duplicates.settings import Settings
from cleaner.errors import DamageError, InputError, UsageError

if TYPE_CHECKING:
    from cleaner.duplicates.shingles import U64, Ints

SCHEME = "cleaner index 1, affine32"
"""How paragraphs are hashed and stored; an index of another scheme is refused."""
BINDING = ("shingle", "threshold", "permutations", "seed", "min_shingles")
"""The settings that the stored keys depend on."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; CREATE TABLE document (id
INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first INTEGER, last INTEGER); CREATE TABLE paragraph (id
INTEGER PRIMARY KEY, document INTEGER NOT NULL, position INTEGER NOT NULL, text BLOB);
CREATE TABLE segment (
    number INTEGER, band INTEGER, rows INTEGER, keys BLOB, ids BLOB, sha256 BLOB, PRIMARY KEY (number, band)
);
"""
_FORMS = -1
_ASKED = 20_000
"""Texts that are looked up at once."""
HELD = 1 << 28
"""Bytes of segments that are held on request: those of 600,000 paragraphs."""


class Index:
    """An open index. Use it as a context manager; what was changed in the block is kept if the block ends
    well.

    >>> import tempfile, os
    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "old.index")
    ...     with Index.build(path) as index:
    ...         index.add([("a.txt", ["A heading", text])])
    ...     with Index.open(path) as index:
    ...         [[match]] = index.query([text.upper()])
    >>> match.old.document, match.old.position, match.comparison.verdict
    ('a.txt', 1, 'duplicate')
    """

    def __init__(self, path: Path, database: sqlite3.Connection, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self._database = database
        self._room = 0
        self._held: dict[tuple[int, int], tuple[U64, Ints]] = {}

    def hold(self, room: int = HELD) -> None:
        """Keeps segments in memory once they were read, up to `room` bytes of them: for many small questions,
        each of which would read and check all of it again. An index that another process changes meanwhile
        answers as it was."""
        self._room = room

    @classmethod
    def build(cls, path: Path, settings: Settings | None = None) -> Index:
        """A new index; the file must not exist."""
        settings = settings or Settings()
        if path.exists():
            raise UsageError(f"{path} exists already", remedy="add to it, or remove it first")
        try:
            database = sqlite3.connect(path)
        except sqlite3.Error as error:
            raise InputError(f"cannot be made an index: {error}", path=path) from error
        database.executescript(_SCHEMA)
        bound = {name: value for name, value in asdict(settings).items() if name in BINDING}
        database.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("scheme", SCHEME), ("settings", json.dumps(bound, sort_keys=True))],
        )
        database.commit()
        return cls(path, database, settings)

    @classmethod
    def open(cls, path: Path, settings: Settings | None = None) -> Index:
        """An index that was built before; with other settings, or in another scheme, it is refused."""
        if not path.is_file():
            raise InputError("there is no such index", path=path, remedy="build one first")
        with ExitStack() as closing:
            database = sqlite3.connect(path)
            closing.callback(database.close)
            opened = cls(path, database, _bound(path, database, settings))
            closing.pop_all()  # open from here on: whoever asked for it closes it
        return opened

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._database.commit()
        self._database.close()

    def add(self, documents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Remembers documents, each a name and its paragraphs; one of a known name replaces the old one."""
        import numpy as np

        gathered = [(name, list(texts)) for name, texts in documents]
        self.remove([name for name, _ in gathered])
        with _damage(self.path):
            [(last,)] = self._database.execute("SELECT coalesce(max(last), 0) FROM document")
            rows: list[tuple[int, int, int, bytes]] = []
            for name, texts in gathered:
                found = self._database.execute(
                    "INSERT INTO document (name, first, last) VALUES (?, ?, ?)",
                    (name, last + len(rows) + 1, last + len(rows) + len(texts)),
                )
                for position, text in enumerate(texts):
                    rows.append((last + len(rows) + 1, found.lastrowid or 0, position, _packed(text)))
            self._database.executemany("INSERT INTO paragraph VALUES (?, ?, ?, ?)", rows)
            ids = np.arange(last + 1, last + 1 + len(rows))
            self._append(ids, [text for _, texts in gathered for text in texts])

    def remove(self, names: Iterable[str]) -> int:
        """Forgets documents; how many of the names were known."""
        forgotten = 0
        with _damage(self.path):
            for name in names:
                for document, first, last in self._database.execute(
                    "SELECT id, first, last FROM document WHERE name = ?", (name,)
                ).fetchall():
                    self._database.execute("DELETE FROM paragraph WHERE id BETWEEN ? AND ?", (first, last))
                    self._database.execute("DELETE FROM document WHERE id = ?", (document,))
                    forgotten += 1
            if forgotten:
                self._tidy()
        return forgotten

    def reference(self, texts: Iterable[str]) -> list[Old]:
        """The old paragraphs that any of the texts meets, in the order in which they were added."""
        import numpy as np

        met = np.empty(0, np.int64)
        asked = iter(texts)
        while batch := list(islice(asked, _ASKED)):
            met = np.unique(np.concatenate([met, *self._met(batch)]))
        return list(self._old(met.tolist()).values())

    def query(self, texts: Sequence[str]) -> list[list[Match]]:
        """For each text the old paragraphs that it is not distinct from, the most similar first."""
        met = self._met(texts)
        old = self._old(sorted({one for found in met for one in found.tolist()}))
        answers: list[list[Match]] = []
        for text, found in zip(texts, met, strict=True):
            matches = [
                Match(old[one], compare(old[one].text, text, self.settings))
                for one in found.tolist()
                if one in old
            ]
            matches = [match for match in matches if match.comparison.verdict != "distinct"]
            answers.append(sorted(matches, key=Match.rank))
        return answers

    def statistics(self) -> Statistics:
        """Counts, and the settings that the index is bound to."""
        with _damage(self.path):
            [(documents,)] = self._database.execute("SELECT count(*) FROM document")
            [(paragraphs,)] = self._database.execute("SELECT count(*) FROM paragraph")
            [(segments,)] = self._database.execute("SELECT count(DISTINCT number) FROM segment")
        bound = {name: getattr(self.settings, name) for name in BINDING}
        return Statistics(documents, paragraphs, segments, self.path.stat().st_size, bound)

    def verify(self) -> None:
        """Reads all of it; damage is a `DamageError`."""
        with _damage(self.path):
            [(answer,)] = self._database.execute("PRAGMA integrity_check(1)")
            if answer != "ok":
                raise DamageError(f"{self.path} is damaged: {answer}", remedy="build the index again")
            for number, band in self._database.execute("SELECT number, band FROM segment").fetchall():
                self._read(number, band)
            for (text,) in self._database.execute("SELECT text FROM paragraph"):
                _unpacked(text)

    def _append(self, ids: Ints, texts: Sequence[str]) -> None:
        """Stores the keys of paragraphs as a segment."""
        self._held.clear()
        import numpy as np

        from cleaner.duplicates.keys import keys

        found = keys(texts, self.settings)
        [(number,)] = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM segment")
        for band, row in enumerate((found.forms, *found.bands), _FORMS):
            chosen = np.flatnonzero(row)
            order = chosen[np.argsort(row[chosen], kind="stable")]
            data = row[order].astype("<u8").tobytes(), ids[order].astype("<i8").tobytes()
            digest = hashlib.sha256(data[0] + data[1]).digest()
            self._database.execute(
                "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", (number, band, len(order), *data, digest)
            )

    def _segment(self, number: int, band: int) -> tuple[U64, Ints]:
        found = self._held.get((number, band))
        if found is None:
            found = self._read(number, band)
            size = found[0].nbytes + found[1].nbytes
            if size <= self._room:
                self._room -= size
                self._held[number, band] = found
        return found

    def _read(self, number: int, band: int) -> tuple[U64, Ints]:
        import numpy as np

        [(keys, ids, digest)] = self._database.execute(
            "SELECT keys, ids, sha256 FROM segment WHERE number = ? AND band = ?", (number, band)
        )
        if hashlib.sha256(keys + ids).digest() != digest:
            raise DamageError(f"{self.path} is damaged: segment {number}", remedy="build the index again")
        return np.frombuffer(keys, "<u8"), np.frombuffer(ids, "<i8")

    def _met(self, texts: Sequence[str]) -> list[Ints]:
        """For each text the ids of the paragraphs with its normal form or one of its bands."""
        import numpy as np

        from cleaner.duplicates.keys import keys

        found = keys(texts, self.settings)
        columns: list[tuple[Ints, Ints]] = []
        with _damage(self.path):
            numbers = [number for (number,) in self._database.execute("SELECT DISTINCT number FROM segment")]
            for band, row in enumerate((found.forms, *found.bands), _FORMS):
                for number in numbers:
                    stored, ids = self._segment(number, band)
                    low, high = np.searchsorted(stored, row), np.searchsorted(stored, row, "right")
                    counts = np.where(row == 0, 0, high - low)
                    places = np.arange(counts.sum()) + np.repeat(low - np.cumsum(counts) + counts, counts)
                    columns.append((np.repeat(np.arange(len(row)), counts), ids[places]))
        owners = np.concatenate([np.empty(0, np.int64), *(owner for owner, _ in columns)])
        ids = np.concatenate([np.empty(0, np.int64), *(ids for _, ids in columns)])
        pairs = np.unique(np.stack((owners, ids)), axis=1)
        return np.split(pairs[1], np.searchsorted(pairs[0], np.arange(1, len(texts))))[: len(texts)]

    def _old(self, ids: Sequence[int]) -> dict[int, Old]:
        """The paragraphs of these ids that were not removed since."""
        found: dict[int, Old] = {}
        with _damage(self.path):
            for one in ids:
                for name, position, text in self._database.execute(
                    "SELECT d.name, p.position, p.text FROM paragraph p JOIN document d ON d.id = p.document "
                    "WHERE p.id = ?",
                    (one,),
                ):
                    found[one] = Old(name, position, _unpacked(text))
        return found

    def _tidy(self) -> None:
        """Rewrites the segments when most of what they name is gone."""
        import numpy as np

        [(alive,)] = self._database.execute("SELECT count(*) FROM paragraph")
        [(named,)] = self._database.execute(
            "SELECT coalesce(sum(rows), 0) FROM segment WHERE band = ?", (_FORMS,)
        )
        if named > 2 * alive:
            self._database.execute("DELETE FROM segment")
            rows = self._database.execute("SELECT id, text FROM paragraph ORDER BY id").fetchall()
            self._append(np.array([one for one, _ in rows], np.int64), [_unpacked(text) for _, text in rows])


def _bound(path: Path, database: sqlite3.Connection, settings: Settings | None) -> Settings:
    """The settings to use; those that the index was built with must be the same."""
    with _damage(path):
        meta = dict(database.execute("SELECT name, value FROM meta"))
    if meta.get("scheme") != SCHEME:
        raise UsageError(
            f"{path} is in the scheme {meta.get('scheme')!r}, not {SCHEME!r}", remedy="build it again"
        )
    bound = json.loads(meta["settings"])
    chosen = settings or Settings(**bound)
    for name in BINDING:
        if getattr(chosen, name) != bound[name]:
            raise UsageError(
                f"{path} was built with {name} {bound[name]!r}, not {getattr(chosen, name)!r}",
                remedy="use the same settings, or build it again",
            )
    return chosen


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise DamageError(f"{path} cannot be read as an index: {error}", remedy="build it again") from error


def _packed(text: str) -> bytes:
    """Compressed, with zlib's own checksum."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
