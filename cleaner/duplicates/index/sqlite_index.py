"""An index of the paragraphs of a cleaned corpus: one file, in which later corpora look up what is old.

The file is an SQLite database with the documents, their paragraphs with position and text, and for each
batch that was added one sorted array of band keys a band and one of normal forms. Looking up reads whole
arrays and searches them in numpy; adding appends arrays; removing forgets rows, and the arrays are
rewritten when more than half of what they name is gone. SQLite gives what a format of one's own would have
to: an interrupted change leaves the old state, and a page that cannot be read is an error.

What is found is every old paragraph that has the normal form of a new one or shares a band with it; these few
are the reference of `decide`. An old paragraph that contains a new one without sharing a band with it is not
found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path

import msgspec

from cleaner.duplicates.index.answers import IndexMatch, IndexStatistics, OldParagraph, find_matches
from cleaner.duplicates.index.database import (
    REBUILD,
    BadValueError,
    IndexDatabase,
    create_database,
    explain_index_damage,
    open_database,
)
from cleaner.duplicates.index.segments import CACHE_LIMIT, FORMS, Segments
from cleaner.duplicates.index.values import (
    BoundSettings,
    compress,
    decode_settings,
    decompress,
    read_int,
    read_str,
)
from cleaner.duplicates.settings import Settings
from cleaner.errors import UsageError

SCHEME = "cleaner index 1, affine32"
"""How paragraphs are hashed and stored; an index of another scheme is refused."""
_TOGETHER = 20_000
"""Texts that are looked up at once: their keys take 7 MiB."""


class ParagraphIndex:
    """An open index. Use it as a context manager: changes are committed if the block ends without an
    exception.

    >>> import tempfile, os
    >>> text = "The ferry line will open in spring, the harbour office said, with four crossings every day."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "old.index")
    ...     with ParagraphIndex.build(path) as index:
    ...         index.add([("a.txt", ["A heading", text])])
    ...     with ParagraphIndex.open(path) as index:
    ...         [[match]] = index.query([text.upper()])
    >>> match.old.document, match.old.position, match.comparison.verdict
    ('a.txt', 1, 'duplicate')
    """

    def __init__(self, path: Path, database: IndexDatabase, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self._database = database
        self._segments = Segments(path, database, settings)

    def cache(self, limit: int = CACHE_LIMIT) -> None:
        """Keeps segments in memory once they were read, up to `limit` bytes of them: for many small queries,
        each of which would read and check all of it again. An index that another process changes meanwhile
        answers as it was."""
        self._segments.cache(limit)

    @classmethod
    def build(cls, path: Path, settings: Settings | None = None) -> ParagraphIndex:
        """Makes a new index; the file must not exist (`UsageError`)."""
        settings = settings or Settings()
        if path.exists():
            raise UsageError(f"{path} exists already", remedy="add to it, or remove it first")
        database = create_database(path)
        database.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("scheme", SCHEME), ("settings", BoundSettings.of(settings).encode())],
        )
        database.commit()
        return cls(path, database, settings)

    @classmethod
    def open(cls, path: Path, settings: Settings | None = None, *, read_only: bool = False) -> ParagraphIndex:
        """Opens an index that was built before. Where it is only read, no file changes.

        Raises `UsageError` where it has other settings or another scheme, `InputError` and `DamageError`
        where it is no index.
        """
        # A connection that is refused is closed at once, or the file could not be removed on some systems.
        with ExitStack() as stack:
            database = stack.enter_context(closing(open_database(path, read_only=read_only)))
            index = cls(path, database, _check_settings(path, database, settings))
            stack.pop_all()  # open from here on: the caller closes it
        return index

    def __enter__(self) -> ParagraphIndex:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._database.commit()
        self._database.close()

    def add(self, documents: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Stores documents, each a name and its paragraphs; one of a name that is there replaces it."""
        import numpy as np

        added = [(name, list(texts)) for name, texts in documents]
        self.remove([name for name, _ in added])
        with explain_index_damage(self.path):
            # The paragraphs of a document have consecutive ids, in order.
            [(stored,)] = self._database.execute("SELECT coalesce(max(last), 0) FROM document")
            last = read_int(stored)
            rows: list[tuple[int, int, int, bytes]] = []
            for name, texts in added:
                inserted = self._database.execute(
                    "INSERT INTO document (name, first, last) VALUES (?, ?, ?)",
                    (name, last + len(rows) + 1, last + len(rows) + len(texts)),
                )
                for position, text in enumerate(texts):
                    rows.append((last + len(rows) + 1, inserted.lastrowid or 0, position, compress(text)))
            # Short paragraphs are stored too: positions in a document are those of its paragraphs.
            self._database.executemany("INSERT INTO paragraph VALUES (?, ?, ?, ?)", rows)
            ids = np.arange(last + 1, last + 1 + len(rows))
            self._segments.append(ids, [text for _, texts in added for text in texts])

    def remove(self, names: Iterable[str]) -> int:
        """Removes documents; returns how many of the names were there."""
        removed = 0
        with explain_index_damage(self.path):
            for name in names:
                for document, first, last in self._database.execute(
                    "SELECT id, first, last FROM document WHERE name = ?", (name,)
                ).fetchall():
                    self._database.execute("DELETE FROM paragraph WHERE id BETWEEN ? AND ?", (first, last))
                    self._database.execute("DELETE FROM document WHERE id = ?", (document,))
                    removed += 1
            if removed:
                self._rewrite_segments()
        return removed

    def reference(self, texts: Iterable[str]) -> list[OldParagraph]:
        """Returns the old paragraphs that are candidates of any of the texts, in the order in which they were
        added."""
        import numpy as np

        ids = np.empty(0, np.int64)
        remaining = iter(texts)
        while batch := list(islice(remaining, _TOGETHER)):
            ids = np.unique(np.concatenate([ids, *self._segments.find_candidates(batch)]))
        return list(self._read(ids.tolist()).values())

    def query(self, texts: Sequence[str]) -> list[list[IndexMatch]]:
        """Returns for each text the old paragraphs that it is not distinct from, the most similar first."""
        ids_of_texts = [ids.tolist() for ids in self._segments.find_candidates(texts)]
        old = self._read(sorted({number for ids in ids_of_texts for number in ids}))
        return [
            find_matches(text, (old[number] for number in ids if number in old), self.settings)
            for text, ids in zip(texts, ids_of_texts, strict=True)
        ]

    def statistics(self) -> IndexStatistics:
        """Returns counts, and the settings that the index is bound to."""
        with explain_index_damage(self.path):
            documents, paragraphs = self._count("document"), self._count("paragraph")
            [(segments,)] = self._database.execute("SELECT count(DISTINCT number) FROM segment")
        bound = msgspec.structs.asdict(BoundSettings.of(self.settings))
        return IndexStatistics(documents, paragraphs, segments, self.path.stat().st_size, bound)

    def verify(self) -> None:
        """Reads all of it; raises `DamageError` where something is damaged."""
        with explain_index_damage(self.path):
            [(answer,)] = self._database.execute("PRAGMA integrity_check(1)")
            if answer != "ok":
                raise BadValueError(str(answer))
            for number, band in self._database.execute("SELECT number, band FROM segment").fetchall():
                self._segments.read(number, band)
            for (text,) in self._database.execute("SELECT text FROM paragraph"):
                decompress(text)

    def _count(self, table: str) -> int:
        """Counts the rows of a table: as rows, each of which is a step, since a file can claim any number."""
        [(count,)] = self._database.execute(f"SELECT count(*) FROM {table} WHERE id > -1e18")
        return read_int(count)

    def _read(self, ids: Sequence[int]) -> dict[int, OldParagraph]:
        """Returns the paragraphs of these ids that were not removed since."""
        paragraphs: dict[int, OldParagraph] = {}
        with explain_index_damage(self.path):
            for number in ids:
                for name, position, text in self._database.execute(
                    "SELECT d.name, p.position, p.text FROM paragraph p JOIN document d ON d.id = p.document "
                    "WHERE p.id = ?",
                    (number,),
                ):
                    paragraphs[number] = OldParagraph(read_str(name), read_int(position), decompress(text))
        return paragraphs

    def _rewrite_segments(self) -> None:
        """Rewrites the segments as one if most of the paragraphs that they name are gone."""
        import numpy as np

        alive = self._count("paragraph")
        [(named,)] = self._database.execute(
            "SELECT coalesce(sum(rows), 0) FROM segment WHERE band = ?", (FORMS,)
        )
        # Rewriting hashes every text again: worth it once looking up searches twice what is there.
        if named > 2 * alive:
            self._database.execute("DELETE FROM segment")
            rows = self._database.execute("SELECT id, text FROM paragraph ORDER BY id").fetchall()
            self._segments.append(
                np.array([number for number, _ in rows], np.int64), [decompress(text) for _, text in rows]
            )


def _check_settings(path: Path, database: IndexDatabase, settings: Settings | None) -> Settings:
    """Returns the settings to use; raises `UsageError` where the index was built with others."""
    with explain_index_damage(path):
        meta = dict(database.execute("SELECT name, value FROM meta LIMIT 10").fetchall())
        scheme = read_str(meta.get("scheme"))
        if scheme != SCHEME:
            raise UsageError(f"{path} is in the scheme {scheme!r}, not {SCHEME!r}", remedy=REBUILD)
        bound = msgspec.structs.asdict(decode_settings(meta.get("settings")))
    chosen = settings or Settings(**bound)
    for name, value in bound.items():
        if getattr(chosen, name) != value:
            raise UsageError(
                f"{path} was built with {name} {value!r}, not {getattr(chosen, name)!r}",
                remedy="use the same settings, or build it again",
            )
    return chosen
