"""The hashes that runs may have left in a folder: of the last whole run, and of one that was interrupted."""

import errno
import json

import msgspec
import pytest

from cleaner.errors import DamageError, OutputError
from cleaner.store import manifest
from cleaner.store.earlier_outputs import PENDING, read_earlier_outputs, read_if_present
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from cleaner.store.root import Root
from tests.corpus.runs import put
from tests.store.handmade_items import make_item, make_place
from tests.store.test_document_stream import ITEMS, shard, write

HASHES = {item.record.name: frozenset({item.record.sha256_clean}) for item in ITEMS}


def put_manifest(folder, corpus_manifest):
    put(folder, {manifest.NAME: corpus_manifest.encode()})
    return corpus_manifest


NEW, ONLY = "0" * 63 + "a", "f" * 64


def test_a_folder_without_records_has_no_outputs(tmp_path):
    assert read_earlier_outputs(Root.open(tmp_path)) == (None, {})


def test_the_outputs_of_a_whole_run_are_those_of_its_records(tmp_path):
    corpus_manifest = put_manifest(tmp_path, write(tmp_path))
    assert read_earlier_outputs(Root.open(tmp_path)) == (corpus_manifest, HASHES)


def test_texts_of_records_are_no_outputs_but_their_file_is(tmp_path):
    item = make_item("a.jsonl:1#text", "one", place=make_place(1))
    file = manifest.FileRecord(
        name="a.jsonl",
        format="jsonl",
        text_fields=["text"],
        id_field="",
        sha256_raw="r",
        bytes_raw=1,
        sha256_clean="c",
        bytes_clean=1,
    )
    corpus_manifest = write(tmp_path, files=([item],), trail_items=[])
    put_manifest(tmp_path, msgspec.structs.replace(corpus_manifest, files=[file]))
    assert read_earlier_outputs(Root.open(tmp_path))[1] == {"a.jsonl": frozenset({"c"})}


def test_packed_texts_are_no_outputs_but_their_files_are(tmp_path):
    packed = PackedTexts(files=[PackedFile(name="corpus-00000.jsonl", sha256="k", bytes=1, documents=4)])
    put_manifest(tmp_path, write(tmp_path, packed=packed))
    assert read_earlier_outputs(Root.open(tmp_path))[1] == {"corpus-00000.jsonl": frozenset({"k"})}


def test_after_an_interrupted_run_an_output_can_be_as_either_run_left_it(tmp_path):
    put_manifest(tmp_path, write(tmp_path))
    put(tmp_path, {PENDING: json.dumps({"a": NEW, "e": ONLY}).encode()})
    assert read_earlier_outputs(Root.open(tmp_path))[1] == HASHES | {
        "a": HASHES["a"] | {NEW},
        "e": frozenset({ONLY}),
    }


def test_a_replaced_file_of_records_is_damage_unless_a_run_was_interrupted(tmp_path):
    put_manifest(tmp_path, write(tmp_path))
    put(tmp_path, {shard(0): b""})
    with pytest.raises(DamageError, match="is not as it was written"):
        read_earlier_outputs(Root.open(tmp_path))
    put(tmp_path, {PENDING: json.dumps({"a": NEW}).encode()})
    assert read_earlier_outputs(Root.open(tmp_path))[1] == {
        "a": frozenset({NEW}),
        "c": HASHES["c"],
        "d": HASHES["d"],
    }


@pytest.mark.parametrize(
    "plan",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"a": 1}',
        b'{"a": null}',
        b"1" * 5000,
        *(
            json.dumps({name: digest}).encode()
            for name, digest in [
                ("a", ""),
                ("a", "F" * 64),
                ("a", ONLY + "0"),
                ("a", ONLY + "\n"),
                ("", ONLY),
                ("/a", ONLY),
                ("a/", ONLY),
                ("a//b", ONLY),
                ("../a", ONLY),
                ("a/../b", ONLY),
                ("a/./b", ONLY),
                ("a\0", ONLY),
                ("\ud800", ONLY),
                (".cleaner/manifest.json", ONLY),
            ]
        ),
    ],
)
def test_a_damaged_plan_says_what_to_do(tmp_path, plan):
    put(tmp_path, {PENDING: plan})
    with pytest.raises(DamageError, match="is damaged") as caught:
        read_earlier_outputs(Root.open(tmp_path))
    assert caught.value.remedy == "remove it by hand"


def test_a_file_that_is_there_and_cannot_be_read_is_an_error(tmp_path):
    put(tmp_path, {"a": b"one"})
    root = Root.open(tmp_path)
    assert read_if_present(root, "a", 3) == b"one"
    assert read_if_present(root, "b", 3) is None and read_if_present(root, "a/b", 3) is None
    with pytest.raises(DamageError, match="a is larger than 2 bytes"):
        read_if_present(root, "a", 2)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="folder is no regular file"):
        read_if_present(root, "folder", 3)


def test_a_file_that_the_system_does_not_open_is_an_error(tmp_path, monkeypatch):
    def refused(*given):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Root, "open_file", refused)
    with pytest.raises(OutputError, match="a: cannot be read or written: Permission denied"):
        read_if_present(Root.open(tmp_path), "a", 3)
