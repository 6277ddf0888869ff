"""Each file of a folder is compared with what the records say of it."""

import msgspec
import pytest

from cleaner.hashing import sha256_hex
from cleaner.store import manifest
from cleaner.store.damage import Damage
from cleaner.store.file_check import FileCheck
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from cleaner.store.root import Root
from tests.corpus.runs import put
from tests.store.handmade_items import CUT, make_item
from tests.store.test_document_stream import ITEMS, shard, write

TEXTS = {"a": b"two", "b": b"nothing to do", "c": b"three", "d": b" five"}


@pytest.fixture
def corpus_manifest(tmp_path):
    put(tmp_path, {**TEXTS, manifest.NAME: b""})
    return write(tmp_path)


def check(folder, corpus_manifest, *, read_data=True):
    files = FileCheck(Root.open(folder), corpus_manifest, read_data=read_data)
    damages = list(files.find_damage())
    assert files.damaged_names <= {damage.name for damage in damages}
    return damages


def test_a_whole_folder_has_no_damage(tmp_path, corpus_manifest):
    assert check(tmp_path, corpus_manifest) == []


def test_an_edit_of_the_same_size_is_found_when_files_are_read(tmp_path, corpus_manifest):
    (tmp_path / "a").write_bytes(b"TWO")
    assert check(tmp_path, corpus_manifest, read_data=False) == []
    [damage] = check(tmp_path, corpus_manifest)
    assert damage.name == "a" and "is not as it was written" in damage.problem


def test_missing_and_extra_files_are_found(tmp_path, corpus_manifest):
    (tmp_path / "b").rename(tmp_path / "x")
    assert check(tmp_path, corpus_manifest) == [
        Damage("b", "is missing"),
        Damage("x", "does not belong here"),
    ]


def test_no_file_is_extra_while_records_cannot_be_read(tmp_path, corpus_manifest):
    put(tmp_path, {"x": b"", shard(0): b""})
    assert [damage.name for damage in check(tmp_path, corpus_manifest)] == [shard(0)]


def test_a_name_that_stands_twice_is_found(tmp_path, corpus_manifest):
    corpus_manifest = write(tmp_path, files=(ITEMS, ITEMS[:1]))
    assert check(tmp_path, corpus_manifest) == [Damage("a", "is named twice")]


def test_counts_are_compared_with_those_of_the_manifest(tmp_path, corpus_manifest):
    counts = msgspec.structs.replace(corpus_manifest.counts, paragraphs_raw=9)
    [damage] = check(tmp_path, msgspec.structs.replace(corpus_manifest, counts=counts))
    assert damage == Damage(manifest.DOCUMENTS, "its counts are not those of the manifest")


def test_characters_that_do_not_add_up_are_found(tmp_path, corpus_manifest):
    item = make_item("e", "one two", [CUT])
    record = msgspec.structs.replace(item.record, characters_clean=1)
    data = manifest.encode_record(record) + b"\n"
    put(tmp_path, {"e": b"two", shard(0): data})
    lying = msgspec.structs.replace(corpus_manifest, documents_sha256={shard(0): sha256_hex(data)})
    assert Damage(manifest.DOCUMENTS, "e: characters do not add up: 3, 1") in check(tmp_path, lying)


def test_the_number_of_packed_texts_is_compared(tmp_path, corpus_manifest):
    file = PackedFile(name="corpus-00000.jsonl", sha256="", bytes=0, documents=3)
    put(tmp_path, {"corpus-00000.jsonl": b""})
    packed = msgspec.structs.replace(corpus_manifest, packed=PackedTexts(files=[file]))
    damages = check(tmp_path, packed)
    assert Damage(manifest.NAME, "says of other numbers of texts that they are packed") in damages
    assert {damage.name for damage in damages} == {manifest.NAME, *TEXTS}  # no files of their own any more
