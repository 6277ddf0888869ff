"""Which files belong to a cleaned folder, which are there, and what is wrong with one of them."""

import pytest

from cleaner.hashing import sha256_hex
from cleaner.store import inventory, manifest
from cleaner.store.inventory import ExpectedFile
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from cleaner.store.manifest import DocumentRecord, FileRecord, Manifest, PagePlace, RecordPlace
from cleaner.store.root import Root
from tests.corpus.runs import put

FILE = FileRecord(
    name="b.jsonl",
    format="jsonl",
    text_fields=["text"],
    id_field="",
    sha256_raw="r",
    bytes_raw=9,
    sha256_clean="c",
    bytes_clean=5,
)
PAGE = PagePlace(source="p.html", sha256="p", bytes=40, extractor="own", kept=True)


def make_manifest(**values):
    return Manifest(
        format=manifest.FORMAT,
        version="1",
        configuration={},
        configuration_sha256="",
        roots=[],
        skipped={},
        counts=manifest.count_documents([]),
        rules={},
        trail_sha256={".cleaner/trail/00000.jsonl": "t"},
        documents_sha256={".cleaner/documents/00000.jsonl": "d"},
        **values,
    )


def test_metadata_files_are_the_manifest_the_trail_and_the_records():
    assert inventory.list_metadata_files(make_manifest()) == {
        manifest.NAME: ExpectedFile(None),
        ".cleaner/trail/00000.jsonl": ExpectedFile(None, "t"),
        ".cleaner/documents/00000.jsonl": ExpectedFile(None, "d"),
    }


def test_a_file_of_records_has_a_quarantine_where_something_was_left_out():
    left_out = manifest.FileRecord(
        **{name: getattr(FILE, name) for name in FileRecord.__struct_fields__[:8]}
        | {"name": "c.jsonl", "sha256_quarantine": "q", "bytes_quarantine": 3}
    )
    assert inventory.list_record_files(make_manifest(files=[FILE, left_out])) == {
        "b.jsonl": ExpectedFile(5, "c"),
        "c.jsonl": ExpectedFile(5, "c"),
        ".cleaner/quarantine/c.jsonl": ExpectedFile(3, "q"),
    }


def test_files_of_packed_texts_are_files():
    packed = PackedTexts(files=[PackedFile(name="corpus-00000.jsonl", sha256="k", bytes=8, documents=1)])
    assert inventory.list_record_files(make_manifest(packed=packed)) == {
        "corpus-00000.jsonl": ExpectedFile(8, "k")
    }


@pytest.mark.parametrize(
    ("status", "values", "expected"),
    [
        ("written", {}, {"a": ExpectedFile(5, "c")}),
        ("written", {"page": PAGE}, {"a": ExpectedFile(5, "c"), ".cleaner/raw/a": ExpectedFile(40, "p")}),
        ("dropped", {}, {}),
        ("dropped", {"page": PAGE}, {".cleaner/raw/a": ExpectedFile(40, "p")}),
        ("quarantined", {}, {".cleaner/quarantine/a": ExpectedFile(9, "r")}),
        ("quarantined", {"page": PAGE}, {".cleaner/quarantine/a": ExpectedFile(9, "r")}),
        ("quarantined", {"sha256_raw": ""}, {}),
        ("written", {"place": RecordPlace(file="b.jsonl", number=1, field="t", offset=0, length=1)}, {}),
    ],
)
def test_a_document_has_the_files_that_its_status_says(status, values, expected):
    hashes = {"sha256_raw": "r", "bytes_raw": 9, "sha256_clean": "c", "bytes_clean": 5}
    record = DocumentRecord(name="a", status=status, **(hashes | values))
    assert dict(inventory.list_document_files(record, packed=False)) == expected
    without_text = {name: file for name, file in expected.items() if name != "a"}
    assert dict(inventory.list_document_files(record, packed=True)) == without_text


@pytest.mark.parametrize(
    ("name", "expected", "problem"),
    [
        ("a", ExpectedFile(3, sha256_hex(b"one")), ""),
        ("a", ExpectedFile(None), ""),
        ("a", ExpectedFile(1234), "has 3 bytes and should have 1,234"),
        ("a", ExpectedFile(3, "0"), "is not as it was written"),
        ("b", ExpectedFile(3), "is missing"),
        ("folder", ExpectedFile(3), "is no regular file"),
        ("link", ExpectedFile(3), "is no regular file"),
        ("dangling", ExpectedFile(3), "is no regular file"),
    ],
)
def test_a_problem_is_named(tmp_path, name, expected, problem):
    put(tmp_path, {"a": b"one", "folder/x": b""})
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "dangling").symlink_to("nothing")
    found = inventory.find_problem(Root.open(tmp_path), name, expected, read=True)
    assert (problem in found) if problem else found == ""


def test_a_hash_is_compared_only_when_files_are_read(tmp_path):
    put(tmp_path, {"a": b"one"})
    assert inventory.find_problem(Root.open(tmp_path), "a", ExpectedFile(3, "0"), read=False) == ""


def test_a_walk_skips_hidden_files_and_what_belongs_to_a_run(tmp_path):
    ours = {"a", "sub/b", ".cleaner/manifest.json", ".cleaner/.x", ".cleaner/raw/.p.html"}
    hidden = {".git/config", "sub/.hidden", ".cleaner/lock", ".cleaner/work/x"}
    put(tmp_path, dict.fromkeys(ours | hidden, b""))
    (tmp_path / "link").symlink_to("sub")
    assert set(inventory.walk_files(Root.open(tmp_path))) == ours | {"link"}
