"""Records and trail are joined in one pass; what cannot be read costs its documents and no other."""

import msgspec
import pytest

from cleaner.errors import DamageError
from cleaner.hashing import sha256_hex
from cleaner.store import document_stream, manifest, trail
from cleaner.store.document_stream import has_own_text, raise_damage, stream_items
from cleaner.store.jsonl_output import PackedFile, PackedTexts
from cleaner.store.manifest import Manifest
from cleaner.store.root import Root
from tests.corpus.runs import put
from tests.store.handmade_items import CUT, make_item, make_place

ITEMS = [
    make_item("a", "one two", [CUT]),
    make_item("b", "nothing to do"),
    make_item("c", "two three", [CUT]),
    make_item("d", "four five", [CUT]),
]
TRAIL = ".cleaner/trail/00000.jsonl"


def shard(number):
    return f"{manifest.DOCUMENTS}/{number:05}.jsonl"


def write(folder, files=(ITEMS[:2], ITEMS[2:]), trail_items=ITEMS, **values):
    """Writes records and trail of items into a folder, and returns its manifest."""
    contents = {
        shard(number): b"".join(manifest.encode_record(item.record) + b"\n" for item in items)
        for number, items in enumerate(files)
    }
    hashes = {name: sha256_hex(data) for name, data in contents.items()}
    lines = b"".join(item.trail_lines for item in trail_items)
    put(folder, contents | {TRAIL: lines})
    return Manifest(
        format=manifest.FORMAT,
        version="1",
        configuration={},
        configuration_sha256="",
        roots=[],
        skipped={},
        counts=manifest.count_documents([item.record for items in files for item in items]),
        rules={},
        trail_sha256={TRAIL: sha256_hex(lines)},
        documents_sha256=hashes,
        **values,
    )


def read(folder, corpus_manifest):
    """The items, and the names of damaged files with the messages."""
    damage = []
    items = list(
        stream_items(
            Root.open(folder), corpus_manifest, lambda name, error: damage.append((name, str(error)))
        )
    )
    return items, damage


def numbered(items, numbers):
    return [item._replace(text_number=number) for item, number in zip(items, numbers, strict=True)]


def test_each_document_comes_with_its_lines(tmp_path):
    assert read(tmp_path, write(tmp_path)) == (numbered(ITEMS, range(4)), [])


def test_records_in_the_manifest_are_read_from_it(tmp_path):
    documents = [item.record for item in ITEMS]
    corpus_manifest = msgspec.structs.replace(write(tmp_path, files=()), documents=documents)
    assert read(tmp_path, corpus_manifest) == (numbered(ITEMS, range(4)), [])


@pytest.mark.parametrize("level", ["counts", "none"])
def test_a_trail_that_is_not_full_is_not_read(tmp_path, level):
    items, damage = read(tmp_path, write(tmp_path, trail=level))
    assert damage == [] and [item.trail_lines for item in items] == [b""] * 4


def test_behind_a_damaged_file_of_records_the_next_document_has_its_own_lines(tmp_path):
    corpus_manifest = write(tmp_path)
    (tmp_path / shard(0)).write_bytes(b"")
    items, [(name, message)] = read(tmp_path, corpus_manifest)
    assert [(item.record.name, item.trail_lines) for item in items] == [
        (item.record.name, item.trail_lines) for item in ITEMS[2:]
    ]
    assert name == shard(0) and "is not as it was written" in message


def test_packed_texts_keep_their_numbers_behind_a_damaged_file_of_records(tmp_path):
    packed = PackedTexts(
        files=[PackedFile(name="corpus-00000.jsonl", sha256="", bytes=0, documents=4)],
        before={shard(0): 0, shard(1): 2},
    )
    corpus_manifest = write(tmp_path, packed=packed)
    (tmp_path / shard(0)).write_bytes(b"")
    items, _ = read(tmp_path, corpus_manifest)
    assert [item.text_number for item in items] == [2, 3]


def test_a_damaged_trail_costs_no_record(tmp_path):
    corpus_manifest = write(tmp_path)
    (tmp_path / TRAIL).write_bytes(b"")
    items, [(name, _)] = read(tmp_path, corpus_manifest)
    assert name == TRAIL
    assert [item.record.name for item in items] == ["a", "b", "c", "d"]


def test_lines_of_a_document_without_a_record_are_damage(tmp_path):
    _, damage = read(tmp_path, write(tmp_path, files=(ITEMS[:3],)))
    assert damage == [(trail.FOLDER, "tells of d, which the manifest does not know")]


@pytest.mark.parametrize("line", [b"{\n", b'{"document":7,"round":1}\n', b"[1]\n"])
def test_a_line_that_names_no_document_is_damage(tmp_path, line):
    items = [ITEMS[0]._replace(trail_lines=line)]
    _, [(name, message)] = read(tmp_path, write(tmp_path, files=(ITEMS[:1],), trail_items=items))
    assert name == TRAIL and "a line is damaged" in message


def test_a_record_that_names_a_file_elsewhere_is_damage(tmp_path):
    _, [(name, message)] = read(
        tmp_path, write(tmp_path, files=([make_item("../a", "one")],), trail_items=[])
    )
    assert name == shard(0) and "no file of this folder" in message


def test_a_reader_that_needs_every_document_stops_at_the_first_damage(tmp_path):
    corpus_manifest = write(tmp_path)
    (tmp_path / shard(0)).unlink()
    with pytest.raises(DamageError, match="is missing"):
        list(stream_items(Root.open(tmp_path), corpus_manifest, raise_damage))


def test_a_text_of_a_record_stands_in_its_file_and_has_no_text_of_its_own():
    item = make_item("a.jsonl:7#text", "one", place=make_place(7))
    assert item.file_name == "a.jsonl" and ITEMS[0].file_name == "a"
    assert not has_own_text(item.record) and has_own_text(ITEMS[0].record)
    assert not has_own_text(make_item("a", "one", status="quarantined").record)


def test_sums_one_at_a_time_are_the_sums_of_all():
    records = [item.record for item in ITEMS]
    assert document_stream.sum_counts(iter(records)) == manifest.count_documents(records)
