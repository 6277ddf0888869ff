"""An index from a stranger is read and does nothing else: no file beside it changes, and it cannot hang."""

import os
import sqlite3
import struct
import zlib
from contextlib import closing

import pytest

from cleaner.duplicates.index.sqlite_index import ParagraphIndex
from cleaner.errors import CleanerError, DamageError
from tests.attacks.guard import run_guarded
from tests.attacks.test_documents import put
from tests.cpu import cpu_seconds

TEXT = "The harbour office said on Monday that the new ferry line would open in spring, with a night boat."
OTHER = "Rain fell on the northern valleys for most of the night, and the road to the dam was closed at dawn."


@pytest.fixture
def place(tmp_path):
    path = tmp_path / "tree" / "old.index"
    path.parent.mkdir()
    with ParagraphIndex.build(path) as index:
        index.add([("old.txt", [TEXT, OTHER])])
    put(tmp_path / "raw", {"a.txt": TEXT.encode() + b"\n"})
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def ask(path):
    """Read all of an index; whatever stands in it, the answer or one error comes soon."""
    before = cpu_seconds()
    try:
        with ParagraphIndex.open(path) as index:
            index.query([TEXT, "Another text."])
            index.reference([OTHER])
            index.statistics()
            index.verify()
    finally:
        assert cpu_seconds() - before < 10


def tree_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_no_file_is_refused(tmp_path, place):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "device").symlink_to("/dev/zero")
    for name in ("fifo", "device"):
        for command in (["check", "raw", "--index", name], ["index", "stat", name]):
            done = run_guarded(*command, cwd=tmp_path)
            assert done.returncode == 2
            [line] = done.stderr.decode().splitlines()
            assert line.startswith(f"error: {name}: is a "), line
    assert run_guarded("check", "raw", "--index", "raw", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_reading_changes_nothing_beside_it(tmp_path, place, mode):
    change(place, f"PRAGMA journal_mode = {mode}")
    before = tree_of(place.parent)
    place.parent.chmod(0o700)
    for command in (["check", "raw", "--index"], ["index", "stat"]):
        done = run_guarded(*command, place, cwd=tmp_path)
        assert done.returncode == (4 if mode == "wal" else int(command[0] == "check"))
        assert b"Traceback" not in done.stderr
    assert tree_of(place.parent) == before


def hot_journal(victim, size):
    """A journal that SQLite takes for one of a change that was interrupted, and that names another file."""
    name = os.fsencode(victim)
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", 0, 1, size // 4096, 512, 4096)
    trailer = struct.pack(">I", (1 << 30) // 4096 + 1) + name + struct.pack(">2I", len(name), sum(name))
    return header.ljust(512, b"\0") + trailer + header[:8]


@pytest.mark.parametrize("command", ["check raw --index", "index stat", "index remove", "index add"])
def test_a_journal_beside_it_removes_no_other_file(tmp_path, place, command):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    journal = place.with_name("old.index-journal")
    journal.write_bytes(hot_journal(victim, place.stat().st_size))
    words = command.split()
    last = {"remove": ["old.txt"], "add": ["raw"]}.get(words[-1], [])
    done = run_guarded(*words, place, *last, cwd=tmp_path)
    assert victim.read_bytes() == b"precious"
    assert done.returncode == 4 and b"Traceback" not in done.stderr, done.stderr


def test_a_link_beside_it_leads_no_change_elsewhere(tmp_path, place):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    for suffix in ("-journal", "-wal", "-shm"):
        beside = place.with_name(place.name + suffix)
        beside.symlink_to(victim)
        for command in (["index", "add", place, "raw"], ["check", "raw", "--index", place]):
            done = run_guarded(*command, cwd=tmp_path)
            assert done.returncode == 4 and suffix.encode() in done.stderr
        assert victim.read_bytes() == b"precious"
        beside.unlink()
        os.mkfifo(beside)
        assert run_guarded("check", "raw", "--index", place, cwd=tmp_path).returncode == 4
        beside.unlink()


def test_a_change_that_was_interrupted_is_undone_by_the_next_change(tmp_path, place):
    """The journal of an honest run that was killed."""
    whole = place.read_bytes()
    database = sqlite3.connect(place)
    database.execute("PRAGMA cache_size = 1")
    database.execute("PRAGMA cache_spill = 1")
    database.execute("UPDATE document SET name = 'x'")
    database.executemany("INSERT INTO meta VALUES (?, ?)", [(f"{at}", "x" * 3000) for at in range(200)])
    journal = place.with_name("old.index-journal")
    half, undo = place.read_bytes(), journal.read_bytes()
    assert half != whole
    database.rollback()
    database.close()
    place.write_bytes(half)
    journal.write_bytes(undo[:8] + struct.pack(">I", 0xFFFFFFFF) + undo[12:])
    with (
        pytest.raises(DamageError, match="was interrupted"),
        ParagraphIndex.open(place, read_only=True) as it,
    ):
        it.verify()
    with ParagraphIndex.open(place) as index:
        index.verify()
        assert [match.old.document for match in index.query([TEXT])[0]] == ["old.txt"]
    assert not journal.exists() and place.read_bytes()[100:] == whole[100:]


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE meta", f"CREATE VIEW meta AS {ENDLESS} SELECT x AS name, x AS value FROM c"],
        [f"CREATE VIEW v AS {ENDLESS} SELECT x FROM c"],
        ["CREATE TRIGGER t BEFORE DELETE ON document BEGIN DELETE FROM paragraph; END"],
        ["CREATE TABLE more (x)"],
        ["CREATE INDEX i ON paragraph (length(text))"],
        ["DROP TABLE segment", "CREATE TABLE segment (number, band, rows, keys, ids, sha256)"],
        ["DROP TABLE segment"],
    ],
)
def test_tables_views_and_triggers_of_others_are_refused(place, statements):
    change(place, *statements)
    with pytest.raises(DamageError, match="it holds other tables"):
        ask(place)


