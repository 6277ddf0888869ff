"""The partners that removed duplicates name, and which of them are missing from the output.

They are gathered in a table on the disk: there can be as many as documents, and memory must not
grow with them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from cleaner.store.archive import Partner

_INSERT = "INSERT INTO partners (partner, line, document) VALUES (?, ?, ?)"


class PartnerTable:
    """The documents that lost a duplicate, each with the partner that it names.

    A row is a removed duplicate: the name of the partner, its line (NULL for a whole document), the name of
    the document that lost the duplicate, and whether the partner was written.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # Names are BLOBs: they can hold lone surrogates, which TEXT of SQLite cannot.
        connection.execute(
            "CREATE TABLE partners (partner BLOB, line INTEGER, document BLOB, written INTEGER DEFAULT 0)"
        )
        # Both look-ups, of each document that was written, are by partner.
        connection.execute("CREATE INDEX by_partner ON partners (partner)")

    def add(self, document: str, partner: Partner) -> None:
        """Add a document that lost a duplicate of this partner."""
        row = (_encode(partner.document), partner.line, _encode(document))
        self._connection.execute(_INSERT, row)

    def mark_written(self, document: str) -> None:
        """Mark a document as written: no duplicate of it is missing its partner."""
        statement = "UPDATE partners SET written = 1 WHERE partner = ?"
        self._connection.execute(statement, (_encode(document),))

    def find_missing(self) -> Iterator[tuple[str, Partner]]:
        """Find each document that lost a duplicate of a partner that was not written, in order of `add`."""
        query = "SELECT document, partner, line FROM partners WHERE NOT written ORDER BY rowid"
        for document, partner, line in self._connection.execute(query):
            yield _decode(document), Partner(_decode(partner), line)

    def find_lines(self, partner: str) -> list[tuple[str, int]]:
        """Find the documents that lost a duplicate of a line of this document, and the line, from 1."""
        query = "SELECT document, line FROM partners WHERE partner = ? AND line IS NOT NULL ORDER BY rowid"
        return [
            (_decode(document), line)
            for document, line in self._connection.execute(query, (_encode(partner),))
        ]


@contextmanager
def open_partner_table() -> Iterator[PartnerTable]:
    """Open an empty table, which is gone afterwards."""
    # An empty path is a temporary database: in memory while it is small, then in a file without a name.
    with closing(sqlite3.connect("")) as connection:
        yield PartnerTable(connection)


def _encode(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _decode(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
