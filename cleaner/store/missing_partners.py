"""The partners that the removed duplicates name, gathered on the disk: there can be as many as documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from cleaner.store.archive import Partner

_ADD = "INSERT INTO wanted (partner, line, document) VALUES (?, ?, ?)"


class PartnerTable:
    """Which document lost a duplicate of what. A whole document has no line."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(
            "CREATE TABLE wanted (partner BLOB, line INTEGER, document BLOB, there INTEGER DEFAULT 0)"
        )
        connection.execute("CREATE INDEX by_partner ON wanted (partner)")

    def add(self, document: str, partner: Partner) -> None:
        """A document that lost a duplicate of this."""
        self._connection.execute(_ADD, (_bytes(partner.document), partner.line, _bytes(document)))

    def meet(self, document: str) -> None:
        """A document that was written: what it should hold is not missing."""
        self._connection.execute("UPDATE wanted SET there = 1 WHERE partner = ?", (_bytes(document),))

    def missing(self) -> Iterator[tuple[str, Partner]]:
        """Each document that lost a duplicate of something that was never met."""
        rows = "SELECT document, partner, line FROM wanted WHERE NOT there ORDER BY rowid"
        for document, partner, line in self._connection.execute(rows):
            yield _text(document), Partner(_text(partner), line)

    def lines(self, partner: str) -> list[tuple[str, int]]:
        """The documents that lost a duplicate of a line of this one, and the line."""
        rows = "SELECT document, line FROM wanted WHERE partner = ? AND line IS NOT NULL ORDER BY rowid"
        return [(_text(name), line) for name, line in self._connection.execute(rows, (_bytes(partner),))]


@contextmanager
def open_partner_table() -> Iterator[PartnerTable]:
    """An empty table, in a file without a name that goes away."""
    with closing(sqlite3.connect("")) as connection:
        yield PartnerTable(connection)


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
