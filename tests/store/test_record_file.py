"""The texts of a file of records come with their documents, in order, from the output or from quarantine."""

import msgspec
import pytest

from cleaner.errors import DamageError
from cleaner.formats.registry import get_format
from cleaner.hashing import sha256_hex
from cleaner.store.manifest import FileRecord
from cleaner.store.record_file import RecordFile, is_unrecoverable
from cleaner.store.root import Root
from tests.corpus.runs import put
from tests.store.handmade_items import CUT, make_item, make_place

OUTPUT = b'{"text": "two"}\n{"text": "four"}\n'
LEFT_OUT = b'{"text": "one three"}\n'
UNREADABLE = b'{"text": \n'
ITEMS = [
    make_item("a.jsonl:1#text", "one two", [CUT], place=make_place(1)),
    make_item("a.jsonl:2#text", "one three", [CUT], place=make_place(2, kept=len(LEFT_OUT))),
    make_item("a.jsonl:3", UNREADABLE.decode(), status="quarantined", place=make_place(3, "", kept=10)),
    make_item("a.jsonl:5#text", "one four", [CUT], place=make_place(5)),
]


def make_file(folder, output=OUTPUT, quarantine=LEFT_OUT + UNREADABLE, **values):
    record = {
        "name": "a.jsonl",
        "format": "jsonl",
        "text_fields": ["text"],
        "id_field": "",
        "sha256_raw": "",
        "bytes_raw": 0,
        "sha256_clean": sha256_hex(output),
        "bytes_clean": len(output),
        "sha256_quarantine": sha256_hex(quarantine),
        "bytes_quarantine": len(quarantine),
    }
    put(folder, {"a.jsonl": output, ".cleaner/quarantine/a.jsonl": quarantine})
    return RecordFile.of(Root.open(folder), FileRecord(**record | values))


def with_place(item, **values):
    place = msgspec.structs.replace(item.record.place, **values)
    return item._replace(record=msgspec.structs.replace(item.record, place=place))


def test_each_document_has_its_text(tmp_path):
    documents = list(make_file(tmp_path).rebuild_documents(ITEMS))
    assert [document.item for document in documents] == ITEMS
    assert [document.in_quarantine for document in documents] == [False, True, True, False]
    entries = [document.get_entry() for document in documents]
    assert [entry and entry.document.raw for entry in entries] == ["one two", "one three", None, "one four"]
    assert [document.quarantine_bytes for document in documents] == [b"", b"", UNREADABLE, b""]


def test_one_damaged_text_costs_no_other(tmp_path):
    output = OUTPUT.replace(b"two", b"six")
    first, *others = make_file(tmp_path, output).rebuild_documents(ITEMS)
    assert first.damage is not None and first.damage.message == "its text is not as it was written"
    assert [document.damage for document in others] == [None] * 3


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([ITEMS[3], ITEMS[0]], "is not the name of a record in its order"),
        ([with_place(ITEMS[0], number=4)], "is not the name of a record in its order"),
        ([*ITEMS[:3], with_place(ITEMS[3], field="title")], "is not the name of a record in its order"),
        ([make_item("a.jsonl", "one")], "has no place in its file"),
        (ITEMS[:3], "holds more texts than its records say"),
        ([ITEMS[0], *ITEMS[2:]], "holds more than its records say"),
        ([*ITEMS, make_item("a.jsonl:6#text", "one", place=make_place(6))], "has no text for a.jsonl:6#text"),
        ([ITEMS[0], with_place(ITEMS[1], kept=1000)], "ends within a.jsonl:2#text"),
    ],
)
def test_records_that_are_not_those_of_the_file_are_damage(tmp_path, items, message):
    with pytest.raises(DamageError, match=message):
        list(make_file(tmp_path).rebuild_documents(items))


def test_a_record_that_is_no_json_is_damage(tmp_path):
    with pytest.raises(DamageError, match="is not JSON"):
        list(make_file(tmp_path, b"{\n").rebuild_documents(ITEMS))


@pytest.mark.parametrize("name", ["a.jsonl", ".cleaner/quarantine/a.jsonl"])
def test_both_files_are_compared_with_their_hashes(tmp_path, name):
    record_file = make_file(tmp_path)
    record_file.check_hashes()
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(DamageError, match="is not as it was written"):
        record_file.check_hashes()


def test_without_quarantine_nothing_is_read_from_there(tmp_path):
    record_file = make_file(tmp_path, bytes_quarantine=0)
    (tmp_path / ".cleaner/quarantine/a.jsonl").unlink()
    record_file.check_hashes()
    with record_file.open_quarantine() as file:
        assert file.read() == b""


@pytest.mark.parametrize("format", ["csv", "txt"])
def test_a_format_that_has_no_records_is_damage(tmp_path, format):
    with pytest.raises(DamageError, match=f"a.jsonl: there is no format '{format}'"):
        make_file(tmp_path, format=format)


@pytest.mark.parametrize(
    ("name", "format", "is_exact"),
    [("a.jsonl", "jsonl", True), ("a.jsonl.zst", "jsonl", False), ("c.parquet", "parquet", False)],
)
def test_plain_lines_alone_come_back_byte_for_byte(tmp_path, name, format, is_exact):
    assert make_file(tmp_path, name=name, format=format).is_byte_exact == is_exact


@pytest.mark.parametrize(
    ("format", "place", "expected"),
    [
        ("jsonl", make_place(1, "", kept=10), False),
        ("jsonl", make_place(1), False),
        ("jsonl", msgspec.structs.replace(make_place(1, ""), length=99), True),
        ("jsonl", make_place(1, ""), False),
        ("parquet", make_place(1, ""), True),
    ],
)
def test_what_can_never_be_rebuilt(format, place, expected):
    assert is_unrecoverable(get_format(format), place) == expected
