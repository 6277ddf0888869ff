"""The hashes that runs may have left in a folder: of the last whole run, and of one that was interrupted."""

import json

import msgspec
import pytest

from cleaner.errors import DamageError, OutputError
from cleaner.store import manifest
from cleaner.store.earlier_outputs import PENDING, read_earlier_outputs, read_if_present
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from tests.corpus.runs import put
from tests.store.handmade_items import make_item, make_place
from tests.store.test_document_stream import ITEMS, shard, write

HASHES = {item.record.name: frozenset({item.record.sha256_clean}) for item in ITEMS}


def put_manifest(folder, corpus_manifest):
    put(folder, {manifest.NAME: corpus_manifest.encode()})
    return corpus_manifest


def test_a_folder_that_is_not_there_has_no_outputs(tmp_path):
    assert read_earlier_outputs(tmp_path / "out") == (None, {})


def test_the_outputs_of_a_whole_run_are_those_of_its_records(tmp_path):
    corpus_manifest = put_manifest(tmp_path, write(tmp_path))
    assert read_earlier_outputs(tmp_path) == (corpus_manifest, HASHES)


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
    assert read_earlier_outputs(tmp_path)[1] == {"a.jsonl": frozenset({"c"})}


def test_packed_texts_are_no_outputs_but_their_files_are(tmp_path):
    packed = PackedTexts(files=[PackedFile(name="corpus-00000.jsonl", sha256="k", bytes=1, documents=4)])
    put_manifest(tmp_path, write(tmp_path, packed=packed))
    assert read_earlier_outputs(tmp_path)[1] == {"corpus-00000.jsonl": frozenset({"k"})}


def test_after_an_interrupted_run_an_output_can_be_as_either_run_left_it(tmp_path):
    put_manifest(tmp_path, write(tmp_path))
    put(tmp_path, {PENDING: json.dumps({"a": "new", "e": "only"}).encode()})
    assert read_earlier_outputs(tmp_path)[1] == HASHES | {
        "a": HASHES["a"] | {"new"},
        "e": frozenset({"only"}),
    }


def test_a_replaced_file_of_records_is_damage_unless_a_run_was_interrupted(tmp_path):
    put_manifest(tmp_path, write(tmp_path))
    put(tmp_path, {shard(0): b""})
    with pytest.raises(DamageError, match="is not as it was written"):
        read_earlier_outputs(tmp_path)
    put(tmp_path, {PENDING: b'{"a": "new"}'})
    assert read_earlier_outputs(tmp_path)[1] == {
        "a": frozenset({"new"}),
        "c": HASHES["c"],
        "d": HASHES["d"],
    }


def test_a_damaged_plan_says_what_to_do(tmp_path):
    put(tmp_path, {PENDING: b"{"})
    with pytest.raises(DamageError, match="is damaged") as caught:
        read_earlier_outputs(tmp_path)
    assert caught.value.remedy == "remove it by hand"


def test_a_file_that_is_there_and_cannot_be_read_is_an_error(tmp_path):
    put(tmp_path, {"a": b"one"})
    assert read_if_present(tmp_path / "a") == b"one" and read_if_present(tmp_path / "b") is None
    with pytest.raises(OutputError, match="cannot be read: Is a directory"):
        read_if_present(tmp_path)
