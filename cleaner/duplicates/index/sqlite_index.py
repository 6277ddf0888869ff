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

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from cleaner.duplicates.compare import compare
from cleaner.duplicates.index.answers import Match, Old, Statistics
from cleaner.duplicates.index.segments import FORMS, HELD, SCHEMA, Segments, damage
from cleaner.duplicates.settings import Settings
from cleaner.errors import DamageError, InputError, UsageError

SCHEME = "cleaner index 1, affine32"
"""How paragraphs are hashed and stored; an index of another scheme is refused."""
BINDING = ("shingle", "threshold", "permutations", "seed", "min_shingles")
"""The settings that the stored keys depend on."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; CREATE TABLE document (id
INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first INTEGER, last INTEGER); CREATE TABLE paragraph (id
INTEGER PRIMARY KEY, document INTEGER NOT NULL, position INTEGER NOT NULL, text BLOB);
"""
_ASKED = 20_000
"""Texts that are looked up at once."""


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
        self._segments = Segments(path, database, settings)

    def hold(self, room: int = HELD) -> None:
        """Keeps segments in memory once they were read, up to `room` bytes of them: for many small questions,
        each of which would read and check all of it again. An index that another process changes meanwhile
        answers as it was."""
        self._segments.hold(room)

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
        database.executescript(_SCHEMA + SCHEMA)
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
        with damage(self.path):
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
            self._segments.append(ids, [text for _, texts in gathered for text in texts])

    def remove(self, names: Iterable[str]) -> int:
        """Forgets documents; how many of the names were known."""
        forgotten = 0
        with damage(self.path):
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
            met = np.unique(np.concatenate([met, *self._segments.met(batch)]))
        return list(self._old(met.tolist()).values())

    def query(self, texts: Sequence[str]) -> list[list[Match]]:
        """For each text the old paragraphs that it is not distinct from, the most similar first."""
        met = self._segments.met(texts)
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
        with damage(self.path):
            [(documents,)] = self._database.execute("SELECT count(*) FROM document")
            [(paragraphs,)] = self._database.execute("SELECT count(*) FROM paragraph")
            [(segments,)] = self._database.execute("SELECT count(DISTINCT number) FROM segment")
        bound = {name: getattr(self.settings, name) for name in BINDING}
        return Statistics(documents, paragraphs, segments, self.path.stat().st_size, bound)

    def verify(self) -> None:
        """Reads all of it; damage is a `DamageError`."""
        with damage(self.path):
            [(answer,)] = self._database.execute("PRAGMA integrity_check(1)")
            if answer != "ok":
                raise DamageError(f"{self.path} is damaged: {answer}", remedy="build the index again")
            for number, band in self._database.execute("SELECT number, band FROM segment").fetchall():
                self._segments.read(number, band)
            for (text,) in self._database.execute("SELECT text FROM paragraph"):
                _unpacked(text)

    def _old(self, ids: Sequence[int]) -> dict[int, Old]:
        """The paragraphs of these ids that were not removed since."""
        found: dict[int, Old] = {}
        with damage(self.path):
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
            "SELECT coalesce(sum(rows), 0) FROM segment WHERE band = ?", (FORMS,)
        )
        if named > 2 * alive:
            self._database.execute("DELETE FROM segment")
            rows = self._database.execute("SELECT id, text FROM paragraph ORDER BY id").fetchall()
            self._segments.append(
                np.array([one for one, _ in rows], np.int64), [_unpacked(text) for _, text in rows]
            )


def _bound(path: Path, database: sqlite3.Connection, settings: Settings | None) -> Settings:
    """The settings to use; those that the index was built with must be the same."""
    with damage(path):
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


def _packed(text: str) -> bytes:
    """Compressed, with zlib's own checksum."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
