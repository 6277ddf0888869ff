"""Targets that read the records of a cleaned folder, and an index, as a stranger may have made them."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

from cleaner import json_codec
from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from cleaner.errors import CleanerError, DamageError
from cleaner.hashing import sha256_hex
from cleaner.store import earlier_outputs, manifest, trail
from cleaner.store.root import Root
from fuzzing.cleaned import list_cleaned_files
from fuzzing.scratch import get_scratch, write_scratch
from fuzzing.seeds import PROSE
from fuzzing.target import Target

NAMES = (
    b"../x",
    b"/x",
    b"a//b",
    b"./a",
    b"a\0",
    b".cleaner/manifest.json",
    b".cleaner/work",
    b"a" * 300,
    b"a/..",
)
TOKENS = (
    *NAMES,
    b"name",
    b"written",
    b"dropped",
    b"quarantined",
    b"full",
    b"none",
    b"\xed\xa0\x80",
    b"0" * 64,
)


def seal_manifest(data: bytes) -> bytes:
    """The manifest of a stranger who knows how ours is sealed; what is no JSON stays as it is."""
    try:
        values = json_codec.decode(data)
        if not isinstance(values, dict):
            return data
        values["sha256"] = ""
        values["sha256"] = sha256_hex(json_codec.encode(values, indent=1) + b"\n")
        return json_codec.encode(values, indent=1) + b"\n"
    except (ValueError, RecursionError):
        return data


def check_manifest(data: bytes) -> None:
    """A manifest, sealed or not, is one of ours or damage."""
    for candidate in (data, seal_manifest(data)):
        with suppress(DamageError):
            decoded = manifest.decode(candidate)
            assert decoded.encode() == candidate, "a manifest that is written again is another"
            for record in decoded.documents:
                line = manifest.encode_record(record)
                assert manifest.decode_record(line) == record, "a record that is written again is another"


def check_record(data: bytes) -> None:
    """A line of the records of documents is a record or damage."""
    with suppress(DamageError):
        manifest.refuse_record(manifest.decode_record(data))


def check_trail(data: bytes) -> None:
    """Lines of a trail are steps that undo, or damage."""
    with suppress(DamageError):
        trail.replay(PROSE[0], trail.decode(data))


def check_pending(data: bytes) -> None:
    """The plan of an interrupted run is read, or refused."""
    folder = write_scratch("cleaned/.cleaner/pending.json", data).parent.parent
    with suppress(CleanerError):
        for name, hashes in earlier_outputs.read_earlier_outputs(Root.open(folder))[1].items():
            assert ".." not in name.split("/") and not name.startswith("/"), f"law 11: {name!r} is outside"
            assert hashes


def check_index_file(data: bytes) -> None:
    """Any file is an index that answers, or is refused."""
    _ask_index(write_scratch("bytes.index", data))


def check_index_rows(data: bytes) -> None:
    """An index with any rows in its tables answers, or is refused."""
    path = get_scratch() / "rows.index"
    path.unlink(missing_ok=True)
    try:
        tables = json.loads(data)
    except (ValueError, RecursionError):
        return
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        try:
            _fill(database, tables)
        except (sqlite3.Error, TypeError, ValueError, LookupError, AttributeError, OverflowError):
            return  # SQLite itself refuses such a row
        database.commit()
    _ask_index(path)


def _ask_index(path: Path) -> None:
    with suppress(CleanerError), ParagraphIndex.open(path) as index:
        index.query([PROSE[0], "Another text that nobody has written down so far, and that is new."])
        index.reference([PROSE[1]])
        index.verify()
        index.statistics()


def _fill(database: sqlite3.Connection, tables: dict[str, Any]) -> None:
    database.executescript(_read_schema())
    for table in ("meta", "document", "paragraph", "segment"):
        for row in tables[table]:
            values = [base64.b64decode(cell[4:]) if str(cell).startswith("b64:") else cell for cell in row]
            if (
                table == "segment"
                and len(values) == 6
                and all(isinstance(value, bytes) for value in values[3:])
            ):
                values[5] = hashlib.sha256(values[3] + values[4]).digest()  # he knows how it is sealed
            database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)


@cache
def _make_index() -> Path:
    path = get_scratch() / "seed.index"
    with ParagraphIndex.build(path) as index:
        index.add([("a.txt", [PROSE[0], PROSE[1]]), ("b.txt", [PROSE[2]])])
    return path


@cache
def _read_schema() -> str:
    with closing(sqlite3.connect(_make_index())) as database:
        return ";".join(sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql > ''"))


def _seed_index_rows() -> list[bytes]:
    with closing(sqlite3.connect(_make_index())) as database:
        tables: dict[str, Any] = {}
        for table, limit in (("meta", 9), ("document", 9), ("paragraph", 9), ("segment", 6)):
            rows = database.execute(f"SELECT * FROM {table} LIMIT {limit}")
            tables[table] = [list(map(_spell, row)) for row in rows]
    return [json.dumps(tables).encode()]


def _spell(cell: object) -> object:
    return "b64:" + base64.b64encode(cell).decode() if isinstance(cell, bytes) else cell


def _seed_manifests() -> Sequence[bytes]:
    return [data for name, data in list_cleaned_files().items() if name.endswith("manifest.json")]


def _seed_records() -> Sequence[bytes]:
    return [
        json_codec.encode(record) for data in _seed_manifests() for record in json.loads(data)["documents"]
    ]


def _seed_trails() -> Sequence[bytes]:
    lines = [
        line
        for name, data in list_cleaned_files().items()
        if "/trail/" in name and name.endswith(".jsonl")
        for line in data.splitlines(keepends=True)
    ]
    return [b"".join(lines[start : start + 4]) for start in range(0, len(lines), 2)]


def _target(name: str, promise: str, check: Any, seeds: Any, shape: str, short: int, long: int) -> Target:
    return Target(name, promise, check, seeds, TOKENS, shape, short, long)


TARGETS = (
    _target(
        *(
            "manifest",
            "Any manifest, sealed anew, is one of ours or damage.",
            check_manifest,
            _seed_manifests,
        ),
        *("json", 700, 30_000),
    ),
    _target(
        *("record", "Any record of a document is read, or damage.", check_record, _seed_records),
        *("json", 800, 40_000),
    ),
    _target(
        *("trail", "Any lines of a trail undo, or are damage.", check_trail, _seed_trails),
        *("json", 800, 40_000),
    ),
    _target(
        *("pending", "Any plan of an interrupted run is read, or refused.", check_pending),
        *(lambda: [b'{"a.txt":"' + b"0" * 64 + b'","sub/b.txt":""}\n', b"{}\n", b"[]"], "json", 800, 30_000),
    ),
    _target(
        *("index-file", "Any file is an index that answers, or is refused.", check_index_file),
        *(lambda: [_make_index().read_bytes()[:10_000]], "bytes", 300, 8_000),
    ),
    _target(
        *("index-rows", "Any rows are an index that answers, or is refused.", check_index_rows),
        *(_seed_index_rows, "values", 300, 8_000),
    ),
)