WRONG = [
    "UPDATE meta SET value = X'00' WHERE name = 'scheme'",
    "DELETE FROM meta",
    "UPDATE meta SET value = '[]' WHERE name = 'settings'",
    "UPDATE meta SET value = '{}' WHERE name = 'settings'",
    "UPDATE meta SET value = replace(value, '128', '\"x\"') WHERE name = 'settings'",
    "UPDATE meta SET value = replace(value, '128', '128000') WHERE name = 'settings'",
    f"UPDATE meta SET value = '{'[' * 100_000}' WHERE name = 'settings'",
    f"UPDATE meta SET value = replace(value, '128', '{'1' * 5000}') WHERE name = 'settings'",
    "UPDATE document SET name = X'ff'",
    "UPDATE document SET name = CAST(X'ff' AS TEXT)",
    "UPDATE paragraph SET position = 'x'",
    "UPDATE paragraph SET text = NULL",
    "UPDATE paragraph SET text = 7",
    "UPDATE paragraph SET text = X''",
    "UPDATE segment SET keys = NULL",
    "UPDATE segment SET keys = 'x', ids = 'y'",
    "UPDATE segment SET number = 'x'",
    "UPDATE segment SET number = NULL",
    "UPDATE segment SET number = -1",
    "UPDATE segment SET sha256 = 1",
    "DELETE FROM segment WHERE band = 3",
    "INSERT INTO segment VALUES (7, 900, 1, 1, 1, 1)",
]


@pytest.mark.parametrize("statement", WRONG)
def test_values_that_are_none_of_ours_are_one_error(place, statement):
    change(place, statement)
    with pytest.raises(CleanerError) as caught:
        ask(place)
    assert str(place) in str(caught.value) or "permutations" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("keys", "ids"), [(b"x" * 9, b"x" * 9), (b"\2" * 8 + b"\1" * 8, b"\0" * 16), (b"\0" * 16, b"\0" * 8)]
)
def test_arrays_that_a_stranger_sealed_are_looked_at(place, keys, ids):
    import hashlib

    seal = hashlib.sha256(keys + ids).hexdigest()
    change(place, f"UPDATE segment SET keys = X'{keys.hex()}', ids = X'{ids.hex()}', sha256 = X'{seal}'")
    with pytest.raises(DamageError, match="segment 1 is "):
        ask(place)


@pytest.mark.parametrize("statement", ["SET last = 'x'", "SET last = 9223372036854775807", "SET last = -7"])
def test_adding_to_numbers_that_are_none_is_one_error(place, statement):
    change(place, f"UPDATE document {statement}")
    with pytest.raises(CleanerError), ParagraphIndex.open(place) as index:
        index.add([("new.txt", [TEXT])])


def test_a_text_that_unpacks_to_more_than_memory_is_refused(place):
    packed = zlib.compress(b" " * (65 << 20))
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE paragraph SET text = ?", (packed,))
        database.commit()
    with pytest.raises(DamageError, match="a paragraph has more than 64 MiB"):
        ask(place)


def test_pages_that_name_each_other_do_not_hang_it(place):
    """Interior pages of a table, each of which names the next one many times: rows without end."""
    with closing(sqlite3.connect(place)) as database:
        database.execute("UPDATE paragraph SET text = zeroblob(3000)")
        database.executemany(
            "INSERT INTO paragraph VALUES (?, 1, 1, zeroblob(3000))", [(at,) for at in range(3, 40)]
        )
        database.commit()
        [(root,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'paragraph'")
        [(size,)] = database.execute("PRAGMA page_size")
    data = bytearray(place.read_bytes())
    kinds = {at // size: data[at + (100 if at == 0 else 0)] for at in range(0, len(data), size)}
    leaf = next(page for page, kind in kinds.items() if kind == 13 and page > root)
    spare = [page for page, kind in kinds.items() if kind == 13 and page > leaf][:8]
    # The root names the first spare page, each of these the next, and the last one a leaf.
    for page, below in zip([root - 1, *spare], [*spare, leaf], strict=True):
        cells = 200
        pointers = b"".join(struct.pack(">H", size - 5 * (at + 1)) for at in range(cells))
        cell = struct.pack(">IB", below + 1, 127)
        head = struct.pack(">BHHHBI", 5, 0, cells, size - 5 * cells, 0, below + 1)
        body = (head + pointers).ljust(size - 5 * cells, b"\0") + cell * cells
        data[page * size : (page + 1) * size] = body
    place.write_bytes(data)
    with pytest.raises(CleanerError):
        before = cpu_seconds()
        with ParagraphIndex.open(place) as index:
            try:
                index.statistics()
            finally:
                assert cpu_seconds() - before < 30
