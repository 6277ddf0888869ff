"""The raw file of a file of records is put together from its output, its trail and its quarantine."""

import io

import msgspec
import pytest

from cleaner.errors import DamageError
from cleaner.hashing import HashingWriter
from cleaner.store import rebuild
from cleaner.store.archived_document import ArchivedDocument
from cleaner.store.rebuild import RawFileBuilder, check_rebuilt
from cleaner.store.root import Root
from tests.store.handmade_items import make_item, make_place
from tests.store.test_record_file import ITEMS, LEFT_OUT, UNREADABLE, make_file

RAW = b'{"text": "one two"}\n' + LEFT_OUT + UNREADABLE + b'\n{"text": "one four"}\n'
OUTPUT = b'{"text": "two"}\n\n{"text": "four"}\n'
"""With the blank line of the raw file, which is no record and stays."""


def build(record_file, items, *open_spill):
    out = io.BytesIO()
    with RawFileBuilder(record_file, *open_spill) as builder:
        for document in record_file.rebuild_documents(items):
            builder.add(document)
        builder.write(out)
    return out.getvalue()


@pytest.mark.parametrize("limit", [rebuild.MEMORY_LIMIT, 1])
def test_the_raw_file_comes_back_from_memory_or_disk(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(rebuild, "MEMORY_LIMIT", limit)
    record_file = make_file(tmp_path / "clean", OUTPUT)
    scratch = Root.create(tmp_path / "scratch")
    assert build(record_file, ITEMS) == build(record_file, ITEMS, scratch.create_unnamed) == RAW
    assert list(scratch.path.iterdir()) == []


def test_an_unchanged_text_is_taken_from_the_output_as_it_is_spelt_there(tmp_path):
    items = [make_item("a.jsonl:1#text", "a café", place=make_place(1))]
    output = b'{"text":  "a caf\\u00e9"}\n'
    assert build(make_file(tmp_path, output, b""), items) == output


def test_a_record_of_which_nothing_was_kept_is_named(tmp_path):
    place = msgspec.structs.replace(make_place(3, ""), offset=100, length=50)
    item = make_item("a.jsonl:3", "", status="quarantined", place=place)
    item = item._replace(record=msgspec.structs.replace(item.record, problem="is too large"))
    with RawFileBuilder(make_file(tmp_path)) as builder:
        builder.add(ArchivedDocument(item, in_quarantine=True))
        with pytest.raises(DamageError) as caught:
            builder.write(io.BytesIO())
    assert caught.value.message == "a.jsonl: line 3, bytes 100 to 150, was not kept: it is too large"
    assert "take it from where it was read" in caught.value.remedy


def test_a_damaged_document_is_refused(tmp_path):
    with RawFileBuilder(make_file(tmp_path)) as builder, pytest.raises(DamageError, match=r"a\.jsonl:1#text"):
        builder.add(ArchivedDocument(ITEMS[0], None, DamageError("its text is gone")))


def test_the_whole_file_is_compared_with_its_hash(tmp_path):
    writer = HashingWriter()
    writer.write(RAW)
    check_rebuilt(make_file(tmp_path, sha256_raw=writer.sha256, bytes_raw=len(RAW)), writer)
    for values in ({"sha256_raw": "0", "bytes_raw": len(RAW)}, {"sha256_raw": writer.sha256}):
        with pytest.raises(DamageError, match="what is rebuilt is not what was read"):
            check_rebuilt(make_file(tmp_path, **values), writer)
